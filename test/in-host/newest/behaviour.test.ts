import assert from 'node:assert/strict';
import { suite, teardown, test } from 'mocha';
import * as vscode from 'vscode';
import {
  codeOf,
  diagnosticsWhen,
  dramBound,
  eventually,
  fileUri,
  isDram,
  openConfig,
  ownSource,
  resultsTab,
} from '../support.ts';

suite('behaviour', () => {
  teardown(async () => {
    for (const document of vscode.workspace.textDocuments) {
      if (document.isUntitled) {
        await vscode.window.showTextDocument(document);
        await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
      }
    }
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('an unsaved config is simulated like a file', async () => {
    const uri = fileUri('unsaved.cdma.json').with({ scheme: 'untitled' });
    const document = await vscode.workspace.openTextDocument(uri);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(uri, new vscode.Position(0, 0), JSON.stringify(dramBound, null, 2));
    await vscode.workspace.applyEdit(edit);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('cdma.simulate');
    const [warning] = (await diagnosticsWhen(uri, (found) => found.some(isDram))).filter(isDram);
    assert.ok(warning);
  });

  test('a config outside the workspace is simulated like any other', async () => {
    const outside = fileUri(`../cdma outside ${Date.now()}`);
    try {
      const document = await openConfig('elsewhere.cdma.json', dramBound, outside);
      await diagnosticsWhen(document.uri, (found) => found.some(isDram));
    } finally {
      await vscode.workspace.fs.delete(outside, { recursive: true });
    }
  });

  test('a renamed config takes its findings and the panel along', async () => {
    const document = await openConfig('before.cdma.json', dramBound);
    await diagnosticsWhen(document.uri, (found) => found.some(isDram));
    await vscode.commands.executeCommand('cdma.openResults', document.uri);
    await eventually('the panel', () => (resultsTab()?.label.includes('before') ? true : undefined));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(document.uri, fileUri('after.cdma.json'), { overwrite: true });
    await vscode.workspace.applyEdit(edit);
    await diagnosticsWhen(fileUri('after.cdma.json'), (found) => found.some(isDram));
    await diagnosticsWhen(fileUri('before.cdma.json'), (found) => found.length === 0);
    await eventually('the panel of the new name', () => (resultsTab()?.label.includes('after') ? true : undefined));
  });

  test('a locked panel stays with its config; unlocked it follows the editor again', async () => {
    const first = await openConfig('locked.cdma.json', dramBound);
    await vscode.commands.executeCommand('cdma.openResults', first.uri);
    await eventually('the panel', () => (resultsTab()?.label.includes('locked') ? true : undefined));
    await vscode.commands.executeCommand('cdma.lockResults');
    try {
      const other = await openConfig('other.cdma.json', dramBound);
      await diagnosticsWhen(other.uri, (found) => found.some(isDram));
      assert.match(resultsTab()?.label ?? '', /locked/);
    } finally {
      await vscode.commands.executeCommand('cdma.unlockResults');
    }
    await eventually('the other one', () => (resultsTab()?.label.includes('other') ? true : undefined));
  });

  test('the findings of a deleted config go with it', async () => {
    const document = await openConfig('doomed.cdma.json', dramBound);
    await diagnosticsWhen(document.uri, (found) => found.some(isDram));
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(document.uri);
    await vscode.workspace.applyEdit(edit);
    await diagnosticsWhen(document.uri, (found) => !found.some(({ source }) => source === ownSource));
  });

  test('a base that is deleted and comes back is noticed both times', async () => {
    const base = await openConfig('there.cdma.json', { gpu: { preset: 'v100-sxm2' } });
    const document = await openConfig('needs-base.cdma.json', { extends: './there.cdma.json' });
    await diagnosticsWhen(
      document.uri,
      (found) => found.length > 0 && !found.some((one) => codeOf(one) === 'extends-missing'),
    );
    await vscode.workspace.fs.delete(base.uri);
    await diagnosticsWhen(document.uri, (found) => found.some((one) => codeOf(one) === 'extends-missing'));
    await vscode.workspace.fs.writeFile(base.uri, new TextEncoder().encode('{}'));
    await diagnosticsWhen(document.uri, (found) => !found.some((one) => codeOf(one) === 'extends-missing'));
  });

  test('a severity can be set for each code, and a finding switched off', async () => {
    const document = await openConfig('severity.cdma.json', dramBound);
    await diagnosticsWhen(document.uri, (found) => found.some(isDram));
    const settings = vscode.workspace.getConfiguration('cdma', document);
    const set = (value: object | undefined): Thenable<void> =>
      settings.update('diagnostics.severity', value, vscode.ConfigurationTarget.Workspace);
    try {
      await set({ 'dram-bandwidth': 'error' });
      await diagnosticsWhen(document.uri, (found) =>
        found.some((one) => isDram(one) && one.severity === vscode.DiagnosticSeverity.Error),
      );
      await set({ 'dram-bandwidth': 'off' });
      await diagnosticsWhen(document.uri, (found) => !found.some(isDram));
    } finally {
      await set(undefined);
    }
    await diagnosticsWhen(document.uri, (found) => found.some(isDram));
  });

  test('files named by a setting are configs, too', async () => {
    const settings = vscode.workspace.getConfiguration('cdma');
    await settings.update('configFiles', ['designs/*.json'], vscode.ConfigurationTarget.Workspace);
    try {
      const document = await openConfig('designs/named-by-setting.json', dramBound);
      await diagnosticsWhen(document.uri, (found) => found.some(isDram));
      const other = await openConfig('not-a-design.json', dramBound);
      await new Promise((resolve) => setTimeout(resolve, 500));
      assert.deepEqual(
        vscode.languages.getDiagnostics(other.uri).filter(({ source }) => source === ownSource),
        [],
      );
    } finally {
      await settings.update('configFiles', undefined, vscode.ConfigurationTarget.Workspace);
    }
  });
});
