import type { Words } from '../codecs/codec.ts';
import { newWords, wordBytesOf } from '../codecs/words.ts';
import type { Layout } from '../config/resolved-config.ts';
import { elementsOf, type Tensor, type TensorShape } from './tensor.ts';

/** A number for each of four dimensions. */
export type Quadruple = readonly [number, number, number, number];

/** Positions of a layout's dimensions, slowest first, in the shape [N, C, H, W]. */
export const DIMENSIONS: Readonly<Record<Layout, Quadruple>> = {
  NCHW: [0, 1, 2, 3],
  NHWC: [0, 2, 3, 1],
  CHWN: [1, 2, 3, 0],
};

/** The same tensor with its elements in another memory order. Shares the words when the order is the same. */
export function layOut(tensor: Tensor, layout: Layout): Tensor {
  if (layout === tensor.layout) return tensor;
  const from = stridesOf(tensor.shape, DIMENSIONS[tensor.layout]);
  const [a, b, c, d] = DIMENSIONS[layout];
  const { shape } = tensor;
  const words = gather(tensor.words, [shape[a], shape[b], shape[c], shape[d]], [from[a], from[b], from[c], from[d]]);
  return { ...tensor, layout, words };
}

/** Elements read with a stride for each dimension, the last dimension fastest. Fills `out`, or new words. */
export function gather(
  words: Words,
  extents: Quadruple,
  steps: Quadruple,
  out: Words = newWords(elementsOf(extents), wordBytesOf(words)),
): Words {
  let position = 0;
  for (let i = 0; i < extents[0]; i++) {
    for (let j = 0; j < extents[1]; j++) {
      for (let k = 0; k < extents[2]; k++) {
        let source = i * steps[0] + j * steps[1] + k * steps[2];
        for (let l = 0; l < extents[3]; l++) {
          out[position++] = words[source];
          source += steps[3];
        }
      }
    }
  }
  return out;
}

/**
 * Shape [N, C, H, W] of an array stored in `layout`, whose dimensions are listed slowest first. Two dimensions
 * are a fully connected map: images and features in the layout's order. Null for any other rank.
 */
export function shapeFromStored(stored: readonly number[], layout: Layout): TensorShape | null {
  if (stored.length === 2) {
    return layout === 'CHWN' ? [stored[1], stored[0], 1, 1] : [stored[0], stored[1], 1, 1];
  }
  if (stored.length !== 4) return null;
  const shape: [number, number, number, number] = [0, 0, 0, 0];
  DIMENSIONS[layout].forEach((dimension, position) => {
    shape[dimension] = stored[position];
  });
  return shape;
}

/** Elements between neighbours along each dimension of `shape`, whose positions `order` lists slowest first. */
export function stridesOf(shape: Quadruple, order: Quadruple): Quadruple {
  const steps: [number, number, number, number] = [0, 0, 0, 0];
  let step = 1;
  for (const dimension of [...order].reverse()) {
    steps[dimension] = step;
    step *= shape[dimension];
  }
  return steps;
}
