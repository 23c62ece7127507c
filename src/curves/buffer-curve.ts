import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { LineSizes } from '../pipeline/line-sizes.ts';
import { bufferForRatio, offloadBounds } from '../timing/transfer-rate.ts';
import type { Bytes, CompressionRatio } from '../units.ts';
import { closedFormRate, pipelineRate } from './offload-rate.ts';
import { bestMap, jointRatio, linesOfAll, type OffloadedMapLines, someLines } from './offloaded-map-lines.ts';

/** Share of the link's time in which it carries data, 0 to 1, against the size of the DMA buffer. */
export interface BufferCurve {
  configuredBytes: Bytes;
  curves: {
    /** All maps together, or the one that compresses best: a larger ratio needs a larger buffer. */
    name: 'network' | 'best-layer';
    layer: string | null;
    ratio: CompressionRatio;
    /** Bandwidth-delay product: the smallest buffer that could keep the link busy. */
    kneeBytes: Bytes;
    /** Ascending; the configured size is among them. */
    bytes: Bytes[];
    closedForm: number[];
    /** Line by line, in steady state. */
    pipeline: number[];
  }[];
}

/** From 4 KB to 512 KB in half octaves. */
const SIZES: readonly Bytes[] = Array.from({ length: 15 }, (_, step) => Math.round(4000 * 2 ** (step / 2)));
/** Enough for burstiness to show: it reaches over some ten kilobytes (docs/pipeline.md). */
const LINES = 4096;

/** Link utilisation over buffer sizes, everything else as configured (docs/pipeline.md, "Buffer"; slide 48). */
export function bufferCurveOf(config: ResolvedConfig, maps: readonly OffloadedMapLines[]): BufferCurve {
  const configuredBytes = config.dma.buffer;
  const sizes = [...new Set([...SIZES, configuredBytes])].sort((a, b) => a - b);
  const best = bestMap(maps);
  if (best === undefined) return { configuredBytes, curves: [] };
  const curve = (
    name: 'network' | 'best-layer',
    layer: string | null,
    ratio: CompressionRatio,
    lines: LineSizes,
  ): BufferCurve['curves'][number] => {
    const designs = sizes.map((buffer) => ({ ...config, dma: { ...config.dma, buffer } }));
    const link = offloadBounds(config, ratio).link;
    return {
      name,
      layer,
      ratio,
      kneeBytes: bufferForRatio(config, ratio),
      bytes: sizes,
      closedForm: designs.map((design) => closedFormRate(design, ratio) / link),
      pipeline: designs.map((design) => pipelineRate(design, lines) / link),
    };
  };
  return {
    configuredBytes,
    curves: [
      curve('network', null, jointRatio(maps), linesOfAll(maps, LINES)),
      curve('best-layer', best.layer, best.ratio, someLines(best.lines, LINES)),
    ],
  };
}
