import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cellUnder, cornerOf, matrixLayout } from './matrix-layout.ts';

const widths = fc.integer({ min: 250, max: 1600 });
const numbers = fc.integer({ min: 1, max: 5 });

test('cells lie in the picture and not on each other', () => {
  fc.assert(
    fc.property(widths, numbers, (width, columns) => {
      const layout = matrixLayout(width, columns);
      const { size, height } = layout;
      const corners = Array.from({ length: columns ** 2 }, (_, index) =>
        cornerOf(layout, { column: index % columns, row: Math.floor(index / columns) }),
      );
      for (const [index, a] of corners.entries()) {
        assert.ok(a.x >= 0 && a.y >= 0 && a.x + size <= width && a.y + size <= height);
        for (const b of corners.slice(index + 1)) {
          assert.ok(Math.abs(a.x - b.x) >= size || Math.abs(a.y - b.y) >= size, `${JSON.stringify([a, b, size])}`);
        }
      }
    }),
    { seed: 20180224, numRuns: 300 },
  );
});

test('every place in a cell leads to it, and none beside it', () => {
  const share = fc.double({ min: 0, max: 0.999, noNaN: true });
  fc.assert(
    fc.property(widths, numbers, fc.nat(), fc.nat(), share, share, (width, columns, a, b, across, down) => {
      const layout = matrixLayout(width, columns);
      const cell = { column: a % columns, row: b % columns };
      const { x, y } = cornerOf(layout, cell);
      assert.deepEqual(cellUnder(layout, { x: x + across * layout.size, y: y + down * layout.size }), cell);
      assert.equal(cellUnder(layout, { x: x + across * layout.size, y: y - 1 }), undefined);
      assert.equal(cellUnder(layout, { x: x + layout.size + 1, y }), undefined);
    }),
    { seed: 20180224, numRuns: 300 },
  );
});
