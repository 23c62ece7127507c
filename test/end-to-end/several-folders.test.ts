/** Two folders in one window, each with settings of its own. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { PROJECT_ROOT } from '../vscode-host/profile.ts';
import { SharedWindow } from './shared-window.ts';

const vscode = new SharedWindow({
  name: 'several-folders',
  folder: path.join(PROJECT_ROOT, 'test', 'fixtures', 'two-folders'),
  workspaceFile: 'both.code-workspace',
});
test('a window opens', () => vscode.open());

test('a folder without settings has the defaults: simulated when opened, a warning, derived values', async () => {
  const editor = await vscode.workbench.openFile('first/simulated.cdma.json');
  await editor.squiggles('warning').first().waitFor();
  await editor.lens(/over vDNN/).waitFor();
  await editor.inlayHint(/GB\/s\sread/).waitFor();
});

test('its neighbour is simulated by hand only, with another severity and no derived values', async () => {
  const editor = await vscode.workbench.openFile('second/by-hand.cdma.json');
  await editor.lens(/Simulate$/).waitFor();
  assert.equal(await editor.squiggles('warning').count(), 0);
  await editor.lens(/Simulate$/).click();
  await editor.lens(/over vDNN/).waitFor();
  await editor.squiggles('info').first().waitFor();
  assert.equal(await editor.squiggles('warning').count(), 0);
  assert.equal(await editor.inlayHint(/GB\/s\sread/).count(), 0);
  await vscode.picture('by-hand');
});

test('the first folder is as it was', async () => {
  const editor = await vscode.workbench.openFile('first/simulated.cdma.json');
  await editor.squiggles('warning').first().waitFor();
});
