import { latinHypercube } from '../sampling/latin-hypercube.ts';
import type { Random } from '../synthesis/random.ts';

/** A grid: every design takes one of a parameter's values for each parameter. */
export interface SearchSpace {
  /** Values of each parameter, at least 1. */
  levels: readonly number[];
  /** Whether a parameter's values have an order, so that near ones are alike. */
  ordered: readonly boolean[];
}

/** Which value each parameter takes, counted from 0. */
export type Design = Uint32Array;

/** Designs of a grid; above 2^53 to the nearest number. */
export function sizeOf({ levels }: SearchSpace): number {
  return levels.reduce((product, count) => product * count, 1);
}

/** The same text for the same design. */
export function keyOf(design: Design): string {
  return design.join();
}

/** At most `count` designs, all different, that cover each parameter's values evenly. */
export function spreadDesigns({ levels }: SearchSpace, count: number, seed: number): Design[] {
  const samples = latinHypercube(count, levels.length, seed);
  const designs = new Map<string, Design>();
  for (let index = 0; index < count; index++) {
    const first = index * levels.length;
    const design = Uint32Array.from(levels, (values, parameter) => Math.floor(samples[first + parameter] * values));
    designs.set(keyOf(design), design);
  }
  return [...designs.values()];
}

/** Grids of at most so many times the designs that are wanted or seen are listed; in larger ones most draws are unseen. */
const LISTED_SHARE = 4;

/** `count` random designs that are not among the seen ones, or all that are left. */
export function unseenDesigns(space: SearchSpace, count: number, seen: ReadonlySet<string>, random: Random): Design[] {
  const size = sizeOf(space);
  if (size <= LISTED_SHARE * (seen.size + count)) {
    const left: Design[] = [];
    for (let id = 0; id < size; id++) {
      const design = designAt(space, id);
      if (!seen.has(keyOf(design))) left.push(design);
    }
    return drawn(left, count, random);
  }
  const found = new Map<string, Design>();
  while (found.size < count) {
    const design = Uint32Array.from(space.levels, (values) => Math.floor(random.uniform() * values));
    const key = keyOf(design);
    if (!seen.has(key)) found.set(key, design);
  }
  return [...found.values()];
}

/** The last parameter changes fastest. */
function designAt({ levels }: SearchSpace, id: number): Design {
  const design = new Uint32Array(levels.length);
  let rest = id;
  for (let parameter = levels.length - 1; parameter >= 0; parameter--) {
    const values = levels[parameter];
    design[parameter] = rest % values;
    rest = Math.floor(rest / values);
  }
  return design;
}

/** `count` of a list in random order, all of them where it is shorter. */
function drawn(list: readonly Design[], count: number, random: Random): Design[] {
  const order = [...list];
  const taken = Math.min(count, order.length);
  for (let place = 0; place < taken; place++) {
    const other = place + Math.floor(random.uniform() * (order.length - place));
    [order[place], order[other]] = [order[other], order[place]];
  }
  return order.slice(0, taken);
}
