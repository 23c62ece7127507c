/** Results held against each other, as a user does it: pins, the run history, a second panel, the caret, values from charts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedWindow } from '../shared-window.ts';

const FILE = 'dram-bound.cdma.json';

const vscode = new SharedWindow({ name: 'comparison', files: [FILE] });
test('a window opens', () => vscode.open());

const panel = () => vscode.workbench.webview().content;

test('a pinned result stands beside the one that comes of an edit, with what differs', async () => {
  await panel().locator('body[data-status="current"]').waitFor();
  await panel().getByRole('button', { name: 'Pin Result' }).click();
  const editor = await vscode.workbench.editor(FILE).shown();
  await editor.replace('150 GB/s', '300 GB/s');
  await editor.save();
  await panel().getByRole('tab', { name: 'Comparison' }).click();
  await panel()
    .getByRole('region', { name: /Keys of the resolved configs/ })
    .getByText('gpu.dramBandwidth')
    .waitFor();
  assert.equal(await panel().locator('.contestants li').count(), 2);
  await vscode.picture('pinned');
});

test('the run history has both runs, and puts the older config back', async () => {
  const history = vscode.workbench.page.locator('.pane', { hasText: /cDMA Runs/i });
  await history.locator('.pane-header').click();
  const runs = history.locator('.monaco-list-row', { hasText: /over vDNN/ });
  await runs.nth(1).waitFor();
  await vscode.picture('history');
  await runs.nth(1).click({ button: 'right' });
  const restore = vscode.workbench.page.getByRole('menuitem', { name: 'Restore Config of Run' });
  await restore.waitFor();
  // A menu takes no click for a moment after it has opened, so that the one that opened it is none.
  await vscode.workbench.page.waitForTimeout(400);
  await restore.click();
  await restore.waitFor({ state: 'hidden' });
  await vscode.workbench.editor(FILE).shows(/"dramBandwidth": "150 GB\/s"/);
  await vscode.workbench.editor(FILE).focus();
  await vscode.workbench.page.keyboard.press('Control+z');
  await vscode.workbench.editor(FILE).shows(/"dramBandwidth": "300 GB\/s"/);
});

test('a value of a chart goes into the config, and can be undone', async () => {
  await panel().getByRole('tab', { name: 'Limits' }).click();
  const chart = panel().getByRole('img', { name: /^DMA buffer\./ });
  await chart.focus();
  await chart.press('Home');
  await chart.press('Enter');
  await panel().getByRole('button', { name: 'Use This Value' }).click();
  await vscode.workbench.editor(FILE).shows(/"buffer": "4 KB"/);
  await vscode.picture('used-value');
});
