import type { SweepColumn, SweepColumns } from '../../src/exploration/columns.ts';
import { valueAt } from '../canvas/axis.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import type { LegendEntry } from '../charts/legend.ts';
import { count } from '../format.ts';
import { SWATCH } from '../pictures/picture-file.ts';
import type { Theme } from '../theme.ts';
import type { Interval } from './brush.ts';
import { columnOf, nameOf, pointText, tableOfRows } from './columns.ts';
import { FRONT, PARALLEL } from './decision-words.ts';
import { evenlyChosen } from './evenly-chosen.ts';
import { formatByDimension } from './format-column.ts';
import { axisName, drawParallelAxes } from './parallel-axes.ts';
import { movedBrush, rowsInBrushes, stopsOf, widenedBrush } from './parallel-brushes.ts';
import { axisNear, type ParallelLayout, type Place, parallelLayout, shareAt } from './parallel-layout.ts';
import { Dimension, ParallelLines } from './parallel-lines.ts';
import { SWEEP } from './words.ts';

/** What the user's hand changes; it outlives a redrawing. */
export interface ParallelHand {
  /** By key of the column; in SI units, of a choice in places of its values. */
  brushes: Map<string, Interval>;
  /** The axis that keys have led to. */
  axis: number | null;
}

interface Parallel {
  sweep: SweepColumns;
  /** Rows that no other point beats in everything. */
  front: Uint32Array;
  /** Columns in their order. */
  keys: readonly string[];
  /** Called when brushes have changed. */
  onChange(): void;
}

const MOST_LINES = 1000;
const MOST_TABLE_ROWS = 200;
const AXIS_REACH = 24;
const LINE_REACH = 6;

