import type { SweepColumn } from '../../src/exploration/columns.ts';
import { fitted } from '../activations/density-map.ts';
import { along } from '../canvas/axis.ts';
import { type Theme, withAlpha } from '../theme.ts';
import type { Interval } from './brush.ts';
import { nameOf } from './columns.ts';
import { tickText } from './format-column.ts';
import { haloText } from './halo-text.ts';
import { type ParallelLayout, placeOn } from './parallel-layout.ts';
import type { Dimension } from './parallel-lines.ts';

const TICK_LENGTH = 4;
const GAP = 6;
/** Distance of values along an axis: of upright ones lines of text, of lying ones words. */
const UPRIGHT_TICK = 34;
const LYING_TICK = 64;
const NAME_LINE = 18;
const BRUSH_WIDTH = 14;

/** The name of an axis; of a figure, a triangle points to what is better. */
export function axisName(column: SweepColumn): string {
  if (column.kind === 'parameter') return nameOf(column);
  return `${nameOf(column)} ${column.better === 'higher' ? '▲' : '▼'}`;
}

/** Axes with their names, values and brushes, over the lines. */
export function drawParallelAxes(
  context: CanvasRenderingContext2D,
  theme: Theme,
  layout: ParallelLayout,
  dimensions: readonly Dimension[],
  { brushes, chosen }: { brushes: ReadonlyMap<string, Interval>; chosen: number | null },
): void {
  dimensions.forEach((dimension, index) => {
    const brush = brushes.get(dimension.column.key);
    if (brush !== undefined) drawBrush(context, theme, layout, index, dimension, brush);
    const [start, end] = [placeOn(layout, index, 0), placeOn(layout, index, 1)];
    context.strokeStyle = index === chosen ? theme.focus : theme.foreground;
    context.lineWidth = index === chosen ? 3 : 1;
    context.beginPath();
    context.moveTo(Math.round(start.x) + 0.5, Math.round(start.y) + 0.5);
    context.lineTo(Math.round(end.x) + 0.5, Math.round(end.y) + 0.5);
    context.stroke();
    drawTicks(context, theme, layout, index, dimension);
    context.fillStyle = theme.foreground;
    context.font = `${index === chosen ? 'bold ' : ''}${theme.fontSize}px ${theme.fontFamily}`;
    drawName(context, theme, layout, index, axisName(dimension.column));
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
  });
}

function drawTicks(
  context: CanvasRenderingContext2D,
  theme: Theme,
  layout: ParallelLayout,
  index: number,
  dimension: Dimension,
): void {
  const { column, axis } = dimension;
  const length = Math.abs(layout.to - layout.from);
  const ticks = dimension.ticks(length / (layout.isLying ? LYING_TICK : UPRIGHT_TICK));
  context.font = `${theme.fontSize}px ${theme.fontFamily}`;
  context.textBaseline = 'middle';
  context.textAlign = layout.isLying ? 'center' : 'right';
  let occupied = Number.NEGATIVE_INFINITY;
  for (const tick of ticks) {
    const { x, y } = placeOn(layout, index, along(axis, tick));
    context.fillStyle = theme.foreground;
    if (layout.isLying) {
      context.fillRect(Math.round(x), y, 1, TICK_LENGTH + 1);
      const text = fitted(context, tickText(column, tick), length / 2);
      const half = context.measureText(text).width / 2;
      const middle = Math.min(layout.width - half, Math.max(half, x));
      // A value that would lie on the one before it is left out: brushes and tooltips have it.
      if (middle - half < occupied + GAP) continue;
      occupied = middle + half;
      haloText(context, theme, text, middle, y + TICK_LENGTH + 8);
    } else {
      context.fillRect(x - TICK_LENGTH, Math.round(y), TICK_LENGTH, 1);
      const room = (index === 0 ? layout.first : layout.apart) - TICK_LENGTH - GAP;
      haloText(context, theme, fitted(context, tickText(column, tick), room), x - TICK_LENGTH - 2, y);
    }
  }
}

function drawName(
  context: CanvasRenderingContext2D,
  theme: Theme,
  layout: ParallelLayout,
  index: number,
  name: string,
): void {
  const { isLying, first, apart, axes, width } = layout;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  if (isLying) {
    haloText(context, theme, fitted(context, name, width), 0, first + index * apart - 12);
    return;
  }
  // Between the axes whose names stand in the same line.
  const x = first + index * apart;
  const [from, to] = [index < 2 ? 0 : x - apart + GAP, index > axes - 3 ? width : x + apart - GAP];
  const text = fitted(context, name, to - from);
  const half = context.measureText(text).width / 2;
  const left = Math.max(from, Math.min(x - half, to - 2 * half));
  const line = index % 2 === 0 ? NAME_LINE / 2 : 1.5 * NAME_LINE;
  haloText(context, theme, text, left, line);
}

function drawBrush(
  context: CanvasRenderingContext2D,
  theme: Theme,
  layout: ParallelLayout,
  index: number,
  { axis }: Dimension,
  [least, most]: Interval,
): void {
  const share = (value: number): number => Math.min(1, Math.max(0, along(axis, value)));
  const [a, b] = [placeOn(layout, index, share(least)), placeOn(layout, index, share(most))];
  const half = BRUSH_WIDTH / 2;
  const [dx, dy] = layout.isLying ? [3, half] : [half, 3];
  const [left, top] = [Math.min(a.x, b.x) - dx, Math.min(a.y, b.y) - dy];
  const sides = [left, top, Math.abs(a.x - b.x) + 2 * dx, Math.abs(a.y - b.y) + 2 * dy] as const;
  context.fillStyle = withAlpha(theme.focus, 0.3);
  context.strokeStyle = theme.focus;
  context.lineWidth = 1.5;
  context.fillRect(...sides);
  context.strokeRect(...sides);
}
