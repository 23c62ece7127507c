import type { SweepColumn } from '../../src/exploration/columns.ts';

/** A rectangle in the values of two columns; both ends belong to it. */
export interface Brush {
  x: Interval;
  y: Interval;
}

/** So many of the points in a rectangle are listed. */
export const MOST_LISTED_ROWS = 50;

export type Interval = readonly [least: number, most: number];

/** The rectangle between two corners, whichever was first. */
export function brushBetween(a: { x: number; y: number }, b: { x: number; y: number }): Brush {
  return { x: between(a.x, b.x), y: between(a.y, b.y) };
}

/** A point that lacks one of the values is in no rectangle. */
export function isBrushed(x: number, y: number, brush: Brush): boolean {
  return x >= brush.x[0] && x <= brush.x[1] && y >= brush.y[0] && y <= brush.y[1];
}

/** Rows in the rectangle, in their order. */
export function brushedRows(x: Pick<SweepColumn, 'values'>, y: Pick<SweepColumn, 'values'>, brush: Brush): number[] {
  const rows: number[] = [];
  for (let row = 0; row < x.values.length; row++) {
    if (isBrushed(x.values[row] ?? Number.NaN, y.values[row] ?? Number.NaN, brush)) rows.push(row);
  }
  return rows;
}

function between(a: number, b: number): Interval {
  return a < b ? [a, b] : [b, a];
}
