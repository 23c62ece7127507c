import type { SweepColumns } from '../../src/exploration/columns.ts';
import { fitted } from '../activations/density-map.ts';
import { valueAt } from '../canvas/axis.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { count } from '../format.ts';
import { type Theme, withAlpha } from '../theme.ts';
import { columnOf, nameOf } from './columns.ts';
import { MATRIX } from './decision-words.ts';
import { endsText } from './ends-text.ts';
import { Histogram } from './histogram.ts';
import { cellUnder, cornerOf, type MatrixCell, matrixLayout, NAME_LINE } from './matrix-layout.ts';
import { MatrixPoints } from './matrix-points.ts';
import { Dimension } from './parallel-lines.ts';
import { legendWithFront } from './points-with-front.ts';
import { rankCorrelation } from './rank-correlation.ts';

/** What the user's hand changes; it outlives a redrawing. */
export interface MatrixHand {
  /** The cell that keys or the pointer have led to. */
  cell: MatrixCell | null;
  /** 1 for each row that is brushed somewhere; undefined without a brush. Redraw after a change. */
  rows: Uint8Array | undefined;
}

interface Matrix {
  sweep: SweepColumns;
  front: Uint32Array;
  /** Columns, at most `MOST_MATRIX_COLUMNS`. */
  keys: readonly string[];
  /** A pair was chosen, to be shown large. */
  onPick(xKey: string, yKey: string): void;
}

export const MOST_MATRIX_COLUMNS = 5;
/** Room of points from the edge of their cell. */
const EDGE = 4;

