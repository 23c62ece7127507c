/** A million designs, as a user explores them: the count above the sweep, the run, the front, one point into the config. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SharedWindow } from '../shared-window.ts';

const FILE = 'million.cdma.json';
const EXPLORE = {
  parameters: {
    'gpu.memoryControllers': { from: 1, to: 10, step: 1 },
    'gpu.dramBandwidth': { from: '100 GB/s', to: '1000 GB/s', count: 10 },
    'link.bandwidth': { from: '10 GB/s', to: '200 GB/s', count: 20 },
    'dma.buffer': { from: '4 KB', to: '512 KB', count: 50, scale: 'logarithmic' },
    'dma.engineBytesPerCycle': [2, 4, 6, 8, 12, 16, 24, 32, 48, 64],
  },
  constraints: ['dma.buffer >= 0.05 * link.bandwidth * gpu.dramLatency'],
  objectives: { performanceVsOracle: 'maximise', cdmaArea: 'minimise' },
};
/** Line by line each takes some milliseconds. */
const SLOW = 'slow.cdma.json';
const SLOW_EXPLORE = {
  parameters: { 'dma.buffer': { from: '8 KB', to: '512 KB', count: 400, scale: 'logarithmic' } },
  fidelity: 'pipeline',
};

const vscode = new SharedWindow({ name: 'exploration', files: [] });
test('a window opens', () => vscode.open());

const panel = () => vscode.workbench.webview().content;

test('a million designs: their number above the sweep, the editor answers while they run, the front in the panel', async () => {
  const config = { workload: { activations: { source: 'uniform', ratio: 2.6 } }, explore: EXPLORE };
  writeFileSync(path.join(vscode.folder, FILE), JSON.stringify(config, null, 2));
  const editor = await vscode.workbench.openFile(FILE);
  const lens = editor.lens(/1,000,000 points|points, .* dropped/);
  await lens.waitFor();
  await lens.click();
  await panel()
    .locator('[role="tabpanel"]:visible progress')
    .or(panel().getByText(/points are on the front/))
    .first()
    .waitFor();
  // Typing while the sweep runs: the editor shows it at once.
  const startedAtMs = performance.now();
  await editor.placeCursor('"parameters"', 'start');
  await vscode.workbench.page.keyboard.type(' ');
  const answeredMs = performance.now() - startedAtMs;
  await panel()
    .getByText(/points were run/)
    .waitFor();
  console.log(`typed while a million designs ran: ${answeredMs.toFixed(0)} ms`);
  const text = await panel().locator('.sentence:visible').first().innerText();
  const [, run = '', dropped = ''] = /([\d,]+) points were run, ([\d,]+) left out before/.exec(text) ?? [];
  const number = (digits: string): number => Number(digits.replaceAll(',', ''));
  assert.equal(number(run) + number(dropped), 1_000_000);
  assert.match(text, /\d+ points are on the front/);
  await panel()
    .getByRole('img', { name: /design points/ })
    .waitFor();
  await vscode.picture('front');
});

test('a point that stands out goes into the config', async () => {
  await panel()
    .getByRole('button', { name: /^Choose: knee/ })
    .click();
  await panel().getByRole('button', { name: 'Use This Point' }).click();
  const editor = vscode.workbench.editor(FILE);
  await editor.shows(/"engineBytesPerCycle": \d+/);
  await editor.shows(/"dramBandwidth": "\d+ GB\/s"/);
  // The editor has the keyboard: the value is selected there.
  await vscode.picture('used');
  await vscode.workbench.page.keyboard.press('Control+z');
  const deadline = Date.now() + 5000;
  while (/"engineBytesPerCycle": \d/.test(await editor.text())) {
    assert.ok(Date.now() < deadline, 'one undo takes the point out again');
    await vscode.workbench.page.waitForTimeout(50);
  }
});

test('a window that is reloaded during a sweep comes back, and runs it again', async () => {
  const text = JSON.stringify({ workload: { network: 'vgg16' }, explore: SLOW_EXPLORE }, null, 2);
  const file = path.join(vscode.folder, SLOW);
  writeFileSync(file, text);
  await vscode.workbench.openFile(file);
  await vscode.workbench.page.locator('.tab', { hasText: `cDMA: ${SLOW}` }).waitFor();
  await panel().locator('body[data-status="current"]').waitFor();
  const run = panel().getByRole('button', { name: 'Run Sweep' });
  const isRunning = panel().locator('[role="tabpanel"]:visible progress');
  await run.click();
  await isRunning.waitFor();
  await vscode.workbench.reload();
  await run.click();
  await isRunning.waitFor();
  await panel().getByRole('button', { name: 'Cancel' }).click();
  await isRunning.waitFor({ state: 'hidden' });
  assert.equal(readFileSync(file, 'utf8'), text);
});
