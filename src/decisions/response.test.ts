import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Direction, heatMap, responseCurve } from './response.ts';

test('a curve says of each level the best, the worst, the mean and how many', () => {
  const indices = Uint32Array.of(0, 1, 0, 1, 2, 2);
  const response = Float64Array.of(4, 7, 2, Number.NaN, Number.NaN, Number.NaN);
  const curve = responseCurve(indices, 4, response, 'minimise');
  assert.deepEqual([...curve.best], [2, 7, Number.NaN, Number.NaN]);
  assert.deepEqual([...curve.worst], [4, 7, Number.NaN, Number.NaN]);
  assert.deepEqual([...curve.mean], [3, 7, Number.NaN, Number.NaN]);
  assert.deepEqual([...curve.count], [2, 1, 0, 0]);
  const { best, worst } = responseCurve(indices, 4, response, 'maximise', Uint32Array.of(0, 1));
  assert.deepEqual([best[0], worst[0]], [4, 4]);
});

test('a heat map is row-major by the second parameter, with holes where nothing was run', () => {
  const x = Uint32Array.of(0, 1, 2, 0, 0);
  const y = Uint32Array.of(0, 0, 1, 1, 1);
  const response = Float64Array.of(10, 20, 30, 40, 41);
  assert.deepEqual([...heatMap(x, 3, y, 2, response, 'minimise')], [10, 20, Number.NaN, 40, Number.NaN, 30]);
  assert.deepEqual([...heatMap(x, 3, y, 2, response, 'maximise')], [10, 20, Number.NaN, 41, Number.NaN, 30]);
  const some = heatMap(x, 3, y, 2, response, 'maximise', Uint32Array.of(3));
  assert.deepEqual([...some], [Number.NaN, Number.NaN, Number.NaN, 40, Number.NaN, Number.NaN]);
});

/** Rows of a level in both parameters with a whole number or nothing. */
const TABLE = fc.array(
  fc.record({ x: fc.nat(3), y: fc.nat(2), value: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constant(Number.NaN)) }),
  { maxLength: 40 },
);

test('curves and heat maps are what a filter over the rows gives', () => {
  fc.assert(
    fc.property(TABLE, fc.constantFrom<Direction>('minimise', 'maximise'), fc.boolean(), (table, direction, isPart) => {
      const rows = isPart ? Uint32Array.from(table.keys()).filter((row) => row % 3 !== 0) : undefined;
      const used = table.filter(({ value }, row) => !Number.isNaN(value) && (!isPart || row % 3 !== 0));
      const [best, worst] = direction === 'minimise' ? [Math.min, Math.max] : [Math.max, Math.min];
      const x = Uint32Array.from(table, (row) => row.x);
      const y = Uint32Array.from(table, (row) => row.y);
      const response = Float64Array.from(table, ({ value }) => value);
      const curve = responseCurve(x, 4, response, direction, rows);
      const map = heatMap(x, 4, y, 3, response, direction, rows);
      for (let level = 0; level < 4; level++) {
        const values = used.filter((row) => row.x === level).map(({ value }) => value);
        assert.equal(curve.count[level], values.length);
        assert.equal(curve.best[level], values.length === 0 ? Number.NaN : best(...values));
        assert.equal(curve.worst[level], values.length === 0 ? Number.NaN : worst(...values));
        assert.equal(curve.mean[level], values.reduce((sum, value) => sum + value, 0) / values.length);
        for (let other = 0; other < 3; other++) {
          const cell = used.filter((row) => row.x === level && row.y === other).map(({ value }) => value);
          assert.equal(map[other * 4 + level], cell.length === 0 ? Number.NaN : best(...cell));
        }
      }
    }),
    { seed: 1, numRuns: 200 },
  );
});
