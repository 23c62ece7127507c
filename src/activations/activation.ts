import type { CodecId } from '../config/resolved-config.ts';
import type { Bytes, Density } from '../units.ts';

/** How a layer's compressibility is known, from best to weakest. */
export type ActivationOrigin =
  | { kind: 'measured'; tensor: string; note?: string }
  | { kind: 'synthetic'; note?: string }
  | { kind: 'uniform' };

/**
 * A quarter of a megabyte of a map, more than three times the paper's DMA buffer. A multiple of 240, so that the lines
 * are dealt evenly to 6, 8, 10 or 12 memory controllers in pairs, and equal shares come from 2, 3, 5 or 6 points of training.
 */
export const MOST_SAMPLED_LINES = 1920;

/**
 * Compressibility of one activation map, from encoding a sample of it. Sizes refer to the sample;
 * a map of the network is larger by `map elements / elements`.
 */
export interface ActivationSample {
  layer: string;
  origin: ActivationOrigin;
  /** Points of training progress that were averaged. */
  trainingProgress: readonly number[];
  elements: number;
  nonZeroElements: number;
  density: Density;
  /** NaN and infinite elements, which mean that the training had diverged. */
  nonFiniteElements: number;
  /** Maximal runs of zeros, in the layout of the config. */
  zeroRuns: number;
  rawBytes: Bytes;
  compressedBytes: Readonly<Record<CodecId, Bytes>>;
  /** 95 % half-width of the zlib size, relative, where its windows were sampled; 0 when all were coded. */
  zlibHalfWidth: number;
  /**
   * Bytes of 128 B lines in zero-value compression, in the layout of the config, from all over the sample and at most
   * {@link MOST_SAMPLED_LINES} of them; null where only the ratio is known. Their mean is near the sample's, not equal.
   */
  zeroValueLineBytes: Uint8Array | null;
}
