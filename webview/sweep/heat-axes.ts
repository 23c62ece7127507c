import type { ParameterColumn } from '../../src/exploration/columns.ts';
import { fitted } from '../activations/density-map.ts';
import type { Theme } from '../theme.ts';
import { nameOf } from './columns.ts';
import { type HeatCells, heightOfCells, sidesOf } from './heat-cells.ts';

const NAME_HEIGHT = 24;
const LABELS_BELOW = 20;
const NAME_BELOW = 20;
const GAP = 6;
const RIGHT = 4;
/** Values stand at every cell that is at least so tall; else at some of them. */
const LINE = 16;

/** Height from the top of the picture to below the names of the axes. */
export function heightWithAxes(rows: number): number {
  return NAME_HEIGHT + heightOfCells(rows) + LABELS_BELOW + NAME_BELOW;
}

/** The place that axes leave to the cells. The context's font is that of the values. */
export function cellsBeside(
  context: CanvasRenderingContext2D,
  x: ParameterColumn,
  y: ParameterColumn,
  width: number,
): HeatCells {
  const widest = Math.max(0, ...y.written.map((value) => context.measureText(String(value)).width));
  const left = Math.ceil(Math.min(widest, width * 0.3)) + GAP;
  const [columns, rows] = [x.written.length, y.written.length];
  return {
    columns,
    rows,
    left,
    top: NAME_HEIGHT,
    width: Math.max(1, width - left - RIGHT),
    height: heightOfCells(rows),
  };
}

/** Values and names beside cells. Where there is no room for all values, every second or third stands there, and so on. */
export function drawHeatAxes(
  context: CanvasRenderingContext2D,
  theme: Theme,
  cells: HeatCells,
  x: ParameterColumn,
  y: ParameterColumn,
): void {
  const { left, top, width, height, columns, rows } = cells;
  const bottom = top + height;
  context.fillStyle = theme.muted;
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  const everyRow = Math.max(1, Math.ceil((LINE * rows) / height));
  for (let row = 0; row < rows; row += everyRow) {
    const sides = sidesOf(cells, { x: 0, y: row });
    const text = fitted(context, String(y.written[row] ?? ''), left - GAP);
    context.fillText(text, left - GAP, sides.top + sides.height / 2);
  }
  context.textAlign = 'center';
  const widest = Math.max(0, ...x.written.map((value) => context.measureText(String(value)).width));
  const cellWidth = width / columns;
  // A word may be cut, a number may not.
  const needed = x.dimension === 'choice' ? Math.min(widest, cellWidth - GAP) : widest;
  const everyColumn = Math.max(1, Math.ceil((needed + GAP) / cellWidth));
  for (let column = 0; column < columns; column += everyColumn) {
    const text = fitted(context, String(x.written[column] ?? ''), Math.max(cellWidth * everyColumn - GAP, 0));
    const half = context.measureText(text).width / 2;
    const middle = left + (column + 0.5) * cellWidth;
    context.fillText(
      text,
      Math.max(half, Math.min(middle, left + width + RIGHT - half)),
      bottom + LABELS_BELOW / 2 + 2,
    );
  }
  context.fillStyle = theme.foreground;
  const name = fitted(context, nameOf(x), width);
  context.fillText(name, left + width / 2, bottom + LABELS_BELOW + NAME_BELOW / 2);
  context.textAlign = 'left';
  context.fillText(fitted(context, nameOf(y), left + width), 0, NAME_HEIGHT / 2 - 2);
}
