import { parseQuantity } from '../config/quantity.ts';
import type { Finding } from '../findings/finding.ts';
import { say } from '../words.ts';
import type { Parameter, ParameterValue } from './exploration.ts';
import type { Sweep } from './sweep.ts';
import { feasibleRows, indicesOf } from './sweep-rows.ts';

/** A parameter that changes the objective by less than this at the edge has no say there. */
const NOTABLE_SHARE = 0.001;

/** An optimum on the edge of a range says that the range ends too early, unless the next value is as good. */
export function edgeFindings(sweep: Sweep): Finding[] {
  const { best, space, exploration, metrics } = sweep;
  const [objective] = exploration.objectives;
  const figures = objective && metrics.get(objective.metric);
  if (best === null || objective === undefined || figures === undefined) return [];
  const sign = objective.direction === 'maximise' ? 1 : -1;
  const next = nextBest(sweep, best, figures, sign);
  const found = sign * figures[best];
  return space.parameters.flatMap((parameter, index): Finding[] => {
    if (found - next[index] < NOTABLE_SHARE * Math.abs(found)) return [];
    const { key, values } = parameter;
    const value = values[space.indexAt(sweep.ids[best], index)];
    const edge = edgeAt(parameter, value);
    if (edge === null) return [];
    const { metric } = objective;
    return [
      {
        code: 'explore-edge',
        severity: 'information',
        message:
          edge === 'lowest'
            ? say`The best ${metric} lies at ${key} = ${String(value)}, the lowest value that was tried.`
            : say`The best ${metric} lies at ${key} = ${String(value)}, the highest value that was tried.`,
        help: say`Widen the range: a better design may lie beyond.`,
        path: ['explore', 'parameters', key],
        target: 'key',
      },
    ];
  });
}

/**
 * For each parameter the best figure, times `sign`, of a row that differs from the best one in this parameter alone, or in
 * those that are zipped with it. Where there is none, as in most samples, of a feasible row with another value of it.
 */
function nextBest(sweep: Sweep, best: number, figures: Float64Array, sign: number): number[] {
  const { space } = sweep;
  const axes = space.axes?.map(({ parameters }) => parameters) ?? space.parameters.map((_, index) => [index]);
  const columns = axes.map(([first]) => indicesOf(sweep, first));
  const places = columns.map((column) => column[best]);
  const nearest = new Array<number>(space.parameters.length).fill(Number.NEGATIVE_INFINITY);
  const next = axes.map(() => Number.NEGATIVE_INFINITY);
  for (let row = 0; row < figures.length; row++) {
    let different = -1;
    let differences = 0;
    for (let axis = 0; axis < columns.length && differences < 2; axis++) {
      if (columns[axis][row] === places[axis]) continue;
      different = axis;
      differences++;
    }
    if (differences === 1 && sign * figures[row] > next[different]) next[different] = sign * figures[row];
  }
  const feasible = feasibleRows(sweep);
  for (const [axis, parameters] of axes.entries()) {
    const column = columns[axis];
    if (next[axis] === Number.NEGATIVE_INFINITY) {
      for (const row of feasible) {
        if (column[row] !== places[axis] && sign * figures[row] > next[axis]) next[axis] = sign * figures[row];
      }
    }
    for (const parameter of parameters) nearest[parameter] = next[axis];
  }
  return nearest;
}

/** Whether a value is the lowest or the highest that was tried. Null for one value, and for choices, which have no order. */
function edgeAt({ values, isOrdered }: Parameter, value: ParameterValue): 'lowest' | 'highest' | null {
  if (!isOrdered || values.length < 2) return null;
  const found = numberOf(value);
  let isLowest = true;
  let isHighest = true;
  // A sample may have a million values: those inside the range are soon known to be.
  for (const other of values) {
    const number = numberOf(other);
    if (number < found) isLowest = false;
    if (number > found) isHighest = false;
    if (!isLowest && !isHighest) return null;
  }
  return isLowest ? 'lowest' : 'highest';
}

function numberOf(value: ParameterValue): number {
  if (typeof value === 'number') return value;
  const parsed = parseQuantity(String(value));
  return parsed.kind === 'quantity' ? parsed.value : Number.POSITIVE_INFINITY; // "unlimited"
}
