import type { Finding } from '../findings/finding.ts';
import { say } from '../words.ts';
import type { Decisions, ResponseOfKey } from './decisions.ts';
import type { Axis } from './design-space.ts';
import type { Sweep } from './sweep.ts';
import { indicesOf } from './sweep-rows.ts';

/** Of a figure, or of its variance: less is rounding. */
const LEAST_CHANGE = 1e-9;

/** Parameters on which no objective depends at any point: their values only multiply the points. */
export function effectlessFindings(sweep: Sweep, decisions: Decisions): Finding[] {
  return effectlessParameters(sweep, decisions).map((parameter): Finding => {
    const { key } = sweep.space.parameters[parameter];
    return {
      code: 'explore-no-effect',
      severity: 'information',
      message: say`No objective depends on ${key}: all its values give the same figures.`,
      help: say`Leave it out, or make a figure that it changes an objective.`,
      path: ['explore', 'parameters', key],
      target: 'key',
    };
  });
}

function effectlessParameters(sweep: Sweep, { effects, responses }: Decisions): number[] {
  const { parameters, axes } = sweep.space;
  const { objectives } = sweep.exploration;
  const figures = objectives.flatMap(({ metric }) => sweep.metrics.get(metric) ?? []);
  if (figures.length === 0) return [];
  const varied = [...parameters.keys()].filter((parameter) => parameters[parameter].values.length > 1);
  if (effects.length === objectives.length) {
    return varied.filter((parameter) => {
      const { key } = parameters[parameter];
      const shares = effects.map(({ main }) => main.find((effect) => effect.key === key)?.totalShare);
      return shares.every((share) => share !== undefined && share < LEAST_CHANGE);
    });
  }
  const all =
    axes ?? parameters.map(({ values }, parameter): Axis => ({ parameters: [parameter], size: values.length }));
  const places = placesOf(sweep, all);
  const isExhaustive = axes !== undefined && sweep.exploration.search === null;
  const effectless = all.flatMap((axis, index) => {
    const change = changeAlong(sweep, index, all, places, figures);
    if (isExhaustive) return change === 'none' ? axis.parameters : [];
    // Few points of a sample or a search, if any, differ in one parameter alone, so all must agree.
    return change === 'some' ? [] : axis.parameters.filter((parameter) => isFlat(responses, parameters[parameter].key));
  });
  return varied.filter((parameter) => effectless.includes(parameter));
}

/** Place of each row in the full grid of the axes, of which it may be a sample; not exact beyond 2^53 places. */
function placesOf(sweep: Sweep, axes: readonly Axis[]): Uint32Array | Float64Array {
  if (sweep.space.axes !== undefined) return sweep.ids;
  const places = new Float64Array(sweep.ids.length);
  for (const axis of axes) {
    const steps = indicesOf(sweep, axis.parameters[0]);
    for (let row = 0; row < places.length; row++) places[row] = places[row] * axis.size + steps[row];
  }
  return places;
}

/** Whether a figure differs between rows that differ in this axis alone; `unknown` where there are no such rows. */
function changeAlong(
  sweep: Sweep,
  index: number,
  axes: readonly Axis[],
  places: Uint32Array | Float64Array,
  figures: readonly Float64Array[],
): 'some' | 'none' | 'unknown' {
  const stride = axes.slice(index + 1).reduce((product, { size }) => product * size, 1);
  const size = stride * axes.slice(0, index + 1).reduce((product, axis) => product * axis.size, 1);
  if (size > Number.MAX_SAFE_INTEGER) return 'unknown';
  const steps = indicesOf(sweep, axes[index].parameters[0]);
  /** First row by its place without this axis. */
  const firsts = new Map<number, number>();
  let change: 'none' | 'unknown' = 'unknown';
  for (let row = 0; row < steps.length; row++) {
    const place = places[row] - steps[row] * stride;
    const first = firsts.get(place);
    if (first === undefined) {
      firsts.set(place, row);
    } else {
      change = 'none';
      for (const values of figures) if (!isSame(values[row], values[first])) return 'some';
    }
  }
  return change;
}

/** Whether best, mean and worst figures are the same at all values of the parameter that have any. */
function isFlat(responses: readonly ResponseOfKey[], key: string): boolean {
  const ofKey = responses.filter((response) => response.key === key);
  return (
    ofKey.length > 0 &&
    ofKey.every(({ best, mean, worst }) => {
      const levels = [...best.keys()].filter((level) => !Number.isNaN(best[level]));
      const isLevel = (curve: Float64Array) => levels.every((level) => isSame(curve[level], curve[levels[0]]));
      return levels.length > 1 && isLevel(best) && isLevel(mean) && isLevel(worst);
    })
  );
}

/** Two points without a figure are the same. */
function isSame(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  return Math.abs(a - b) <= LEAST_CHANGE * Math.max(Math.abs(a), Math.abs(b));
}
