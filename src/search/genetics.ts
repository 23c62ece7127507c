import type { Random } from '../synthesis/random.ts';
import type { Design, SearchSpace } from './space.ts';

/** A child that takes each parameter from one parent or the other, as likely from either (uniform crossover). */
export function crossover(one: Design, other: Design, random: Random): Design {
  return one.map((value, parameter) => (random.uniform() < 0.5 ? value : other[parameter]));
}

/**
 * A design that differs in at least one parameter, and in each with a chance of 1 in as many as there are: by a step
 * where values have an order, to any other value where they have none. Parameters of one value stay; a space of one design
 * gives that.
 */
export function mutate(design: Design, { levels, ordered }: SearchSpace, random: Random): Design {
  const free = [...levels.keys()].filter((parameter) => levels[parameter] > 1);
  const certain = free[Math.floor(random.uniform() * free.length)];
  const mutated = design.slice();
  for (const parameter of free) {
    if (parameter !== certain && random.uniform() >= 1 / free.length) continue;
    const value = design[parameter];
    const values = levels[parameter];
    mutated[parameter] = ordered[parameter] ? step(value, values, random) : another(value, values, random);
  }
  return mutated;
}

/** Steps have a standard deviation of this share of all values, so that long and short ranges are crossed alike. */
const STEP_SHARE = 1 / 8;

/** A near value, but not the same one; steps beyond an end reach the end, for the best designs often lie there. */
function step(value: number, values: number, random: Random): number {
  const distance = Math.ceil(Math.abs(random.gaussian()) * values * STEP_SHARE) || 1;
  const direction = random.uniform() < 0.5 ? -1 : 1;
  const within = (target: number): number => Math.min(Math.max(target, 0), values - 1);
  const near = within(value + direction * distance);
  return near === value ? within(value - direction * distance) : near;
}

function another(value: number, values: number, random: Random): number {
  const other = Math.floor(random.uniform() * (values - 1));
  return other < value ? other : other + 1;
}
