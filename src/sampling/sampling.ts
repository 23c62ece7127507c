import { randomFor } from '../synthesis/random.ts';
import { latinHypercube } from './latin-hypercube.ts';
import { sobolPoints } from './sobol.ts';

/** Ways to choose points of a unit cube, from the plainest to the most even. */
export const SAMPLING_METHODS = ['random', 'latin-hypercube', 'sobol'] as const;
export type SamplingMethod = (typeof SAMPLING_METHODS)[number];

/**
 * Points of the unit cube, points x dimensions, row-major, each in [0, 1); the same for the same arguments on any machine.
 *
 * More points with the same seed begin with the same ones for `random` and `sobol`; a Latin hypercube is another one for
 * every number of points. With all three, another dimension leaves the values in the earlier ones as they are. `sobol` has
 * a digital shift for every seed, 0 too, and at most `SOBOL_MOST_DIMENSIONS` dimensions, else it throws a `RangeError`.
 */
export function unitSamples(method: SamplingMethod, points: number, dimensions: number, seed: number): Float64Array {
  switch (method) {
    case 'random':
      return independentPoints(points, dimensions, seed);
    case 'latin-hypercube':
      return latinHypercube(points, dimensions, seed);
    case 'sobol':
      return sobolPoints(points, dimensions, randomShift(dimensions, seed));
  }
}

function independentPoints(points: number, dimensions: number, seed: number): Float64Array {
  const values = new Float64Array(points * dimensions);
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const random = randomFor(seed, `random/${dimension}`);
    for (let point = 0; point < points; point++) values[point * dimensions + dimension] = random.uniform();
  }
  return values;
}

/** 32 random bits for every dimension. */
function randomShift(dimensions: number, seed: number): Uint32Array {
  return Uint32Array.from({ length: dimensions }, (_, dimension) =>
    Math.floor(randomFor(seed, `sobol/${dimension}`).uniform() * 2 ** 32),
  );
}
