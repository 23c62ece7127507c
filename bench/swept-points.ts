/**
 * Frames a second of the panel while a hand moves over 100,000 swept points: the real page in Chromium, without VS Code. The browser
 * paints at most 60 of them. Then, without a budget, what else the page takes its time for.
 *
 * Usage: npm run bench -- swept-points [rounds]
 */
import { PanelHarness } from '../test/webview/harness.ts';
import { openView, realContent } from '../test/webview/open-view.ts';
import { pageTimes } from '../test/webview/page-times.ts';
import { framesOfSweptPoints } from '../test/webview/swept-points.ts';
import { handOver, judged } from './measurement.ts';

const BUDGET = 30;
const rounds = Number(process.argv[2] ?? 3);

const content = await realContent();
const harness = await PanelHarness.start();
try {
  const frameTimes = new Map<string, number[]>();
  for (let round = 0; round < rounds; round++) {
    const panel = await openView(harness, 'sweep', content);
    for (const { gesture, milliseconds } of await framesOfSweptPoints(panel, content.answers.sweep)) {
      frameTimes.set(gesture, [...(frameTimes.get(gesture) ?? []), milliseconds]);
    }
    if (panel.problems.length > 0) throw new Error(`the page has problems: ${panel.problems.join('; ')}`);
    await panel.page.close();
  }
  for (const [name, milliseconds] of frameTimes) {
    const value = 1000 / median(milliseconds);
    console.log(`${name.padEnd(18)} ${value.toFixed(1).padStart(5)} frames/s (budget ${BUDGET})`);
    const budget = { of: 'value', bound: 'at least', limit: BUDGET } as const;
    handOver(judged({ name, value, unit: 'frames/s', budget, rounds }));
  }
  for (const line of await pageTimes(harness)) console.log(line);
} finally {
  await harness.close();
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
