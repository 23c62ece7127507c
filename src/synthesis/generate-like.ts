import type { FeatureShape } from '../network/network.ts';
import type { Tensor, TensorShape } from '../tensors/tensor.ts';
import { reluOutput } from './latent-gaussian.ts';
import type { MapStatistics } from './layer-activations.ts';
import { type PoolWindow, pool } from './pooling.ts';
import { randomFor } from './random.ts';
import { reducedShape } from './reduced-shape.ts';

/** Larger tensors are stood for by fewer images, then fewer channels. */
const MOST_GENERATED_ELEMENTS = 2 ** 20;

/** A pool of the generated maps. */
export interface Pooling extends PoolWindow {
  /** Of the pool: its rounding is seen in it. */
  outputShape: FeatureShape;
}

/**
 * Maps with fitted statistics, float32 in NCHW order: `shape` with at most 2^20 elements, by fewer images and channels
 * (but two images and one channel at least). With `pooling` they are the maps that a pool reads, and the result is the pool's:
 * its overlapping windows repeat values as a real pool's do. The same arguments always give the same tensor.
 */
export function generateLike(shape: TensorShape, parameters: MapStatistics, seed: number, pooling?: Pooling): Tensor {
  const generated = reducedShape(shape, MOST_GENERATED_ELEMENTS);
  const { density, ...clustering } = parameters;
  const values = reluOutput(generated, density, clustering, randomFor(seed, `like ${shape.join('x')}`));
  if (pooling === undefined) return tensorOf(values, generated);
  const [images, channels] = generated;
  const [, height, width] = pooling.outputShape;
  return tensorOf(pool(values, generated, pooling), [images, channels, height, width]);
}

function tensorOf(values: Float32Array, shape: TensorShape): Tensor {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
  return { dtype: 'float32', shape, layout: 'NCHW', words };
}
