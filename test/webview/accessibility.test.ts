/** Every view of the panel with what the simulator really answers: what axe finds in four themes, and room in a narrow column. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { VIEW_NAMES } from '../../protocol/messages.ts';
import { violationsIn } from './accessibility.ts';
import { PanelHarness, type PanelPage } from './harness.ts';
import { openView, type RealContent, realContent } from './open-view.ts';
import { THEMES, type ThemeName } from './themes.ts';

const PICTURES = fileURLToPath(new URL('../../artifacts/webview/', import.meta.url));
/** The view of activations has a file of its own. */
const VIEWS = VIEW_NAMES.filter((name) => name !== 'activations');

let harness: PanelHarness;
let content: RealContent;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  [harness, content] = [await PanelHarness.start(), await realContent()];
});
after(() => harness.close());

for (const view of VIEWS) {
  describe(view, () => {
    let panel: PanelPage;
    before(async () => {
      panel = await openView(harness, view, content);
    });
    after(() => panel.close());

    for (const theme of Object.keys(THEMES) as ThemeName[]) {
      test(`axe finds nothing in ${view}, ${theme}`, async () => {
        await panel.setTheme(theme);
        await panel.page.screenshot({ path: path.join(PICTURES, `view-${view}-${theme}.png`), fullPage: true });
        assert.deepEqual(await violationsIn(panel), []);
        assert.deepEqual(panel.problems, []);
      });
    }
  });

  test(`nothing is cut off in ${view} at 200 % zoom of a narrow column`, async () => {
    const panel = await openView(harness, view, content, { width: 300 });
    await panel.page.screenshot({ path: path.join(PICTURES, `narrow-${view}.png`), fullPage: true });
    const width = await panel.page.evaluate(() => document.body.scrollWidth);
    assert.ok(width <= 300, `${width}`);
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
}
