import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { panned, revealing, zoomed } from './viewport.ts';

const TOTAL = 10;
const share = fc.double({ min: 0, max: 1, noNaN: true });
const viewports = fc
  .tuple(share, share)
  .filter(([a, b]) => Math.abs(a - b) > 1e-4)
  .map(([a, b]) => ({ from: TOTAL * Math.min(a, b), to: TOTAL * Math.max(a, b) }));
const RUNS = { seed: 20180224, numRuns: 300 };

test('zooming keeps the moment under the pointer, and stays within the iteration', () => {
  fc.assert(
    fc.property(viewports, share, fc.double({ min: 0.1, max: 20, noNaN: true }), (viewport, at, factor) => {
      const around = viewport.from + at * (viewport.to - viewport.from);
      const next = zoomed(viewport, around, factor, TOTAL);
      assert.ok(next.from >= 0 && next.to <= TOTAL + 1e-9 && next.to > next.from);
      const isFree = next.from > 1e-9 && next.to < TOTAL - 1e-9;
      if (isFree) assert.ok(Math.abs((around - next.from) / (next.to - next.from) - at) < 1e-6);
    }),
    RUNS,
  );
});

test('panning keeps the width; what is to be seen is seen', () => {
  fc.assert(
    fc.property(viewports, share, share, (viewport, by, at) => {
      const width = viewport.to - viewport.from;
      const next = panned(viewport, (by - 0.5) * 2 * TOTAL, TOTAL);
      assert.ok(Math.abs(next.to - next.from - width) < 1e-9);
      const start = at * TOTAL * 0.999;
      const shown = revealing(viewport, start, start + Math.min(width / 2, TOTAL - start), TOTAL);
      assert.ok(shown.from <= start + 1e-9 && shown.to >= start - 1e-9);
    }),
    RUNS,
  );
});
