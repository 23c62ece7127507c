import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cheapestWithin, kneeOf } from './knee.ts';

const columnsOf = (points: readonly (readonly number[])[]): Float64Array[] =>
  (points[0] ?? []).map((_, objective) => Float64Array.from(points, (point) => point[objective]));
const allRows = (points: readonly unknown[]) => Uint32Array.from(points, (_, row) => row);
const kneeAmong = (points: readonly (readonly number[])[]) => kneeOf(columnsOf(points), allRows(points));

/** Fronts of Zitzler, Deb and Thiele 2000, "Comparison of multiobjective evolutionary algorithms: empirical results". */
const zdt = (second: (first: number) => number, steps = 400) =>
  Array.from({ length: steps + 1 }, (_, step) => [step / steps, second(step / steps)]);

test('the knee of ZDT1 is at a quarter of the first objective, where 1 - sqrt(x) falls as fast as the chord', () => {
  const points = zdt((first) => 1 - Math.sqrt(first));
  assert.deepEqual(points[kneeAmong(points) ?? -1], [0.25, 0.5]);
});

test('a front that is concave (ZDT2), or straight, has no knee', () => {
  assert.equal(kneeAmong(zdt((first) => 1 - first ** 2)), null);
  assert.equal(kneeAmong(zdt((first) => 3.7 - 3.7 * first)), null);
});

test('the knee of an eighth of a sphere is its middle', () => {
  const angles = Array.from({ length: 25 }, (_, step) => (step / 24) * (Math.PI / 2));
  const sphere = angles.flatMap((polar) =>
    angles.map((azimuth) => [
      1 - Math.sin(polar) * Math.cos(azimuth),
      1 - Math.sin(polar) * Math.sin(azimuth),
      1 - Math.cos(polar),
    ]),
  );
  const middle = 1 - 1 / Math.sqrt(3);
  const knee = kneeAmong([...sphere, [middle, middle, middle]]);
  assert.equal(knee, sphere.length);
});

test('the scale of an objective, a shift, and rows beside the front do not move the knee', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 1000 }), { minLength: 3, maxLength: 30 }),
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -1000, max: 1000 }),
      (widths, exponent, shift) => {
        // A power of two scales without rounding.
        const points = widths.map((width) => [width, 2 ** 20 / width]);
        const scaled = points.map(([first, second]) => [first * 2 ** exponent, second]);
        const shifted = points.map(([first, second]) => [first + shift, second]);
        assert.equal(kneeAmong(scaled), kneeAmong(points));
        assert.equal(kneeAmong(shifted), kneeAmong(points));
        const beside = [[0, 0], ...points, [Number.NaN, 0]];
        const rows = Uint32Array.from(points, (_, row) => row + 1).reverse();
        const knee = kneeAmong(points);
        assert.equal(kneeOf(columnsOf(beside), rows), knee === null ? null : knee + 1);
      },
    ),
    { seed: 1 },
  );
});

test('with two objectives the knee is the point with the least sum of normalised costs', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(50)), { minLength: 3, maxLength: 40 }), (cloud) => {
      const points = cloud.filter(([x, y]) => !cloud.some(([a, b]) => a <= x && b <= y && (a < x || b < y)));
      const least = [0, 1].map((index) => Math.min(...points.map((point) => point[index])));
      const most = [0, 1].map((index) => Math.max(...points.map((point) => point[index])));
      const sums = points.map((point) =>
        [0, 1].reduce((sum, index) => sum + (point[index] - least[index]) / (most[index] - least[index]), 0),
      );
      const distinct = new Set(points.map(String)).size;
      const knee = kneeAmong(points);
      const expected = Math.min(...sums);
      if (distinct < 3 || expected > 1 - 1e-9) assert.equal(knee, null);
      else assert.ok(Math.abs(sums[knee ?? -1] - expected) < 1e-12, `${sums[knee ?? -1]}, least ${expected}`);
    }),
    { seed: 2, numRuns: 300 },
  );
});

