/** The extension in a Korean VS Code. Without a language pack VS Code's own words stay English; ours do not. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { type Session, startSession } from '../vscode-host/session.ts';
import type { Workbench } from '../vscode-host/workbench.ts';

const FILE = 'dram-bound.cdma.json';

let session: Session;
let workbench: Workbench;

before(async () => {
  session = await startSession({ name: 'korean', files: [FILE], language: 'ko' });
  workbench = session.workbench;
});

after(async () => {
  await session?.stop();
});

test('CodeLens, message, hover of the schema and panel speak Korean', async () => {
  const editor = await workbench.editor(FILE).shown();
  await editor.lens(/시뮬레이션 · ZVC/).waitFor();
  await editor.squiggles('warning').first().waitFor();
  await editor.hover('"dramBandwidth"', /현재.*이 파일에 적힘/);
  await editor.hover('"dramBandwidth"', /DRAM 공칭 대역폭/); // from the schema
  const problems = await workbench.problemTexts('DRAM');
  assert.ok(
    problems.some((text) => /압축률/.test(text)),
    problems.join('\n'),
  );
  const panel = workbench.webview().content;
  await panel.locator('body[data-status="current"]').waitFor();
  await panel.getByText('압축률').first().waitFor();
  await workbench.screenshot(path.join(session.artifacts, 'korean.png'));
});

test('commands have Korean titles under the same category', async () => {
  await workbench.page.keyboard.press('F1');
  await workbench.quickInput.locator('input.input').first().fill('>cDMA: 새');
  await workbench.quickInput.locator('.monaco-list-row', { hasText: 'cDMA: 새 설정' }).first().waitFor();
  await workbench.screenshot(path.join(session.artifacts, 'palette.png'));
  await workbench.page.keyboard.press('Escape');
});
