import type { Fidelity } from '../config/resolved-config.ts';
import { METRIC_IDS, type MetricId } from '../metrics/metric.ts';
import { evaluateGrid } from './evaluate-grid.ts';
import { evaluateList } from './evaluate-list.ts';
import { FigureColumns } from './figure-columns.ts';
import { type Prepared, structuresOf } from './prepared.ts';
import type { Structures } from './structures.ts';
import { CANNOT_RUN } from './sweep.ts';

/** Figures of given designs: row n is the design at place n of the request. */
export interface Evaluated {
  metrics: ReadonlyMap<MetricId, Float64Array>;
  /** `CANNOT_RUN`, or 0. */
  failed: Uint32Array;
}

export interface EvaluationRequest {
  places: Uint32Array;
  /** Null for that of the config. */
  fidelity: Fidelity | null;
  /** Figures to compute. */
  wanted: readonly MetricId[];
  /** `soFar` has the figures of the first `done` rows, where those are done first; it is written on. */
  onProgress(done: number, soFar?: Evaluated): void;
}

/** Evaluates designs of a prepared exploration: on this thread, or on many. */
export type EvaluateDesigns = (request: EvaluationRequest) => Promise<Evaluated>;

/** On this thread. A grid's designs are evaluated together where most of it is asked for. */
export function evaluateHere(prepared: Prepared): EvaluateDesigns {
  const { space, context } = prepared;
  // What designs share is made once, however often designs are asked for.
  const known = new Map<Fidelity | null, Structures>();
  return async ({ places, fidelity, wanted, onProgress }) => {
    const structures = known.get(fidelity) ?? structuresOf(prepared, fidelity);
    known.set(fidelity, structures);
    if (space.axes !== undefined && places.length * LEAST_SHARE_OF_GRID >= space.size) {
      const figures = new FigureColumns(space.size, wanted);
      const failed = new Uint32Array(space.size);
      const onImpossible = (place: number): void => {
        failed[place] = CANNOT_RUN;
      };
      const grid = { structures, context, figures, onImpossible, onProgress };
      if (await evaluateGrid(space.axes, grid)) return rowsAt({ metrics: figures.columns, failed }, places);
    }
    const figures = new FigureColumns(places.length, wanted);
    const failed = new Uint32Array(places.length);
    const onImpossible = (row: number): void => {
      failed[row] = CANNOT_RUN;
    };
    const evaluated = { metrics: figures.columns, failed };
    const onRows = (done: number): void => onProgress(done, evaluated);
    await evaluateList(places, { structures, context, figures, onImpossible, onProgress: onRows });
    return evaluated;
  };
}

/** A grid is evaluated whole when at least one in so many of its designs is wanted. */
const LEAST_SHARE_OF_GRID = 4;

function rowsAt({ metrics, failed }: Evaluated, places: Uint32Array): Evaluated {
  // All of them, in their order: nothing to move.
  if (places.length === failed.length) return { metrics, failed };
  const pick = (column: Float64Array): Float64Array => {
    const picked = new Float64Array(places.length);
    for (let row = 0; row < places.length; row++) picked[row] = column[places[row]];
    return picked;
  };
  return {
    metrics: new Map([...metrics].map(([id, column]) => [id, pick(column)])),
    failed: Uint32Array.from(places, (place) => failed[place] ?? 0),
  };
}

/** Figures of many designs are computed only where something is decided by them. */
const MANY_DESIGNS = 200_000;

export function wantedMetrics(designs: number, decisive: readonly MetricId[]): readonly MetricId[] {
  return designs <= MANY_DESIGNS ? METRIC_IDS : decisive;
}
