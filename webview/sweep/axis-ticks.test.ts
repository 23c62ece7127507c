import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { MetricColumn, ParameterColumn } from '../../src/exploration/columns.ts';
import { along, axisOver } from '../canvas/axis.ts';
import { axisTicks } from './axis-ticks.ts';

const metric: MetricColumn = {
  kind: 'metric',
  key: 'iterationTime',
  dimension: 'time',
  better: 'lower',
  values: Float64Array.of(),
};

function parameter(dimension: ParameterColumn['dimension'], ...values: readonly number[]): ParameterColumn {
  return {
    kind: 'parameter',
    key: 'dma.buffer',
    dimension,
    written: values.map(String),
    indices: Uint32Array.from(values, (_, index) => index),
    values: Float64Array.from(values),
  };
}

test('ticks of figures are round, on either scale', () => {
  const linear = axisTicks({ scale: 'linear', from: 0.9, to: 2.1 }, metric, 6);
  assert.deepEqual(
    linear.map((value) => Number(value.toPrecision(12))),
    [1, 1.2, 1.4, 1.6, 1.8, 2],
  );
  const logarithmic = (least: number, greatest: number, most: number) =>
    axisTicks({ scale: 'logarithmic', from: Math.log2(least), to: Math.log2(greatest) }, metric, most);
  assert.deepEqual(logarithmic(0.9, 110, 8), [1, 2, 5, 10, 20, 50, 100]);
  assert.deepEqual(logarithmic(0.9, 110, 4), [1, 3, 10, 30, 100]);
  assert.deepEqual(logarithmic(0.9, 1100, 4), [1, 10, 100, 1000]);
  assert.deepEqual(logarithmic(0.5, 2e6, 4), [1, 100, 1e4, 1e6]);
  // So near that there is no power of ten in sight.
  assert.deepEqual(logarithmic(31, 45, 4), [35, 40, 45]);
});

test('tried values stand on the axis while there is room for them', () => {
  const buffer = parameter('size', 16e3, 70e3, 140e3);
  assert.deepEqual(axisTicks(axisOver(buffer.values, false), buffer, 6), [16e3, 70e3, 140e3]);
  const crowded = parameter('size', ...Array.from({ length: 40 }, (_, index) => 1000 + 7 * index));
  assert.deepEqual(axisTicks(axisOver(crowded.values, false), crowded, 4), [1000, 1100, 1200]);
});

test('words of a choice are named, some of them where there are many', () => {
  const choice = parameter('choice', 0, 1, 2, 3, 4);
  const axis = axisOver(choice.values, true);
  assert.deepEqual(axisTicks(axis, choice, 8), [0, 1, 2, 3, 4]);
  assert.deepEqual(axisTicks(axis, choice, 3), [0, 2, 4]);
  assert.deepEqual(axisTicks({ ...axis, from: 0.5, to: 2.5 }, choice, 3), [1, 2]);
});

test('ticks are in sight, ascending, and never many more than there is room for', () => {
  const ends = fc.tuple(fc.integer({ min: -60, max: 60 }), fc.double({ min: 0.001, max: 60, noNaN: true }));
  fc.assert(
    fc.property(ends, fc.boolean(), fc.integer({ min: 2, max: 12 }), ([from, width], isLinear, most) => {
      const axis = { scale: isLinear ? 'linear' : 'logarithmic', from, to: from + width } as const;
      const ticks = axisTicks(axis, metric, most);
      assert.ok(ticks.length <= most + 2, `${ticks.length} ticks`);
      ticks.forEach((tick, index) => {
        const share = along(axis, tick);
        assert.ok(share >= -1e-6 && share <= 1 + 1e-6, `${tick} at ${share}`);
        assert.ok(tick > (ticks[index - 1] ?? Number.NEGATIVE_INFINITY));
      });
    }),
    { seed: 20180224, numRuns: 500 },
  );
});
