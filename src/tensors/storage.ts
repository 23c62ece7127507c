import type { Layout } from '../config/resolved-config.ts';
import { DIMENSIONS, type Quadruple, shapeFromStored } from './layout.ts';
import type { TensorShape } from './tensor.ts';
import { UnreadableTensor } from './tensor-problem.ts';
import type { TensorSource } from './tensor-source.ts';

/** How the four dimensions of an activation map lie in a file. */
export interface Storage {
  shape: TensorShape;
  /** Positions of the dimensions in `shape`, slowest first. */
  order: Quadruple;
}

/**
 * How a tensor lies in its file when the file lists its dimensions in the order of `stored`. Throws {@link
 * UnreadableTensor} unless there are 2 or 4.
 */
export function storageOf(source: Pick<TensorSource, 'shape' | 'order'>, stored: Layout): Storage {
  const shape = shapeFromStored(source.shape, stored);
  if (shape === null) {
    throw new UnreadableTensor(`has ${source.shape.length} dimensions; a memory order is one of 2 or 4`);
  }
  const [a, b, c, d] = DIMENSIONS[stored];
  return { shape, order: source.order === 'C' ? [a, b, c, d] : [d, c, b, a] };
}

/** Whether elements stored in one order lie in memory as in another: dimensions of 1 have no place in either. */
export function isSameOrder({ shape, order }: Storage, wanted: Quadruple): boolean {
  const present = (dimension: number) => shape[dimension] > 1;
  return order.filter(present).join() === wanted.filter(present).join();
}
