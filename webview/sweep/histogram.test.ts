import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { SweepColumn } from '../../src/exploration/columns.ts';
import { along, axisOver } from '../canvas/axis.ts';
import { Histogram } from './histogram.ts';

const values = fc.array(
  fc.oneof({ weight: 9, arbitrary: fc.double({ min: 1, max: 1e4, noNaN: true }) }, fc.constant(Number.NaN)),
  { minLength: 1, maxLength: 60 },
);

test('every row with a value is in the one bar over its place on the axis', () => {
  fc.assert(
    fc.property(values, fc.func(fc.boolean()), (all, isMarked) => {
      const figures = Float64Array.from(all);
      const column: SweepColumn = {
        kind: 'metric',
        key: 'iterationTime',
        dimension: 'time',
        better: 'lower',
        values: figures,
      };
      const axis = axisOver(figures, false);
      const marks = Uint8Array.from(all, (_, row) => (isMarked(row) ? 1 : 0));
      for (const { from, to, rows, marked } of new Histogram(column, axis).bins(marks)) {
        const inBar = all.flatMap((value, row) => {
          const share = along(axis, value);
          return share >= from && share < to ? [row] : [];
        });
        assert.equal(rows, inBar.length);
        assert.equal(marked, inBar.filter((row) => marks[row] === 1).length);
      }
    }),
    { seed: 20180224, numRuns: 300 },
  );
});

test('a parameter has a bar for each value', () => {
  const column: SweepColumn = {
    kind: 'parameter',
    key: 'link.preset',
    dimension: 'choice',
    written: ['pcie3-x16', 'pcie4-x16', 'nvlink1'],
    indices: Uint32Array.of(0, 2, 2, 1),
    values: Float64Array.of(0, 2, 2, 1),
  };
  const bins = new Histogram(column, axisOver(column.values, true)).bins(undefined);
  assert.deepEqual(
    bins.map(({ rows, marked }) => [rows, marked]),
    [
      [1, 1],
      [1, 1],
      [2, 2],
    ],
  );
  assert.ok(bins.every(({ from, to }, index) => from >= 0 && to <= 1 && from > (bins[index - 1]?.to ?? -1)));
});
