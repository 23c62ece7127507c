import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Report } from '../../src/report/report.ts';
import { answersOfConfig, realReport } from '../../test/webview/fixture-answers.ts';
import { CONTESTANT_FILLS } from '../comparison/comparison-charts.ts';
import { compressionRatioChart } from './compression-ratio.ts';
import { energyChart } from './cost.ts';
import { LAYER_METRICS, type LayerMetric } from './layer-metrics.ts';
import { layersChart } from './layers.ts';
import { bufferChart, controllerChart, rooflineChart } from './limits.ts';
import { memoryTimelineChart } from './memory.ts';
import { criticalPathChart } from './resources.ts';
import type { ChartSpec } from './spec.ts';

let report: Report;
let curves: Awaited<ReturnType<typeof answersOfConfig>>['curves'];

before(async () => {
  // Numbers are written in the language of the page.
  Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
  [report, { curves }] = [await realReport(), await answersOfConfig()];
});

/** What tells the series of a chart apart where there is no colour. */
function looksOf(spec: ChartSpec): string[] {
  return spec.kind === 'bars'
    ? spec.series.map(({ fill }) => fill.pattern)
    : spec.curves.map(({ dash, mark, drawn, isStrong }) => (drawn === 'points' ? mark : `${dash} ${mark} ${isStrong}`));
}

test('series of a chart can be told apart without colour', () => {
  const specs = [
    compressionRatioChart(report),
    energyChart(report),
    criticalPathChart(report),
    ...(Object.keys(LAYER_METRICS) as LayerMetric[]).map((metric) => layersChart(report, metric, 'network')),
    rooflineChart(report, curves),
    bufferChart(report, curves),
    controllerChart(report, curves),
    memoryTimelineChart(report),
  ].filter((spec) => spec !== null);
  for (const spec of specs) {
    const looks = looksOf(spec);
    assert.equal(new Set(looks).size, looks.length, `${spec.heading}: ${looks.join(', ')}`);
  }
});

test('results beside each other can be told apart without colour', () => {
  const patterns = CONTESTANT_FILLS.map(({ pattern }) => pattern);
  assert.equal(new Set(patterns).size, patterns.length, patterns.join());
});
