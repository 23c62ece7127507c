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
    const [left, middle] = direction === 'columns' ? [x, y - GAP / 2] : [x + GAP, y];
    // A line of reference may run behind the text.
    context.strokeStyle = theme.background;
    context.lineWidth = 3;
    context.lineJoin = 'round';
    context.strokeText(text, left, middle);
    context.fillStyle = theme.foreground;
    context.fillText(text, left, middle);
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

/** Of the lines across bars, one after the other: several can be told apart. */
const REFERENCE_DASHES = [
  [4, 3],
  [1, 2],
  [8, 3],
] as const;

export function dashOfReference(index: number): number[] {
  return [...(REFERENCE_DASHES[index % REFERENCE_DASHES.length] ?? REFERENCE_DASHES[0])];
}

/**
 * Lines across the bars at figures of others. Rows have room for labels below the lines' ends; columns do not, and have
 * them in the legend.
 */
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
  context.font = font(theme, false);
  context.textBaseline = 'bottom';
  const isRows = direction === 'rows';
  for (const [index, { at, label }] of lines.entries()) {
    context.setLineDash(dashOfReference(index));
    context.beginPath();
    context.moveTo(isRows ? at : area.left, isRows ? area.top : at);
    context.lineTo(isRows ? at : area.right, isRows ? area.bottom : at);
    context.stroke();
    if (!isRows) continue;
    const { width } = context.measureText(label);
    const x = Math.min(at + GAP, area.right - width);
    const y = area.bottom + REFERENCE_HEIGHT;
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
