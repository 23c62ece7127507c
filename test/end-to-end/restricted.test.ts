/** A folder that nobody trusts: all that reads and draws works, as nothing of it is run, and only its own files are read. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Session, startSession } from '../vscode-host/session.ts';

const FILE = 'dram-bound.cdma.json';

let session: Session;

before(async () => {
  session = await startSession({ name: 'restricted', files: [FILE], isRestricted: true });
});

after(async () => {
  await session?.stop();
});

test('in restricted mode a config has its charts, its warning and its quick fix', async () => {
  const { workbench } = session;
  await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
  const panel = workbench.webview().content;
  await panel.locator('body[data-status="current"]').waitFor();
  const editor = workbench.editor(FILE);
  await editor.squiggles('warning').first().waitFor();
  await workbench.screenshot(path.join(session.artifacts, 'restricted.png'));
  await editor.quickFix('"150 GB/s"', 'Set gpu.dramBandwidth to');
  await editor.save();
  await editor.squiggles('warning').first().waitFor({ state: 'detached' });
  assert.equal(await workbench.page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).count(), 1);
});

test('a base outside of the folder is refused until the workspace is trusted', async () => {
  const { workbench, folder } = session;
  writeFileSync(path.join(folder, '..', 'base.cdma.json'), '{ "dma": { "codec": "rle" } }');
  writeFileSync(path.join(folder, 'extending.cdma.json'), '{ "extends": "../base.cdma.json" }');
  const editor = await workbench.openFile('extending.cdma.json');
  await workbench.problemTexts("'../base.cdma.json' lies outside of this workspace, which is not trusted");
  await workbench.screenshot(path.join(session.artifacts, 'outside.png'));
  await workbench.command('Workspaces: Manage Workspace Trust');
  await workbench.page
    .locator('.workspace-trust-editor')
    .getByRole('button', { name: /^Trust/ })
    .first()
    .click();
  await editor.squiggles('error').first().waitFor({ state: 'detached' });
  await workbench.webview().content.locator('body[data-status="current"]').waitFor();
  await workbench.webview().content.getByText('Run-length').first().waitFor();
});
