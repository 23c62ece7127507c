import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomFor } from '../synthesis/random.ts';
import { type Costs, dominates, GrowingFront, nondominatedRanks, paretoFront } from './pareto.ts';

/** Columns of a table of points. */
const columnsOf = (points: readonly (readonly number[])[], objectives: number): Float64Array[] =>
  Array.from({ length: objectives }, (_, objective) => Float64Array.from(points, (point) => point[objective]));

/** By the definition, on the points themselves. */
const isDominated = (point: readonly number[], points: readonly (readonly number[])[]): boolean =>
  points.some(
    (other) => other.every((cost, index) => cost <= point[index]) && other.some((cost, index) => cost < point[index]),
  );

const frontByDefinition = (points: readonly (readonly number[])[], candidates = points.map((_, row) => row)) => {
  const rows = [...new Set(candidates)].filter((row) => !points[row].some(Number.isNaN)).sort((a, b) => a - b);
  const rivals = rows.map((row) => points[row]);
  return rows.filter((row) => !isDominated(points[row], rivals));
};

/** Small numbers, so that ties are many; now and then what is awkward. */
const COST = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -3, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-300) },
);
const pointsOf = (objectives: number, maxLength: number, cost: fc.Arbitrary<number> = COST) =>
  fc.array(fc.array(cost, { minLength: objectives, maxLength: objectives }), { maxLength, size: 'max' });

/** Seeded points in the unit cube, or on the simplex where none dominates another. */
function manyPoints(count: number, objectives: number, shape: 'cube' | 'simplex', label = shape): Float64Array[] {
  const random = randomFor(7, label);
  const columns = Array.from({ length: objectives }, () => new Float64Array(count));
  for (let row = 0; row < count; row++) {
    for (const column of columns) column[row] = random.uniform();
    const sum = columns.reduce((total, column) => total + column[row], 0);
    if (shape === 'simplex') for (const column of columns) column[row] /= sum;
  }
  return columns;
}

for (const objectives of [1, 2, 3, 4, 5]) {
  test(`the front of ${objectives} objectives is what the definition says`, () => {
    fc.assert(
      fc.property(pointsOf(objectives, 60), (points) => {
        assert.deepEqual([...paretoFront(columnsOf(points, objectives))], frontByDefinition(points));
      }),
      { seed: 1, numRuns: 200 },
    );
  });

  test(`of some hundred points with ${objectives} objectives, some chosen, the front is what the definition says`, () => {
    for (const [levels, count] of [
      [5, 700],
      [40, 900],
      [1e9, 2700],
    ]) {
      const random = randomFor(3, `${objectives} ${levels}`);
      const points = Array.from({ length: count }, () =>
        Array.from({ length: objectives }, () => Math.floor((random.uniform() - 0.5) * levels)),
      );
      const candidates = points.map((_, row) => row).filter(() => random.uniform() < 0.8);
      // Neither their order nor a second mention matters.
      const named = Uint32Array.from([...candidates, ...candidates.slice(0, 9)].reverse());
      assert.deepEqual(
        [...paretoFront(columnsOf(points, objectives), named)],
        frontByDefinition(points, candidates),
        `${levels} levels`,
      );
    }
  });
}

test('among thousands of which none dominates another, the one that is worse by a trifle is found, and an equal one stays', () => {
  for (const objectives of [2, 3, 4, 6]) {
    const columns = manyPoints(3000, objectives, 'simplex');
    const more = columns.map((column) => Float64Array.from([...column, column[5] * (1 + 1e-12), column[6]]));
    const front = [...paretoFront(more)];
    assert.equal(front.length, 3001);
    assert.ok(!front.includes(3000) && front.includes(3001) && front.includes(6));
  }
});

test('large fronts on which most points tie with others by some objective are what the definition says', () => {
  for (const objectives of [3, 4, 5]) {
    const random = randomFor(5, `${objectives}`);
    // Whole numbers that sum to 20, and some to a little more: dominated, often by a single one.
    const points = Array.from({ length: 3000 }, () => {
      const point = Array.from({ length: objectives }, () => Math.floor(random.uniform() * 12));
      point[0] = 20 - point.slice(1).reduce((sum, value) => sum + value, 0);
      if (random.uniform() < 0.4) for (const index of point.keys()) point[index] += Math.floor(random.uniform() * 2);
      return point;
    });
    assert.deepEqual([...paretoFront(columnsOf(points, objectives))], frontByDefinition(points));
  }
});

test('the front of ZDT1 is its curve, and of what lies behind it nothing', () => {
  // Zitzler, Deb and Thiele 2000, "Comparison of multiobjective evolutionary algorithms", ZDT1: f2 = g (1 - sqrt(f1 / g)).
  const points = [1, 1.5, 2].flatMap((g) => Array.from({ length: 50 }, (_, step) => [step / 49, g, step] as const));
  const table = points.map(([f1, g]) => [f1, g * (1 - Math.sqrt(f1 / g))]);
  assert.deepEqual(
    [...paretoFront(columnsOf(table, 2))],
    Array.from({ length: 50 }, (_, row) => row),
  );
});

