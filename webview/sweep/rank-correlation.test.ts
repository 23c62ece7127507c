import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { meanRanks, rankCorrelation } from './rank-correlation.ts';

const RUNS = { seed: 20180224, numRuns: 300 };
/** Few values, so that many are equal; some are missing. */
const value = fc.oneof({ weight: 9, arbitrary: fc.integer({ min: -4, max: 4 }) }, fc.constant(Number.NaN));
const pairs = fc.array(fc.tuple(value, value), { minLength: 2, maxLength: 40 });

/** A rank by its definition: one more than the smaller values, and half a place for each equal one. */
function countedRanks(values: readonly number[]): number[] {
  return values.map((one) => {
    const smaller = values.filter((other) => other < one).length;
    const equal = values.filter((other) => other === one).length;
    return smaller + (equal + 1) / 2;
  });
}

/** Pearson's coefficient from all pairs of points: half the sum of products of differences. */
function pairwise(a: readonly number[], b: readonly number[]): number {
  const sum = (x: readonly number[], y: readonly number[]) =>
    x.reduce((all, xi, i) => all + x.reduce((of, xj, j) => of + (xi - xj) * ((y[i] ?? 0) - (y[j] ?? 0)), 0), 0);
  return sum(a, b) / Math.sqrt(sum(a, a) * sum(b, b));
}

test('the rank correlation is that of counted ranks over the rows that have both values', () => {
  fc.assert(
    fc.property(pairs, (all) => {
      const complete = all.filter(([x, y]) => !Number.isNaN(x) && !Number.isNaN(y));
      const expected = pairwise(countedRanks(complete.map(([x]) => x)), countedRanks(complete.map(([, y]) => y)));
      const actual = rankCorrelation(
        Float64Array.from(all, ([x]) => x),
        Float64Array.from(all, ([, y]) => y),
      );
      if (Number.isNaN(expected)) assert.ok(Number.isNaN(actual));
      else assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} for ${expected}`);
    }),
    RUNS,
  );
});

test('whatever rises with the other has 1, whatever falls -1, and one value none', () => {
  const x = Float64Array.of(3, 1, 2, 5);
  assert.equal(
    rankCorrelation(
      x,
      x.map((one) => one ** 3),
    ),
    1,
  );
  assert.equal(
    rankCorrelation(
      x,
      x.map((one) => 1 / one),
    ),
    -1,
  );
  assert.ok(
    Number.isNaN(
      rankCorrelation(
        x,
        x.map(() => 7),
      ),
    ),
  );
  assert.deepEqual([...meanRanks(Float64Array.of(20, 10, 20, 30))], [2.5, 1, 2.5, 4]);
});
