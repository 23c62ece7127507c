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

/**
 * The stations of `offloadBounds` and `prefetchBounds` at ratio 1, put together without an object for each: it is asked for every design
 * of a sweep.
 */
export function designRates(path: RatedPath): DesignRates {
  const { gpu, dma } = path;
  const engine = gpu.memoryControllers * engineRate(path);
  const dram = usableDramBandwidth(path);
  const carried = dma.crossbarBytesPerCycle * gpu.coreClock;
  const growsWithRatio = dma.placement === 'memory-controller';
  const crossbar = growsWithRatio ? Number.POSITIVE_INFINITY : carried;
  const issue = dma.issueLinesPerCycle * LINE_BYTES * gpu.coreClock;
  const parse = dma.parsedLinesPerCycle * LINE_BYTES * gpu.coreClock;
  return {
    offload: Math.min(engine, dram, dma.buffer / gpu.dramLatency, issue, crossbar),
    prefetch: Math.min(engine, parse, dram, crossbar),
    crossbar: growsWithRatio ? carried : Number.POSITIVE_INFINITY,
    dram,
    priority: dma.dramPriority,
  };
}

export function linkRates(path: TransferPath): LinkRates {
  return { offload: linkRate(path, 'offload'), prefetch: linkRate(path, 'prefetch') };
}
