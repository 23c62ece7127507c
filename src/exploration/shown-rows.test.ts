import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { exampleSweep, gridOf, SPEED } from '../../test/unit/example-sweep.ts';
import { shownRows } from './shown-rows.ts';

const sweepOf = (...sizes: number[]) => exampleSweep({ space: gridOf(...sizes), objectives: [SPEED], metrics: {} });

test('all that must be shown is, ascending, once, and no more rows than asked for beside it', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.nat(80), fc.array(fc.nat(59), { maxLength: 10 }), (rows, most, named) => {
      const always = named.filter((row) => row < rows);
      const shown = [...shownRows(sweepOf(rows), most, always)];
      assert.deepEqual(
        shown,
        [...new Set(shown)].sort((a, b) => a - b),
      );
      assert.ok(always.every((row) => shown.includes(row)));
      assert.ok(shown.every((row) => row < rows));
      assert.equal(shown.length, Math.max(new Set(always).size, Math.min(rows, most)));
    }),
    { seed: 3 },
  );
});

test('the others are spread evenly: every tenth of the sweep has a tenth of them', () => {
  const shown = shownRows(sweepOf(10_000), 1000, []);
  const tenths = Array.from({ length: 10 }, (_, tenth) => shown.filter((row) => Math.floor(row / 1000) === tenth));
  assert.deepEqual(
    tenths.map(({ length }) => length),
    new Array(10).fill(100),
  );
});

test('one row in eight of a grid with an axis of eight shows every value of it about as often', () => {
  const space = gridOf(100, 8, 8);
  const shown = shownRows(exampleSweep({ space, objectives: [SPEED], metrics: {} }), 800, [0, 5]);
  for (const parameter of [1, 2]) {
    const counts = new Array<number>(8).fill(0);
    for (const row of shown) counts[space.indexAt(row, parameter)]++;
    assert.ok(Math.min(...counts) > 75 && Math.max(...counts) < 125, String(counts));
  }
});
