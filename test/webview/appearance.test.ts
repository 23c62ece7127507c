/** Accessibility and looks of the panel in the four kinds of colour theme, and how fast it paints. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import axe, { type AxeResults } from 'axe-core';
import type { PanelStatus } from '../../protocol/messages.ts';
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
    await panel.page.evaluate(axe.source);
    for (const status of STATUSES) {
      await panel.show(panelState(alexnetReport(), status));
      await panel.page.waitForTimeout(200); // dimming is over
      assert.deepEqual(await violations(panel), [], status.kind);
    }
    await picture(panel, `${theme}-open`);
    await panel.page.getByRole('tab', { name: 'Bottlenecks' }).click();
    await panel.page.waitForTimeout(200);
    assert.deepEqual(await violations(panel), [], 'bottlenecks');
    await picture(panel, `${theme}-bottlenecks`);
    await panel.page.getByRole('tab', { name: 'Memory' }).click();
    await panel.page.waitForTimeout(200);
    assert.deepEqual(await violations(panel), [], 'memory');
    await picture(panel, `${theme}-memory`);
    assert.deepEqual(panel.problems, []);
  });
}

test('charts follow a change of the theme', async () => {
  const panel = await harness.open({ theme: 'dark' });
  await panel.show(panelState(alexnetReport()));
  const chart = panel.page.locator('canvas[role="img"]').first();
  const before = await chart.screenshot();
  await panel.page.evaluate((variables) => {
    const { style } = document.documentElement;
    for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
    document.body.className = 'vscode-light';
  }, THEMES.light.variables);
  await panel.page.waitForTimeout(100);
  assert.notDeepEqual(await chart.screenshot(), before);
  await picture(panel, 'dark-to-light');
});

test('pictures of a narrow column, of a long network, of times and of a tooltip', async () => {
  const panel = await harness.open({ theme: 'light', width: 400 });
  await panel.show(panelState(longReport(), STATUSES[2]));
  await picture(panel, 'narrow-long');
  const wide = await harness.open({ saved: { view: 'layers', layerMetric: 'time' }, width: 640 });
  await wide.show(panelState(alexnetReport()));
  const layers = wide.page.getByRole('img', { name: /^Layers\./ });
  await layers.focus();
  for (let step = 0; step < 4; step++) await layers.press('ArrowDown');
  await picture(wide, 'times');
});

test('reduced motion: no ring turns', async () => {
  const panel = await harness.open({ reducedMotion: true });
  await panel.show(panelState(alexnetReport(), { kind: 'running' }));
  await panel.page.locator('vscode-progress-ring').waitFor({ state: 'attached' });
  assert.equal(await panel.page.locator('vscode-progress-ring').isVisible(), false);
});

test('the script stays small', () => {
  console.log(`panel.js: ${(harness.scriptBytes / 1000).toFixed(1)} kB`);
  assert.ok(harness.scriptBytes <= 480_000);
});

test('time from message to paint (printed, not judged: machines differ)', async () => {
  for (const [name, report] of [
    ['AlexNet', alexnetReport()],
    ['80 layers', longReport()],
  ] as const) {
    const panel = await harness.open();
    const times: number[] = [];
    for (let run = 0; run < 21; run++) {
      const state = panelState(report);
      times.push(await panel.show({ ...state, run: { durationMs: 10, requestedAtMs: run, version: 1 } }));
    }
    const [first = 0, ...later] = times;
    later.sort((a, b) => a - b);
    const median = later[Math.floor(later.length / 2)] ?? 0;
    console.log(`${name}: first ${first.toFixed(1)} ms, update ${median.toFixed(1)} ms (median of ${later.length})`);
  }
});

async function picture(panel: PanelPage, name: string): Promise<Buffer> {
  await panel.page.evaluate(() => scrollTo(0, 0));
  return panel.page.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
}

async function violations(panel: PanelPage): Promise<string[]> {
  const results = (await panel.page.evaluate('axe.run()')) as AxeResults;
  return results.violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html} (${nodes[0]?.failureSummary}), ${nodes.length} in all`,
  );
}
