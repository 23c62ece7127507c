/** A folder that nobody trusts: all that reads and draws works, as nothing of it is run. */
import assert from 'node:assert/strict';
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
