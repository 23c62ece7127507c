import assert from 'node:assert/strict';
import { suite, suiteSetup, suiteTeardown, test } from 'mocha';
import * as vscode from 'vscode';
import { MemoryFileSystem } from '../memory-file-system.ts';
import {
  codeOf,
  diagnosticsWhen,
  dramBound,
  eventually,
  fileUri,
  isDram,
  openConfig,
  replaceAndSave,
  resultsTab,
} from '../support.ts';

const SCHEME = 'cdma-memory';
const FOLDER = vscode.Uri.from({ scheme: SCHEME, path: '/project' });

/** Copies a folder of files from any file system to any other. */
async function copyFolder(from: vscode.Uri, to: vscode.Uri): Promise<void> {
  for (const [name, type] of await vscode.workspace.fs.readDirectory(from)) {
    const [source, target] = [vscode.Uri.joinPath(from, name), vscode.Uri.joinPath(to, name)];
    if (type === vscode.FileType.Directory) await copyFolder(source, target);
    else await vscode.workspace.fs.writeFile(target, await vscode.workspace.fs.readFile(source));
  }
}

/** The report of a config in a folder, as it is exported. */
async function exportedReport(config: object, folder?: vscode.Uri): Promise<string> {
  const { uri } = await openConfig('recorded.cdma.json', config, folder);
  const target = fileUri('recorded.json');
  await vscode.commands.executeCommand('cdma.exportResults', uri, 'json', target);
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(target));
}

suite('virtual workspace', () => {
  let registration: vscode.Disposable;

  suiteSetup(() => {
    registration = vscode.workspace.registerFileSystemProvider(SCHEME, new MemoryFileSystem());
  });
  suiteTeardown(() => registration.dispose());

  test('a config and its base are read where there is no disk, and simulated again when the base is saved', async () => {
    const base = await openConfig('base.cdma.json', dramBound, FOLDER);
    const { uri } = await openConfig('variant.cdma.json', { extends: './base.cdma.json' }, FOLDER);
    const found = await diagnosticsWhen(uri, (all) => all.some(isDram));
    assert.equal(found.filter(isDram).length, 1);
    await vscode.commands.executeCommand('cdma.openResults', uri);
    await eventually('the results', () => (resultsTab()?.label.includes('variant') ? true : undefined));
    await replaceAndSave(base, '"100 GB/s"', '"700 GB/s"');
    await diagnosticsWhen(uri, (all) => !all.some(isDram));
  });

  test('recorded tensors give the same report, byte for byte, from a disk and from where there is none', async () => {
    const extension = vscode.extensions.getExtension('cdma-explorer.cdma-explorer');
    assert.ok(extension);
    const traces = vscode.Uri.joinPath(extension.extensionUri, 'examples', 'traces');
    await copyFolder(traces, fileUri('traces'));
    await copyFolder(traces, vscode.Uri.joinPath(FOLDER, 'traces'));
    const activations = { source: 'tensors', manifest: './traces/manifest.json' };
    const config = { workload: { network: 'alexnet', activations } };
    const virtual = await exportedReport(config, FOLDER);
    assert.ok(JSON.parse(virtual).layers.length > 5);
    assert.equal(virtual, await exportedReport(config));
  });

  test('a base that is not there is said once, with its name', async () => {
    const { uri } = await openConfig('orphan.cdma.json', { extends: './nowhere.cdma.json' }, FOLDER);
    const found = await diagnosticsWhen(uri, (all) => all.some((one) => codeOf(one) === 'extends-missing'));
    assert.match(found[0]?.message ?? '', /nowhere\.cdma\.json.* does not exist/);
  });
});
