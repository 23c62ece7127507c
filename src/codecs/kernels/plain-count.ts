import type { Words } from '../codec.ts';
import { bytesOf } from '../words.ts';

/**
 * Number of non-zero words, without branches, so the speed does not depend on the data: one function for each width. Eight numbers of
 * 32 bits a turn keep the loop overhead small.
 */
export function plainCountNonZero(words: Words): number {
  const bytes = bytesOf(words);
  // Whole turns, read as 32-bit numbers, which start at multiples of 4 B.
  const start = -words.byteOffset & 3;
  const turns = Math.max(0, Math.floor((bytes.length - start) / 32));
  if (turns === 0) return countOneByOne(words, 0, words.length);
  const lanes = new Int32Array(bytes.buffer, bytes.byteOffset + start, 8 * turns);
  const rest =
    countOneByOne(words, 0, start / words.BYTES_PER_ELEMENT) +
    countOneByOne(words, (start + 32 * turns) / words.BYTES_PER_ELEMENT, words.length);
  if (words instanceof Uint32Array) return rest + count4(lanes);
  return rest + (words instanceof Uint16Array ? count2(lanes) : count1(lanes));
}

function countOneByOne(words: Words, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) count += Number(words[i] !== 0);
  return count;
}

/** `Math.clz32(x) & 32` is 32 for zero and 0 for anything else. */
function count4(words: Int32Array): number {
  let zeros = 0;
  for (let i = 0; i < words.length; i += 8) {
    zeros +=
      ((Math.clz32(words[i]) & 32) +
        (Math.clz32(words[i + 1]) & 32) +
        (Math.clz32(words[i + 2]) & 32) +
        (Math.clz32(words[i + 3]) & 32) +
        (Math.clz32(words[i + 4]) & 32) +
        (Math.clz32(words[i + 5]) & 32) +
        (Math.clz32(words[i + 6]) & 32) +
        (Math.clz32(words[i + 7]) & 32)) >>>
      5;
  }
  return words.length - zeros;
}

/** Two lanes of 16 bits; their sums in a turn are 8 at most. */
function count2(pairs: Int32Array): number {
  let count = 0;
  for (let i = 0; i < pairs.length; i += 8) {
    const sums =
      nonZeroLanes2(pairs[i]) +
      nonZeroLanes2(pairs[i + 1]) +
      nonZeroLanes2(pairs[i + 2]) +
      nonZeroLanes2(pairs[i + 3]) +
      nonZeroLanes2(pairs[i + 4]) +
      nonZeroLanes2(pairs[i + 5]) +
      nonZeroLanes2(pairs[i + 6]) +
      nonZeroLanes2(pairs[i + 7]);
    count += (sums + (sums >>> 16)) & 0xffff;
  }
  return count;
}

/** 1 in each lane that is not zero: adding 0x7fff carries into its top bit when any lower bit is set. */
function nonZeroLanes2(pair: number): number {
  return ((((pair & 0x7fff7fff) + 0x7fff7fff) | pair) >>> 15) & 0x00010001;
}

/** Four lanes of 8 bits. */
function count1(quads: Int32Array): number {
  let count = 0;
  for (let i = 0; i < quads.length; i += 8) {
    const sums =
      nonZeroLanes1(quads[i]) +
      nonZeroLanes1(quads[i + 1]) +
      nonZeroLanes1(quads[i + 2]) +
      nonZeroLanes1(quads[i + 3]) +
      nonZeroLanes1(quads[i + 4]) +
      nonZeroLanes1(quads[i + 5]) +
      nonZeroLanes1(quads[i + 6]) +
      nonZeroLanes1(quads[i + 7]);
    count += Math.imul(sums, 0x01010101) >>> 24;
  }
  return count;
}

function nonZeroLanes1(quad: number): number {
  return ((((quad & 0x7f7f7f7f) + 0x7f7f7f7f) | quad) >>> 7) & 0x01010101;
}
