import { type Dimension, parseQuantity } from '../config/quantity.ts';
import { schemaAt } from '../config/schema.ts';
import { METRICS, type MetricId } from '../metrics/metric.ts';
import type { Objective, Parameter, ParameterValue } from './exploration.ts';
import type { Sweep } from './sweep.ts';

/** The points of a sweep, column by column in typed arrays, so that threads hand them over without copying. */
export interface SweepColumns {
  config: { name: string; hash: string };
  objectives: readonly Objective[];
  /** Points that were run; those that constraints on keys left out before; those that are rows here. */
  run: number;
  dropped: number;
  points: number;
  /** Place in the cross product. */
  ids: Uint32Array;
  /** 1 where all constraints hold. */
  feasible: Uint8Array;
  columns: readonly SweepColumn[];
  /** Row of the best feasible point by the first objective. */
  best: number | null;
}

export type SweepColumn = ParameterColumn | MetricColumn;

export interface ParameterColumn {
  kind: 'parameter';
  /** Key of the config, dotted. */
  key: string;
  /** `choice` for texts and booleans. */
  dimension: Dimension | 'number' | 'choice';
  /** Its distinct values as they are written in a config, in the order in which they are tried. */
  written: readonly ParameterValue[];
  /** Index into `written` of each point. A range may have more values than 16 bits count. */
  indices: Uint32Array;
  /** In SI units; of a choice its index. */
  values: Float64Array;
}

export interface MetricColumn {
  kind: 'metric';
  key: MetricId;
  dimension: Dimension | 'number';
  better: 'higher' | 'lower';
  /** In SI units; `NaN` where a point does not have it. */
  values: Float64Array;
}

/** Columns of some rows of a sweep, ascending. */
export function sweepColumns(sweep: Sweep, rows: Uint32Array): SweepColumns {
  const { config, exploration, space, dropped, ids, metrics, failed, best } = sweep;
  const places = Uint32Array.from(rows, (row) => ids[row] ?? 0);
  const bestRow = best === null ? -1 : rows.indexOf(best);
  return {
    config,
    objectives: exploration.objectives,
    run: ids.length,
    dropped: dropped.reduce((sum, { points }) => sum + points, 0),
    points: rows.length,
    ids: places,
    feasible: Uint8Array.from(rows, (row) => (failed[row] === 0 ? 1 : 0)),
    columns: [
      ...space.parameters.map((parameter, index) =>
        parameterColumn(
          parameter,
          Uint32Array.from(places, (place) => space.indexAt(place, index)),
        ),
      ),
      ...[...metrics].map(([key, column]): MetricColumn => {
        const { dimension, better } = METRICS[key];
        const values = Float64Array.from(rows, (row) => column[row] ?? Number.NaN);
        return { kind: 'metric', key, dimension, better, values };
      }),
    ],
    best: bestRow < 0 ? null : bestRow,
  };
}

/** Buffers to hand over with the columns. */
export function buffersOf({ ids, feasible, columns }: SweepColumns): ArrayBuffer[] {
  const arrays = columns.flatMap((column) =>
    column.kind === 'parameter' ? [column.values, column.indices] : [column.values],
  );
  return [ids, feasible, ...arrays].map(({ buffer }) => buffer as ArrayBuffer);
}

/** Fewer values are all named, whether a row has them or not: responses are by their numbers. */
const MOST_NAMED = 10_000;

function parameterColumn({ key, values }: Parameter, indices: Uint32Array): ParameterColumn {
  const dimension = dimensionOf(key, values);
  // Of a sample every point may have a value of its own: only those of the rows are named.
  const isShort = values.length <= Math.max(indices.length, MOST_NAMED);
  const used = isShort ? undefined : [...new Set(indices)].sort((a, b) => a - b);
  const written = used === undefined ? values : used.map((index) => values[index] ?? '');
  const renumbered = used && new Map(used.map((index, place) => [index, place]));
  const places = renumbered === undefined ? indices : indices.map((index) => renumbered.get(index) ?? 0);
  const numbers = written.map((value, index) => (dimension === 'choice' ? index : toNumber(value)));
  const column = Float64Array.from(places, (place) => numbers[place] ?? Number.NaN);
  return { kind: 'parameter', key, dimension, written, indices: places, values: column };
}

/** A quantity that may also be a word, such as unlimited staging, is a choice where a word is among its values. */
function dimensionOf(key: string, written: readonly ParameterValue[]): ParameterColumn['dimension'] {
  if (written.every((value) => typeof value === 'number')) return 'number';
  const dimension = schemaAt(key.split('.'))?.cdmaQuantity?.dimension;
  const isQuantity = written.every((value) => !Number.isNaN(toNumber(value)));
  return dimension !== undefined && isQuantity ? dimension : 'choice';
}

function toNumber(value: ParameterValue): number {
  if (typeof value === 'number') return value;
  const parsed = parseQuantity(String(value));
  return parsed.kind === 'quantity' ? parsed.value : Number.NaN;
}
