import type { Bytes, CompressionRatio, Seconds } from '../units.ts';
import { BYTES_PER_ELEMENT } from './compute-constants.ts';
import type { OffloadedMap } from './offload-plan.ts';
import type { TransferResource } from './resource.ts';
import {
  bindingBound,
  offloadBounds,
  plainCopyBounds,
  prefetchBounds,
  type TransferBounds,
  type TransferPath,
} from './transfer-rate.ts';

/** How maps are copied: how well each compresses and which rates the path sustains at a ratio. */
export interface Copying {
  /** Ratio of the map that a layer produces. */
  ratioOf(layer: string): CompressionRatio;
  offloadBounds(ratio: CompressionRatio): TransferBounds;
  prefetchBounds(ratio: CompressionRatio): TransferBounds;
}

/** vDNN: maps travel as they are. */
export function plainCopying(path: TransferPath): Copying {
  const bounds = () => plainCopyBounds(path);
  return { ratioOf: () => 1, offloadBounds: bounds, prefetchBounds: bounds };
}

/** cDMA: maps travel compressed, at the rates of the compressing engine. */
export function compressedCopying(path: TransferPath, ratioOf: Copying['ratioOf']): Copying {
  return {
    ratioOf,
    offloadBounds: (ratio) => offloadBounds(path, ratio),
    prefetchBounds: (ratio) => prefetchBounds(path, ratio),
  };
}

/** Maps that are copied one after the other without a pause. */
export interface Transfer {
  /** Layers that produce the maps. */
  layers: readonly string[];
  rawBytes: Bytes;
  compressedBytes: Bytes;
  /** Time of the copy when nothing else uses DRAM. */
  seconds: Seconds;
  /** The station that sets that time: in a pipeline, the one with the largest part of the critical path. */
  binding: TransferResource;
  /** Parts of `seconds` on the critical path; they sum to it. In closed form the binding station has all of it. */
  criticalPath: Readonly<Partial<Record<TransferResource | 'latency', Seconds>>>;
  /** How long each station works on this copy, all its servers together being one. */
  busy: Readonly<Partial<Record<TransferResource, Seconds>>>;
}

/** Copy of at least one map for a whole batch; the maps share buffers, so their joint ratio sets the rate. */
export function transferOf(
  maps: readonly OffloadedMap[],
  batch: number,
  direction: 'offload' | 'prefetch',
  copying: Copying,
): Transfer {
  let rawBytes = 0;
  let compressedBytes = 0;
  for (const { layer, elementsPerImage } of maps) {
    const bytes = elementsPerImage * batch * BYTES_PER_ELEMENT;
    rawBytes += bytes;
    compressedBytes += bytes / copying.ratioOf(layer);
  }
  const ratio = rawBytes / compressedBytes;
  const bounds = direction === 'offload' ? copying.offloadBounds(ratio) : copying.prefetchBounds(ratio);
  const { resource, rate } = bindingBound(bounds);
  return {
    layers: maps.map(({ layer }) => layer),
    rawBytes,
    compressedBytes,
    seconds: rawBytes / rate,
    binding: resource,
    criticalPath: { [resource]: rawBytes / rate },
    busy: busySeconds(rawBytes, bounds),
  };
}

/** Stations that hold data rather than work on it are never busy. */
function busySeconds(rawBytes: Bytes, bounds: TransferBounds): Transfer['busy'] {
  const stations = ['link', 'engine', 'dram', 'crossbar', 'issue'] as const;
  return Object.fromEntries(stations.map((station) => [station, rawBytes / bounds[station]]));
}