/** Every point as a line over an axis for each parameter and objective. However many points there are, a frame draws so many lines. */
export function parallelCoordinates(data: Parallel, theme: Theme, hand: ParallelHand): Picture {
  const { sweep, front, onChange } = data;
  const dimensions = data.keys.flatMap((key): Dimension[] => {
    const column = columnOf(sweep, key);
    return column === undefined ? [] : [new Dimension(column)];
  });
  const lines = new ParallelLines(sweep, dimensions, theme);
  const everyRow = sweep.ids.map((_, row) => row);
  const usual = evenlyChosen(everyRow, MOST_LINES);
  let layout = parallelLayout(1, dimensions.length);
  /** What is in the brushes, for as long as they are the same. */
  let kept: { of: string; rows: Uint8Array; number: number; drawn: Uint32Array } | null = null;

  const inBrushes = () => {
    if (hand.brushes.size === 0) return null;
    const of = JSON.stringify([...hand.brushes]);
    if (kept?.of === of) return kept;
    const rows = rowsInBrushes(sweep, hand.brushes);
    const all = new Uint32Array(sweep.points);
    let number = 0;
    for (let row = 0; row < sweep.points; row++) if (rows[row] === 1) all[number++] = row;
    kept = { of, rows, number, drawn: evenlyChosen(all.subarray(0, number), MOST_LINES) };
    return kept;
  };

  const draw = (context: CanvasRenderingContext2D, width: number): void => {
    layout = parallelLayout(width, dimensions.length);
    const brushed = inBrushes();
    lines.drawUnchanging(context, layout, usual, brushed !== null);
    if (brushed !== null) lines.draw(context, layout, brushed.drawn);
    lines.drawFront(context, layout, front, brushed?.rows ?? null);
    drawParallelAxes(context, theme, layout, dimensions, { brushes: hand.brushes, chosen: hand.axis });
  };

  const textOfAxis = (index: number): string => {
    const column = dimensions[index]?.column;
    if (column === undefined) return '';
    const brush = hand.brushes.get(column.key);
    const name = nameOf(column);
    const text =
      brush === undefined
        ? PARALLEL.unbrushed(name)
        : PARALLEL.brushed(name, endText(column, brush[0], Math.ceil), endText(column, brush[1], Math.floor));
    return `${text}; ${PARALLEL.inBrushes(count(inBrushes()?.number ?? sweep.points), count(sweep.points))}`;
  };
  const setBrush = (index: number, brush: Interval | undefined): string => {
    const key = dimensions[index]?.column.key ?? '';
    if (brush === undefined) hand.brushes.delete(key);
    else hand.brushes.set(key, brush);
    onChange();
    return textOfAxis(index);
  };
  const change = (by: 1 | -1, changed: typeof movedBrush): string => {
    hand.axis ??= 0;
    const dimension = dimensions[hand.axis];
    if (dimension === undefined) return '';
    const stops = stopsOf(dimension.column, dimension.axis);
    return setBrush(hand.axis, changed(stops, hand.brushes.get(dimension.column.key), by));
  };
  const chooseAxis = (by: 1 | -1): string => {
    const next = hand.axis === null ? 0 : hand.axis + by;
    hand.axis = Math.min(dimensions.length - 1, Math.max(0, next));
    return textOfAxis(hand.axis);
  };
  const lineAt = (place: Place): number | null => {
    const brushed = inBrushes();
    const ofFront = lines.nearest(layout, front, place, LINE_REACH);
    return ofFront ?? lines.nearest(layout, brushed?.drawn ?? usual, place, LINE_REACH);
  };

  const some = sweep.points > MOST_LINES ? ` ${PARALLEL.someDrawn(count(MOST_LINES), count(sweep.points))}` : '';
  const names = dimensions.map(({ column }) => axisName(column)).join('; ');
  return {
    heading: PARALLEL.heading(),
    description: `${PARALLEL.description()}${some}`,
    label: `${PARALLEL.label(count(sweep.points), names)} ${PARALLEL.instructions()}`,
    table: tableOfRows(sweep, [...front.subarray(0, MOST_TABLE_ROWS)]),
    legend: legendOfLines(theme),
    height: (width) => parallelLayout(width, dimensions.length).height,
    draw,
    textAt: (x, y) => {
      const row = lineAt({ x, y });
      return row === null ? null : pointText(sweep, row);
    },
    onClick: (x, y) => {
      const axis = axisNear(layout, { x, y }, AXIS_REACH);
      return axis === undefined ? null : setBrush(axis, undefined);
    },
    onDrag: ({ from, to }) => {
      const axis = axisNear(layout, from, AXIS_REACH);
      const dimension = axis === undefined ? undefined : dimensions[axis];
      if (axis === undefined || dimension === undefined) return false;
      hand.axis = axis;
      setBrush(axis, between(dimension, layout, from, to));
      return true;
    },
    onKey: (key) => {
      switch (key) {
        case 'ArrowRight':
          return chooseAxis(1);
        case 'ArrowLeft':
          return chooseAxis(-1);
        case 'ArrowUp':
          return change(1, movedBrush);
        case 'ArrowDown':
          return change(-1, movedBrush);
        case '+':
        case '=':
          return change(1, widenedBrush);
        case '-':
          return change(-1, widenedBrush);
        case 'Delete':
        case 'Backspace':
          return setBrush(hand.axis ?? 0, undefined);
        case 'Escape':
          hand.brushes.clear();
          onChange();
          return PARALLEL.noBrush();
        default:
          return null;
      }
    },
  };
}

function between({ axis }: Dimension, layout: ParallelLayout, from: Place, to: Place): Interval {
  const [a, b] = [valueAt(axis, shareAt(layout, from)), valueAt(axis, shareAt(layout, to))];
  return a < b ? [a, b] : [b, a];
}

/** An end of a brush with its unit; of a choice the outermost word within. */
function endText(column: SweepColumn, value: number, inwards: (value: number) => number): string {
  if (column.dimension !== 'choice') return formatByDimension(column.dimension, value);
  const last = column.written.length - 1;
  return String(column.written[Math.min(last, Math.max(0, inwards(value)))] ?? '–');
}

function legendOfLines(theme: Theme): LegendEntry[] {
  const line = (colour: string, width: number): LegendEntry['drawSwatch'] => {
    return (context, x, y) => {
      context.strokeStyle = colour;
      context.lineWidth = width;
      context.beginPath();
      context.moveTo(x, y + SWATCH.height / 2);
      context.lineTo(x + SWATCH.width, y + SWATCH.height / 2);
      context.stroke();
    };
  };
  return [
    { label: FRONT.name(), drawSwatch: line(theme.tones.third, 3) },
    { label: SWEEP.feasible(), drawSwatch: line(theme.tones.first, 1.5) },
    { label: SWEEP.notFeasible(), drawSwatch: line(theme.tones.neutral, 1.5) },
  ];
}
