import type { Codec, Words } from '../codecs/codec.ts';
import { windowsOf } from '../codecs/windows.ts';
import { zeroValueCodec } from '../codecs/zero-value.ts';
import { randomFor } from '../synthesis/random.ts';
import type { Bytes } from '../units.ts';

const FIRST_SAMPLE_WINDOWS = 64;
const TARGET_HALF_WIDTH = 0.01;
/** Two-sided 95 % of the normal distribution. */
const CONFIDENCE = 1.96;

/** A size and its relative 95 % half-width, 0 when every window was coded. */
export interface SizeEstimate {
  bytes: Bytes;
  halfWidth: number;
}

/**
 * Size of a windowed codec from a sample of its windows. zlib takes 0.1 ms a window, but the size of a window
 * follows its zero-value size, which is known for all of them: windows are drawn one from each stratum of equal
 * zero-value sizes, and a straight line through them gives the rest. The sample doubles until the half-width is at
 * most 1 %; where it would reach half of the windows, all are coded.
 */
export function estimateSize(codec: Codec, words: Words, windowBytes: Bytes, seed: number): SizeEstimate {
  const windows = [...windowsOf(words, windowBytes)];
  const zeroValueSizes = windows.map((window) => zeroValueCodec.sizeBytes(window));
  const order = windows.map((_, i) => i).sort((i, j) => zeroValueSizes[i] - zeroValueSizes[j] || i - j);
  const random = randomFor(seed, 'zlib windows');
  const known = new Map<number, Bytes>();
  const codedSize = (i: number) => {
    const size = known.get(i) ?? codec.sizeBytes(windows[i]);
    known.set(i, size);
    return size;
  };

  for (let count = FIRST_SAMPLE_WINDOWS; 2 * count < windows.length; count *= 2) {
    const stratum = order.length / count;
    const drawn = Array.from({ length: count }, (_, k) => order[Math.floor((k + random.uniform()) * stratum)]);
    const estimate = regress(
      drawn.map((i) => zeroValueSizes[i]),
      drawn.map(codedSize),
      zeroValueSizes,
    );
    if (estimate.halfWidth <= TARGET_HALF_WIDTH) return estimate;
  }
  return { bytes: windows.reduce((sum, _, i) => sum + codedSize(i), 0), halfWidth: 0 };
}

/** Regression estimate of the sum of y over the population, from sample pairs (x, y) and every x. */
function regress(x: readonly number[], y: readonly number[], population: readonly number[]): SizeEstimate {
  const meanX = mean(x);
  const meanY = mean(y);
  const varianceX = mean(x.map((value) => (value - meanX) ** 2));
  const covariance = mean(x.map((value, i) => (value - meanX) * (y[i] - meanY)));
  const slope = varianceX === 0 ? 0 : covariance / varianceX;
  const residualSquares = x.reduce((sum, value, i) => sum + (y[i] - meanY - slope * (value - meanX)) ** 2, 0);
  const estimatedMean = meanY + slope * (mean(population) - meanX);
  const unsampled = 1 - x.length / population.length;
  const standardError = Math.sqrt((residualSquares / (x.length - 2) / x.length) * unsampled);
  return { bytes: estimatedMean * population.length, halfWidth: (CONFIDENCE * standardError) / estimatedMean };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
