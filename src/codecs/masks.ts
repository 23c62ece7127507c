import type { Bytes } from '../units.ts';
import type { Codec, MaskSizedCodec, Words } from './codec.ts';
import { kernels } from './kernels/kernels.ts';
import { wordBytesOf } from './words.ts';

/*
 * Masks say which elements are non-zero, one bit each. All that needs no bytes of a stream follows from them by bit
 * arithmetic, on a thirty-second of the numbers.
 */

/** Bit i of mask k is set when element 32 k + i has any bit set; bits beyond the last element are 0. */
export function nonZeroMasks(words: Words): Uint32Array {
  const masks = new Uint32Array(Math.ceil(words.length / 32));
  kernels().nonZeroMasks(words, masks);
  return masks;
}

/** Compressed size of words whose masks are known, from the masks where they are enough. */
export function sizeByMasks(codec: Codec | MaskSizedCodec, words: Words, masks: Uint32Array): Bytes {
  return 'sizeOfMasks' in codec ? codec.sizeOfMasks(masks, words.length, wordBytesOf(words)) : codec.sizeBytes(words);
}

/** Number of bits that are set: sums of neighbouring groups of 1, 2 and 4 bits, then of the four bytes. */
export function countBits(mask: number): number {
  const pairs = mask - ((mask >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** The lowest bits set, 0 to 31 of them. */
export function lowBits(count: number): number {
  return (1 << count) - 1;
}

/** Non-zero elements among `elements` of them, from element `first` on. */
export function nonZerosOf(masks: Uint32Array, first: number, elements: number): number {
  const firstMask = Math.floor(first / 32);
  const lastMask = Math.floor((first + elements) / 32);
  const before = countBits(lowBits(first % 32) & (masks[firstMask] ?? 0));
  let count = countBits(lowBits((first + elements) % 32) & (masks[lastMask] ?? 0)) - before;
  for (let k = firstMask; k < lastMask; k++) count += countBits(masks[k]);
  return count;
}

/** Masks of `elements` from element `first` on, by themselves: bit 0 of the first mask is element `first`. */
export function masksFrom(masks: Uint32Array, first: number, elements: number): Uint32Array {
  const part = new Uint32Array(Math.ceil(elements / 32));
  const firstMask = Math.floor(first / 32);
  const shift = first % 32;
  for (let k = 0; k < part.length; k++) {
    const low = masks[firstMask + k] >>> shift;
    part[k] = shift === 0 ? low : low | ((masks[firstMask + k + 1] ?? 0) << (32 - shift));
  }
  if (elements % 32 !== 0) part[part.length - 1] &= lowBits(elements % 32);
  return part;
}

/** Maximal runs of zeros in a stream that comes block by block; a run may go on from one block to the next. */
export class ZeroRuns {
  /** Runs so far. Their mean length is {@link zeros} / {@link count}. */
  count = 0;
  /** Zero elements so far. */
  zeros = 0;
  /** Whether the last element was non-zero, as bit 0. Before the first one it was as good as that. */
  private previous = 1;

  /** The next `elements`, with masks of their own. */
  add(masks: Uint32Array, elements: number): void {
    const whole = Math.floor(elements / 32);
    for (let k = 0; k < whole; k++) this.addMask(masks[k], -1, 31);
    const rest = elements % 32;
    if (rest > 0) this.addMask(masks[whole], lowBits(rest), rest - 1);
  }

  /** A run begins at a zero behind a non-zero element. */
  private addMask(mask: number, valid: number, last: number): void {
    this.zeros += countBits(~mask & valid);
    this.count += countBits(~mask & ((mask << 1) | this.previous) & valid);
    this.previous = (mask >>> last) & 1;
  }
}
