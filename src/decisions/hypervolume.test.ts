import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomFor } from '../synthesis/random.ts';
import { hypervolume, referencePoint } from './hypervolume.ts';

const columnsOf = (points: readonly (readonly number[])[], objectives: number): Float64Array[] =>
  Array.from({ length: objectives }, (_, objective) => Float64Array.from(points, (point) => point[objective]));
const allRows = (points: readonly unknown[]) => Uint32Array.from(points, (_, row) => row);
const volumeOf = (points: readonly (readonly number[])[], reference: readonly number[]) =>
  hypervolume(columnsOf(points, reference.length), allRows(points), reference);
const assertNear = (found: number, expected: number, of: string) =>
  assert.ok(
    Math.abs(found - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
    `${of}: ${found}, expected ${expected}`,
  );

/** Volume of a union of boxes as the alternating sum over all sets of them, each of which meets in a box. */
function byInclusionExclusion(points: readonly (readonly number[])[], reference: readonly number[]): number {
  let volume = 0;
  for (let set = 1; set < 2 ** points.length; set++) {
    const members = points.filter((_, index) => (set >>> index) & 1);
    const box = reference.reduce(
      (product, end, index) => product * Math.max(0, end - Math.max(...members.map((point) => point[index]))),
      1,
    );
    volume += members.length % 2 === 1 ? box : -box;
  }
  return volume;
}

/** Unit cells of the grid from 0 to `end` that some point of whole numbers dominates. */
function byCounting(points: readonly (readonly number[])[], objectives: number, end: number): number {
  let cells = 0;
  for (let cell = 0; cell < end ** objectives; cell++) {
    const corner = Array.from({ length: objectives }, (_, index) => Math.floor(cell / end ** index) % end);
    if (points.some((point) => point.every((value, index) => value <= corner[index]))) cells++;
  }
  return cells;
}

test('a published volume, and one that is easily seen', () => {
  // pygmo 2, "Advanced hypervolume computation and analysis".
  const pygmo = [
    [1, 0, 1],
    [1, 1, 0],
    [-1, 2, 2],
  ];
  assert.equal(volumeOf(pygmo, [5, 5, 5]), 114);
  // By hand, a staircase of three steps and a point behind it: 2 * 1 + 1.5 * 0.5 + 1 * 0.5.
  const staircase = [
    [1, 0],
    [0.5, 0.5],
    [0, 1],
    [1.5, 0.75],
  ];
  assert.equal(volumeOf(staircase, [2, 2]), 3.25);
});

test('one point dominates a box, in any number of dimensions', () => {
  for (const objectives of [1, 2, 3, 4, 5, 6, 7]) {
    const point = Array.from({ length: objectives }, (_, index) => index);
    assert.equal(
      volumeOf([point], Array(objectives).fill(objectives + 1)),
      point.reduce((p, x) => p * (objectives + 1 - x), 1),
    );
  }
});

test('two boxes of eight dimensions cover what both have less what they share', () => {
  // Of 2^8 unit cells one point has the half that is upper by the last objective, the other by the first: 128 + 128 - 64.
  const points = [
    [0, 0, 0, 0, 0, 0, 0, 1],
    [1, 0, 0, 0, 0, 0, 0, 0],
  ];
  assert.equal(volumeOf(points, Array(8).fill(2)), 192);
});

for (const objectives of [1, 2, 3, 4, 5]) {
  test(`with ${objectives} objectives the volume is the number of cells that are dominated`, () => {
    const point = fc.array(fc.nat(4), { minLength: objectives, maxLength: objectives });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 12, size: 'max' }), (points) => {
        // A coordinate of 4 is on the reference: no cell.
        assert.equal(volumeOf(points, Array(objectives).fill(4)), byCounting(points, objectives, 4));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  test(`with ${objectives} objectives the volume is the alternating sum of boxes`, () => {
    const point = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
      minLength: objectives,
      maxLength: objectives,
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 7, size: 'max' }), (points) => {
        const reference = Array.from({ length: objectives }, (_, index) => 1 + index / 4);
        const expected = byInclusionExclusion(points, reference);
        assert.ok(Math.abs(volumeOf(points, reference) - expected) < 1e-9, `expected ${expected}`);
      }),
      { seed: 2, numRuns: 100 },
    );
  });
}

