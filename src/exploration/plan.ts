import type { Constraint, Exploration, ParameterValue } from './exploration.ts';
import { evaluate, namesOf, type Value } from './expression.ts';

/** Values of the parameters at one point, in their order. */
export type Point = readonly ParameterValue[];

export interface Plan {
  exploration: Exploration;
  /** Indices of the points that are to be run, ascending, in the cross product whose last parameter varies fastest. */
  kept: Uint32Array;
  /** Points of the cross product. */
  total: number;
  /** How many points each constraint on keys drops: a point counts for the first that it fails. */
  dropped: readonly { constraint: Constraint; points: number }[];
  /** Constraints that name a result, and so are decided after a run. */
  afterRun: readonly Constraint[];
}

/** The value of a key at a point, in SI units; a constraint on a key that does not exist is never satisfied. */
export type KeyLookup = (point: Point) => (key: string) => Value;

/**
 * Decides which points of an exploration are to be run: all whose keys satisfy the constraints.
 *
 * @param isResult whether a name is one of a result rather than of a key.
 */
export function planExploration(
  exploration: Exploration,
  lookUpAt: KeyLookup,
  isResult: (name: string) => boolean,
): Plan {
  const { parameters, constraints } = exploration;
  const afterRun = constraints.filter(({ expression }) => namesOf(expression).some(isResult));
  const before = constraints.filter((constraint) => !afterRun.includes(constraint));
  const total = parameters.reduce((product, { values }) => product * values.length, 1);
  const points = before.map(() => 0);
  const kept = new Uint32Array(total);
  let count = 0;
  for (let index = 0; index < total; index++) {
    const lookUp = before.length === 0 ? undefined : lookUpAt(pointAt(exploration, index));
    const failed = lookUp && before.findIndex(({ expression }) => evaluate(expression, lookUp) !== true);
    if (failed === undefined || failed < 0) kept[count++] = index;
    else points[failed] = (points[failed] ?? 0) + 1;
  }
  const dropped = before.map((constraint, index) => ({ constraint, points: points[index] ?? 0 }));
  return { exploration, kept: kept.slice(0, count), total, dropped, afterRun };
}

/** The values of one point of the cross product. */
export function pointAt({ parameters }: Exploration, index: number): Point {
  const point: ParameterValue[] = [];
  let rest = index;
  for (let at = parameters.length - 1; at >= 0; at--) {
    const values = parameters[at]?.values ?? [];
    const value = values[rest % values.length];
    if (value !== undefined) point[at] = value;
    rest = Math.floor(rest / values.length);
  }
  return point;
}
