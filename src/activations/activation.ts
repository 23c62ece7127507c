import type { CodecId } from '../config/resolved-config.ts';
import type { Bytes, Density } from '../units.ts';

/** How a layer's compressibility is known, from best to weakest. */
export type ActivationOrigin =
  | { kind: 'measured'; tensor: string; note?: string }
  | { kind: 'synthetic'; note?: string }
  | { kind: 'uniform' };

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
  rawBytes: Bytes;
  compressedBytes: Readonly<Record<CodecId, Bytes>>;
  /** 95 % half-width of the zlib size, relative, where its windows were sampled; 0 when all were coded. */
  zlibHalfWidth: number;
}
