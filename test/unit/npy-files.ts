import assert from 'node:assert/strict';
import type { Words } from '../../src/codecs/codec.ts';
import { bytesOf, wordsOf } from '../../src/codecs/words.ts';
import { checkNpySize, NPY_START_BYTES, npyDataOffset, parseNpyHeader } from '../../src/tensors/npy-header.ts';
import { writeNpyHeader } from '../../src/tensors/npy-write.ts';
import { type ElementType, wordBytesOfType } from '../../src/tensors/tensor.ts';

/** A NumPy array in C order: the last dimension is the fastest. */
export interface NpyArray {
  dtype: ElementType;
  shape: readonly number[];
  words: Words;
}

/**
 * The little-endian array of a `.npy` file that is in memory whole, for tests that want it at once. Fails on anything
 * else.
 */
export function readNpy(bytes: Uint8Array): NpyArray {
  const dataOffset = npyDataOffset(bytes.subarray(0, NPY_START_BYTES), bytes.length);
  const { dtype, shape, order, byteOrder } = parseNpyHeader(bytes.subarray(0, dataOffset));
  checkNpySize({ dtype, shape, order, byteOrder }, dataOffset, bytes.length);
  assert.deepEqual([order, byteOrder], ['C', 'little']);
  return { dtype, shape, words: wordsOf(bytes.subarray(dataOffset), wordBytesOfType(dtype)) };
}

/** A `.npy` file, byte for byte as NumPy writes it. */
export function writeNpy({ dtype, shape, words }: NpyArray): Uint8Array {
  return Buffer.concat([writeNpyHeader(dtype, shape), bytesOf(words)]);
}
