import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evenlyChosen } from './evenly-chosen.ts';

const rowsTo = (number: number): Uint32Array => Uint32Array.from({ length: number }, (_, row) => 3 * row);

test('so many rows are chosen, each once, in order, one from every equal part', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 500 }), (number, most) => {
      const rows = rowsTo(number);
      const chosen = [...evenlyChosen(rows, most)];
      assert.equal(chosen.length, Math.min(number, most));
      assert.ok(chosen.every((row, index) => rows.includes(row) && (index === 0 || row > (chosen[index - 1] ?? 0))));
      if (number > most)
        chosen.forEach((row, index) => {
          const place = rows.indexOf(row);
          assert.ok(place >= Math.floor((index * number) / most) && place < ((index + 1) * number) / most);
        });
    }),
    { seed: 20180224, numRuns: 200 },
  );
});

test('a key that varies as fast as the parts are long is seen with all its values', () => {
  // Every 50th of 100,000 rows would have one and the same of 50 values.
  const seen = new Set([...evenlyChosen(rowsTo(100_000), 2000)].map((row) => (row / 3) % 50));
  assert.equal(seen.size, 50);
});
