import type { DmaConfig, GpuConfig, LinkConfig } from '../config/resolved-config.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import type { Direction } from '../pipeline/map-transfer.ts';
import type { Packing } from '../pipeline/packets.ts';
import type { Bytes, BytesPerSecond, CompressionRatio } from '../units.ts';
import { type PackedRatios, packedRatios } from './packed-ratio.ts';
import type { TransferResource } from './resource.ts';

/** The parts of a config that the path between DRAM and host is made of. */
export interface TransferPath {
  gpu: Pick<
    GpuConfig,
    | 'memoryControllers'
    | 'dramBandwidth'
    | 'dramEfficiency'
    | 'dramLatency'
    | 'coreClock'
    | 'interleaving'
    | 'interleavingOrder'
  >;
  link: Pick<
    LinkConfig,
    'bandwidth' | 'gpusSharing' | 'maxPayload' | 'packetHeader' | 'readRequests' | 'readRequestSize' | 'hostLatency'
  >;
  dma: Pick<
    DmaConfig,
    | 'codec'
    | 'placement'
    | 'engineBytesPerCycle'
    | 'crossbarBytesPerCycle'
    | 'buffer'
    | 'issueLinesPerCycle'
    | 'parsedLinesPerCycle'
    | 'reservation'
    | 'packing'
    | 'zlibEngine'
  >;
}

/** Rate that each station of the path sustains, in uncompressed bytes per second; `Infinity` where it sets no limit. */
export type TransferBounds = Readonly<Record<TransferResource, BytesPerSecond>>;

/** Dedicated zlib hardware, each engine (slide 49). */
export const ZLIB_HARDWARE: BytesPerSecond = 2.5e9;

/**
 * GPU to host, through the compressing DMA engine, for data that compresses by `ratio` (> 0). The slowest station is
 * the rate. DRAM is given without the traffic of compute, which the training step adds (docs/model.md, "Offload
 * rate"; slides 45-47). `packed` is known better than from the ratio alone when line sizes are.
 */
export function offloadBounds(
  path: TransferPath,
  ratio: CompressionRatio,
  packed: PackedRatios = packedRatios(packingOf(path), ratio),
): TransferBounds {
  return {
    link: packed.link * linkShare(path),
    engine: path.gpu.memoryControllers * engineRate(path),
    dram: usableDramBandwidth(path),
    crossbar: crossbarRate(path, packed.crossbar),
    // Little's law: a line holds buffer space of its uncompressed size for a whole round trip.
    buffer: path.dma.buffer / path.gpu.dramLatency,
    issue: path.dma.issueLinesPerCycle * LINE_BYTES * path.gpu.coreClock,
  };
}

/**
 * Host to GPU. The stations are those of {@link offloadBounds}, except that no DRAM round trip holds buffer space,
 * that the link carries no more than the outstanding reads of host memory ask for, and that masks are found one after
 * the other, because each one says where the next begins.
 */
export function prefetchBounds(
  path: TransferPath,
  ratio: CompressionRatio,
  packed: PackedRatios = packedRatios(packingOf(path), ratio),
): TransferBounds {
  const bounds = offloadBounds(path, ratio, packed);
  return {
    ...bounds,
    link: packed.link * linkRate(path, 'prefetch'),
    engine: Math.min(bounds.engine, path.dma.parsedLinesPerCycle * LINE_BYTES * path.gpu.coreClock),
    buffer: Number.POSITIVE_INFINITY,
    issue: Number.POSITIVE_INFINITY,
  };
}

/** Either direction without compression: vDNN's plain copy, which only the link and DRAM limit. */
export function plainCopyBounds(path: TransferPath, direction: Direction = 'offload'): TransferBounds {
  return {
    link: linkRate(path, direction),
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

/**
 * Lower bound on the rate of an offload that waits for the buffer, where the blocks that the controllers hold are large:
 * all that is requested may lie at one controller, and then a block waits for the one before it there. Measured against
 * the pipeline it matters from 4 KB on. It is no part of {@link offloadBounds}, which are upper bounds; between the two
 * only the pipeline tells (docs/pipeline.md, "The closed form beside it").
 */
export function interleavingBound(path: TransferPath): BytesPerSecond {
  const { gpu, dma } = path;
  const oneController = Math.min(engineRate(path), usableDramBandwidth(path) / gpu.memoryControllers);
  return dma.buffer / (gpu.dramLatency + gpu.interleaving / oneController);
}

/** Payload bytes a second in one direction; reads of host memory are limited by how many may be outstanding. */
export function linkRate(path: TransferPath, direction: Direction): BytesPerSecond {
  const { readRequests, readRequestSize, hostLatency } = path.link;
  switch (direction) {
    case 'offload':
      return linkShare(path);
    case 'prefetch':
      return Math.min(linkShare(path), (readRequests * readRequestSize) / hostLatency);
  }
}

/** Uncompressed bytes a second of one compression engine; there is one at each memory controller (slide 47). */
export function engineRate({ gpu, dma }: TransferPath): BytesPerSecond {
  return dma.codec === 'zlib' && dma.zlibEngine === 'dedicated-hardware'
    ? ZLIB_HARDWARE
    : dma.engineBytesPerCycle * gpu.coreClock;
}

export function packingOf({ link, dma }: TransferPath): Packing {
  return { packing: dma.packing, maxPayload: link.maxPayload, packetHeader: link.packetHeader };
}

/** GPUs below one root complex copy at the same time, so each gets its share of the link (slides 10-12). */
function linkShare({ link }: TransferPath): BytesPerSecond {
  return link.bandwidth / link.gpusSharing;
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
