import type { SweepColumn, SweepColumns } from '../../src/exploration/columns.ts';
import { type Axis, valueAt } from '../canvas/axis.ts';
import type { Interval } from './brush.ts';

/** Of an axis with more values than this, parts are walked over instead of values. */
const MOST_VALUES = 32;
const PARTS = 10;

/** 1 for each row whose values lie in all intervals, ends included; a row without a value is in none. Keys without a column are ignored. */
export function rowsInBrushes(
  { points, columns }: Pick<SweepColumns, 'points' | 'columns'>,
  brushes: ReadonlyMap<string, Interval>,
): Uint8Array {
  const rows = new Uint8Array(points).fill(1);
  for (const { key, values } of columns) {
    const brush = brushes.get(key);
    if (brush === undefined) continue;
    const [least, most] = brush;
    for (let row = 0; row < points; row++) {
      const value = values[row] ?? Number.NaN;
      if (!(value >= least && value <= most)) rows[row] = 0;
    }
  }
  return rows;
}

/** What the keyboard moves a brush over, ascending: every value that a parameter was tried with, or even parts of the axis. */
export function stopsOf(column: SweepColumn, axis: Axis): Interval[] {
  if (column.kind === 'parameter' && column.written.length <= MOST_VALUES) {
    return [...new Set(column.values)].sort((a, b) => a - b).map((value) => [value, value]);
  }
  return Array.from({ length: PARTS }, (_, part) => [valueAt(axis, part / PARTS), valueAt(axis, (part + 1) / PARTS)]);
}

/** The brush moved by a stop, as wide as it was; without a brush the first stop, or the last one where it is moved down. */
export function movedBrush(stops: readonly Interval[], brush: Interval | undefined, by: 1 | -1): Interval | undefined {
  if (brush === undefined) return stops.at(by === 1 ? 0 : -1);
  const [first, last] = stopsIn(stops, brush);
  const isAtEnd = by === 1 ? last >= stops.length - 1 : first <= 0;
  return isAtEnd ? over(stops, first, last) : over(stops, first + by, last + by);
}

/** The brush with one more stop above it, or with one less; never less than one. */
export function widenedBrush(
  stops: readonly Interval[],
  brush: Interval | undefined,
  by: 1 | -1,
): Interval | undefined {
  if (brush === undefined) return stops[0];
  const [first, last] = stopsIn(stops, brush);
  return over(stops, first, Math.min(stops.length - 1, Math.max(first, last + by)));
}

/** Places of the first and the last stop whose middle is in the brush; of the nearest one where none is. */
function stopsIn(stops: readonly Interval[], [least, most]: Interval): [first: number, last: number] {
  const middles = stops.map(([from, to]) => (from + to) / 2);
  const first = middles.findIndex((middle) => middle >= least);
  const last = middles.filter((middle) => middle <= most).length - 1;
  if (first >= 0 && last >= first) return [first, last];
  const nearest = Math.min(Math.max(first < 0 ? last : first, 0), stops.length - 1);
  return [nearest, nearest];
}

function over(stops: readonly Interval[], first: number, last: number): Interval | undefined {
  const [lowest, highest] = [stops[first], stops[last]];
  return lowest && highest && [lowest[0], highest[1]];
}
