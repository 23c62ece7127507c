import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { axesBefore, axisNear, parallelLayout, placeOn, shareAt } from './parallel-layout.ts';

const widths = fc.integer({ min: 200, max: 2000 });
const numbers = fc.integer({ min: 1, max: 12 });

test('all axes are in the picture, and far enough apart for their values', () => {
  fc.assert(
    fc.property(widths, numbers, (width, axes) => {
      const layout = parallelLayout(width, axes);
      for (const axis of Array(axes).keys()) {
        for (const share of [0, 1]) {
          const { x, y } = placeOn(layout, axis, share);
          assert.ok(x >= 0 && x <= width && y >= 0 && y <= layout.height, `${x}, ${y} in ${JSON.stringify(layout)}`);
        }
      }
      if (axes > 1) assert.ok(layout.apart >= (layout.isLying ? 60 : 88));
    }),
    { seed: 20180224, numRuns: 300 },
  );
});

test('a place leads back to its axis and share', () => {
  fc.assert(
    fc.property(widths, numbers, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), (width, axes, any, share) => {
      const [layout, axis] = [parallelLayout(width, axes), any % axes];
      const place = placeOn(layout, axis, share);
      assert.equal(axisNear(layout, place, 5), axis);
      assert.ok(Math.abs(shareAt(layout, place) - share) < 1e-9);
      assert.ok(Math.abs(axesBefore(layout, place) - axis) < 1e-9);
    }),
    { seed: 20180224, numRuns: 300 },
  );
});

test('half-way between two axes, none is near', () => {
  const layout = parallelLayout(700, 3);
  const [a, b] = [placeOn(layout, 0, 0.5), placeOn(layout, 1, 0.5)];
  assert.equal(axisNear(layout, { x: (a.x + b.x) / 2, y: a.y }, 24), undefined);
  assert.equal(parallelLayout(300, 5).isLying, true);
  assert.equal(parallelLayout(720, 5).isLying, false);
});
