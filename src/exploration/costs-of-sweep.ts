import type { Sweep } from './sweep.ts';

/**
 * One column for each objective with a value for each row, as the rooms for deciding take them: smaller is better, so what
 * is maximised is negative. In SI units; `NaN` where a row is not feasible or lacks the figure.
 */
export function costsOf({ exploration, metrics, failed }: Sweep): Float64Array[] {
  return exploration.objectives.map(({ metric, direction }) => {
    const costs = new Float64Array(failed.length).fill(Number.NaN);
    const figures = metrics.get(metric);
    if (figures === undefined) return costs;
    const sign = direction === 'minimise' ? 1 : -1;
    for (let row = 0; row < costs.length; row++) if (failed[row] === 0) costs[row] = sign * figures[row];
    return costs;
  });
}
