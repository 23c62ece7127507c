/** A folder that nobody trusts: all that reads and draws works, as nothing of it is run, and only its own files are read. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SharedWindow } from './shared-window.ts';

const FILE = 'dram-bound.cdma.json';

const vscode = new SharedWindow({ name: 'restricted', files: [FILE], isRestricted: true });
test('a window opens', () => vscode.open());

test('in restricted mode a config has its charts, its warning and its quick fix', async () => {
  await vscode.workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
  const panel = vscode.workbench.webview().content;
  await panel.locator('body[data-status="current"]').waitFor();
  const editor = vscode.workbench.editor(FILE);
  await editor.squiggles('warning').first().waitFor();
  await vscode.picture('restricted');
  await editor.quickFix('"150 GB/s"', 'Set gpu.dramBandwidth to');
  await editor.save();
  await editor.squiggles('warning').first().waitFor({ state: 'detached' });
  assert.equal(await vscode.workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).count(), 1);
});

test('a base outside of the folder is refused until the workspace is trusted', async () => {
  writeFileSync(path.join(vscode.folder, '..', 'base.cdma.json'), '{ "dma": { "codec": "rle" } }');
  writeFileSync(path.join(vscode.folder, 'extending.cdma.json'), '{ "extends": "../base.cdma.json" }');
  const editor = await vscode.workbench.openFile('extending.cdma.json');
  await vscode.workbench.problemTexts("'../base.cdma.json' lies outside of this workspace, which is not trusted");
  await vscode.picture('outside');
  await vscode.workbench.command('Workspaces: Manage Workspace Trust');
  await vscode.workbench.page
    .locator('.workspace-trust-editor')
    .getByRole('button', { name: /^Trust/ })
    .first()
    .click();
  await editor.squiggles('error').first().waitFor({ state: 'detached' });
  await vscode.workbench.webview().content.locator('body[data-status="current"]').waitFor();
  await vscode.workbench.webview().content.getByText('Run-length').first().waitFor();
});
