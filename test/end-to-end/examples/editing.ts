/** Editing as a user does it: hints, quick fixes, CodeLens, unsaved files, renaming. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { retry } from '../../vscode-host/interaction.ts';
import { SharedWindow } from '../shared-window.ts';

const FILE = 'dram-bound.cdma.json';

const vscode = new SharedWindow({ name: 'editing', files: [FILE] });
test('a window opens', () => vscode.open());

test('above the config stands what it gives, behind values what follows from them', async () => {
  const editor = await vscode.workbench.editor(FILE).shown();
  await editor.lens(/Simulate · ZVC [\d.]+x · \+\d+ % over vDNN · DRAM-bound/).waitFor();
  await editor.inlayHint(/GB\/s\sread,\sr\*\s[\d.]+/).waitFor();
  await vscode.picture('lens-and-hints');
});

test('a hover says what other values would do, and a click on the code opens its page', async () => {
  const editor = vscode.workbench.editor(FILE);
  await editor.hover('"dramBandwidth"', /Now.*written here.*300 GB\/s/s); // twice the value
  await vscode.picture('hover');
  await editor.hover('"150 GB/s"', /DRAM read throughput/);
  await vscode.workbench.page.locator('.monaco-hover:not(.hidden) a', { hasText: 'dram-bandwidth' }).first().click();
  await vscode.workbench.page.locator('.tab', { hasText: /dram-bandwidth\.md/ }).waitFor();
  await vscode.workbench.command('View: Close Editor');
});

test('a unit is completed behind its number', async () => {
  const editor = await vscode.workbench.openFile(FILE);
  await editor.replace('150 GB/s', '160');
  const units = await editor.completions('160 GB/s');
  assert.ok(units.includes('160 TB/s'), units.join());
  await vscode.picture('units');
  await editor.accept('160 GB/s');
  await editor.shows(/"dramBandwidth": "160 GB\/s"/);
  await editor.save();
});

test('all corrections of a kind are one quick fix', async () => {
  const editor = vscode.workbench.editor(FILE);
  const original = readFileSync(path.join(vscode.folder, FILE), 'utf8');
  await editor.setText('{\n  "dma": { "bufer": "70 KB", "codek": "zvc" }\n}');
  await editor.save();
  await editor.quickFix('"bufer"', 'Correct all 2 of unknown-key');
  await editor.shows(/"buffer": "70 KB".*, "codec": "zvc"/);
  await editor.setText(original);
  await editor.save();
});

test('a new config from presets: unsaved, with its charts beside', async () => {
  await vscode.workbench.command('cDMA: New Config');
  await vscode.workbench.choose('V100', 'link to host memory');
  await vscode.workbench.choose('PCIe 3.0');
  const file = 'v100-sxm2.cdma.json';
  const editor = await vscode.workbench.editor(file).shown();
  await vscode.workbench.webview().content.locator('body[data-status="current"]').waitFor();
  await editor.lens(/over vDNN/).waitFor();
  await vscode.picture('new-config');
  await editor.focus();
  await vscode.workbench.page.keyboard.press('Control+s');
  await editor.tab.and(vscode.workbench.page.locator(':not(.dirty)')).waitFor();
  assert.ok(existsSync(path.join(vscode.folder, file)), 'saved where it was offered, without a question');
});

test('a renamed config keeps its panel', async () => {
  const file = 'v100-sxm2.cdma.json';
  await vscode.workbench.openFile(file);
  await vscode.workbench.command('File: Reveal Active File in Explorer View');
  await vscode.workbench.page.locator('.explorer-viewlet .monaco-list-row.focused', { hasText: file }).waitFor();
  await vscode.workbench.page.keyboard.press('F2');
  const input = vscode.workbench.page.locator('.explorer-viewlet .monaco-inputbox input');
  await input.fill('volta.cdma.json');
  await input.press('Enter');
  await vscode.workbench.page.locator('.tab', { hasText: 'cDMA: volta.cdma.json' }).waitFor();
  await vscode.workbench.webview().content.locator('body[data-status="current"]').waitFor();
  await vscode.picture('renamed');
});

test('the language status tells validity and time', async () => {
  await vscode.workbench.openFile(FILE);
  const status = vscode.workbench.page.locator('.hover-language-status', { hasText: 'Valid config' });
  await retry(async () => {
    await vscode.workbench.page.mouse.move(5, 5);
    await vscode.workbench.page.locator('.statusbar-item[id="status.languageStatus"]').hover();
    await status.waitFor({ timeout: 3_000 });
  });
  await vscode.workbench.page.locator('.hover-language-status', { hasText: /Simulated in \d+ ms/ }).waitFor();
  await vscode.picture('language-status');
  await vscode.workbench.page.mouse.move(5, 5);
});

test('budgets are tests', async () => {
  const editor = await vscode.workbench.openFile(FILE);
  const original = readFileSync(path.join(vscode.folder, FILE), 'utf8');
  const budgets = '"expect": { "compressionRatio": { "atLeast": 1, "atMost": 1.5 } },';
  await editor.setText(original.replace('{', `{ ${budgets}`));
  await editor.save();
  await editor.lens(/1 of 2 budgets met/).waitFor();
  await vscode.workbench.command('Test: Run All Tests');
  await vscode.workbench.command('Testing: Focus on Test Explorer View');
  const rows = vscode.workbench.page.locator('.test-explorer .monaco-list-row');
  await rows.filter({ hasText: FILE }).click();
  await vscode.workbench.page.keyboard.press('ArrowRight');
  await rows
    .and(vscode.workbench.page.locator('[aria-label*="Failed"]'))
    .filter({ hasText: 'compressionRatio at most 1.5' })
    .waitFor();
  await rows
    .and(vscode.workbench.page.locator('[aria-label*="Passed"]'))
    .filter({ hasText: 'compressionRatio at least 1' })
    .waitFor();
  await vscode.picture('budgets');
  await editor.setText(original);
  await editor.save();
});
