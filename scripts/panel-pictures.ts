/** `npm run panel-pictures`: every view of the panel in the four kinds of theme, for `docs/panel.md`. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { VIEW_NAMES } from '../protocol/messages.ts';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { PanelHarness } from '../test/webview/harness.ts';
import { openView, realContent, showSixNetworks } from '../test/webview/open-view.ts';
import { THEMES, type ThemeName } from '../test/webview/themes.ts';
import { ROOT } from './project.ts';

/** Longer pages are shown from their beginning, in CSS pixels. */
const MOST_HEIGHT = 1500;
const WIDTH = 720;

const IMAGES = path.join(ROOT, 'docs', 'images', 'panel');

ensureBrowser();
mkdirSync(IMAGES, { recursive: true });
const harness = await PanelHarness.start();
try {
  const content = await realContent();
  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    for (const view of VIEW_NAMES) {
      const panel = await openView(harness, view, content, { theme, width: WIDTH, height: 300 });
      const shoot = async (name: string): Promise<void> => {
        await panel.page.evaluate(() => scrollTo(0, 0));
        const whole = await panel.page.evaluate(() => document.documentElement.scrollHeight);
        const clip = { x: 0, y: 0, width: WIDTH, height: Math.min(whole, MOST_HEIGHT) };
        await panel.page.screenshot({ path: path.join(IMAGES, `${name}-${theme}.png`), fullPage: true, clip });
      };
      await shoot(view);
      if (view === 'overview') {
        await showSixNetworks(panel, content);
        await shoot('six-networks');
      }
      if (panel.problems.length > 0) throw new Error(`${view}, ${theme}: ${panel.problems.join('; ')}`);
      await panel.page.close();
    }
  }
} finally {
  await harness.close();
}
