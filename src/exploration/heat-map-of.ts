import { heatMap } from '../decisions/response.ts';
import { METRICS, type MetricId } from '../metrics/metric.ts';
import type { HeatMap } from './decisions.ts';
import type { Sweep } from './sweep.ts';
import { feasibleRows, indicesOf } from './sweep-rows.ts';

/** More cells than this are no picture, and may not fit in memory: of a sample each point may have values of its own. */
const MOST_CELLS = 4_000_000;

/**
 * The best feasible figure for every pair of values of the parameters `x` and `y`, named by their keys, in the direction
 * that is good for the figure. In SI units. Undefined where the sweep does not vary a key or has no such figure.
 */
export function heatMapOf(sweep: Sweep, x: string, y: string, metric: MetricId): HeatMap | undefined {
  const { parameters } = sweep.space;
  const columns = parameters.findIndex(({ key }) => key === x);
  const rows = parameters.findIndex(({ key }) => key === y);
  const figures = sweep.metrics.get(metric);
  if (columns < 0 || rows < 0 || figures === undefined) return undefined;
  const width = parameters[columns].values.length;
  const height = parameters[rows].values.length;
  if (width * height > MOST_CELLS) return undefined;
  const direction = METRICS[metric].better === 'higher' ? 'maximise' : 'minimise';
  const indicesOfX = indicesOf(sweep, columns);
  const indicesOfY = columns === rows ? indicesOfX : indicesOf(sweep, rows);
  const values = heatMap(indicesOfX, width, indicesOfY, height, figures, direction, feasibleRows(sweep));
  return { x, y, metric, values };
}
