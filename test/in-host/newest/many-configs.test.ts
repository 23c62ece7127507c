import assert from 'node:assert/strict';
import { suite, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { diagnosticsWhen, dramBound, fileUri, isDram, openConfig } from '../support.ts';

const CONFIGS = 2000;
const AT_ONCE = 100;
const FOLDER = fileUri('many');

suite('thousands of configs', () => {
  suiteTeardown(() => vscode.workspace.fs.delete(FOLDER, { recursive: true }));

  test('only those that are open are simulated, as fast as in an empty folder', async () => {
    const content = new TextEncoder().encode(JSON.stringify(dramBound));
    for (let first = 0; first < CONFIGS; first += AT_ONCE) {
      const names = Array.from({ length: AT_ONCE }, (_, index) => `${first + index}.cdma.json`);
      await Promise.all(names.map((name) => vscode.workspace.fs.writeFile(vscode.Uri.joinPath(FOLDER, name), content)));
    }
    const { uri } = await openConfig('opened.cdma.json', dramBound, FOLDER);
    await diagnosticsWhen(uri, (found) => found.some(isDram));
    const withFindings = vscode.languages
      .getDiagnostics()
      .filter(([{ path }, found]) => path.startsWith(`${FOLDER.path}/`) && found.length > 0);
    assert.deepEqual(
      withFindings.map(([{ path }]) => path),
      [uri.path],
    );
  });
});
