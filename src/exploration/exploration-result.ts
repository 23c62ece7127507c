import { METRIC_IDS } from '../metrics/metric.ts';
import { say } from '../words.ts';
import type { Decisions } from './decisions.ts';
import { valuesAt } from './design-space.ts';
import type { MetricValues } from './evaluate-point.ts';
import type { Objective, ParameterValue } from './exploration.ts';
import { CANNOT_RUN, type Sweep } from './sweep.ts';

/** A point that was run. */
export interface ExploredPoint {
  /** Its place in the space: the same whatever else is run. */
  id: number;
  parameters: Readonly<Record<string, ParameterValue>>;
  metrics: MetricValues | null;
  feasible: boolean;
  /** Why it is not feasible: the constraints that it fails, or that it cannot be simulated. */
  reasons: readonly string[];
  /** Whether its figures come from the pipeline, line by line. */
  pipeline: boolean;
  /** Whether it is on the front. */
  pareto: boolean;
}

/** A sweep as JSON has it. */
export interface ExplorationResult {
  config: { name: string; hash: string };
  objectives: readonly Objective[];
  plan: { points: number; total: number; dropped: Sweep['dropped'] };
  points: readonly ExploredPoint[];
  /** Id of the best feasible point by the first objective; null without one. */
  best: number | null;
  /** Ids of points that stand out; null where none does. */
  knee: number | null;
  cheapestWithin: { tolerance: number; id: number } | null;
  hypervolume: number | null;
}

export function explorationResult(sweep: Sweep, decisions: Decisions): ExplorationResult {
  const onFront = new Set(decisions.front);
  const points = Array.from(sweep.ids, (_, row) => pointAt(sweep, row, onFront.has(row)));
  return { ...summaryOf(sweep, decisions), points };
}

function summaryOf(sweep: Sweep, { knee, cheapest, hypervolume }: Decisions): Omit<ExplorationResult, 'points'> {
  const { config, exploration, space, dropped, ids, best } = sweep;
  const idOf = (row: number | null): number | null => (row === null ? null : (ids[row] ?? null));
  const cheapestId = idOf(cheapest?.row ?? null);
  return {
    config,
    objectives: exploration.objectives,
    plan: { points: ids.length, total: space.size, dropped },
    best: idOf(best),
    knee: idOf(knee),
    cheapestWithin: cheapest === null || cheapestId === null ? null : { tolerance: cheapest.tolerance, id: cheapestId },
    hypervolume,
  };
}

/** The same with at most `most` points: the best feasible ones by the first objective, best first. */
export function briefResult(
  sweep: Sweep,
  decisions: Decisions,
  most: number,
): ExplorationResult & { feasible: number } {
  const { exploration, failed, metrics } = sweep;
  const [objective] = exploration.objectives;
  const figures = objective && metrics.get(objective.metric);
  const sign = objective?.direction === 'minimise' ? 1 : -1;
  const rows = [...failed.keys()].filter((row) => failed[row] === 0);
  const score = (row: number): number => sign * (figures?.[row] ?? Number.NaN);
  const ranked = rows.sort((a, b) => score(a) - score(b) || a - b).slice(0, most);
  const onFront = new Set(decisions.front);
  return {
    ...summaryOf(sweep, decisions),
    points: ranked.map((row) => pointAt(sweep, row, onFront.has(row))),
    feasible: rows.length,
  };
}

export function pointAt(
  { ids, space, failed, isPipeline, exploration, metrics }: Sweep,
  row: number,
  pareto: boolean,
): ExploredPoint {
  const id = ids[row] ?? 0;
  const values = valuesAt(space, id);
  const bits = failed[row] ?? 0;
  const cannotRun = (bits & CANNOT_RUN) !== 0;
  const figures = METRIC_IDS.map((metric) => {
    const value = metrics.get(metric)?.[row] ?? Number.NaN;
    return [metric, Number.isNaN(value) ? null : value] as const;
  });
  return {
    id,
    parameters: Object.fromEntries(space.parameters.map(({ key }, index) => [key, values[index] ?? ''])),
    metrics: cannotRun ? null : (Object.fromEntries(figures) as MetricValues),
    feasible: bits === 0,
    reasons: cannotRun
      ? [say`cannot be simulated`]
      : exploration.constraints.flatMap(({ text }, index) => ((bits >>> index) & 1 ? [text] : [])),
    pipeline: isPipeline[row] === 1,
    pareto,
  };
}
