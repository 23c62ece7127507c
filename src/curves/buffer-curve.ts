import type { ResolvedConfig } from '../config/resolved-config.ts';
import { bufferForRatio } from '../timing/transfer-rate.ts';
import type { Bytes, CompressionRatio } from '../units.ts';
import { boundsFor, closedFormRate, pipelineRate } from './offload-rate.ts';
import { bestMap, type OffloadedMapLines, type Traffic, trafficOfAll } from './traffic.ts';

/** Share of the link's time in which it carries data, with what packing adds to it, 0 to 1, against the DMA buffer's size. */
export interface BufferCurve {
  configuredBytes: Bytes;
  /** None without maps. */
  curves: {
    /** All maps together, or the one that compresses best: a larger ratio needs a larger buffer. */
    name: 'network' | 'best-layer';
    layer: string | null;
    ratio: CompressionRatio;
    /** Bandwidth-delay product: the smallest buffer that could keep the link busy. */
    kneeBytes: Bytes;
    /** Ascending, the same for each curve; the configured size is among them. */
    bytes: Bytes[];
    closedForm: number[];
    /** Line by line, in steady state. */
    pipeline: number[];
  }[];
}

const SMALLEST: Bytes = 4e3;
const STEPS_PER_OCTAVE = 2;
/** From 4 KB: to 512 KB at least, and to 4 MB at most where fast links have their knee so far out. */
const LEAST_OCTAVES = 7;
const MOST_OCTAVES = 10;

/** Link utilisation over buffer sizes, everything else as configured (docs/pipeline.md, "What it shows"). */
export function bufferCurveOf(config: ResolvedConfig, maps: readonly OffloadedMapLines[]): BufferCurve {
  const configuredBytes = config.dma.buffer;
  const best = bestMap(maps);
  if (best === undefined) return { configuredBytes, curves: [] };
  const bytes = sizesToShow(configuredBytes, bufferForRatio(config, best.ratio));
  const designs = bytes.map((buffer) => ({ ...config, dma: { ...config.dma, buffer } }));
  const curve = (traffic: Traffic) => {
    const { link } = boundsFor(config, traffic);
    return {
      ratio: traffic.ratio,
      kneeBytes: bufferForRatio(config, traffic.ratio),
      bytes,
      closedForm: designs.map((design) => closedFormRate(design, traffic) / link),
      pipeline: designs.map((design) => pipelineRate(design, traffic) / link),
    };
  };
  return {
    configuredBytes,
    curves: [
      { name: 'network', layer: null, ...curve(trafficOfAll(maps)) },
      { name: 'best-layer', layer: best.layer, ...curve(best) },
    ],
  };
}

/** Half octaves up to twice the knee, and the configured size. */
function sizesToShow(configured: Bytes, knee: Bytes): Bytes[] {
  const octaves = Math.min(MOST_OCTAVES, Math.max(LEAST_OCTAVES, Math.ceil(Math.log2((2 * knee) / SMALLEST))));
  const sizes = Array.from({ length: octaves * STEPS_PER_OCTAVE + 1 }, (_, step) =>
    Math.round(SMALLEST * 2 ** (step / STEPS_PER_OCTAVE)),
  );
  return [...new Set([...sizes, configured])].sort((a, b) => a - b);
}
