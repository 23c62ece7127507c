import type { WordBytes, Words } from '../codecs/codec.ts';
import type { Layout } from '../config/resolved-config.ts';

/** Element types whose words the codecs take. */
export const ELEMENT_TYPES = ['float32', 'float16', 'bfloat16', 'int8', 'uint8'] as const;
export type ElementType = (typeof ELEMENT_TYPES)[number];

/** Bytes of one element. */
export function wordBytesOfType(type: ElementType): WordBytes {
  switch (type) {
    case 'float32':
      return 4;
    case 'float16':
    case 'bfloat16':
      return 2;
    case 'int8':
    case 'uint8':
      return 1;
  }
}

/** Images, channels, height, width: the order of the numbers says nothing about the order in memory. */
export type TensorShape = readonly [images: number, channels: number, height: number, width: number];

/** An activation map of a few images. `words` are its elements' bit patterns in the memory order of `layout`. */
export interface Tensor {
  dtype: ElementType;
  shape: TensorShape;
  layout: Layout;
  words: Words;
}

export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Exponent bits of an element type; all of them are set in NaN and infinity. 0 for integers. */
const EXPONENT_BITS: Readonly<Record<ElementType, number>> = {
  float32: 0x7f800000,
  float16: 0x7c00,
  bfloat16: 0x7f80,
  int8: 0,
  uint8: 0,
};

/**
 * Number of NaN and infinite elements. They are legal words to a codec, but a trained network that holds any has
 * diverged, and its compression says nothing.
 */
export function countNonFinite(words: Words, type: ElementType): number {
  const exponent = EXPONENT_BITS[type];
  if (exponent === 0) return 0;
  let count = 0;
  for (let i = 0; i < words.length; i++) if ((words[i] & exponent) === exponent) count++;
  return count;
}
