import type { GpuConfig, WorkloadConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import type { Bytes, Seconds } from '../units.ts';
import { LAUNCH_OVERHEAD } from './compute-constants.ts';
import { backwardKernels, forwardKernels, type Kernel } from './kernels.ts';
import { type MeasuredTime, measuredTimes } from './measured-times.ts';

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
  /** Where the seconds come from. DRAM traffic and operations are the model's either way: no log has them. */
  source: 'model' | 'measured';
  forward: ComputeCost;
  backward: ComputeCost;
}

type ComputeGpu = Pick<GpuConfig, 'preset' | 'peakCompute' | 'dramBandwidth' | 'computeLibrary'>;

/**
 * Compute time of every layer, in forward order, for a whole batch: a roofline term and a launch per kernel
 * (docs/model.md, "Compute time"). Expect +-20 % on the sum of a network. With `layerTimes: measured`, the times of a
 * public log instead, layer by layer, where one exists for this GPU; each layer says which it is.
 */
export function layerComputeTimes(
  network: Network,
  gpu: ComputeGpu,
  { batch, weightUpdate, layerTimes }: Pick<WorkloadConfig, 'batch' | 'weightUpdate' | 'layerTimes'>,
): LayerCompute[] {
  const measured = layerTimes === 'measured' ? measuredTimes(network, gpu, batch) : NONE_MEASURED;
  const kernels = layerKernels(network, gpu, { batch, weightUpdate });
  const gradients = measured.size > 0 ? layerKernels(network, gpu, { batch, weightUpdate: false }) : [];
  return kernels.map(({ layer, forward, backward }, index) => {
    const modelled: LayerCompute = {
      layer,
      source: 'model',
      forward: kernelCosts(forward, gpu),
      backward: kernelCosts(backward, gpu),
    };
    const time = measured.get(layer);
    // The logs time the two passes alone, so the update of the weights stays the model's.
    const gradientSeconds = kernelCosts(gradients[index]?.backward ?? [], gpu).seconds;
    return time === undefined ? modelled : withMeasured(modelled, time, gradientSeconds);
  });
}

/** The kernels of every layer, in forward order. */
export function layerKernels(
  network: Network,
  { computeLibrary }: Pick<ComputeGpu, 'computeLibrary'>,
  { batch, weightUpdate }: Pick<WorkloadConfig, 'batch' | 'weightUpdate'>,
): { layer: string; forward: Kernel[]; backward: Kernel[] }[] {
  return network.layers.map((layer) => {
    const consumers = network.layers.filter(({ input }) => input.includes(layer.name)).length;
    const context = { batch, consumers, computeLibrary, weightUpdate };
    return { layer: layer.name, forward: forwardKernels(layer, context), backward: backwardKernels(layer, context) };
  });
}

const NONE_MEASURED: ReadonlyMap<string, MeasuredTime> = new Map();

/** A layer with measured times; `gradientSeconds` is what the model says of its backward step without weight update. */
function withMeasured(modelled: LayerCompute, time: MeasuredTime, gradientSeconds: Seconds): LayerCompute {
  const updateSeconds = modelled.backward.seconds - gradientSeconds;
  return {
    ...modelled,
    source: 'measured',
    forward: { ...modelled.forward, seconds: time.forward },
    backward: { ...modelled.backward, seconds: time.backward + updateSeconds },
  };
}

/** Cost of kernels that run one after the other on a GPU, by the model. */
export function kernelCosts(kernels: readonly Kernel[], gpu: ComputeGpu): ComputeCost {
  return totalCost(kernels.map((kernel) => kernelCost(kernel, gpu)));
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
