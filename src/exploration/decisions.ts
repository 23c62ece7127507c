import type { MetricId } from '../metrics/metric.ts';
import type { Objective } from './exploration.ts';

/** What helps to choose among the points of a sweep. Rows are those of its columns (`SweepColumns`). */
export interface Decisions {
  /** Feasible points than which no other is better in one objective and no worse in all, ascending. */
  front: Uint32Array;
  /** The front's point that bulges furthest towards the best of every objective; null where none does. */
  knee: number | null;
  /** Of the points whose goal is within a tolerance of the best one, the cheapest; null without a second objective. */
  cheapest: { goal: Objective; price: Objective; tolerance: number; row: number } | null;
  /** Share, 0 to 1, of the box between the worst and the best figures of all feasible points that the front dominates. */
  hypervolume: number | null;
  /** One for each parameter and objective. */
  responses: readonly ResponseOfKey[];
  /** One for each objective; empty where the points are no full grid. */
  effects: readonly EffectsOnMetric[];
  /** One for each objective: one key at a time, away from the config. */
  tornado: readonly TornadoOfMetric[];
  /** Of a search. */
  convergence: readonly { evaluated: number; hypervolume: number }[] | null;
}

/** How a figure answers to one parameter while the others take all their values. */
export interface ResponseOfKey {
  key: string;
  metric: MetricId;
  /** By the parameter's values, in the order in which they are tried; SI units. `NaN` where no feasible point has one. */
  best: Float64Array;
  mean: Float64Array;
  worst: Float64Array;
}

/** How the variance of a figure over a full grid divides. Shares are 0 to 1. */
export interface EffectsOnMetric {
  metric: MetricId;
  /** In SI units. */
  mean: number;
  variance: number;
  main: readonly {
    key: string;
    /** Of the key alone (first-order Sobol index). */
    share: number;
    /** With all interactions that the key is part of (total-order index). */
    totalShare: number;
    /** Mean of the figure at each value of the key. */
    levelMeans: Float64Array;
  }[];
  interactions: readonly { keys: readonly [string, string]; share: number }[];
}

/** A figure of the config, and with each swept key alone at its lowest and its highest value. SI units. */
export interface TornadoOfMetric {
  metric: MetricId;
  present: number;
  /** Widest first. Of a choice the values that give the least and the most. */
  bars: readonly { key: string; low: TornadoEnd; high: TornadoEnd }[];
}

/** A value as it is written in a config, and the figure that it gives. */
export interface TornadoEnd {
  written: string | number | boolean;
  value: number;
}

/** The best feasible figure in every cell of two parameters' values. */
export interface HeatMap {
  x: string;
  y: string;
  metric: MetricId;
  /** Row by row of `y`'s values, each with one per value of `x`, in the order in which they are tried; `NaN`: none. */
  values: Float64Array;
}
