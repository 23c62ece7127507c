import type { DmaConfig, GpuConfig, LinkConfig } from '../config/resolved-config.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import type { Bytes, BytesPerSecond, CompressionRatio } from '../units.ts';
import type { TransferResource } from './resource.ts';

/** The parts of a config that the path between DRAM and host is made of. */
export interface TransferPath {
  gpu: Pick<GpuConfig, 'memoryControllers' | 'dramBandwidth' | 'dramEfficiency' | 'dramLatency' | 'coreClock'>;
  link: Pick<LinkConfig, 'bandwidth' | 'gpusSharing'>;
  dma: Pick<DmaConfig, 'placement' | 'engineBytesPerCycle' | 'crossbarBytesPerCycle' | 'buffer' | 'issueLinesPerCycle'>;
}

/** Rate that each station of the path sustains, in uncompressed bytes per second; `Infinity` where it sets no limit. */
export type TransferBounds = Readonly<Record<TransferResource, BytesPerSecond>>;

/** Uncompressed bytes that one decompressor stream can find the end of in a clock cycle. Assumed: one mask a cycle. */
const PARSED_BYTES_PER_CYCLE = 128;

/**
 * GPU to host, through the compressing DMA engine, for data that compresses by `ratio` (> 0). The slowest station is
 * the rate. DRAM is given without the traffic of compute, which the training step adds (docs/model.md, "Offload
 * rate"; slides 45-47).
 */
export function offloadBounds(path: TransferPath, ratio: CompressionRatio): TransferBounds {
  return {
    link: ratio * linkShare(path),
    engine: engineRate(path),
    dram: usableDramBandwidth(path),
    crossbar: crossbarRate(path, ratio),
    // Little's law: a line holds buffer space of its uncompressed size for a whole round trip.
    buffer: path.dma.buffer / path.gpu.dramLatency,
    issue: path.dma.issueLinesPerCycle * LINE_BYTES * path.gpu.coreClock,
  };
}

/**
 * Host to GPU. The stations are those of {@link offloadBounds}, except that no DRAM round trip holds buffer space,
 * and that masks are found one after the other, because each one says where the next begins.
 */
export function prefetchBounds(path: TransferPath, ratio: CompressionRatio): TransferBounds {
  return {
    ...offloadBounds(path, ratio),
    engine: Math.min(engineRate(path), PARSED_BYTES_PER_CYCLE * path.gpu.coreClock),
    buffer: Number.POSITIVE_INFINITY,
    issue: Number.POSITIVE_INFINITY,
  };
}

/** Either direction without compression: vDNN's plain copy, which only the link and DRAM limit. */
export function plainCopyBounds(path: TransferPath): TransferBounds {
  return {
    link: linkShare(path),
    engine: Number.POSITIVE_INFINITY,
    dram: usableDramBandwidth(path),
    crossbar: Number.POSITIVE_INFINITY,
    buffer: Number.POSITIVE_INFINITY,
    issue: Number.POSITIVE_INFINITY,
  };
}

/** The station that sets the rate. On a tie the link, which is where the data must go anyway. */
export function bindingBound(bounds: TransferBounds): { resource: TransferResource; rate: BytesPerSecond } {
  let binding: { resource: TransferResource; rate: BytesPerSecond } = { resource: 'link', rate: bounds.link };
  for (const resource of ['engine', 'dram', 'crossbar', 'buffer', 'issue'] as const) {
    if (bounds[resource] < binding.rate) binding = { resource, rate: bounds[resource] };
  }
  return binding;
}

/**
 * Compression ratio above which a station, rather than the link, binds the offload: 0 when it always does, `Infinity`
 * when it never does. `dramBusyShare` is the share of the usable DRAM bandwidth that compute takes, 0 to 1.
 */
export function criticalRatio(
  path: TransferPath,
  resource: Exclude<TransferResource, 'link'>,
  dramBusyShare = 0,
): CompressionRatio {
  const bounds = offloadBounds(path, 1);
  const share = resource === 'dram' ? 1 - dramBusyShare : 1;
  const ratio = (bounds[resource] * share) / bounds.link;
  const growsWithRatio = resource === 'crossbar' && path.dma.placement === 'memory-controller';
  if (!growsWithRatio) return ratio;
  return ratio >= 1 ? Number.POSITIVE_INFINITY : 0;
}

/** Smallest DMA buffer that keeps the link busy with data that compresses by `ratio`: bandwidth-delay product. */
export function bufferForRatio(path: TransferPath, ratio: CompressionRatio): Bytes {
  return ratio * linkShare(path) * path.gpu.dramLatency;
}

/** DRAM bandwidth that all readers and writers share. */
export function usableDramBandwidth({ gpu }: TransferPath): BytesPerSecond {
  return gpu.dramEfficiency * gpu.dramBandwidth;
}

/** GPUs below one root complex copy at the same time, so each gets its share of the link (slides 10-12). */
function linkShare({ link }: TransferPath): BytesPerSecond {
  return link.bandwidth / link.gpusSharing;
}

/** One engine per memory controller (slide 47). */
function engineRate({ gpu, dma }: TransferPath): BytesPerSecond {
  return gpu.memoryControllers * dma.engineBytesPerCycle * gpu.coreClock;
}

/** Data crosses compressed when the engines stand before the crossbar (slide 47), else at full size (slide 46). */
function crossbarRate({ gpu, dma }: TransferPath, ratio: CompressionRatio): BytesPerSecond {
  const rate = dma.crossbarBytesPerCycle * gpu.coreClock;
  switch (dma.placement) {
    case 'memory-controller':
      return ratio * rate;
    case 'dma-engine':
      return rate;
  }
}
