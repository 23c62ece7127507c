import type { ResolvedConfig } from '../config/resolved-config.ts';
import { offloadBounds } from '../timing/transfer-rate.ts';
import type { BytesPerSecond } from '../units.ts';
import { closedFormRate, pipelineRate } from './offload-rate.ts';
import { jointRatio, linesOfAll, type OffloadedMapLines } from './offloaded-map-lines.ts';

/**
 * Rate at which data comes from DRAM through the engines, were the link unlimited, against the number of memory
 * controllers. Each controller brings its own DRAM bandwidth and its own engine; all else stays as configured.
 */
export interface ControllerCurve {
  configured: number;
  /** Ascending, from 1; the configured number is among them. */
  controllers: number[];
  closedForm: BytesPerSecond[];
  /** Line by line, in steady state. */
  pipeline: BytesPerSecond[];
  /** What the link takes, as uncompressed bytes at the joint ratio of all maps. */
  linkBytesPerSecond: BytesPerSecond;
}

const MOST_SHOWN = 16;
const LINES = 4096;
/** So fast that no other station waits for it. */
const UNLIMITED: BytesPerSecond = 1e15;

export function controllerCurveOf(config: ResolvedConfig, maps: readonly OffloadedMapLines[]): ControllerCurve {
  const configured = config.gpu.memoryControllers;
  const ratio = jointRatio(maps);
  const lines = linesOfAll(maps, LINES);
  const controllers = numbersAround(configured);
  const designs = controllers.map((memoryControllers): ResolvedConfig => {
    const dramBandwidth = (config.gpu.dramBandwidth * memoryControllers) / configured;
    return {
      ...config,
      gpu: { ...config.gpu, memoryControllers, dramBandwidth },
      link: { ...config.link, bandwidth: UNLIMITED },
    };
  });
  return {
    configured,
    controllers,
    closedForm: designs.map((design) => closedFormRate(design, ratio)),
    pipeline: lines.length === 0 ? [] : designs.map((design) => pipelineRate(design, lines)),
    linkBytesPerSecond: offloadBounds(config, ratio).link,
  };
}

/** Up to twice the configured number; not every one where there are many. */
function numbersAround(configured: number): number[] {
  const step = Math.max(1, Math.ceil((2 * configured) / MOST_SHOWN));
  const numbers = Array.from({ length: Math.ceil((2 * configured) / step) }, (_, index) => 1 + index * step);
  return [...new Set([...numbers, configured, 2 * configured])].sort((a, b) => a - b);
}
