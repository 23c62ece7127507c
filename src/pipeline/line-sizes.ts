import type { Bytes, CompressionRatio } from '../units.ts';
import { LINE_BYTES } from './design.ts';

/** Compressed bytes of consecutive 128 B lines, at least one; a longer map repeats them. */
export type LineSizes = Uint16Array;

/** Lines that lie together where some are chosen out of many: neighbours compress alike, which the buffer sees. */
const RUN_LINES = 16;

/** Lines of a map of which only the ratio (> 0) is known: each as large as the next, up to the rounding to bytes. */
export function constantLineSizes(ratio: CompressionRatio, lines: number): LineSizes {
  const sizes = new Uint16Array(lines);
  const bytes = LINE_BYTES / ratio;
  for (let i = 0; i < lines; i++) sizes[i] = Math.floor((i + 1) * bytes) - Math.floor(i * bytes);
  return sizes;
}

/** `count` positions out of `available` in runs that are spread evenly; all of them when there are no more. */
export function spreadLines(available: number, count: number): Int32Array {
  if (available <= count) return Int32Array.from({ length: available }, (_, i) => i);
  const runs = Math.ceil(count / RUN_LINES);
  const positions = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const run = Math.floor(i / RUN_LINES);
    positions[i] = Math.floor(((available - RUN_LINES) * run) / Math.max(1, runs - 1)) + (i % RUN_LINES);
  }
  return positions;
}

/**
 * The same lines with another mean: a sample of lines brought to the mean of the map it stands for. Sizes stay whole
 * words of `wordBytes`; the rounding is carried from line to line, so that it never adds up.
 */
export function withMean(sizes: ArrayLike<Bytes>, mean: Bytes, wordBytes: number): LineSizes {
  const { length } = sizes;
  let total = 0;
  for (let i = 0; i < length; i++) total += sizes[i];
  const scale = total > 0 ? (mean * length) / total : 1;
  const scaled = new Uint16Array(length);
  let sum = 0;
  let before = 0;
  for (let i = 0; i < length; i++) {
    sum += sizes[i];
    const words = Math.round((sum * scale) / wordBytes);
    scaled[i] = (words - before) * wordBytes;
    before = words;
  }
  return scaled;
}
