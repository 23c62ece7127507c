import { throwIfCancelled } from '../cancelled.ts';
import type { Words } from '../codecs/codec.ts';
import type { Layout } from '../config/resolved-config.ts';
import { layOut } from '../tensors/layout.ts';
import type { ElementType, Tensor, TensorShape } from '../tensors/tensor.ts';

/** One image's maps of at most this many elements are taken into memory whole. */
export const MOST_IMAGE_ELEMENTS = 2 ** 24;

/** An activation map of a few images, in memory or in a file that may be larger than memory. */
export interface ActivationMap {
  readonly dtype: ElementType;
  readonly shape: TensorShape;
  readonly elements: number;
  /**
   * Its words in a memory order, one block after the other; every block but the last is a whole number of
   * `unitElements`. A block is valid until the next one is asked for. Throws what `problemOf` turns into a problem.
   */
  blocks(layout: Layout, unitElements: number): AsyncIterable<Words>;
  /** Words of consecutive images, each channel by channel and row by row. Throws as {@link blocks} does. */
  images(first: number, count: number): Promise<Words>;
}

/** A tensor in memory: one block. */
export function mapOfTensor(tensor: Tensor): ActivationMap {
  const { dtype, shape, words } = tensor;
  return {
    dtype,
    shape,
    elements: words.length,
    async *blocks(layout) {
      yield layOut(tensor, layout).words;
    },
    images: async (first, count) => {
      const length = words.length / shape[0];
      return layOut(tensor, 'NCHW').words.subarray(first * length, (first + count) * length);
    },
  };
}

/**
 * Windows of `windowElements` at ascending positions, each with the position it has. Those of a map in memory share its
 * words. Throws {@link Cancelled} once the signal is aborted.
 */
export async function* windowsAt(
  map: ActivationMap,
  layout: Layout,
  windowElements: number,
  positions: readonly number[],
  signal?: AbortSignal,
): AsyncGenerator<Words> {
  let next = 0;
  let firstElement = 0;
  for await (const block of map.blocks(layout, windowElements)) {
    throwIfCancelled(signal);
    const end = firstElement + block.length;
    for (; next < positions.length && positions[next] * windowElements < end; next++) {
      const start = positions[next] * windowElements - firstElement;
      yield block.subarray(start, start + windowElements);
    }
    if (next === positions.length) return;
    firstElement = end;
  }
}
