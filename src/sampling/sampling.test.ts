import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { SAMPLING_METHODS, unitSamples } from './sampling.ts';

const SEEDS = [0, 1, 2, 17, 2 ** 31];

function coordinates(values: Float64Array, dimensions: number, dimension: number): number[] {
  return [...values].filter((_, index) => index % dimensions === dimension);
}

test('every method gives points x dimensions values in [0, 1), the same for a seed and others for another', () => {
  for (const method of SAMPLING_METHODS) {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(40), fc.nat(), (points, dimensions, seed) => {
        const values = unitSamples(method, points, dimensions, seed);
        assert.equal(values.length, points * dimensions);
        assert(values.every((value) => value >= 0 && value < 1));
        assert.deepEqual(unitSamples(method, points, dimensions, seed), values);
        if (values.length > 0) assert.notDeepEqual(unitSamples(method, points, dimensions, seed + 1), values);
      }),
    );
  }
});

test('more points of a seed begin with the same ones, but for the Latin hypercube', () => {
  for (const seed of SEEDS) {
    for (const method of ['random', 'sobol'] as const)
      assert.deepEqual(unitSamples(method, 300, 4, seed).subarray(0, 4 * 77), unitSamples(method, 77, 4, seed));
    const hypercube = unitSamples('latin-hypercube', 300, 4, seed).subarray(0, 4 * 77);
    assert.notDeepEqual(hypercube, unitSamples('latin-hypercube', 77, 4, seed));
  }
});

test('another dimension leaves the values in the earlier ones as they are', () => {
  for (const method of SAMPLING_METHODS) {
    const narrow = unitSamples(method, 50, 3, 5);
    const wide = unitSamples(method, 50, 9, 5);
    for (let dimension = 0; dimension < 3; dimension++)
      assert.deepEqual(coordinates(wide, 9, dimension), coordinates(narrow, 3, dimension));
  }
});

test('a Latin hypercube has exactly one point in every stratum of every dimension', () => {
  for (const seed of SEEDS) {
    for (const points of [1, 2, 7, 100, 1021, 4096]) {
      const values = unitSamples('latin-hypercube', points, 6, seed);
      for (let dimension = 0; dimension < 6; dimension++) {
        const strata = coordinates(values, 6, dimension).map((value) => Math.floor(value * points));
        assert.deepEqual(
          strata.sort((a, b) => a - b),
          Array.from({ length: points }, (_, index) => index),
        );
      }
    }
  }
});

test('the order of the strata is as random in one dimension as in the next: all 24 orders of four, equally often', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 600; seed++) {
    const values = unitSamples('latin-hypercube', 4, 4, seed);
    for (let dimension = 0; dimension < 4; dimension++) {
      const order = coordinates(values, 4, dimension)
        .map((value) => Math.floor(value * 4))
        .join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
  }
  assert.equal(counts.size, 24);
  // 23 degrees of freedom: above 49.7 with a probability of 0.001.
  assert(chiSquare([...counts.values()]) < 49.7);
});

test('random values are uniform, and those of two dimensions do not correlate', () => {
  for (const seed of SEEDS) {
    const points = 10_000;
    const values = unitSamples('random', points, 3, seed);
    const columns = [0, 1, 2].map((dimension) => coordinates(values, 3, dimension));
    for (const column of columns) {
      const counts = Array<number>(100).fill(0);
      for (const value of column) counts[Math.floor(value * 100)] = counts[Math.floor(value * 100)] + 1;
      // 99 degrees of freedom: above 148.2 with a probability of 0.001.
      assert(chiSquare(counts) < 148.2);
      // Four standard errors: variance 1/12, of the square's 1/180.
      assert(Math.abs(mean(column) - 1 / 2) < 4 * Math.sqrt(1 / 12 / points));
      assert(Math.abs(mean(column.map((value) => (value - 1 / 2) ** 2)) - 1 / 12) < 4 * Math.sqrt(1 / 180 / points));
    }
    for (const [one, other] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const products = columns[one]?.map((value, point) => (value - 1 / 2) * ((columns[other]?.[point] ?? 0) - 1 / 2));
      assert(Math.abs(12 * mean(products ?? [])) < 4 / Math.sqrt(points));
    }
  }
});

test('256 Sobol points have less than half the star discrepancy of random ones in two dimensions', () => {
  for (const seed of SEEDS) {
    const sobol = starDiscrepancy(unitSamples('sobol', 256, 2, seed));
    const random = starDiscrepancy(unitSamples('random', 256, 2, seed));
    assert(sobol < random / 2, `${sobol}, random ${random}`);
  }
});

test('star discrepancy of the one point in the middle, by hand, so that the yardstick is right', () => {
  // The box [0, 1/2] x [0, 1/2] has the whole point in a quarter of the area.
  assert.equal(starDiscrepancy(Float64Array.of(0.5, 0.5)), 0.75);
});

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function chiSquare(counts: readonly number[]): number {
  const expected = mean(counts);
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** Largest difference between area and share of points, over all boxes from the origin to a corner of the points' grid. */
function starDiscrepancy(values: Float64Array): number {
  const xs = coordinates(values, 2, 0);
  const ys = coordinates(values, 2, 1);
  let most = 0;
  for (const x of [...xs, 1]) {
    for (const y of [...ys, 1]) {
      let open = 0;
      let closed = 0;
      for (const [point, value] of xs.entries()) {
        const other = ys[point];
        if (value < x && other < y) open++;
        if (value <= x && other <= y) closed++;
      }
      most = Math.max(most, x * y - open / xs.length, closed / xs.length - x * y);
    }
  }
  return most;
}
