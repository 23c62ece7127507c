/** What makes one dimension of a Sobol' sequence. */
export interface SobolDimension {
  /** Degree s of the primitive polynomial over the integers modulo 2. */
  degree: number;
  /** Its inner coefficients a_1 ... a_(s-1) as bits, a_1 the highest; the first and the last are always 1. */
  coefficients: number;
  /** Initial numbers m_1 ... m_s: m_k is odd and below 2^k. */
  initial: readonly number[];
}

/**
 * The dimensions after the first one, which is van der Corput's sequence and needs no polynomial.
 *
 * Stephen Joe and Frances Y. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J. Sci.
 * Comput. 30 (2008): the first rows of their file new-joe-kuo-6.21201 (its columns s, a and m), which are chosen so that
 * any two dimensions lie well beside each other.
 */
export const LATER_DIMENSIONS: readonly SobolDimension[] = [
  { degree: 1, coefficients: 0, initial: [1] },
  { degree: 2, coefficients: 1, initial: [1, 3] },
  { degree: 3, coefficients: 1, initial: [1, 3, 1] },
  { degree: 3, coefficients: 2, initial: [1, 1, 1] },
  { degree: 4, coefficients: 1, initial: [1, 1, 3, 3] },
  { degree: 4, coefficients: 4, initial: [1, 3, 5, 13] },
  { degree: 5, coefficients: 2, initial: [1, 1, 5, 5, 17] },
  { degree: 5, coefficients: 4, initial: [1, 1, 5, 5, 5] },
  { degree: 5, coefficients: 7, initial: [1, 1, 7, 11, 19] },
  { degree: 5, coefficients: 11, initial: [1, 1, 5, 1, 1] },
  { degree: 5, coefficients: 13, initial: [1, 1, 1, 3, 11] },
  { degree: 5, coefficients: 14, initial: [1, 3, 5, 5, 31] },
  { degree: 6, coefficients: 1, initial: [1, 3, 3, 9, 7, 49] },
  { degree: 6, coefficients: 13, initial: [1, 1, 1, 15, 21, 21] },
  { degree: 6, coefficients: 16, initial: [1, 3, 1, 13, 27, 49] },
  { degree: 6, coefficients: 19, initial: [1, 1, 1, 15, 7, 5] },
  { degree: 6, coefficients: 22, initial: [1, 3, 1, 15, 13, 25] },
  { degree: 6, coefficients: 25, initial: [1, 1, 5, 5, 19, 61] },
  { degree: 7, coefficients: 1, initial: [1, 3, 7, 11, 23, 15, 103] },
  { degree: 7, coefficients: 4, initial: [1, 3, 7, 13, 13, 15, 69] },
  { degree: 7, coefficients: 7, initial: [1, 1, 3, 13, 7, 35, 63] },
  { degree: 7, coefficients: 8, initial: [1, 3, 5, 9, 1, 25, 53] },
  { degree: 7, coefficients: 14, initial: [1, 3, 1, 13, 9, 35, 107] },
  { degree: 7, coefficients: 19, initial: [1, 3, 1, 5, 27, 61, 31] },
  { degree: 7, coefficients: 21, initial: [1, 1, 5, 11, 19, 41, 61] },
  { degree: 7, coefficients: 28, initial: [1, 3, 5, 3, 3, 13, 69] },
  { degree: 7, coefficients: 31, initial: [1, 1, 7, 13, 1, 19, 1] },
  { degree: 7, coefficients: 32, initial: [1, 3, 7, 5, 13, 19, 59] },
  { degree: 7, coefficients: 37, initial: [1, 1, 3, 9, 25, 29, 41] },
  { degree: 7, coefficients: 41, initial: [1, 3, 5, 13, 23, 1, 55] },
  { degree: 7, coefficients: 42, initial: [1, 3, 7, 3, 13, 59, 17] },
  { degree: 7, coefficients: 50, initial: [1, 3, 1, 3, 5, 53, 69] },
  { degree: 7, coefficients: 55, initial: [1, 1, 5, 5, 23, 33, 13] },
  { degree: 7, coefficients: 56, initial: [1, 1, 7, 7, 1, 61, 123] },
  { degree: 7, coefficients: 59, initial: [1, 1, 7, 9, 13, 61, 49] },
  { degree: 7, coefficients: 62, initial: [1, 3, 3, 5, 3, 55, 33] },
  { degree: 8, coefficients: 14, initial: [1, 3, 1, 15, 31, 13, 49, 245] },
  { degree: 8, coefficients: 21, initial: [1, 3, 5, 15, 31, 59, 63, 97] },
  { degree: 8, coefficients: 22, initial: [1, 3, 1, 11, 11, 11, 77, 249] },
];
