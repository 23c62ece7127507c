import type { Place } from './parallel-layout.ts';

/** Square cells of one size, as many across as down, below a line for the name of each row. In CSS pixels of the canvas. */
export interface MatrixLayout {
  columns: number;
  /** Of the first cells. */
  left: number;
  /** Side of a cell. */
  size: number;
  /** Whether there is room for the values of the axes beside the cells. */
  hasValues: boolean;
  width: number;
  height: number;
}

export interface MatrixCell {
  column: number;
  row: number;
}

const GAP = 4;
const LARGEST = 190;
/** Smaller cells have no room for the values of their axes. */
const LEAST_WITH_VALUES = 96;
const VALUE_WIDTH = 70;
const VALUE_HEIGHT = 20;
export const NAME_LINE = 20;

/** @param columns one or more. */
export function matrixLayout(width: number, columns: number): MatrixLayout {
  const sizeBeside = (left: number): number =>
    Math.min(LARGEST, Math.max(1, Math.floor((width - left - (columns - 1) * GAP) / columns)));
  const hasValues = sizeBeside(VALUE_WIDTH) >= LEAST_WITH_VALUES;
  const left = hasValues ? VALUE_WIDTH : 0;
  const size = sizeBeside(left);
  const height = columns * (NAME_LINE + size) + (hasValues ? VALUE_HEIGHT : 0);
  return { columns, left, size, hasValues, width, height };
}

/** Corner of a cell. */
export function cornerOf({ left, size }: MatrixLayout, { column, row }: MatrixCell): Place {
  return { x: left + column * (size + GAP), y: NAME_LINE + row * (NAME_LINE + size) };
}

/** The cell under a place; undefined between cells and outside of them. */
export function cellUnder(layout: MatrixLayout, { x, y }: Place): MatrixCell | undefined {
  const { left, size, columns } = layout;
  const cell = { column: Math.floor((x - left) / (size + GAP)), row: Math.floor(y / (NAME_LINE + size)) };
  if (cell.column < 0 || cell.row < 0 || cell.column >= columns || cell.row >= columns) return undefined;
  const corner = cornerOf(layout, cell);
  return x < corner.x + size && y >= corner.y ? cell : undefined;
}
