import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { brushBetween, brushedRows } from './brush.ts';

const value = fc.integer({ min: -5, max: 5 });
const corner = fc.record({ x: value, y: value });

test('a rectangle has the points that lie neither left, right, above nor below it', () => {
  fc.assert(
    fc.property(corner, corner, fc.array(corner, { maxLength: 40 }), (a, b, points) => {
      const column = (axis: 'x' | 'y') => ({ values: Float64Array.from(points, (point) => point[axis]) });
      const outside = (axis: 'x' | 'y', at: number) => (at < a[axis] && at < b[axis]) || (at > a[axis] && at > b[axis]);
      const expected = points.flatMap(({ x, y }, row) => (outside('x', x) || outside('y', y) ? [] : [row]));
      assert.deepEqual(brushedRows(column('x'), column('y'), brushBetween(a, b)), expected);
    }),
    { seed: 20180224, numRuns: 300 },
  );
});

test('a point without a value is in no rectangle, however large', () => {
  const everything = brushBetween({ x: -1e300, y: -1e300 }, { x: 1e300, y: 1e300 });
  const x = { values: Float64Array.of(1, Number.NaN, 3) };
  const y = { values: Float64Array.of(1, 2, Number.NaN) };
  assert.deepEqual(brushedRows(x, y, everything), [0]);
});
