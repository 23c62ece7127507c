import type { Decisions } from '../../src/exploration/decisions.ts';
import { type ExploredPoint, pointAt } from '../../src/exploration/exploration-result.ts';
import type { Sweep } from '../../src/exploration/sweep.ts';
import type { Explored } from '../../src/explore.ts';
import { formatMetric, METRIC_IDS, type MetricId } from '../../src/metrics/metric.ts';
import { type Column, formatTable } from '../table.ts';

/** Rows of the table on the screen; a file has all. */
const MOST_ROWS = 20;

/** What an exploration has found, as text: the best points by the first objective, and what helps to decide. */
export function describeExplored({ sweep, decisions }: Explored): string {
  const { config, space, ids, failed, exploration, best } = sweep;
  const [objective] = exploration.objectives;
  const rows = feasibleByRank(sweep);
  const shown = rows.subarray(0, MOST_ROWS);
  const onFront = new Set(decisions.front);
  const points = Array.from(shown, (row) => pointAt(sweep, row, onFront.has(row)));
  const run = `${ids.length} of ${space.size} points run, ${rows.length} feasible`;
  const idOfBest = best === null ? 'none' : ids[best];
  return [
    `${config.name}: ${run}; best by ${objective?.metric}: ${idOfBest}`,
    formatTable(columnsOf(points), points),
    ...(rows.length > shown.length
      ? [`... and ${rows.length - shown.length} more: --json, --csv F or --parquet F`]
      : []),
    ...(failed.some((bits) => bits === 0) ? [describeDecisions(sweep, decisions)] : []),
    `config ${config.hash}`,
  ].join('\n\n');
}

/** Rows of feasible points, the best by the first objective first, of equal ones the first. */
function feasibleByRank({ failed, exploration, metrics }: Sweep): Uint32Array {
  const [objective] = exploration.objectives;
  const figures = objective && metrics.get(objective.metric);
  const sign = objective?.direction === 'minimise' ? 1 : -1;
  const cost = (row: number): number => {
    const figure = figures?.[row] ?? Number.NaN;
    return Number.isNaN(figure) ? Number.POSITIVE_INFINITY : sign * figure;
  };
  const rows = Uint32Array.from([...failed.keys()].filter((row) => failed[row] === 0));
  return rows.sort((a, b) => (cost(a) === cost(b) ? a - b : cost(a) < cost(b) ? -1 : 1));
}

function columnsOf(points: readonly ExploredPoint[]): Column<ExploredPoint>[] {
  const right = (heading: string, cell: (point: ExploredPoint) => string): Column<ExploredPoint> => ({
    heading,
    align: 'right',
    cell,
  });
  const metrics = METRIC_IDS.filter((id) => points.some((point) => point.metrics?.[id] != null));
  return [
    right('point', ({ id }) => String(id)),
    { heading: 'front', align: 'left', cell: ({ pareto }) => (pareto ? '*' : '') },
    ...Object.keys(points[0]?.parameters ?? {}).map((key) => right(key, ({ parameters }) => String(parameters[key]))),
    ...metrics.map((id) => right(id, (point) => figure(id, point.metrics?.[id] ?? null))),
  ];
}

function describeDecisions({ ids, metrics }: Sweep, { front, knee, cheapest, hypervolume }: Decisions): string {
  const figureOf = (metric: MetricId, row: number): string =>
    `${metric} ${figure(metric, metrics.get(metric)?.[row] ?? null)}`;
  const lines = [`front: ${front.length} ${front.length === 1 ? 'point' : 'points'}, marked *`];
  if (knee !== null) lines.push(`knee: point ${ids[knee]}`);
  if (cheapest !== null) {
    const { goal, price, tolerance, row } = cheapest;
    lines.push(
      `cheapest within ${percent(tolerance)} of the best ${goal.metric}: point ${ids[row]} ` +
        `(${figureOf(goal.metric, row)}, ${figureOf(price.metric, row)})`,
    );
  }
  if (hypervolume !== null) {
    lines.push(`hypervolume: the front dominates ${percent(hypervolume)} of the box between worst and best`);
  }
  return lines.join('\n');
}

function figure(id: MetricId, value: number | null): string {
  return value === null || Number.isNaN(value) ? '' : formatMetric(id, value);
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
