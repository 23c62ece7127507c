import type { Words } from '../codecs/codec.ts';
import type { Layout } from '../config/resolved-config.ts';

/** Element types whose words the codecs take. */
export type ElementType = 'float32' | 'float16';

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

/**
 * Number of NaN and infinite elements. They are legal words to a codec, but a trained network that holds any has
 * diverged, and its compression says nothing.
 */
export function countNonFinite(words: Words): number {
  const exponent = words instanceof Uint32Array ? 0x7f800000 : 0x7c00;
  let count = 0;
  for (let i = 0; i < words.length; i++) if ((words[i] & exponent) === exponent) count++;
  return count;
}
