/** The packaged extension in the web worker of a browser, where there are neither processes nor a disk. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IN_BROWSER } from '../vscode-host/settings.ts';
import { SharedWindow } from './shared-window.ts';

const FILE = 'dram-bound.cdma.json';

const vscode = new SharedWindow({ name: 'web-host', files: [FILE], settings: IN_BROWSER });
test('a window opens', () => vscode.open());

test('a config in a browser: charts beside it, a warning that its quick fix clears, on a worker', async () => {
  const panel = vscode.workbench.webview().content;
  await panel.locator('body[data-status="current"]').waitFor();
  const editor = vscode.workbench.editor(FILE);
  await editor.squiggles('warning').first().waitFor();
  await vscode.picture('charts');
  await editor.quickFix('"150 GB/s"', 'Set gpu.dramBandwidth to');
  await editor.save();
  await editor.squiggles('warning').first().waitFor({ state: 'detached' });
  await panel.locator('body[data-status="current"]').waitFor();
  const workers = vscode.workbench.page.workers().map((worker) => worker.url());
  assert.ok(
    workers.some((url) => url.startsWith('blob:')),
    workers.join('\n'),
  );
});
