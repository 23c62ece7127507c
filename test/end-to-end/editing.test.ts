/** Editing as a user does it: hints, quick fixes, CodeLens, unsaved files, renaming. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { retry } from '../vscode-host/interaction.ts';
import { type Session, startSession } from '../vscode-host/session.ts';
import type { Workbench } from '../vscode-host/workbench.ts';

const FILE = 'dram-bound.cdma.json';

let session: Session;
let workbench: Workbench;

before(async () => {
  session = await startSession({ name: 'editing', files: [FILE] });
  workbench = session.workbench;
});

after(async () => {
  await session?.stop();
});

const picture = (name: string): Promise<void> => workbench.screenshot(path.join(session.artifacts, `${name}.png`));

test('above the config stands what it gives, behind values what follows from them', async () => {
  const editor = await workbench.editor(FILE).shown();
  await editor.lens(/Simulate · ZVC [\d.]+x · \+\d+ % over vDNN · DRAM-bound/).waitFor();
  await editor.inlayHint(/GB\/s\sread,\sr\*\s[\d.]+/).waitFor();
  await picture('lens-and-hints');
});

test('a hover says what other values would do, and a click on the code opens its page', async () => {
  const editor = workbench.editor(FILE);
  await editor.hover('"dramBandwidth"', /Now.*written here.*300 GB\/s/); // twice the value
  await picture('hover');
  await editor.hover('"150 GB/s"', /DRAM read throughput/);
  await workbench.page.locator('.monaco-hover:not(.hidden) a', { hasText: 'dram-bandwidth' }).first().click();
  await workbench.page.locator('.tab', { hasText: /dram-bandwidth\.md/ }).waitFor();
  await workbench.command('View: Close Editor');
});

test('a unit is completed behind its number', async () => {
  const editor = await workbench.openFile(FILE);
  await editor.replace('150 GB/s', '160');
  const units = await editor.completions('160 GB/s');
  assert.ok(units.includes('160 TB/s'), units.join());
  await picture('units');
  await editor.accept('160 GB/s');
  await editor.shows(/"dramBandwidth": "160 GB\/s"/);
  await editor.save();
});

test('all corrections of a kind are one quick fix', async () => {
  const editor = workbench.editor(FILE);
  const original = readFileSync(path.join(session.folder, FILE), 'utf8');
  await editor.setText('{\n  "dma": { "bufer": "70 KB", "codek": "zvc" }\n}');
  await editor.save();
  await editor.quickFix('"bufer"', 'Correct all 2 of unknown-key');
  await editor.shows(/"buffer": "70 KB".*, "codec": "zvc"/);
  await editor.setText(original);
  await editor.save();
});

test('a new config from presets: unsaved, with its charts beside', async () => {
  await workbench.command('cDMA: New Config');
  await workbench.choose('V100', 'link to host memory');
  await workbench.choose('PCIe 3.0');
  const file = 'v100-sxm2.cdma.json';
  const editor = await workbench.editor(file).shown();
  await workbench.webview().content.locator('body[data-status="current"]').waitFor();
  await editor.lens(/over vDNN/).waitFor();
  await picture('new-config');
  await editor.focus();
  await workbench.page.keyboard.press('Control+s');
  await editor.tab.and(workbench.page.locator(':not(.dirty)')).waitFor();
  assert.ok(existsSync(path.join(session.folder, file)), 'saved where it was offered, without a question');
});

test('a renamed config keeps its panel', async () => {
  const file = 'v100-sxm2.cdma.json';
  await workbench.openFile(file);
  await workbench.command('File: Reveal Active File in Explorer View');
  await workbench.page.locator('.explorer-viewlet .monaco-list-row.focused', { hasText: file }).waitFor();
  await workbench.page.keyboard.press('F2');
  const input = workbench.page.locator('.explorer-viewlet .monaco-inputbox input');
  await input.fill('volta.cdma.json');
  await input.press('Enter');
  await workbench.page.locator('.tab', { hasText: 'cDMA: volta.cdma.json' }).waitFor();
  await workbench.webview().content.locator('body[data-status="current"]').waitFor();
  await picture('renamed');
});

test('the language status tells validity and time', async () => {
  await workbench.openFile(FILE);
  const status = workbench.page.locator('.hover-language-status', { hasText: 'Valid config' });
  await retry(async () => {
    await workbench.page.mouse.move(5, 5);
    await workbench.page.locator('.statusbar-item[id="status.languageStatus"]').hover();
    await status.waitFor({ timeout: 3_000 });
  });
  await workbench.page.locator('.hover-language-status', { hasText: /Simulated in \d+ ms/ }).waitFor();
  await picture('language-status');
  await workbench.page.mouse.move(5, 5);
});

test('budgets are tests', async () => {
  const editor = await workbench.openFile(FILE);
  const original = readFileSync(path.join(session.folder, FILE), 'utf8');
  const budgets = '"expect": { "compressionRatio": { "atLeast": 1, "atMost": 1.5 } },';
  await editor.setText(original.replace('{', `{ ${budgets}`));
  await editor.save();
  await editor.lens(/1 of 2 budgets met/).waitFor();
  await workbench.command('Test: Run All Tests');
  await workbench.command('Testing: Focus on Test Explorer View');
  const rows = workbench.page.locator('.test-explorer .monaco-list-row');
  await rows.filter({ hasText: FILE }).click();
  await workbench.page.keyboard.press('ArrowRight');
  await rows
    .and(workbench.page.locator('[aria-label*="Failed"]'))
    .filter({ hasText: 'compressionRatio at most 1.5' })
    .waitFor();
  await rows
    .and(workbench.page.locator('[aria-label*="Passed"]'))
    .filter({ hasText: 'compressionRatio at least 1' })
    .waitFor();
  await picture('budgets');
  await editor.setText(original);
  await editor.save();
});
