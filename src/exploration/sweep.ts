import type { MetricId } from '../metrics/metric.ts';
import type { DesignSpace } from './design-space.ts';
import type { Exploration } from './exploration.ts';

/** In `Sweep.failed`: the point cannot be simulated. Lower bits are constraints. */
export const CANNOT_RUN = 0x8000_0000;
/** Constraints that fit beside it. */
export const MOST_CONSTRAINTS = 31;

/** The points of an exploration that were run, column by column; a row is a point, in the order of their ids. */
export interface Sweep {
  config: { name: string; hash: string };
  exploration: Exploration;
  space: DesignSpace;
  /** How many points each constraint on keys left out, before anything was run. */
  dropped: readonly { constraint: string; points: number }[];
  /** Place of each row in the space. */
  ids: Uint32Array;
  /** In SI units; `NaN` where a point does not have a figure. Figures that no point has are missing. */
  metrics: ReadonlyMap<MetricId, Float64Array>;
  /** Bit n: the point fails constraint n of the exploration. 0: it is feasible. */
  failed: Uint32Array;
  /** 1 where the figures come from the pipeline, line by line; 0 in closed form. */
  isPipeline: Uint8Array;
  /** Row of the best feasible point by the first objective, of equals the first; null without one. */
  best: number | null;
  /** Of a search: how much of the figures' space its designs dominate, as a share of what they do at its end. */
  convergence: readonly { evaluated: number; hypervolume: number }[] | null;
}
