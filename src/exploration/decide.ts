import { firstRows } from '../decisions/costs.ts';
import { effectsOf, type GridFactor } from '../decisions/effects.ts';
import { hypervolume } from '../decisions/hypervolume.ts';
import { cheapestWithin, kneeOf } from '../decisions/knee.ts';
import { type Costs, paretoFront } from '../decisions/pareto.ts';
import { responseCurve } from '../decisions/response.ts';
import type { MetricId } from '../metrics/metric.ts';
import { costsOf } from './costs-of-sweep.ts';
import type { Decisions, EffectsOnMetric, ResponseOfKey } from './decisions.ts';
import type { Objective } from './exploration.ts';
import type { Sweep } from './sweep.ts';
import { feasibleRows, indicesOf } from './sweep-rows.ts';

/** Of a goal nobody misses so much, relative to the best one. */
const CHEAPEST_TOLERANCE = 0.02;
/** What a design takes rather than what it achieves. */
const PRICES: readonly MetricId[] = ['cdmaArea', 'energy', 'peakMemory', 'offloadedSize'];
/** The effects of more parameters than this, and of their pairs, are a table that nobody reads. */
const MOST_FACTORS = 8;
/** More values than this are no curve but points: of a sampled range every point has a value of its own. */
const MOST_LEVELS = 10_000;
/**
 * Of a hypervolume of four objectives or more, whose time grows with the front's size to the power of two less than the
 * objectives: a larger one is not computed.
 */
const MOST_SLICES = 4_000_000;
/** Of a hypervolume of three objectives, whose time may grow with the square of the front's size. */
const MOST_STEPS = 100_000;

/** What helps to choose among all rows of a sweep. */
export function decide(sweep: Sweep, tornado: Decisions['tornado']): Decisions {
  const costs = costsOf(sweep);
  const front = paretoFront(costs);
  return {
    front,
    knee: kneeOf(costs, front),
    cheapest: cheapestOf(sweep, costs),
    hypervolume: shareDominated(costs, front),
    responses: responsesOf(sweep),
    effects: effectsOfGrid(sweep),
    tornado,
    convergence: sweep.convergence,
  };
}

/** The same with rows of the columns that are shown, which are those rows of the sweep, ascending. */
export function inShownRows(decisions: Decisions, shown: Uint32Array): Decisions {
  const { front, knee, cheapest } = decisions;
  const rowOfCheapest = cheapest && placeOf(cheapest.row, shown);
  return {
    ...decisions,
    front: front.map((row) => placeOf(row, shown) ?? NOT_SHOWN).filter((place) => place !== NOT_SHOWN),
    knee: knee === null ? null : placeOf(knee, shown),
    cheapest: cheapest === null || rowOfCheapest === null ? null : { ...cheapest, row: rowOfCheapest },
  };
}

const NOT_SHOWN = 0xffff_ffff;

/** By halving; null where the row is not among those shown. */
function placeOf(row: number, shown: Uint32Array): number | null {
  let low = 0;
  let high = shown.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (shown[middle] < row) low = middle + 1;
    else high = middle;
  }
  return shown[low] === row ? low : null;
}

function cheapestOf({ exploration, ids }: Sweep, costs: Costs): Decisions['cheapest'] {
  const [goal, ...others] = exploration.objectives;
  const price = others.find(({ metric }) => PRICES.includes(metric)) ?? others[0];
  if (goal === undefined || price === undefined) return null;
  const columnOf = (objective: Objective) => costs[exploration.objectives.indexOf(objective)];
  const row = cheapestWithin(columnOf(goal), columnOf(price), firstRows(ids.length), CHEAPEST_TOLERANCE);
  return row === null ? null : { goal, price, tolerance: CHEAPEST_TOLERANCE, row };
}

/**
 * Share of the box between the worst and the best figures that the front dominates, in the objectives that differ at all:
 * in the others the box is flat. Null where none differs, or where it would take too long.
 */
function shareDominated(costs: Costs, front: Uint32Array): number | null {
  const shares: Float64Array[] = [];
  for (const column of costs) {
    const [best, worst] = extentOf(column);
    // From 0 for the best figure to 1 for the worst: products of SI units may be too small for a number.
    if (worst > best) shares.push(Float64Array.from(front, (row) => (column[row] - best) / (worst - best)));
  }
  const most = shares.length > 3 ? MOST_SLICES ** (1 / (shares.length - 2)) : MOST_STEPS;
  if (shares.length === 0 || (shares.length > 2 && front.length > most)) return null;
  return hypervolume(
    shares,
    firstRows(front.length),
    shares.map(() => 1),
  );
}

/** The least and the greatest cost. */
function extentOf(column: Float64Array): [best: number, worst: number] {
  let best = Number.POSITIVE_INFINITY;
  let worst = Number.NEGATIVE_INFINITY;
  for (const cost of column) {
    if (cost < best) best = cost;
    if (cost > worst) worst = cost;
  }
  return [best, worst];
}

function responsesOf(sweep: Sweep): ResponseOfKey[] {
  const rows = feasibleRows(sweep);
  return sweep.space.parameters.flatMap(({ key, values }, parameter) => {
    if (values.length > MOST_LEVELS) return [];
    const indices = indicesOf(sweep, parameter);
    return sweep.exploration.objectives.flatMap(({ metric, direction }): ResponseOfKey[] => {
      const figures = sweep.metrics.get(metric);
      if (figures === undefined) return [];
      const { best, mean, worst } = responseCurve(indices, values.length, figures, direction, rows);
      return [{ key, metric, best, mean, worst }];
    });
  });
}

/** Of a full grid of single parameters, feasible or not: holes would tilt the balance. */
function effectsOfGrid({ space, ids, exploration, metrics }: Sweep): EffectsOnMetric[] {
  const { axes, parameters, size } = space;
  if (axes === undefined || axes.some((axis) => axis.parameters.length !== 1) || ids.length !== size) return [];
  const factors = axes
    .map((axis): GridFactor => ({ key: parameters[axis.parameters[0]].key, levels: axis.size }))
    .filter(({ levels }) => levels > 1);
  if (factors.length > MOST_FACTORS) return [];
  return exploration.objectives.flatMap(({ metric }): EffectsOnMetric[] => {
    const figures = metrics.get(metric);
    const effects = figures && effectsOf(factors, figures);
    return effects === undefined ? [] : [{ metric, ...effects }];
  });
}
