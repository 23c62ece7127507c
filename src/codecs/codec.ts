import type { CodecId } from '../config/resolved-config.ts';
import type { Bytes } from '../units.ts';

/**
 * A lossless codec over the words of an activation tensor in memory order. A word is one element's bit
 * pattern: a word is zero when all its bits are (so -0.0 is a non-zero word).
 */
export interface Codec {
  readonly id: CodecId;
  /** Name of the exact byte format, for reports ("zvc-32", "rle-word-aligned", ...). */
  readonly format: string;
  /** Compressed size in bytes; equals `encode(...).length`. */
  sizeBytes(words: Words): Bytes;
  encode(words: Words): Uint8Array;
  /** The words that were encoded, bit for bit. Throws {@link CorruptStream} when the stream cannot be valid. */
  decode(stream: Uint8Array, elements: number, wordBytes: WordBytes): Words;
}

/** A codec whose sizes depend only on which words are zero, so the masks of `nonZeroMasks` are enough to know them. */
export interface MaskSizedCodec extends Codec {
  /** Compressed size of the first `elements` that the masks describe, whole windows or the end of a tensor. */
  sizeOfMasks(masks: Uint32Array, elements: number, wordBytes: WordBytes): Bytes;
}

/** Elements as unsigned words: 4 bytes for float32, 2 for float16 and bfloat16, 1 for 8-bit integers. */
export type Words = Uint32Array | Uint16Array | Uint8Array;
export type WordBytes = 4 | 2 | 1;

/** A compressed stream that no encoder could have written. */
export class CorruptStream extends Error {
  constructor(
    readonly format: string,
    readonly offset: number,
    readonly expectation: string,
  ) {
    super(`${format} stream is corrupt at byte ${offset}: ${expectation}`);
  }
}
