import type { GpuConfig, WorkloadConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import type { Bytes, Seconds } from '../units.ts';
import { LAUNCH_OVERHEAD } from './compute-constants.ts';
import { backwardKernels, forwardKernels, type Kernel } from './kernels.ts';

/** What a piece of GPU work takes when it runs alone. */
export interface ComputeCost {
  seconds: Seconds;
  /** DRAM traffic, read and written. */
  dramBytes: Bytes;
  /** Floating-point operations executed, after Winograd's savings. */
  flop: number;
}

export interface LayerCompute {
  layer: string;
  forward: ComputeCost;
  backward: ComputeCost;
}

type ComputeGpu = Pick<GpuConfig, 'peakCompute' | 'dramBandwidth' | 'computeLibrary'>;

/**
 * Compute time of every layer, in forward order, for a whole batch: a roofline term and a launch per kernel
 * (docs/model.md, "Compute time"). Expect +-20 % on the sum of a network.
 */
export function layerComputeTimes(
  network: Network,
  gpu: ComputeGpu,
  { batch, weightUpdate }: Pick<WorkloadConfig, 'batch' | 'weightUpdate'>,
): LayerCompute[] {
  return network.layers.map((layer) => {
    const consumers = network.layers.filter(({ input }) => input.includes(layer.name)).length;
    const context = { batch, weightUpdate, consumers, computeLibrary: gpu.computeLibrary };
    return {
      layer: layer.name,
      forward: totalCost(forwardKernels(layer, context).map((kernel) => kernelCost(kernel, gpu))),
      backward: totalCost(backwardKernels(layer, context).map((kernel) => kernelCost(kernel, gpu))),
    };
  });
}

/** Costs of work done one after the other. */
export function totalCost(costs: readonly ComputeCost[]): ComputeCost {
  const total = { seconds: 0, dramBytes: 0, flop: 0 };
  for (const { seconds, dramBytes, flop } of costs) {
    total.seconds += seconds;
    total.dramBytes += dramBytes;
    total.flop += flop;
  }
  return total;
}

/** Roofline: a kernel takes as long as its arithmetic or its DRAM traffic, whichever is longer, and its launch. */
function kernelCost({ flop, computeShare, dramBytes, bandwidthShare }: Kernel, gpu: ComputeGpu): ComputeCost {
  const arithmetic = flop / (gpu.peakCompute * computeShare);
  const traffic = dramBytes / (gpu.dramBandwidth * bandwidthShare);
  return { seconds: Math.max(arithmetic, traffic) + LAUNCH_OVERHEAD, dramBytes, flop };
}
