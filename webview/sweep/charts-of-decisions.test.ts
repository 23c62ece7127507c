import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { MetricColumn, ParameterColumn, SweepColumns } from '../../src/exploration/columns.ts';
import { convergenceChart } from './convergence-chart.ts';
import { effectsChart } from './effects-chart.ts';
import { responseChart } from './responses-chart.ts';

before(() => {
  // Numbers are written in the language of the page.
  Object.assign(globalThis, { document: { documentElement: { lang: 'en' } } });
});

/** Buffers are tried from large to small; one is not feasible with any link. */
const buffer: ParameterColumn = {
  kind: 'parameter',
  key: 'dma.buffer',
  dimension: 'size',
  written: ['64 KB', '32 KB', '4 KB'],
  indices: Uint32Array.of(0, 1, 2),
  values: Float64Array.of(64e3, 32e3, 4e3),
};
const link: ParameterColumn = {
  kind: 'parameter',
  key: 'link.preset',
  dimension: 'choice',
  written: ['pcie3-x16', 'nvlink1'],
  indices: Uint32Array.of(0, 1, 1),
  values: Float64Array.of(0, 1, 1),
};
const time: MetricColumn = {
  kind: 'metric',
  key: 'iterationTime',
  dimension: 'time',
  better: 'lower',
  values: Float64Array.of(0.3, 0.2, 0.4),
};
const sweep: SweepColumns = {
  config: { name: 'three points', hash: '0' },
  objectives: [{ metric: 'iterationTime', direction: 'minimise' }],
  run: 3,
  points: 3,
  dropped: 0,
  ids: Uint32Array.of(0, 1, 2),
  feasible: Uint8Array.of(1, 1, 0),
  columns: [buffer, link, time],
  best: 1,
};
const NONE = Number.NaN;
const responses = [
  {
    key: 'dma.buffer',
    metric: 'iterationTime',
    best: Float64Array.of(0.3, 0.2, NONE),
    mean: Float64Array.of(0.3, 0.2, NONE),
    worst: Float64Array.of(0.3, 0.2, NONE),
  },
  {
    key: 'link.preset',
    metric: 'iterationTime',
    best: Float64Array.of(0.3, 0.2),
    mean: Float64Array.of(0.3, 0.2),
    worst: Float64Array.of(0.3, NONE),
  },
] as const;

test('a response ascends along its key, whatever the order of the sweep, and leaves out what is missing', () => {
  const chart = responseChart(sweep, { responses }, 'dma.buffer', 'iterationTime', 16e3);
  assert.ok(chart?.kind === 'curves');
  assert.equal(chart.x.scale, 'log2');
  const best = chart.curves[0]?.points ?? [];
  assert.deepEqual(
    best.map(({ x, y, value }) => [chart.x.format(x).replace('\u00a0', ' '), y, value?.written]),
    [
      ['32 KB', 0.2, '32 KB'],
      ['64 KB', 0.3, '64 KB'],
    ],
  );
  assert.equal(chart.x.format(chart.references[0]?.value ?? 0).replace('\u00a0', ' '), '16 KB');
  assert.deepEqual(
    chart.table.rows.map(({ header, cells }) => `${header}: ${cells[0]}`.replace('\u00a0', ' ')),
    ['4 KB: –', '32 KB: 200 ms', '64 KB: 300 ms'],
  );
});

test('a response to words is bars in the order in which they were tried, the config strong', () => {
  const chart = responseChart(sweep, { responses }, 'link.preset', 'iterationTime', 1);
  assert.ok(chart?.kind === 'bars');
  assert.deepEqual(
    chart.categories.map(({ label, weight }) => [label, weight]),
    [
      ['pcie3-x16', 'normal'],
      ['nvlink1', 'strong'],
    ],
  );
  assert.deepEqual(
    chart.series.map(({ values }) => values),
    [
      [0.3, 0.2],
      [0.3, 0.2],
      [0.3, null],
    ],
  );
  assert.equal(responseChart(sweep, { responses }, 'link.preset', 'energy'), undefined);
});

test('effects: what matters most is first, and interactions are in the table', () => {
  const main = [
    { key: 'dma.buffer', share: 0.1, totalShare: 0.15, levelMeans: Float64Array.of() },
    { key: 'link.preset', share: 0.8, totalShare: 0.9, levelMeans: Float64Array.of() },
  ];
  const interactions = [{ keys: ['dma.buffer', 'link.preset'] as const, share: 0.05 }];
  const chart = effectsChart({ metric: 'iterationTime', mean: 0.3, variance: 0.01, main, interactions });
  assert.deepEqual(
    chart.categories.map(({ label }) => label),
    ['link.preset', 'dma.buffer'],
  );
  assert.deepEqual(
    chart.series.map(({ values }) => values),
    [
      [0.8, 0.1],
      [0.9, 0.15],
    ],
  );
  assert.equal(chart.table.rows.length, 3);
});

test('the axis of a convergence holds all its points; a sweep has none', () => {
  const convergence = [0.7, 0.72, 0.72, 0.8].map((hypervolume, index) => ({
    evaluated: 50 * (index + 1),
    hypervolume,
  }));
  for (const points of [convergence, convergence.slice(0, 1)]) {
    const chart = convergenceChart({ convergence: points });
    assert.ok(chart !== undefined);
    assert.ok(points.every(({ hypervolume }) => hypervolume > chart.y.from && hypervolume < chart.y.to));
  }
  assert.equal(convergenceChart({ convergence: null }), undefined);
});
