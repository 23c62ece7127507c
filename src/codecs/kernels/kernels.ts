import type { ZeroValueWindow } from '../../config/resolved-config.ts';
import type { Bytes } from '../../units.ts';
import type { Words } from '../codec.ts';
import { plainKernels } from './plain.ts';
import { webAssemblyKernels } from './web-assembly.ts';

/** The loops over every element that decide how fast large tensors are coded. All implementations give equal bytes. */
export interface Kernels {
  readonly name: 'WebAssembly' | 'TypeScript';
  /** Number of words with any bit set. */
  countNonZero(words: Words): number;
  /**
   * Fills one mask for each 32 words: bit i of mask k is set when word 32 k + i has any bit set; bits beyond the last word
   * are 0.
   */
  nonZeroMasks(words: Words, masks: Uint32Array): void;
  /**
   * Writes the zero-value stream of the words: for each window a mask, one bit an element, then its non-zero words. `stream` has room for
   * the stream and one word more. Returns the length of the stream.
   */
  encodeZeroValue(words: Words, windowElements: ZeroValueWindow, stream: Uint8Array): Bytes;
  /**
   * Decodes as much of a zero-value stream as it can into zeroed words: a number of whole windows, perhaps none. It stops at the latest
   * in front of a fault. Words behind what it says is decoded may hold anything.
   */
  decodeZeroValue(stream: Uint8Array, words: Words, windowElements: ZeroValueWindow): DecodedPart;
  /** Zeroed memory for a reader to fill. Words that lie in it are coded without a copy. To be kept and used again. */
  memory(bytes: Bytes): Uint8Array;
}

export interface DecodedPart {
  /** Elements that have been decoded, from the first on. */
  elements: number;
  /** Bytes of the stream that hold them. */
  bytes: Bytes;
}

let chosen: Kernels | undefined;

/** The fastest kernels that this machine can run. */
export function kernels(): Kernels {
  chosen ??= webAssemblyKernels() ?? plainKernels;
  return chosen;
}
