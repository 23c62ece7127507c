import type { ActivationSample } from '../activations/activation.ts';
import { ratioOf } from '../activations/compressibility.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { type IterationTraffic, trafficOf } from '../cost/energy.ts';
import { memoryOverIteration } from '../memory/memory-over-iteration.ts';
import type { Network } from '../network/network.ts';
import type { Totals } from '../report/report.ts';
import { totalsOf } from '../report/totals.ts';
import { compressedIteration, type UncompressedTimes } from '../timing/training-times.ts';
import type { Bytes } from '../units.ts';

/** Of every copy, uncompressed bytes for each byte that link and crossbar carry. */
export interface Ratios {
  linkRatio: Float64Array;
  crossbarRatio: Float64Array;
}

/** An iteration between barriers, but for its times: what computes and what is copied beside it, step by step. */
export interface IterationShape {
  /** Entry of the compute table for each step; -1 for a step that only copies. */
  compute: Int32Array;
  /** DRAM traffic of each step's compute, and uncompressed bytes of its copies. */
  computeBytes: Float64Array;
  copyBytes: Float64Array;
  /** Steps before this one are forward and offload, the others are backward and prefetch. */
  firstBackward: number;
  /** End of each step's copies. */
  copiesEnd: Int32Array;
  /** Of every copy, in the order of the steps beside which they run. */
  rawBytes: Float64Array;
  compressed: Ratios;
  /** The same copies as vDNN makes them: all 1. */
  plain: Ratios;
  totals: Totals;
  traffic: IterationTraffic;
  /** It does not depend on how long steps are. */
  peakBytes: Bytes | null;
}

/**
 * The shape of a config's iteration in closed form. Only of iterations with a barrier after every layer: without, the order
 * of what happens depends on the rates.
 */
export function iterationShape(
  config: ResolvedConfig,
  network: Network,
  uncompressed: UncompressedTimes,
  samples: readonly ActivationSample[],
): IterationShape {
  const { codec } = config.dma;
  const ratios = new Map(samples.map((sample) => [sample.layer, ratioOf(sample, codec)]));
  const iteration = compressedIteration(config, network, uncompressed, (layer) => ratios.get(layer) ?? 1);
  const { steps } = iteration;
  const layers = new Map(network.layers.map(({ name }, index) => [name, index]));
  const transfers = steps.flatMap((step) => step.transfers);
  const ones = new Float64Array(transfers.length).fill(1);
  const firstBackward = steps.findIndex(({ direction }) => direction === 'backward');
  let end = 0;
  return {
    compute: Int32Array.from(steps, ({ work, direction }) => {
      if (work.kind !== 'layer') return -1;
      const layer = layers.get(work.layer);
      if (layer === undefined) throw new Error(`a step is about ${work.layer}, which is no layer`);
      return 2 * layer + (direction === 'backward' ? 1 : 0);
    }),
    computeBytes: Float64Array.from(steps, ({ compute }) => compute.dramBytes),
    copyBytes: Float64Array.from(steps, (step) => step.transfers.reduce((sum, { rawBytes }) => sum + rawBytes, 0)),
    firstBackward: firstBackward < 0 ? steps.length : firstBackward,
    copiesEnd: Int32Array.from(steps, (step) => {
      end += step.transfers.length;
      return end;
    }),
    rawBytes: Float64Array.from(transfers, ({ rawBytes }) => rawBytes),
    compressed: {
      linkRatio: Float64Array.from(transfers, ({ packed }) => packed?.link ?? Number.NaN),
      crossbarRatio: Float64Array.from(transfers, ({ packed }) => packed?.crossbar ?? Number.NaN),
    },
    plain: { linkRatio: ones, crossbarRatio: ones },
    totals: totalsOf(codec, config, samples, uncompressed),
    traffic: trafficOf(uncompressed.compute, iteration),
    peakBytes:
      memoryOverIteration({ network, workload: config.workload }, iteration, config.gpu.dramCapacity).offloaded
        ?.peakBytes ?? null,
  };
}

/** Whether `iterationShape` can stand for a config's simulation. */
export function hasShape({ fidelity, workload }: Pick<ResolvedConfig, 'fidelity' | 'workload'>): boolean {
  return fidelity === 'closed-form' && workload.sync === 'layer';
}
