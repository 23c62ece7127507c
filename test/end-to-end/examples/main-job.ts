/** The main job as a user does it: open a config, edit with hints, save, see charts and squiggles, mend, reload. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { SharedWindow } from '../shared-window.ts';

const FILE = 'alexnet.cdma.json';

const vscode = new SharedWindow({ name: 'main-job', files: [FILE] });
test('a window opens', () => vscode.open());

test('opening the example draws the panel from the simulator, on the recorded tensors', async () => {
  await vscode.workbench.editor(FILE).shown();
  const panel = vscode.workbench.webview().content;
  await panel.locator('body[data-status="current"]').waitFor();
  assert.equal(await panel.locator('canvas[role="img"]:visible').count(), 3);
  await panel.getByText('AlexNet on Titan X (Maxwell) + cDMA').first().waitFor();
  await panel
    .getByText(/measured/i)
    .first()
    .waitFor();
  await vscode.workbench.editor(FILE).tab.and(vscode.workbench.page.locator('.active')).waitFor();
  await vscode.picture('opened');
});

test('keys and values are completed, hovers explain them', async () => {
  const editor = vscode.workbench.editor(FILE);
  const hover = await editor.hover('"buffer"', /DMA buffer/);
  assert.match(hover, /350 ns|latency|bandwidth/i);
  await editor.placeCursor('"titanx-maxwell"', 'middle');
  const presets = await editor.completions('titanx');
  assert.ok(
    presets.some((label) => label.includes('titanx-maxwell')),
    presets.join(),
  );
  await vscode.workbench.page.keyboard.press('Escape');
});

test('a smaller buffer, saved: the charts change and a squiggle stands under the value that binds', async () => {
  const editor = vscode.workbench.editor(FILE);
  const before = await shownHash();
  await editor.replace('70 KB', '4 KB');
  await vscode.workbench.webview().content.locator('body[data-status="stale"]').waitFor();
  await editor.focus();
  await editor.save();
  await hashOtherThan(before);
  await editor.squiggles('warning').first().waitFor();
  const problems = await vscode.workbench.problemTexts('DMA buffer sustains');
  assert.ok(
    problems.some((text) => /compression ratio [\d.]+ x link 12\.8 GB\/s/.test(text)),
    problems.join('\n'),
  );
  await vscode.picture('buffer-binds');
});

test('its quick fix sets the smallest buffer that is enough', async () => {
  const editor = vscode.workbench.editor(FILE);
  await vscode.workbench.hideBottomPanel();
  await editor.quickFix('4 KB', 'Set dma.buffer to');
  await editor.save();
  await editor.squiggles('warning').first().waitFor({ state: 'detached' });
  const saved = readFileSync(path.join(vscode.folder, FILE), 'utf8');
  assert.match(saved, /"buffer": "[\d.]+ KB"/);
  assert.doesNotMatch(saved, /"4 KB"/);
});

test('text that is not a config any more: one message, and the last result stays, marked', async () => {
  const editor = vscode.workbench.editor(FILE);
  const panel = vscode.workbench.webview().content;
  const original = readFileSync(path.join(vscode.folder, FILE), 'utf8');
  const hash = await shownHash();
  await editor.setText('{ "dma": { "buffer": "70 ns" } }');
  await editor.save();
  await panel.locator('body[data-status="problems"]').waitFor();
  await editor.squiggles('error').first().waitFor();
  assert.equal(await editor.squiggles('error').count(), 1);
  const problems = await vscode.workbench.problemTexts("'70 ns' is a time");
  assert.equal(problems.filter((text) => text.includes('70 ns')).length, 1, problems.join('\n'));
  assert.equal(await shownHash(), hash, 'the last valid result is still shown');
  await vscode.picture('problems');
  await vscode.workbench.hideBottomPanel();

  await editor.setText('{ "dma": { "buffer": ');
  await editor.save();
  await panel.locator('body[data-status="problems"]').waitFor();
  assert.equal(await shownHash(), hash);

  await editor.setText(original);
  await editor.save();
  await panel.locator('body[data-status="current"]').waitFor();
});

test('DRAM as the bottleneck: the warning of slide 45, cleared by its quick fix', async () => {
  const file = 'dram-bound.cdma.json';
  const editor = await vscode.workbench.openFile(file);
  await editor.squiggles('warning').first().waitFor();
  const hover = await editor.hover('"150 GB/s"', /DRAM read throughput/);
  assert.match(hover, /compression ratio [\d.]+ x link 51\.2 GB\/s = \d+/);
  await vscode.picture('dram-binds');
  await vscode.workbench.page.mouse.move(5, 5);
  await editor.quickFix('"150 GB/s"', 'Set gpu.dramBandwidth to');
  await editor.save();
  await editor.squiggles('warning').first().waitFor({ state: 'detached' });
});

test('the panel follows the theme', async () => {
  await vscode.workbench.openFile(FILE);
  await vscode.workbench.theme('light');
  await vscode.workbench.webview().content.locator('body.vscode-light').waitFor();
  await vscode.picture('light');
  await vscode.workbench.theme('dark');
  await vscode.workbench.webview().content.locator('body.vscode-dark').waitFor();
});

test('after a reload of the window the panel comes back with its results', async () => {
  await vscode.workbench.openFile(FILE);
  const panel = vscode.workbench.webview().content;
  await panel.getByText('AlexNet on Titan X (Maxwell) + cDMA').first().waitFor();
  const hash = await shownHash();
  await vscode.workbench.reload();
  await vscode.workbench.page.locator('.tab', { hasText: /cDMA: .*\.cdma\.json/ }).waitFor();
  await panel.locator('body[data-status="current"]').waitFor();
  assert.equal(await vscode.workbench.page.locator('iframe.webview.ready').count(), 1, 'one panel, not two');
  // VS Code restores the editors as of its last backup, so another config may be the active one.
  await vscode.workbench.openFile(FILE);
  await panel.locator(`body[data-shown-hash="${hash}"][data-status="current"]`).waitFor();
  await vscode.picture('restored');
});

async function shownHash(): Promise<string> {
  return (await vscode.workbench.webview().content.locator('body').getAttribute('data-shown-hash')) ?? '';
}

async function hashOtherThan(old: string): Promise<void> {
  await vscode.workbench
    .webview()
    .content.locator(`body[data-status="current"]:not([data-shown-hash="${old}"])`)
    .waitFor();
}