test('the order of rows, and scales that keep the order of values, do not change the front', () => {
  const scales = [Math.cbrt, (value: number) => value * 1e6 - 3, Math.atan, Math.exp];
  fc.assert(
    fc.property(pointsOf(4, 80, fc.integer({ min: -9, max: 9 })), fc.infiniteStream(fc.nat()), (points, keys) => {
      const front = new Set(paretoFront(columnsOf(points, 4)));
      const order = points.map((_, row) => ({ row, key: keys.next().value })).sort((a, b) => a.key - b.key);
      const moved = order.map(({ row }) => points[row].map((cost, objective) => scales[objective](cost)));
      const frontOfMoved = new Set([...paretoFront(columnsOf(moved, 4))].map((place) => order[place].row));
      assert.deepEqual(frontOfMoved, front);
    }),
    { seed: 2, numRuns: 100 },
  );
});

test('no columns, and no rows, have no front', () => {
  assert.equal(paretoFront([]).length, 0);
  for (const objectives of [1, 2, 3, 4]) assert.equal(paretoFront(columnsOf([], objectives)).length, 0);
});

test('a point dominates another if it is nowhere worse and somewhere better', () => {
  const costs = columnsOf(
    [
      [1, 2],
      [1, 3],
      [1, 2],
      [0, 4],
      [0, Number.NaN],
    ],
    2,
  );
  const pairs = [0, 1, 2, 3, 4].flatMap((a) => [0, 1, 2, 3, 4].map((b) => [a, b] as const));
  assert.deepEqual(
    pairs.filter(([a, b]) => dominates(costs, a, b)),
    [
      [0, 1],
      [2, 1],
    ],
  );
});

test('ranks are the fronts that come off one after the other', () => {
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 4 })
        .chain((objectives) => pointsOf(objectives, 40).map((points) => ({ objectives, points }))),
      ({ objectives, points }) => {
        const expected = points.map(() => 0xffff);
        let left = points.map((_, row) => row).filter((row) => !points[row].some(Number.isNaN));
        for (let rank = 0; left.length > 0; rank++) {
          const front = frontByDefinition(points, left);
          for (const row of front) expected[row] = rank;
          left = left.filter((row) => !front.includes(row));
        }
        assert.deepEqual([...nondominatedRanks(columnsOf(points, objectives))], expected);
      },
    ),
    { seed: 4, numRuns: 150 },
  );
});

test('a growing front is at every moment the front of the points so far, in whatever order they come', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }).chain((objectives) => pointsOf(objectives, 40)),
      fc.infiniteStream(fc.nat()),
      (points, keys) => {
        const order = points.map((_, row) => ({ row, key: keys.next().value })).sort((a, b) => a.key - b.key);
        const growing = new GrowingFront();
        const seen: number[] = [];
        for (const { row } of order) {
          seen.push(row);
          const expected = frontByDefinition(points, seen);
          assert.equal(growing.add(points[row], row), expected.includes(row));
          assert.deepEqual([...growing.rows()], expected);
        }
      },
    ),
    { seed: 5, numRuns: 150 },
  );
});

test('a growing front takes more points than it has room for at first', () => {
  for (const shape of ['cube', 'simplex'] as const) {
    const columns = manyPoints(3000, 3, shape);
    const growing = new GrowingFront();
    for (let row = 2999; row >= 0; row--)
      growing.add(
        columns.map((column) => column[row]),
        row,
      );
    assert.deepEqual(growing.rows(), paretoFront(columns));
  }
});

test('all points of a growing front have as many objectives as the first', () => {
  const growing = new GrowingFront();
  assert.deepEqual([...growing.rows()], []);
  growing.add([1, 2], 0);
  assert.throws(() => growing.add([1, 2, 3], 1), RangeError);
});

test('the front of a million points takes a moment', (t) => {
  const measure = (name: string, costs: Costs) => {
    const start = performance.now();
    const front = paretoFront(costs);
    t.diagnostic(`${name}: ${Math.round(performance.now() - start)} ms, ${front.length} points`);
    return front;
  };
  const cube = measure('1 000 000 points, 2 objectives', manyPoints(1e6, 2, 'cube'));
  // The harmonic number H(n) is the expected number of maxima of n independent points in the plane: 14.4.
  assert.ok(cube.length > 3 && cube.length < 40, `${cube.length}`);
  // And H2(n) = (H(n)^2 + sum of 1/k^2) / 2 in space: 104.
  const space = measure('1 000 000 points, 3 objectives', manyPoints(1e6, 3, 'cube'));
  assert.ok(space.length > 50 && space.length < 180, `${space.length}`);
  assert.equal(measure('300 000 points on a front of 2 objectives', manyPoints(3e5, 2, 'simplex')).length, 3e5);
  assert.equal(measure('300 000 points on a front of 3 objectives', manyPoints(3e5, 3, 'simplex')).length, 3e5);
  assert.equal(measure('30 000 points on a front of 4 objectives', manyPoints(3e4, 4, 'simplex')).length, 3e4);
});
