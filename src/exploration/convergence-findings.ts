import type { Finding } from '../findings/finding.ts';
import type { MetricId } from '../metrics/metric.ts';
import { say } from '../words.ts';
import type { Decisions } from './decisions.ts';
import { valuesAt } from './design-space.ts';
import type { Sweep } from './sweep.ts';

/** More than this moves a choice between neighbours. */
const NOTABLE_DIFFERENCE = 0.02;

/** Figures of rows in closed form, which the sweep has line by line. */
export type ClosedForm = ReadonlyMap<number, ReadonlyMap<MetricId, number>>;

/** A front that was sought in closed form and lies elsewhere in the pipeline, by the first objective. */
export function convergenceFindings(sweep: Sweep, { front }: Decisions, closedForm: ClosedForm): Finding[] {
  const [objective] = sweep.exploration.objectives;
  const figures = objective && sweep.metrics.get(objective.metric);
  if (objective === undefined || figures === undefined) return [];
  let furthest = -1;
  let largest = NOTABLE_DIFFERENCE;
  for (const row of front) {
    const first = closedForm.get(row)?.get(objective.metric);
    if (first === undefined || sweep.isPipeline[row] !== 1) continue;
    const difference = Math.abs(first - figures[row]) / Math.abs(figures[row]);
    if (!(difference > largest)) continue;
    largest = difference;
    furthest = row;
  }
  if (furthest < 0) return [];
  const { metric } = objective;
  const percent = (100 * largest).toFixed(1);
  return [
    {
      code: 'explore-not-converged',
      severity: 'warning',
      message: say`Closed form and pipeline differ by ${percent} % in ${metric} on the front, most at ${pointOf(sweep, furthest)}.`,
      help: say`Set "fidelity" of the sweep to "pipeline", so that every point is computed line by line: the front may lie elsewhere.`,
      path: ['explore', 'fidelity'],
    },
  ];
}

function pointOf({ space, ids }: Sweep, row: number): string {
  const values = valuesAt(space, ids[row]);
  return space.parameters.map(({ key }, parameter) => `${key} = ${String(values[parameter])}`).join(', ');
}
