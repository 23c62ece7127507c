import type { Bytes } from '../units.ts';
import type { WordBytes, Words } from './codec.ts';
import { wordBytesOf } from './words.ts';

/** Elements of a whole window: as many as fit, at least one. */
export function windowElements(windowBytes: Bytes, wordBytes: WordBytes): number {
  return Math.max(1, Math.floor(windowBytes / wordBytes));
}

/** The words cut in independent windows, in order; the last one may be shorter. The windows share their memory. */
export function* windowsOf(words: Words, windowBytes: Bytes): Generator<Words> {
  const step = windowElements(windowBytes, wordBytesOf(words));
  for (let start = 0; start < words.length; start += step) yield words.subarray(start, start + step);
}

/** Least number that is a whole number of both: where windows of two sizes begin together. */
export function leastCommonMultiple(a: number, b: number): number {
  let [divisor, rest] = [a, b];
  while (rest > 0) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
