import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Numbering } from './numbering.ts';

const FIGURE = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true }).filter((figure) => !Object.is(figure, -0)),
);

test('equal tuples have the same number, others another, counted in the order in which they come', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(FIGURE, FIGURE), { maxLength: 2000 }), (tuples) => {
      const numbering = new Numbering(2);
      const known: [number, number][] = [];
      for (const [first, second] of tuples) {
        numbering.tuple.set([first, second]);
        const number = numbering.number();
        const expected = known.findIndex(([one, other]) => one === first && other === second);
        assert.equal(number, expected < 0 ? known.length : expected);
        if (expected < 0) known.push([first, second]);
        assert.deepEqual([numbering.figure(number, 0) === first, numbering.figure(number, 1) === second], [true, true]);
      }
      assert.equal(numbering.size, known.length);
    }),
    { seed: 20180224, numRuns: 60 },
  );
});