/** Every pair of columns: points below the diagonal, rank correlations above it, how values are spread on it. */
export function scatterMatrix({ sweep, front, keys, onPick }: Matrix, theme: Theme, hand: MatrixHand): Picture {
  const dimensions = keys.slice(0, MOST_MATRIX_COLUMNS).flatMap((key): Dimension[] => {
    const column = columnOf(sweep, key);
    return column === undefined ? [] : [new Dimension(column)];
  });
  const points = new MatrixPoints(sweep, dimensions, front, theme);
  const ends = dimensions.map(({ column }) => endsText(column));
  const histograms = dimensions.map(({ column, axis }) => new Histogram(column, axis));
  let layout = matrixLayout(1, dimensions.length);

  const draw = (context: CanvasRenderingContext2D, width: number): void => {
    layout = matrixLayout(width, dimensions.length);
    const detail = devicePixelRatio;
    const canvas = points.paint(layout, hand.rows, detail);
    context.lineWidth = 1;
    for (const row of dimensions.keys()) for (const column of dimensions.keys()) drawCell(context, { column, row });
    context.save();
    context.imageSmoothingEnabled = false;
    context.drawImage(canvas, 0, 0, canvas.width / detail, canvas.height / detail);
    context.restore();
    if (layout.hasValues) drawValues(context);
    if (hand.cell === null) return;
    const { x, y } = cornerOf(layout, hand.cell);
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(x + 1, y + 1, layout.size - 2, layout.size - 2);
  };

  const drawCell = (context: CanvasRenderingContext2D, cell: MatrixCell): void => {
    const { x, y } = cornerOf(layout, cell);
    const { size } = layout;
    if (cell.column === cell.row) drawHistogram(context, cell.row, x, y);
    else if (cell.column > cell.row) drawCorrelation(context, cell, x, y);
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.strokeRect(x + 0.5, y + 0.5, size - 1, size - 1);
  };

  const drawHistogram = (context: CanvasRenderingContext2D, index: number, x: number, y: number): void => {
    const { size } = layout;
    const dimension = dimensions[index];
    if (dimension === undefined) return;
    const bins = histograms[index]?.bins(hand.rows) ?? [];
    const most = Math.max(1, ...bins.map(({ rows }) => rows));
    const [room, length] = [size - 2 * EDGE, size - 2 * EDGE];
    const bottom = y + size - 1;
    for (const { from, to, rows, marked } of bins) {
      const [left, width] = [x + EDGE + from * length, Math.max(1, (to - from) * length - 1)];
      for (const [number, strength] of [
        [rows, 0.3],
        [marked, 1],
      ] as const) {
        const height = (number / most) * room;
        context.fillStyle = withAlpha(theme.tones.first, strength);
        context.fillRect(left, bottom - height, width, height);
      }
    }
    context.font = `600 ${theme.fontSize}px ${theme.fontFamily}`;
    context.fillStyle = theme.foreground;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    // Above its histogram, moved left where it would not fit.
    const name = fitted(context, nameOf(dimension.column), layout.width);
    context.fillText(name, Math.min(x, layout.width - context.measureText(name).width), y - NAME_LINE / 2);
  };

  const drawCorrelation = (context: CanvasRenderingContext2D, cell: MatrixCell, x: number, y: number): void => {
    const { size } = layout;
    const value = correlationOf(cell);
    if (!Number.isNaN(value)) {
      context.fillStyle = withAlpha(theme.tones[value > 0 ? 'first' : 'second'], 0.35 * Math.abs(value));
      context.fillRect(x, y, size, size);
    }
    const fontSize = Math.max(theme.fontSize, Math.min(20, size / 6));
    context.font = `${fontSize}px ${theme.fontFamily}`;
    context.fillStyle = theme.foreground;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(correlationText(value), x + size / 2, y + size / 2);
  };

  /** Ends of the axes: across below the last row, upwards beside the first column. */
  const drawValues = (context: CanvasRenderingContext2D): void => {
    const last = dimensions.length - 1;
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
    context.fillStyle = theme.muted;
    dimensions.forEach(({ axis }, index) => {
      const { size } = layout;
      const [least, most] = ends[index] ?? ['', ''];
      const below = cornerOf(layout, { column: index, row: last });
      context.textBaseline = 'middle';
      const atBottom = below.y + size + 11;
      // An axis of one value has no second end.
      const isOne = least === most || valueAt(axis, 0) === valueAt(axis, 1);
      const room = isOne ? size : size / 2 - 6;
      context.textAlign = 'left';
      context.fillText(fitted(context, least, room), below.x + 3, atBottom);
      context.textAlign = 'right';
      if (!isOne) context.fillText(fitted(context, most, room), below.x + size - 3, atBottom);
      if (index === 0) return;
      const beside = cornerOf(layout, { column: 0, row: index });
      context.fillText(fitted(context, least, layout.left - 6), layout.left - 6, beside.y + size - 9);
      if (!isOne) context.fillText(fitted(context, most, layout.left - 6), layout.left - 6, beside.y + 9);
    });
  };

  const correlationOf = ({ column, row }: MatrixCell): number => {
    const [a, b] = [dimensions[Math.min(column, row)], dimensions[Math.max(column, row)]];
    if (a === undefined || b === undefined || !isOrdered(a) || !isOrdered(b)) return Number.NaN;
    return correlationOnce(sweep, a, b);
  };
  const textOf = (cell: MatrixCell): string => {
    const [x, y] = [dimensions[cell.column]?.column, dimensions[cell.row]?.column];
    if (x === undefined || y === undefined) return '';
    if (cell.column !== cell.row)
      return MATRIX.pair(nameOf(y), nameOf(x), correlationText(correlationOf(cell)), count(sweep.points));
    const [least, most] = ends[cell.column] ?? ['', ''];
    return MATRIX.spread(nameOf(x), least, most);
  };
  const pick = (cell: MatrixCell): string => {
    hand.cell = cell;
    const [x, y] = [dimensions[cell.column]?.column.key, dimensions[cell.row]?.column.key];
    if (x !== undefined && y !== undefined && x !== y) onPick(x, y);
    return textOf(cell);
  };
  const move = (across: number, down: number): string => {
    const last = dimensions.length - 1;
    const { column, row } = hand.cell ?? { column: -across, row: -down };
    const within = (index: number): number => Math.min(last, Math.max(0, index));
    hand.cell = { column: within(column + across), row: within(row + down) };
    return textOf(hand.cell);
  };

  const names = dimensions.map(({ column }) => nameOf(column));
  return {
    heading: MATRIX.heading(),
    description: MATRIX.description(),
    label: `${MATRIX.label(count(sweep.points), names.join('; '))} ${MATRIX.instructions()}`,
    table: {
      columns: [MATRIX.correlation(), ...names],
      rows: dimensions.map((_, row) => ({
        header: names[row] ?? '',
        cells: dimensions.map((_, column) => (column === row ? '–' : correlationText(correlationOf({ column, row })))),
      })),
    },
    legend: legendWithFront(theme),
    height: (width) => matrixLayout(width, dimensions.length).height,
    draw,
    textAt: (x, y) => {
      const cell = cellUnder(layout, { x, y });
      return cell === undefined ? null : textOf(cell);
    },
    onClick: (x, y) => {
      const cell = cellUnder(layout, { x, y });
      return cell === undefined ? null : pick(cell);
    },
    onKey: (key) => {
      switch (key) {
        case 'ArrowRight':
          return move(1, 0);
        case 'ArrowLeft':
          return move(-1, 0);
        case 'ArrowDown':
          return move(0, 1);
        case 'ArrowUp':
          return move(0, -1);
        case 'Enter':
          return hand.cell === null ? null : pick(hand.cell);
        case 'Escape':
          hand.cell = null;
          return MATRIX.left();
        default:
          return null;
      }
    },
  };
}

/** Words of which there are more than two have no order, and so no ranks. */
function isOrdered({ column }: Dimension): boolean {
  return column.kind === 'metric' || column.dimension !== 'choice' || column.written.length <= 2;
}

function correlationText(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(2).replace('-0.00', '0.00');
}

const correlations = new WeakMap<SweepColumns, Map<string, number>>();

/** Computed once for a sweep, whichever pictures are made of it. */
function correlationOnce(sweep: SweepColumns, a: Dimension, b: Dimension): number {
  const known = correlations.get(sweep) ?? new Map<string, number>();
  correlations.set(sweep, known);
  const pair = `${a.column.key} ${b.column.key}`;
  const value = known.get(pair) ?? rankCorrelation(a.column.values, b.column.values);
  known.set(pair, value);
  return value;
}
