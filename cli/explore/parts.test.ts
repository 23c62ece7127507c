import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { partName, partOfName, rowsOfPart } from './parts.ts';

test('parts follow each other without gaps from the first row to the last, and differ by a row at most', () => {
  fc.assert(
    fc.property(fc.nat(1_000_000), fc.integer({ min: 1, max: 2000 }), (rows, count) => {
      let next = 0;
      const sizes = new Set<number>();
      for (let index = 1; index <= count; index++) {
        const { from, to } = rowsOfPart(rows, { index, count });
        assert.equal(from, next);
        sizes.add(to - from);
        next = to;
      }
      assert.equal(next, rows);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
    }),
    { seed: 5, numRuns: 50 },
  );
});

test('the name of a part says which it is, and other names say nothing', () => {
  assert.deepEqual(partOfName(partName({ index: 3, count: 12 })), { index: 3, count: 12 });
  for (const name of [
    'merged.ndjson',
    'part-0-of-3.ndjson',
    'part-4-of-3.ndjson',
    'part-03-of-12.ndjson',
    'part-1-of-3.ndjson.part',
    'part-1-of-3.json',
  ]) {
    assert.equal(partOfName(name), undefined, name);
  }
});
