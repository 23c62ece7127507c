import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cellAfterKey, type HeatCells, heatCellAt, heightOfCells, sidesOf } from './heat-cells.ts';

const layouts = fc
  .record({
    columns: fc.integer({ min: 1, max: 60 }),
    rows: fc.integer({ min: 1, max: 60 }),
    left: fc.integer({ min: 0, max: 80 }),
    top: fc.integer({ min: 0, max: 40 }),
    width: fc.integer({ min: 150, max: 700 }),
  })
  .map((cells): HeatCells => ({ ...cells, height: heightOfCells(cells.rows) }));

test('cells share out the whole place, the first at the left and at the bottom', () => {
  fc.assert(
    fc.property(layouts, (cells) => {
      let area = 0;
      for (let y = 0; y < cells.rows; y++) {
        for (let x = 0; x < cells.columns; x++) {
          const sides = sidesOf(cells, { x, y });
          area += sides.width * sides.height;
          if (x > 0)
            assert.equal(sides.left, sidesOf(cells, { x: x - 1, y }).left + sidesOf(cells, { x: x - 1, y }).width);
          if (y > 0) assert.equal(sides.top + sides.height, sidesOf(cells, { x, y: y - 1 }).top);
          // As near to equal as whole pixels allow.
          assert.ok(Math.abs(sides.width - cells.width / cells.columns) <= 1);
          assert.ok(Math.abs(sides.height - cells.height / cells.rows) <= 1);
        }
      }
      assert.equal(area, cells.width * (Math.round(cells.top + cells.height) - cells.top));
    }),
    { seed: 20180224, numRuns: 100 },
  );
});

test('the middle of a cell leads to it, a place beside all cells to none', () => {
  fc.assert(
    fc.property(layouts, fc.nat(), fc.nat(), (cells, a, b) => {
      const cell = { x: a % cells.columns, y: b % cells.rows };
      const { left, top, width, height } = sidesOf(cells, cell);
      assert.deepEqual(heatCellAt(cells, { x: left + width / 2, y: top + height / 2 }), cell);
      assert.equal(heatCellAt(cells, { x: cells.left - 1, y: cells.top + 1 }), undefined);
      assert.equal(heatCellAt(cells, { x: cells.left + 1, y: cells.top + cells.height + 1 }), undefined);
    }),
    { seed: 20180224, numRuns: 300 },
  );
});

test('keys move by a cell and stop at the edges', () => {
  const cells = { columns: 3, rows: 2, left: 0, top: 0, width: 30, height: 20 };
  const after = (key: string, x: number, y: number) => cellAfterKey(key, { x, y }, cells);
  assert.deepEqual(after('ArrowRight', 1, 0), { x: 2, y: 0 });
  assert.deepEqual(after('ArrowRight', 2, 0), { x: 2, y: 0 });
  assert.deepEqual(after('ArrowUp', 1, 0), { x: 1, y: 1 });
  assert.deepEqual(after('ArrowUp', 1, 1), { x: 1, y: 1 });
  assert.deepEqual(after('ArrowDown', 1, 1), { x: 1, y: 0 });
  assert.deepEqual(after('ArrowLeft', 0, 1), { x: 0, y: 1 });
  assert.deepEqual(after('End', 0, 1), { x: 2, y: 1 });
  assert.deepEqual(cellAfterKey('ArrowDown', null, cells), { x: 0, y: 0 });
  assert.equal(after('x', 1, 1), undefined);
});
