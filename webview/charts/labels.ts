/** Text drawn on a chart beside its bars: the value at the end of each bar, and a note at the end of each row. */
import { type Theme, withAlpha } from '../theme.ts';
import { type BarSpec, stackTotal } from './spec.ts';

/** Where a bar ends, in CSS pixels of the canvas. */
export interface BarEnd {
  x: number;
  y: number;
  text: string;
  strong: boolean;
}

export interface Note {
  y: number;
  text: string;
  strong: boolean;
}

const GAP = 4;
/** Room below rows for the labels of lines. */
export const REFERENCE_HEIGHT = 16;

export function drawValueLabels(
  context: CanvasRenderingContext2D,
  theme: Theme,
  direction: BarSpec['direction'],
  ends: readonly BarEnd[],
): void {
  context.save();
  context.textAlign = direction === 'columns' ? 'center' : 'left';
  context.textBaseline = direction === 'columns' ? 'bottom' : 'middle';
  for (const { x, y, text, strong } of ends) {
    context.font = font(theme, strong && direction === 'columns');
    context.fillStyle = theme.foreground;
    if (direction === 'columns') context.fillText(text, x, y - GAP / 2);
    else context.fillText(text, x + GAP, y);
  }
  context.restore();
}

export function drawNotes(
  context: CanvasRenderingContext2D,
  theme: Theme,
  right: number,
  notes: readonly Note[],
): void {
  context.save();
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const { y, text, strong } of notes) {
    context.font = font(theme, strong);
    context.fillStyle = strong ? theme.foreground : theme.muted;
    context.fillText(text, right, y);
  }
  context.restore();
}

/** Lines across the bars at figures of others, each with its label where the line ends. */
export function drawReferences(
  context: CanvasRenderingContext2D,
  theme: Theme,
  direction: BarSpec['direction'],
  area: { left: number; right: number; top: number; bottom: number },
  lines: readonly { at: number; label: string }[],
): void {
  context.save();
  context.strokeStyle = theme.foreground;
  context.fillStyle = theme.foreground;
  context.setLineDash([4, 3]);
  context.font = font(theme, false);
  context.textBaseline = 'bottom';
  for (const { at, label } of lines) {
    const isRows = direction === 'rows';
    context.beginPath();
    context.moveTo(isRows ? at : area.left, isRows ? area.top : at);
    context.lineTo(isRows ? at : area.right, isRows ? area.bottom : at);
    context.stroke();
    const { width } = context.measureText(label);
    const x = isRows ? Math.min(at + GAP, area.right - width) : area.right - width;
    const y = isRows ? area.bottom + REFERENCE_HEIGHT : at - GAP / 2;
    // On a ground of its own: bars may lie behind.
    context.save();
    context.fillStyle = withAlpha(theme.background, 0.85);
    context.fillRect(x - GAP / 2, y - theme.fontSize - 1, width + GAP, theme.fontSize + 2);
    context.restore();
    context.fillText(label, x, y);
  }
  context.restore();
}

/** Width that the labels need beyond the end of the longest bar of a chart of rows. */
export function widthBesideRows(context: CanvasRenderingContext2D, theme: Theme, spec: BarSpec): number {
  context.save();
  context.font = font(theme, true);
  const widest = (texts: readonly string[]): number =>
    Math.max(0, ...texts.map((text) => context.measureText(text).width));
  const totals = spec.series.flatMap((_, index) =>
    spec.categories.map((_, row) => stackTotal(spec.series, index, row)),
  );
  const labels = widest([spec.axis.formatShort(Math.max(0, ...totals.map((total) => total ?? 0)))]);
  const notes = widest([...new Set(spec.categories.map(({ note }) => note?.text ?? ''))]);
  context.restore();
  return labels + 2 * GAP + (notes > 0 ? notes + 3 * GAP : 0);
}

function font(theme: Theme, strong: boolean): string {
  return `${strong ? 'bold ' : ''}${theme.fontSize}px ${theme.fontFamily}`;
}
