import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ParameterColumn, SweepColumn } from '../../src/exploration/columns.ts';
import { axisOver } from '../canvas/axis.ts';
import type { Interval } from './brush.ts';
import { movedBrush, rowsInBrushes, stopsOf, widenedBrush } from './parallel-brushes.ts';

const RUNS = { seed: 20180224, numRuns: 300 };
const KEYS = ['dma.buffer', 'link.bandwidth', 'dma.engines'];

function column(key: string, values: readonly number[]): ParameterColumn {
  const written = [...new Set(values)];
  const indices = Uint32Array.from(values, (value) => written.indexOf(value));
  return { kind: 'parameter', key, dimension: 'number', written, indices, values: Float64Array.from(values) };
}

test('rows in brushes are those that no brush turns away', () => {
  const value = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 0, max: 9 }) }, fc.constant(Number.NaN));
  const ends = fc.option(fc.tuple(value, value), { nil: undefined });
  const rows = fc.array(fc.tuple(value, value, value), { maxLength: 30 });
  fc.assert(
    fc.property(rows, fc.tuple(ends, ends, ends), (points, brushes) => {
      const columns = KEYS.map(
        (key, at): SweepColumn =>
          column(
            key,
            points.map((point) => point[at] ?? 0),
          ),
      );
      const set = new Map(KEYS.flatMap((key, at) => (brushes[at] ? [[key, brushes[at]] as const] : [])));
      const expected = points.map((point) =>
        brushes.some((brush, at) => brush && !((point[at] ?? 0) >= brush[0] && (point[at] ?? 0) <= brush[1])) ? 0 : 1,
      );
      assert.deepEqual([...rowsInBrushes({ points: points.length, columns }, set)], expected);
    }),
    RUNS,
  );
});

test('without brushes, and with those of other columns, all rows are in', () => {
  const columns = [column('dma.buffer', [1, Number.NaN])];
  assert.deepEqual([...rowsInBrushes({ points: 2, columns }, new Map())], [1, 1]);
  assert.deepEqual([...rowsInBrushes({ points: 2, columns }, new Map([['cost.energy', [0, 1]]]))], [1, 1]);
});

test('keys stop at each value that was tried, and at even parts of a figure', () => {
  const tried = column('dma.buffer', [4, 1, 2, 4]);
  assert.deepEqual(stopsOf(tried, axisOver(tried.values, false)), [
    [1, 1],
    [2, 2],
    [4, 4],
  ]);
  const figures = Float64Array.of(0, 100);
  const figure: SweepColumn = { kind: 'metric', key: 'energy', dimension: 'energy', better: 'lower', values: figures };
  const parts = stopsOf(figure, { scale: 'linear', from: 0, to: 100 });
  assert.equal(parts.length, 10);
  assert.deepEqual(parts[3], [30, 40]);
});

test('a brush is walked up over every stop, stays at the end, and comes back down', () => {
  const stops: Interval[] = [0, 1, 2, 3].map((part) => [part * 10, part * 10 + 10]);
  const walk = (by: 1 | -1, from: Interval | undefined, steps: number): (Interval | undefined)[] => {
    let brush = from;
    return Array.from({ length: steps }, () => {
      brush = movedBrush(stops, brush, by);
      return brush;
    });
  };
  assert.deepEqual(walk(1, undefined, 5), [...stops, stops[3]]);
  assert.deepEqual(walk(-1, undefined, 5), [...[...stops].reverse(), stops[0]]);
  // A wide one stays as wide.
  assert.deepEqual(walk(1, [0, 20], 3), [
    [10, 30],
    [20, 40],
    [20, 40],
  ]);
  // One that was dragged to between two stops begins at the nearest.
  assert.deepEqual(movedBrush(stops, [6, 7], 1), [20, 30]);
});

test('a brush is widened up to the last stop, and narrowed down to one', () => {
  const stops: Interval[] = [1, 2, 4].map((value) => [value, value]);
  assert.deepEqual(widenedBrush(stops, [2, 2], 1), [2, 4]);
  assert.deepEqual(widenedBrush(stops, [2, 4], 1), [2, 4]);
  assert.deepEqual(widenedBrush(stops, [2, 4], -1), [2, 2]);
  assert.deepEqual(widenedBrush(stops, [2, 2], -1), [2, 2]);
  assert.deepEqual(widenedBrush(stops, undefined, 1), [1, 1]);
});
