import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SOBOL_MOST_DIMENSIONS, sobolPoints } from './sobol.ts';
import { LATER_DIMENSIONS } from './sobol-directions.ts';

const SHIFT = Uint32Array.from({ length: SOBOL_MOST_DIMENSIONS }, (_, index) => Math.imul(index + 1, 0x9e3779b9));

function coordinates(values: Float64Array, dimensions: number, dimension: number): number[] {
  return [...values].filter((_, index) => index % dimensions === dimension);
}

function row(values: Float64Array, dimensions: number, point: number): number[] {
  return [...values.subarray(point * dimensions, (point + 1) * dimensions)];
}

test('the first ten points in three dimensions are those of SciPy 1.17’s qmc.Sobol, whose manual shows the first 8 x 2 values', () => {
  assert.deepEqual(
    [...sobolPoints(10, 3)],
    [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
      [0.1875, 0.3125, 0.9375],
      [0.6875, 0.8125, 0.4375],
    ].flat(),
  );
});

test('points 1000 and 2730 in all 40 dimensions are those of SciPy 1.17’s qmc.Sobol without scrambling', () => {
  // The Gray code of 2730 is twelve ones: each initial number and some of the recurrence have a say in this point.
  const points = sobolPoints(2731, 40);
  const [of1000, of2730] = [1000, 2730].map((point) => row(points, 40, point));
  assert.deepEqual(
    of1000?.map((value) => value * 1024),
    [
      225, 99, 531, 693, 287, 929, 47, 921, 513, 71, 87, 261, 165, 393, 147, 379, 737, 353, 1015, 743, 535, 563, 973,
      553, 597, 929, 41, 1003, 61, 349, 151, 149, 303, 607, 821, 789, 869, 851, 315, 491,
    ],
  );
  assert.deepEqual(
    of2730?.map((value) => value * 4096),
    [
      4095, 273, 11, 3327, 2937, 4057, 1303, 639, 1743, 3751, 3027, 3907, 3841, 2291, 1431, 1973, 3961, 765, 3957, 3701,
      3731, 2681, 583, 3015, 3457, 3973, 749, 3651, 3521, 3701, 603, 3241, 4093, 2255, 3473, 1789, 2755, 1065, 1385,
      3557,
    ],
  );
});

test('every polynomial is primitive: its shift register runs through all 2^degree - 1 states, and no two are the same', () => {
  const seen = new Set<string>();
  for (const { degree, coefficients, initial } of LATER_DIMENSIONS) {
    seen.add(`${degree}/${coefficients}`);
    const polynomial = (1 << degree) | (coefficients << 1) | 1;
    let state = 1;
    let period = 0;
    do {
      state <<= 1;
      if (state >> degree) state ^= polynomial;
      period++;
    } while (state !== 1 && period < 2 ** degree);
    assert.equal(period, 2 ** degree - 1, `degree ${degree}, coefficients ${coefficients}`);
    assert.equal(initial.length, degree);
    for (const [index, number] of initial.entries()) assert(number % 2 === 1 && number < 2 ** (index + 1));
  }
  assert.equal(seen.size, SOBOL_MOST_DIMENSIONS - 1);
});

test('every block of 2^k points has one in each interval of 1 / 2^k, in every dimension, shifted or not', () => {
  for (const shift of [undefined, SHIFT]) {
    const points = sobolPoints(1024, SOBOL_MOST_DIMENSIONS, shift);
    for (let dimension = 0; dimension < SOBOL_MOST_DIMENSIONS; dimension++) {
      const values = coordinates(points, SOBOL_MOST_DIMENSIONS, dimension);
      for (let size = 1; size <= 1024; size *= 2) {
        for (let first = 0; first < 1024; first += size) {
          const intervals = values.slice(first, first + size).map((value) => Math.floor(value * size));
          assert.equal(new Set(intervals).size, size, `dimension ${dimension}, points ${first} to ${first + size}`);
        }
      }
    }
  }
});

test('the first two dimensions are a (0, m, 2)-net: one point in every box of area 1 / 2^m, whatever its shape', () => {
  for (const shift of [undefined, SHIFT]) {
    const points = sobolPoints(4096, 2, shift);
    for (let m = 0; m <= 12; m++) {
      for (let wide = 0; wide <= m; wide++) {
        for (let first = 0; first < 4096; first += 2 ** m)
          assert.equal(fewestPerBox(points, 2, [0, 1], first, m, wide), 1);
      }
    }
  }
});

test('any two of 40 dimensions have a point in every box of 1 / 16 of the area when there are 1024 (quality t of at most 6)', () => {
  const points = sobolPoints(1024, 40);
  for (let one = 0; one < 40; one++) {
    for (let other = one + 1; other < 40; other++) {
      for (let wide = 0; wide <= 4; wide++)
        assert.equal(fewestPerBox(points, 40, [one, other], 0, 10, wide, 4), 64, `dimensions ${one} and ${other}`);
    }
  }
});

test('Sobol’s property A: the first 2^d points in d dimensions have one in each orthant', () => {
  for (const dimensions of [2, 5, 10, 16]) {
    const points = sobolPoints(2 ** dimensions, dimensions);
    const orthants = new Set<string>();
    for (let point = 0; point < 2 ** dimensions; point++)
      orthants.add(
        row(points, dimensions, point)
          .map((value) => (value < 0.5 ? 0 : 1))
          .join(''),
      );
    assert.equal(orthants.size, 2 ** dimensions);
  }
});

test('more points or dimensions begin with the same values, and there is a limit of dimensions', () => {
  const few = sobolPoints(100, 5, SHIFT);
  assert.deepEqual(sobolPoints(1000, 5, SHIFT).subarray(0, 500), few);
  const wider = sobolPoints(100, 7, SHIFT);
  for (let point = 0; point < 100; point++) assert.deepEqual(row(wider, 7, point).slice(0, 5), row(few, 5, point));
  assert.throws(() => sobolPoints(1, SOBOL_MOST_DIMENSIONS + 1), RangeError);
});

/**
 * Points in the emptiest of 2^boxBits equal boxes, 2^wide along the first of two dimensions, among the 2^m points from
 * `first` on.
 */
function fewestPerBox(
  points: Float64Array,
  dimensions: number,
  [one, other]: readonly [number, number],
  first: number,
  m: number,
  wide: number,
  boxBits = m,
): number {
  const counts = new Uint32Array(2 ** boxBits);
  const high = 2 ** (boxBits - wide);
  for (let point = first; point < first + 2 ** m; point++) {
    const x = Math.floor(points[point * dimensions + one] * 2 ** wide);
    const y = Math.floor(points[point * dimensions + other] * high);
    counts[x * high + y] = counts[x * high + y] + 1;
  }
  return Math.min(...counts);
}
