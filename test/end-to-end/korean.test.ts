/** The extension in a Korean VS Code. Without a language pack VS Code's own words stay English; ours do not. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedWindow } from './shared-window.ts';

const FILE = 'dram-bound.cdma.json';

const vscode = new SharedWindow({ name: 'korean', files: [FILE], language: 'ko' });
test('a window opens', () => vscode.open());

test('CodeLens, message, hover of the schema and panel speak Korean', async () => {
  const editor = await vscode.workbench.editor(FILE).shown();
  await editor.lens(/시뮬레이션 · ZVC/).waitFor();
  await editor.squiggles('warning').first().waitFor();
  await editor.hover('"dramBandwidth"', /현재.*이 파일에 적힘/s);
  await editor.hover('"dramBandwidth"', /DRAM 공칭 대역폭/); // from the schema
  const problems = await vscode.workbench.problemTexts('DRAM');
  assert.ok(
    problems.some((text) => /압축률/.test(text)),
    problems.join('\n'),
  );
  const panel = vscode.workbench.webview().content;
  await panel.locator('body[data-status="current"]').waitFor();
  await panel.getByText('압축률').first().waitFor();
  await vscode.picture('korean');
});

test('commands have Korean titles under the same category', async () => {
  await vscode.workbench.page.keyboard.press('F1');
  await vscode.workbench.quickInput.locator('input.input').first().fill('>cDMA: 새');
  await vscode.workbench.quickInput.locator('.monaco-list-row', { hasText: 'cDMA: 새 설정' }).first().waitFor();
  await vscode.picture('palette');
  await vscode.workbench.page.keyboard.press('Escape');
});
