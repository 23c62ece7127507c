import { type Random, randomFor } from '../synthesis/random.ts';

/**
 * A Latin hypercube (McKay, Beckman and Conover, A comparison of three methods for selecting values of input variables,
 * Technometrics, 1979): points x dimensions, row-major, each in [0, 1). In every dimension each interval of 1 / `points`
 * has exactly one point, at a random place inside.
 *
 * This holds for all `points` together only: the beginning of the list is no smaller hypercube, and more points with the
 * same seed are other points. A dimension does not depend on how many others there are.
 */
export function latinHypercube(points: number, dimensions: number, seed: number): Float64Array {
  const values = new Float64Array(points * dimensions);
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const random = randomFor(seed, `latin-hypercube/${dimension}`);
    for (const [point, stratum] of shuffled(points, random).entries())
      values[point * dimensions + dimension] = (stratum + random.uniform()) / points;
  }
  return values;
}

/** The numbers below `count` in random order, each order as likely as any (Fisher and Yates). */
function shuffled(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(random.uniform() * (last + 1));
    const kept = order[last];
    order[last] = order[other];
    order[other] = kept;
  }
  return order;
}