test('two distinct points have no knee, however often they occur', () => {
  assert.equal(kneeAmong([]), null);
  const points = [
    [0, 1],
    [1, 0],
    [0, 1],
    [1, 0],
  ];
  assert.equal(kneeAmong(points), null);
  assert.equal(kneeAmong([...points, [0.2, 0.2]]), 4);
  assert.equal(kneeAmong([...points, [0.2, 0.2], [0.2, 0.2]]), 4, 'the lower row of equal ones');
});

test('rows with an infinite or missing objective, and an objective that never changes, take no part', () => {
  const points = [
    [0, 5, 1],
    [1, 5, 0],
    [0.2, 5, 0.3],
    [Number.NEGATIVE_INFINITY, 5, 2],
    [Number.NaN, 5, -1],
  ];
  assert.equal(kneeAmong(points), 2);
});

test('a point that is the best by two objectives leaves the plane through the worst values alone', () => {
  // Normalised sums: 1, 2, 0.6, 0.9.
  const points = [
    [0, 0, 10],
    [10, 10, 0],
    [2, 2, 2],
    [1, 2, 6],
  ];
  assert.equal(kneeAmong(points), 2);
});

test('of points that are the best by an objective alike, the one that is better by the others is the extreme one', () => {
  // The plane through (0, 1/2, 1/2), (1, 0, 1) and (1, 1, 0) is y + z = 1. With (0, 1, 1) it would be x + y + z = 2, furthest from
  // which is the second point.
  const points = [
    [0, 4, 4],
    [0, 2, 2],
    [4, 0, 4],
    [4, 4, 0],
    [2, 1, 2],
    [3, 1, 1.5],
  ];
  assert.equal(kneeAmong(points.slice(1)), 4);
  assert.equal(kneeAmong(points), 5);
});

test('the cheapest within a tolerance gives up that much of the goal and no more', () => {
  const goal = Float64Array.of(100, 101, 102, 105, 90, Number.NaN);
  const price = Float64Array.of(9, 7, 5, 1, 0, 0);
  const rows = Uint32Array.of(0, 1, 2, 3, 5);
  assert.equal(cheapestWithin(goal, price, rows, 0), 0);
  assert.equal(cheapestWithin(goal, price, rows, 0.01), 1);
  assert.equal(cheapestWithin(goal, price, rows, 0.02), 2);
  assert.equal(cheapestWithin(goal, price, rows, 0.5), 3);
  assert.equal(cheapestWithin(goal, price, new Uint32Array(0), 0.5), null);
});

test('a goal to be maximised, negated, has a tolerance of its size too', () => {
  const goal = Float64Array.of(-2, -1.99, -1.9);
  const price = Float64Array.of(3, 2, 1);
  assert.equal(cheapestWithin(goal, price, Uint32Array.of(0, 1, 2), 0.01), 1);
  assert.equal(cheapestWithin(goal, price, Uint32Array.of(0, 1, 2), 0.06), 2);
});

test('the cheapest within a tolerance is the first by price, goal and row of those that qualify', () => {
  const value = fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constant(Number.NaN));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(value, value), { maxLength: 25 }),
      fc.constantFrom(0, 0.25, 0.5, 1),
      (points, tolerance) => {
        const best = Math.min(...points.map(([goal]) => goal).filter((goal) => !Number.isNaN(goal)));
        const [expected] = points
          .map(([goal, price], row) => ({ goal, price, row }))
          .filter(({ goal, price }) => goal - best <= tolerance * Math.abs(best) && !Number.isNaN(price))
          .sort((a, b) => a.price - b.price || a.goal - b.goal || a.row - b.row);
        const [goal, price] = [0, 1].map((index) => Float64Array.from(points, (point) => point[index]));
        assert.equal(cheapestWithin(goal, price, allRows(points).reverse(), tolerance), expected?.row ?? null);
      },
    ),
    { seed: 3, numRuns: 300 },
  );
});
