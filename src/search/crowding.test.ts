import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowdingDistances } from './crowding.ts';

/** Columns of points that are easier to read as rows. */
function columns(...points: readonly (readonly number[])[]): Float64Array[] {
  return (points[0] ?? []).map((_, objective) => Float64Array.from(points, (point) => point[objective]));
}

test('five designs of two objectives, by hand', () => {
  // Extents 10 and 20. (1, 12): (3 - 0) / 10 + (20 - 6) / 20; (3, 6): (6 - 1) / 10 + (12 - 2) / 20.
  const costs = columns([3, 6], [0, 20], [10, 0], [1, 12], [6, 2]);
  const expected = [5 / 10 + 10 / 20, Infinity, Infinity, 3 / 10 + 14 / 20, 7 / 10 + 6 / 20];
  assertClose(crowdingDistances(costs, [0, 1, 2, 3, 4]), expected);
});

test('only designs of the front are neighbours, and distances are in its order', () => {
  const costs = columns([9, 9], [0, 4], [1, 2], [4, 0], [9, 1]);
  assertClose(crowdingDistances(costs, [3, 2, 1]), [Infinity, 2, Infinity]);
});

test('in three objectives a design may be at the end of one alone', () => {
  // Extents 4, 4 and 2. The third design is best in the third objective.
  const costs = columns([0, 4, 2], [4, 0, 2], [2, 2, 0], [1, 3, 1]);
  assertClose(crowdingDistances(costs, [0, 1, 2, 3]), [Infinity, Infinity, Infinity, 2 / 4 + 2 / 4 + 2 / 2]);
});

test('a design that costs the same as an earlier one has no distance, and the earlier one keeps its own', () => {
  const costs = columns([0, 4], [1, 2], [1, 2], [4, 0], [0, 4]);
  assertClose(crowdingDistances(costs, [0, 1, 2, 3, 4]), [Infinity, 2, 0, Infinity, 0]);
});

test('one or two designs are ends, and an objective in which all are the same adds nothing', () => {
  assertClose(crowdingDistances(columns([5, 5]), [0]), [Infinity]);
  assertClose(crowdingDistances(columns([1, 5], [2, 4]), [0, 1]), [Infinity, Infinity]);
  assert.equal(crowdingDistances([], []).length, 0);
  assertClose(crowdingDistances(columns([1, 7], [0, 7], [3, 7]), [0, 1, 2]), [1, Infinity, Infinity]);
});

function assertClose(found: Float64Array, expected: readonly number[]): void {
  assert.equal(found.length, expected.length);
  for (const [index, value] of expected.entries())
    assert(found[index] === value || Math.abs(found[index] - value) < 1e-12, `${[...found]}, expected ${expected}`);
}
