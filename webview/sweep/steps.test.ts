import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { endOf, stepAlong } from './steps.ts';

const column = (...values: readonly number[]) => ({ values: Float64Array.from(values) });

test('on a grid, arrows go to the neighbours and stop at the edge', () => {
  // Rows 0 1 2 at the bottom, 3 4 5 above.
  const x = column(10, 20, 30, 10, 20, 30);
  const y = column(1, 1, 1, 2, 2, 2);
  assert.equal(stepAlong(x, y, 0, 1), 1);
  assert.equal(stepAlong(x, y, 4, -1), 3);
  assert.equal(stepAlong(y, x, 1, 1), 4);
  assert.equal(stepAlong(y, x, 5, -1), 2);
  assert.equal(stepAlong(x, y, 2, 1), undefined);
  assert.equal(stepAlong(y, x, 0, -1), undefined);
});

test('from a column of points one press leads to the next column, at about the same height', () => {
  const x = column(1, 1, 1, 2, 2, 2, 4);
  const y = column(0.1, 0.5, 0.9, 0.15, 0.52, 0.97, 0.6);
  assert.deepEqual(
    [0, 1, 2].map((row) => stepAlong(x, y, row, 1)),
    [3, 4, 5],
  );
  assert.equal(stepAlong(x, y, 3, 1), 6);
  // Upwards stays in its column as long as there is one.
  assert.equal(stepAlong(y, x, 0, 1), 1);
  assert.equal(stepAlong(y, x, 1, 1), 2);
  assert.equal(stepAlong(y, x, 2, 1), 5);
});

test('points without a value are stepped over', () => {
  const x = column(1, 2, Number.NaN, 3);
  const y = column(1, Number.NaN, 1, 2);
  assert.equal(stepAlong(x, y, 0, 1), 3);
  assert.equal(endOf(x, y, 1), 0);
  assert.equal(endOf(x, y, -1), 3);
  assert.equal(endOf(column(Number.NaN), column(1), 1), undefined);
});

test('from the lowest value, steps visit every value once in ascending order where heights all differ', () => {
  const values = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(values, (all) => {
      const [x, y] = [column(...all), column(...all.map((_, row) => row * 0.7))];
      const visited: number[] = [];
      for (let row = endOf(x, y, 1); row !== undefined; row = stepAlong(x, y, row, 1)) visited.push(all[row] ?? -1);
      assert.deepEqual(
        visited,
        [...new Set(all)].sort((a, b) => a - b),
      );
      assert.equal(visited.at(-1), all[endOf(x, y, -1) ?? -1]);
    }),
    { seed: 20180224, numRuns: 300 },
  );
});