test('fronts of ZDT1 and ZDT2 come to the integrals 2/3 and 1/3 as their points become many', () => {
  const steps = 20_000;
  const firsts = Array.from({ length: steps + 1 }, (_, step) => step / steps);
  for (const [name, second, expected] of [
    ['ZDT1', (first: number) => 1 - Math.sqrt(first), 2 / 3],
    ['ZDT2', (first: number) => 1 - first ** 2, 1 / 3],
  ] as const) {
    const points = firsts.map((first) => [first, second(first)]);
    const volume = volumeOf(points, [1, 1]);
    assert.ok(volume < expected && expected - volume < 1 / steps, `${name}: ${volume}`);
  }
});

test('the volume over an eighth of a sphere comes to 1 - pi / 6', () => {
  // Points on the unit sphere around the reference's opposite corner dominate the part of the cube outside of it.
  const steps = 300;
  const angles = Array.from({ length: steps + 1 }, (_, step) => (step / steps) * (Math.PI / 2));
  const points = angles.flatMap((polar) =>
    angles.map((azimuth) => [
      Math.sin(polar) * Math.cos(azimuth),
      Math.sin(polar) * Math.sin(azimuth),
      Math.cos(polar),
    ]),
  );
  const volume = volumeOf(points, [1, 1, 1]);
  assert.ok(Math.abs(volume - (1 - Math.PI / 6)) < 0.01, `${volume}`);
});

test('the order of points and of objectives, a shift and a scale do what they do to a volume', () => {
  const random = randomFor(1, 'volume');
  for (const objectives of [2, 3, 4, 5]) {
    const points = Array.from({ length: 30 }, () => Array.from({ length: objectives }, () => random.uniform()));
    const reference = points[0].map(() => 1);
    const volume = volumeOf(points, reference);
    assertNear(volumeOf([...points].reverse(), reference), volume, 'points reversed');
    assertNear(
      volumeOf(
        points.map((point) => [...point].reverse()),
        reference,
      ),
      volume,
      'objectives reversed',
    );
    const scaled = points.map((point) => point.map((value, index) => (index === 0 ? 8 * value : value - 1)));
    const scaledReference = reference.map((value, index) => (index === 0 ? 8 * value : value - 1));
    assertNear(volumeOf(scaled, scaledReference), 8 * volume, 'scaled');
    assertNear(volumeOf([...points, ...points], reference), volume, 'points twice');
  }
});

test('rows beyond the reference, or without an objective, are ignored', () => {
  const points = [
    [1, 1, 1, 1],
    [0, 3, 0, 0],
    [0, 2, 0, 0],
    [Number.NaN, 0, 0, 0],
    [5, -9, -9, -9],
  ];
  for (const objectives of [2, 3, 4]) {
    assert.equal(
      hypervolume(columnsOf(points, objectives), allRows(points), Array(objectives).fill(2)),
      1,
      `${objectives} objectives`,
    );
  }
  assert.equal(hypervolume(columnsOf(points, 2), new Uint32Array(0), [2, 2]), 0);
  assert.equal(hypervolume([], new Uint32Array(0), []), 0);
});

test('the reference point is the worst of each objective over the rows alone', () => {
  const costs = columnsOf(
    [
      [1, -5, Number.NaN],
      [3, -7, Number.NaN],
      [Number.NaN, -6, Number.NaN],
      [99, 99, 1],
    ],
    3,
  );
  assert.deepEqual(referencePoint(costs, Uint32Array.of(0, 1, 2)), [3, -5, Number.NaN]);
});

test('fronts of some hundred points take a moment', (t) => {
  const random = randomFor(2, 'fronts');
  for (const [objectives, count] of [
    [2, 100_000],
    [3, 20_000],
    [4, 400],
    [5, 100],
    [6, 50],
  ]) {
    const points = Array.from({ length: count }, () => {
      const point = Array.from({ length: objectives }, () => -Math.log(1 - random.uniform()));
      const sum = point.reduce((total, value) => total + value, 0);
      return point.map((value) => value / sum);
    });
    const start = performance.now();
    const volume = volumeOf(points, Array(objectives).fill(1));
    t.diagnostic(`${count} points, ${objectives} objectives: ${Math.round(performance.now() - start)} ms`);
    // Above the simplex lies all of the cube but 1/d!.
    const above = 1 - 1 / [1, 1, 2, 6, 24, 120, 720][objectives];
    assert.ok(volume > 0 && volume < above, `${volume} of ${above}`);
  }
});
