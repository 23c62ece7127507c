import type { DmaConfig, GpuConfig } from '../config/resolved-config.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import { engineRate, linkRate, type TransferPath, usableDramBandwidth } from '../timing/transfer-rate.ts';
import type { BytesPerSecond } from '../units.ts';

/** All that a design's rates come to, whatever is copied: a copy runs at the least of its fixed rate and two that grow with the ratio. */
export interface DesignRates {
  /** Uncompressed bytes a second that the stations sustain whose rate does not depend on the ratio. */
  offload: BytesPerSecond;
  prefetch: BytesPerSecond;
  /** Compressed bytes a second across the crossbar; `Infinity` where data crosses at full size, which `offload` has. */
  crossbar: BytesPerSecond;
  /** Usable bandwidth that copies share with compute, which is all that limits a plain copy besides the link. */
  dram: BytesPerSecond;
  priority: DmaConfig['dramPriority'];
}

/** Payload bytes a second of the link, in either direction. */
export interface LinkRates {
  offload: BytesPerSecond;
  prefetch: BytesPerSecond;
}

export type RatedPath = Omit<TransferPath, 'dma'> & { dma: TransferPath['dma'] & Pick<DmaConfig, 'dramPriority'> } & {
  gpu: TransferPath['gpu'] & Partial<GpuConfig>;
};

export function designRates(path: RatedPath): DesignRates {
  return {
    offload: fixedOffload(path),
    prefetch: fixedPrefetch(path),
    crossbar: crossbarOfCompressed(path),
    dram: usableDramBandwidth(path),
    priority: path.dma.dramPriority,
  };
}

export function linkRates(path: TransferPath): LinkRates {
  return { offload: linkRate(path, 'offload'), prefetch: linkRate(path, 'prefetch') };
}

/*
 * The stations of `offloadBounds` and `prefetchBounds` at ratio 1, put together without an object for each: they are asked for every
 * design of a sweep.
 */

export function fixedOffload(path: RatedPath): BytesPerSecond {
  const { gpu, dma } = path;
  const issue = dma.issueLinesPerCycle * LINE_BYTES * gpu.coreClock;
  return Math.min(enginesRate(path), usableDramBandwidth(path), dma.buffer / gpu.dramLatency, issue, fullSize(path));
}

export function fixedPrefetch(path: RatedPath): BytesPerSecond {
  const { gpu, dma } = path;
  const parse = dma.parsedLinesPerCycle * LINE_BYTES * gpu.coreClock;
  return Math.min(enginesRate(path), parse, usableDramBandwidth(path), fullSize(path));
}

export function crossbarOfCompressed(path: RatedPath): BytesPerSecond {
  return path.dma.placement === 'memory-controller' ? crossbarRate(path) : Number.POSITIVE_INFINITY;
}

/** Of the crossbar where data crosses before it is compressed. */
function fullSize(path: RatedPath): BytesPerSecond {
  return path.dma.placement === 'memory-controller' ? Number.POSITIVE_INFINITY : crossbarRate(path);
}

function crossbarRate({ gpu, dma }: RatedPath): BytesPerSecond {
  return dma.crossbarBytesPerCycle * gpu.coreClock;
}

function enginesRate(path: RatedPath): BytesPerSecond {
  return path.gpu.memoryControllers * engineRate(path);
}
