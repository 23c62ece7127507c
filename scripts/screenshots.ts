/** `npm run screenshots`: the pictures of `docs/images/`, taken from a whole window in a dark and a light theme. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { startSession } from '../test/vscode-host/session.ts';
import { ROOT, runScript } from './project.ts';

const IMAGES = path.join(ROOT, 'docs', 'images');
const FILE = 'dram-bound.cdma.json';

ensureBrowser();
for (const script of ['build', 'package']) {
  if (!(await runScript(script, [], true)).ok) process.exit(1);
}
mkdirSync(IMAGES, { recursive: true });

const session = await startSession({
  name: 'screenshots',
  files: ['alexnet.cdma.json'],
  viewport: { width: 1280, height: 800 },
  settings: { 'editor.minimap.enabled': false, 'editor.wordWrap': 'on' },
});
try {
  const { workbench } = session;
  const panel = workbench.webview().content;
  const current = panel.locator('body[data-status="current"]');
  const shoot = (name: string): Promise<void> => workbench.screenshot(path.join(IMAGES, `${name}.png`));
  await current.waitFor();
  await workbench.page.keyboard.press('Control+b'); // the side bar away

  for (const theme of ['dark', 'light'] as const) {
    await workbench.theme(theme);
    await panel.locator(`body.vscode-${theme}`).waitFor();
    await workbench.openFile('alexnet.cdma.json');
    await panel.getByText('AlexNet on Titan X (Maxwell) + cDMA').first().waitFor();
    await shoot(`editor-and-results-${theme}`);
    // Files open in the column that has the keyboard.
    await workbench.editor('alexnet.cdma.json').focus();

    const editor = await workbench.openFile(FILE);
    await editor.squiggles('warning').first().waitFor();
    await editor.hover('"150 GB/s"', /DRAM read throughput/);
    await shoot(`dram-bottleneck-${theme}`);
    await workbench.page.mouse.move(5, 5);
    await workbench.page.keyboard.press('Escape');
  }
} finally {
  await session.stop();
}
console.log(`Pictures are in ${path.relative(process.cwd(), IMAGES)}`);
