import type { Place } from './parallel-layout.ts';

/** A cell by places of its values: `x` from the left, `y` from below. */
export interface HeatCell {
  x: number;
  y: number;
}

/** Cells of one size: the first values are at the left and at the bottom, as on axes. CSS pixels of the canvas. */
export interface HeatCells {
  columns: number;
  rows: number;
  left: number;
  top: number;
  width: number;
  height: number;
}

const MOST_HEIGHT = 380;
const TALLEST_CELL = 34;
const LEAST_CELL = 3;

/** Height of all cells together, however many rows there are. */
export function heightOfCells(rows: number): number {
  return rows * Math.max(LEAST_CELL, Math.min(TALLEST_CELL, MOST_HEIGHT / Math.max(1, rows)));
}

/** A cell's sides on whole pixels, so that no seam shows between neighbours. */
export function sidesOf(
  cells: HeatCells,
  { x, y }: HeatCell,
): { left: number; top: number; width: number; height: number } {
  const across = (index: number): number => Math.round(cells.left + (index / cells.columns) * cells.width);
  const down = (index: number): number => Math.round(cells.top + (index / cells.rows) * cells.height);
  const row = cells.rows - 1 - y;
  return { left: across(x), top: down(row), width: across(x + 1) - across(x), height: down(row + 1) - down(row) };
}

/** The cell under a place; undefined outside of all. */
export function heatCellAt({ columns, rows, left, top, width, height }: HeatCells, at: Place): HeatCell | undefined {
  const x = Math.floor(((at.x - left) / width) * columns);
  const y = rows - 1 - Math.floor(((at.y - top) / height) * rows);
  return x >= 0 && y >= 0 && x < columns && y < rows ? { x, y } : undefined;
}

/** The cell that an arrow, Home or End leads to; undefined for other keys. The first press enters at the first cell. */
export function cellAfterKey(key: string, from: HeatCell | null, { columns, rows }: HeatCells): HeatCell | undefined {
  const { x, y } = from ?? { x: 0, y: 0 };
  const to = (nextX: number, nextY: number): HeatCell =>
    from === null
      ? { x: 0, y: 0 }
      : { x: Math.min(columns - 1, Math.max(0, nextX)), y: Math.min(rows - 1, Math.max(0, nextY)) };
  switch (key) {
    case 'ArrowRight':
      return to(x + 1, y);
    case 'ArrowLeft':
      return to(x - 1, y);
    case 'ArrowUp':
      return to(x, y + 1);
    case 'ArrowDown':
      return to(x, y - 1);
    case 'Home':
      return to(0, y);
    case 'End':
      return to(columns - 1, y);
    default:
      return undefined;
  }
}
