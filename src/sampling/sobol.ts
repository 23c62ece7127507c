import { LATER_DIMENSIONS, type SobolDimension } from './sobol-directions.ts';

/** More dimensions than this have no direction numbers here. */
export const SOBOL_MOST_DIMENSIONS = LATER_DIMENSIONS.length + 1;

const BITS = 32;

/** The first dimension: all its numbers m_k are 1. */
const VAN_DER_CORPUT: SobolDimension = { degree: BITS, coefficients: 0, initial: Array<number>(BITS).fill(1) };

/**
 * The first points of Sobol's sequence, points x dimensions, row-major, each in [0, 1): any 2^k of them from a multiple of
 * 2^k on have one in every interval of 1 / 2^k in every dimension. They come in the Gray-code order of Antonov and Saleev
 * (An economic method of computing LP tau-sequences, 1979), and more points begin with the same ones.
 *
 * `shift` has 32 random bits for each dimension that are added to the points without carry (a digital shift), which keeps
 * that property and moves the first point away from the origin. Throws a `RangeError` above
 * {@link SOBOL_MOST_DIMENSIONS}.
 */
export function sobolPoints(points: number, dimensions: number, shift?: Uint32Array): Float64Array {
  if (dimensions > SOBOL_MOST_DIMENSIONS)
    throw new RangeError(`a Sobol sequence has at most ${SOBOL_MOST_DIMENSIONS} dimensions`);
  const values = new Float64Array(points * dimensions);
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const directions = directionsOf(LATER_DIMENSIONS[dimension - 1] ?? VAN_DER_CORPUT);
    let bits = shift?.[dimension] ?? 0;
    for (let point = 0; point < points; point++) {
      // Gray codes of neighbours differ in one bit: that of the lowest one in the point's number.
      if (point > 0) bits ^= directions[31 - Math.clz32(point & -point)];
      values[point * dimensions + dimension] = (bits >>> 0) / 2 ** BITS;
    }
  }
  return values;
}

/**
 * Direction numbers v_1 ... v_32 of a dimension as binary fractions of 32 digits: v_k = m_k / 2^k, by the recurrence of
 * Bratley and Fox, Algorithm 659: Implementing Sobol's quasirandom sequence generator (ACM TOMS 14, 1988).
 */
function directionsOf({ degree, coefficients, initial }: SobolDimension): Uint32Array {
  const directions = new Uint32Array(BITS);
  for (let k = 0; k < BITS; k++) {
    if (k < degree) {
      directions[k] = initial[k] << (BITS - 1 - k);
      continue;
    }
    let bits = directions[k - degree] ^ (directions[k - degree] >>> degree);
    for (let j = 1; j < degree; j++) if ((coefficients >>> (degree - 1 - j)) & 1) bits ^= directions[k - j];
    directions[k] = bits;
  }
  return directions;
}
