import type { DmaConfig, GpuConfig } from '../config/resolved-config.ts';
import {
  offloadBounds,
  plainCopyBounds,
  prefetchBounds,
  type TransferPath,
  usableDramBandwidth,
} from '../timing/transfer-rate.ts';
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

/** Of data that does not compress at all: what a ratio is then multiplied with. */
const UNPACKED = { link: 1, crossbar: 1 };

export function designRates(path: RatedPath): DesignRates {
  const out = offloadBounds(path, 1, UNPACKED);
  const back = prefetchBounds(path, 1, UNPACKED);
  const growsWithRatio = path.dma.placement === 'memory-controller';
  const crossbar = growsWithRatio ? Number.POSITIVE_INFINITY : out.crossbar;
  return {
    offload: Math.min(out.engine, out.dram, out.buffer, out.issue, crossbar),
    prefetch: Math.min(back.engine, back.dram, back.buffer, back.issue, crossbar),
    crossbar: growsWithRatio ? out.crossbar : Number.POSITIVE_INFINITY,
    dram: usableDramBandwidth(path),
    priority: path.dma.dramPriority,
  };
}

export function linkRates(path: TransferPath): LinkRates {
  return { offload: plainCopyBounds(path, 'offload').link, prefetch: plainCopyBounds(path, 'prefetch').link };
}
