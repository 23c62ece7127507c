import type { MetricId } from '../metrics/metric.ts';
import { METRIC_IDS } from '../metrics/metric.ts';
import type { Designs } from './designs.ts';
import type { Constraint, Exploration, Objective } from './exploration.ts';
import { evaluate, namesOf, type Value } from './expression.ts';
import type { Sweep } from './sweep.ts';

/** Sets the bits of the constraints in `judged` that each row fails. Row n is the design at `ids[n]`. */
export function judge(
  judged: readonly Constraint[],
  { constraints }: Exploration,
  designs: Designs,
  { ids, metrics, failed }: Pick<Sweep, 'ids' | 'metrics' | 'failed'>,
): void {
  for (const constraint of judged) {
    const bit = 1 << constraints.indexOf(constraint);
    const { expression } = constraint;
    const ofResult = new Map(namesOf(expression).flatMap((name) => columnOf(name, metrics)));
    let row = 0;
    const lookUp = (name: string): Value => ofResult.get(name)?.[row] ?? designs.lookUpAt(ids[row])(name);
    for (; row < ids.length; row++) {
      if (failed[row] >>> 31 === 0 && evaluate(expression, lookUp) !== true) failed[row] |= bit;
    }
  }
}

/** A figure that no point has is not a number anywhere. */
function columnOf(name: string, metrics: Sweep['metrics']): [string, Float64Array][] {
  const id = METRIC_IDS.find((metric) => metric === name);
  return id === undefined ? [] : [[name, metrics.get(id) ?? new Float64Array(0)]];
}

/** Row of the best feasible point by the first objective; of equal ones the first. Null where none has the figure. */
export function bestOf(
  [objective]: readonly Objective[],
  { metrics, failed }: Pick<Sweep, 'metrics' | 'failed'>,
): number | null {
  const figures = objective && metrics.get(objective.metric);
  if (objective === undefined || figures === undefined) return null;
  const sign = objective.direction === 'maximise' ? 1 : -1;
  let best: number | null = null;
  for (let row = 0; row < figures.length; row++) {
    if (failed[row] !== 0 || Number.isNaN(figures[row])) continue;
    if (best === null || sign * figures[row] > sign * figures[best]) best = row;
  }
  return best;
}

/** Figures that a sweep is decided by. */
export function decisiveMetrics({ objectives, constraints }: Exploration): MetricId[] {
  const named = new Set([
    ...objectives.map(({ metric }) => metric),
    ...constraints.flatMap(({ expression }) => namesOf(expression)),
  ]);
  return METRIC_IDS.filter((id) => named.has(id));
}
