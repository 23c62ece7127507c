import { randomFor } from '../synthesis/random.ts';
import type { Bytes } from '../units.ts';

const FIRST_SAMPLE_WINDOWS = 64;
const TARGET_HALF_WIDTH = 0.01;
/** Two-sided 95 % of the normal distribution. */
const CONFIDENCE = 1.96;
/** About two seconds of zlib. Beyond, the half-width that was reached is reported as it is. */
const MOST_CODED_WINDOWS = 2 ** 14;

/** A size and its relative 95 % half-width, 0 when every window was coded. */
export interface SizeEstimate {
  bytes: Bytes;
  halfWidth: number;
}

/** The windows of a map: what is known of all of them, and a way to code some. */
export interface WindowPopulation {
  /** Number of windows. */
  count: number;
  /** Mean zero-value size of all of them. */
  meanZeroValueSize: Bytes;
  /** Windows that may be drawn, ascending, and their zero-value sizes: all, or a part spread over the map. */
  drawable: { positions: ArrayLike<number>; zeroValueSizes: ArrayLike<Bytes> };
  /** Coded sizes of windows at ascending positions. */
  codedSizes(positions: readonly number[]): Promise<readonly Bytes[]>;
}

/**
 * Size of a windowed codec from a sample of its windows. zlib takes 0.1 ms a window, but the size of a window
 * follows its zero-value size, which is known for all of them: windows are drawn one from each stratum of equal
 * zero-value sizes, and a straight line through them gives the rest. The sample doubles until the half-width is at
 * most 1 %; where it would reach half of the windows, all are coded, unless they are too many.
 */
export async function estimateSize(population: WindowPopulation, seed: number): Promise<SizeEstimate> {
  const { positions, zeroValueSizes } = population.drawable;
  const order = Uint32Array.from({ length: positions.length }, (_, i) => i);
  order.sort((i, j) => zeroValueSizes[i] - zeroValueSizes[j] || i - j);
  const random = randomFor(seed, 'zlib windows');
  const known = new Map<number, Bytes>();
  const code = async (drawn: readonly number[]) => {
    const unknown = [...new Set(drawn)].filter((i) => !known.has(i)).sort((i, j) => i - j);
    const sizes = await population.codedSizes(unknown.map((i) => positions[i]));
    unknown.forEach((i, k) => {
      known.set(i, sizes[k]);
    });
    return drawn.map((i) => known.get(i) ?? Number.NaN);
  };

  let estimate: SizeEstimate = { bytes: Number.NaN, halfWidth: Number.POSITIVE_INFINITY };
  for (let count = FIRST_SAMPLE_WINDOWS; 2 * count < order.length && count <= MOST_CODED_WINDOWS; count *= 2) {
    const stratum = order.length / count;
    const drawn = Array.from({ length: count }, (_, k) => order[Math.floor((k + random.uniform()) * stratum)]);
    const sizes = await code(drawn);
    estimate = regress(
      drawn.map((i) => zeroValueSizes[i]),
      sizes,
      population,
    );
    if (estimate.halfWidth <= TARGET_HALF_WIDTH) return estimate;
  }
  if (population.count > MOST_CODED_WINDOWS) return estimate;
  const all = await code([...order].sort((i, j) => i - j));
  return { bytes: all.reduce((sum, bytes) => sum + bytes, 0), halfWidth: 0 };
}

/** Regression estimate of the sum of y over the population, from sample pairs (x, y) and the mean of every x. */
function regress(x: readonly number[], y: readonly number[], population: WindowPopulation): SizeEstimate {
  const { count, meanZeroValueSize } = population;
  const meanX = mean(x);
  const meanY = mean(y);
  const varianceX = mean(x.map((value) => (value - meanX) ** 2));
  const covariance = mean(x.map((value, i) => (value - meanX) * (y[i] - meanY)));
  const slope = varianceX === 0 ? 0 : covariance / varianceX;
  const residualSquares = x.reduce((sum, value, i) => sum + (y[i] - meanY - slope * (value - meanX)) ** 2, 0);
  const estimatedMean = meanY + slope * (meanZeroValueSize - meanX);
  const unsampled = 1 - x.length / count;
  const standardError = Math.sqrt((residualSquares / (x.length - 2) / x.length) * unsampled);
  return { bytes: estimatedMean * count, halfWidth: (CONFIDENCE * standardError) / estimatedMean };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
