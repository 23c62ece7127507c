/** Accessibility and looks of the panel in the four kinds of colour theme. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { PanelStatus } from '../../protocol/messages.ts';
import { violationsIn } from './accessibility.ts';
import { alexnetReport, longReport, panelState } from './fixture-report.ts';
import { PanelHarness, type PanelPage } from './harness.ts';
import { THEMES, type ThemeName } from './themes.ts';

const PICTURES = fileURLToPath(new URL('../../artifacts/webview/', import.meta.url));

const STATUSES: readonly PanelStatus[] = [
  { kind: 'current' },
  { kind: 'stale' },
  { kind: 'problems', count: 2, first: 'buffer: \'70 ns\' is a time; expected a size such as "70 KB"' },
  { kind: 'failed', message: 'out of memory' },
];

let harness: PanelHarness;

before(async () => {
  mkdirSync(PICTURES, { recursive: true });
  harness = await PanelHarness.start();
});
after(() => harness.close());

for (const theme of Object.keys(THEMES) as ThemeName[]) {
  test(`axe finds nothing in ${theme}`, async () => {
    const panel = await harness.open({ theme });
    await panel.show(panelState(alexnetReport()));
    await picture(panel, theme);
    for (const summary of await panel.page.locator('summary:visible').all()) await summary.click();
    for (const status of STATUSES) {
      await panel.show(panelState(alexnetReport(), status));
      await panel.settled(); // dimming is over
      assert.deepEqual(await violationsIn(panel), [], status.kind);
    }
    await picture(panel, `${theme}-open`);
    for (const view of ['Bottlenecks', 'Memory']) {
      await panel.page.getByRole('tab', { name: view }).click();
      await panel.settled();
      assert.deepEqual(await violationsIn(panel), [], view);
      await picture(panel, `${theme}-${view.toLowerCase()}`);
    }
    assert.deepEqual(panel.problems, []);
    await panel.close();
  });
}

test('charts follow a change of the theme', async () => {
  const panel = await harness.open({ theme: 'dark' });
  await panel.show(panelState(alexnetReport()));
  const chart = panel.page.locator('canvas[role="img"]').first();
  const before = await chart.screenshot();
  await panel.setTheme('light');
  assert.notDeepEqual(await chart.screenshot(), before);
  await picture(panel, 'dark-to-light');
  await panel.close();
});

test('pictures of a narrow column, of a long network, of times and of a tooltip', async () => {
  const panel = await harness.open({ theme: 'light', width: 400 });
  await panel.show(panelState(longReport(), STATUSES[2]));
  await picture(panel, 'narrow-long');
  await panel.close();
  const wide = await harness.open({ saved: { view: 'layers', layerMetric: 'time' }, width: 640 });
  await wide.show(panelState(alexnetReport()));
  const layers = wide.page.getByRole('img', { name: /^Layers\./ });
  await layers.focus();
  for (let step = 0; step < 4; step++) await layers.press('ArrowDown');
  await picture(wide, 'times');
  await wide.close();
});

test('reduced motion: no ring turns', async () => {
  const panel = await harness.open({ reducedMotion: true });
  await panel.show(panelState(alexnetReport(), { kind: 'running' }));
  await panel.page.locator('vscode-progress-ring').waitFor({ state: 'attached' });
  assert.equal(await panel.page.locator('vscode-progress-ring').isVisible(), false);
  await panel.close();
});

test('the script stays small', () => {
  console.log(`panel.js: ${(harness.scriptBytes / 1000).toFixed(1)} kB`);
  assert.ok(harness.scriptBytes <= 480_000);
});

async function picture(panel: PanelPage, name: string): Promise<Buffer> {
  await panel.page.evaluate(() => scrollTo(0, 0));
  return panel.page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}
