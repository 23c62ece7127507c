import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { BytesPerSecond } from '../units.ts';
import { boundsFor, closedFormRate, pipelineRate } from './offload-rate.ts';
import { type OffloadedMapLines, trafficOfAll } from './traffic.ts';

/**
 * Rate at which data comes from DRAM through the engines, were the link unlimited, against the number of memory
 * controllers. Each controller brings an engine and its own DRAM bandwidth, the configured total over the configured number,
 * so that more of them bring more; all else stays as configured. The data is that of all maps together.
 */
export interface ControllerCurve {
  configured: number;
  /** Ascending, from 1; the configured number is among them. */
  controllers: number[];
  closedForm: BytesPerSecond[];
  /** Line by line, in steady state. */
  pipeline: BytesPerSecond[];
  /** What the link takes, as uncompressed bytes. */
  linkBytesPerSecond: BytesPerSecond;
  /** Share of the time in which the link as configured carries data, 0 to 1. */
  linkUtilisation: { closedForm: number[]; pipeline: number[] };
}

const MOST_SHOWN = 16;

export function controllerCurveOf(config: ResolvedConfig, maps: readonly OffloadedMapLines[]): ControllerCurve {
  const configured = config.gpu.memoryControllers;
  const traffic = trafficOfAll(maps);
  const { link } = boundsFor(config, traffic);
  const controllers = numbersAround(configured);
  const linked = controllers.map((memoryControllers): ResolvedConfig => {
    const dramBandwidth = (config.gpu.dramBandwidth * memoryControllers) / configured;
    return { ...config, gpu: { ...config.gpu, memoryControllers, dramBandwidth } };
  });
  const unlinked = linked.map((design) => ({
    ...design,
    link: { ...design.link, bandwidth: Number.POSITIVE_INFINITY },
  }));
  return {
    configured,
    controllers,
    closedForm: unlinked.map((design) => closedFormRate(design, traffic)),
    pipeline: unlinked.map((design) => pipelineRate(design, traffic)),
    linkBytesPerSecond: link,
    linkUtilisation: {
      closedForm: linked.map((design) => closedFormRate(design, traffic) / link),
      pipeline: linked.map((design) => pipelineRate(design, traffic) / link),
    },
  };
}

/** Up to twice the configured number; not every one where there are many. */
function numbersAround(configured: number): number[] {
  const step = Math.max(1, Math.ceil((2 * configured) / MOST_SHOWN));
  const numbers = Array.from({ length: Math.ceil((2 * configured) / step) }, (_, index) => 1 + index * step);
  return [...new Set([...numbers, configured, 2 * configured])].sort((a, b) => a - b);
}
