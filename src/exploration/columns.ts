import { type Dimension, parseQuantity } from '../config/quantity.ts';
import { schemaAt } from '../config/schema.ts';
import type { ExplorationResult } from '../explore.ts';
import { METRIC_IDS, METRICS, type MetricId } from '../metrics/metric.ts';
import type { Objective, ParameterValue } from './exploration.ts';

/** The points of a sweep, column by column in typed arrays, so that threads hand them over without copying. */
export interface SweepColumns {
  config: { name: string; hash: string };
  objectives: readonly Objective[];
  /** Points that were run, and points that constraints on keys left out before. */
  points: number;
  dropped: number;
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

export function sweepColumns({ config, objectives, plan, points, best }: ExplorationResult): SweepColumns {
  const keys = Object.keys(points[0]?.parameters ?? {});
  const metrics = METRIC_IDS.filter((id) => points.some((point) => point.metrics?.[id] != null));
  const bestRow = best === null ? -1 : points.findIndex(({ id }) => id === best);
  return {
    config,
    objectives,
    points: points.length,
    dropped: plan.total - plan.points,
    ids: Uint32Array.from(points, ({ id }) => id),
    feasible: Uint8Array.from(points, ({ feasible }) => (feasible ? 1 : 0)),
    columns: [
      ...keys.map((key) =>
        parameterColumn(
          key,
          points.map(({ parameters }) => parameters[key] ?? ''),
        ),
      ),
      ...metrics.map((key): MetricColumn => {
        const { dimension, better } = METRICS[key];
        const values = Float64Array.from(points, (point) => point.metrics?.[key] ?? Number.NaN);
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

function parameterColumn(key: string, values: readonly ParameterValue[]): ParameterColumn {
  const places = new Map<ParameterValue, number>();
  for (const value of values) if (!places.has(value)) places.set(value, places.size);
  const written = [...places.keys()];
  const dimension = dimensionOf(key, written);
  const numbers = written.map((value, index) => (dimension === 'choice' ? index : toNumber(value)));
  const indices = Uint32Array.from(values, (value) => places.get(value) ?? 0);
  return {
    kind: 'parameter',
    key,
    dimension,
    written,
    indices,
    values: Float64Array.from(indices, (index) => numbers[index] ?? Number.NaN),
  };
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
