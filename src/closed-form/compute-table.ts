import type { GpuConfig, WorkloadConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import { LAUNCH_OVERHEAD } from '../timing/compute-constants.ts';
import { layerComputeTimes, layerKernels } from '../timing/compute-time.ts';
import type { Kernel } from '../timing/kernels.ts';
import type { BytesPerSecond, FlopPerSecond } from '../units.ts';

type ComputeGpu = Pick<GpuConfig, 'preset' | 'peakCompute' | 'dramBandwidth' | 'computeLibrary'>;
type ComputeWorkload = Pick<WorkloadConfig, 'batch' | 'weightUpdate' | 'layerTimes'>;

/** Compute times of a network's layers at any arithmetic rate and DRAM bandwidth: those of `layerComputeTimes`, bit for bit. */
export interface ComputeTable {
  /** Two for each layer in forward order: forward, backward. */
  readonly entries: number;
  /** Kernels of every entry, from which the seconds follow; undefined where they are measured. */
  readonly kernels: readonly (readonly Kernel[])[] | undefined;
  /** Writes the seconds of every entry. */
  secondsAt(peakCompute: FlopPerSecond, dramBandwidth: BytesPerSecond, into: Float64Array): void;
}

export function computeTable(network: Network, gpu: ComputeGpu, workload: ComputeWorkload): ComputeTable {
  return workload.layerTimes === 'measured'
    ? measuredTable(network, gpu, workload)
    : modelledTable(network, gpu, workload);
}

/** Measured times hold for the card that they were measured on, as `layerComputeTimes` decides. */
function measuredTable(network: Network, gpu: ComputeGpu, workload: ComputeWorkload): ComputeTable {
  return {
    entries: 2 * network.layers.length,
    kernels: undefined,
    secondsAt: (peakCompute, dramBandwidth, into) => {
      const times = layerComputeTimes(network, { ...gpu, peakCompute, dramBandwidth }, workload);
      for (const [index, { forward, backward }] of times.entries()) {
        into[2 * index] = forward.seconds;
        into[2 * index + 1] = backward.seconds;
      }
    },
  };
}

function modelledTable(network: Network, gpu: ComputeGpu, workload: ComputeWorkload): ComputeTable {
  const steps = layerKernels(network, gpu, workload).flatMap(({ forward, backward }) => [forward, backward]);
  const kernels = steps.flat();
  const flop = Float64Array.from(kernels, (kernel) => kernel.flop);
  const computeShare = Float64Array.from(kernels, (kernel) => kernel.computeShare);
  const dramBytes = Float64Array.from(kernels, (kernel) => kernel.dramBytes);
  const bandwidthShare = Float64Array.from(kernels, (kernel) => kernel.bandwidthShare);
  let end = 0;
  const ends = Int32Array.from(steps, (step) => {
    end += step.length;
    return end;
  });
  return {
    entries: steps.length,
    kernels: steps,
    secondsAt: (peakCompute, dramBandwidth, into) => {
      let kernel = 0;
      for (let entry = 0; entry < ends.length; entry++) {
        let seconds = 0;
        for (; kernel < ends[entry]; kernel++) {
          const arithmetic = flop[kernel] / (peakCompute * computeShare[kernel]);
          const traffic = dramBytes[kernel] / (dramBandwidth * bandwidthShare[kernel]);
          seconds += Math.max(arithmetic, traffic) + LAUNCH_OVERHEAD;
        }
        into[entry] = seconds;
      }
    },
  };
}
