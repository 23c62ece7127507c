import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import type { CompressionRatio, Seconds } from '../units.ts';
import { type LayerCompute, layerComputeTimes } from './compute-time.ts';
import { type OffloadedMap, planOffload } from './offload-plan.ts';
import { pipelineCopying } from './pipeline-copying.ts';
import { runIteration, type TrainingIteration } from './training-iteration.ts';
import { type Copying, compressedCopying, type LineSizesOf, plainCopying } from './transfer.ts';
import { usableDramBandwidth } from './transfer-rate.ts';

/** The three bars of slide 60, with what they are made of. */
export interface TrainingTimes {
  /** Per layer, in forward order. */
  compute: readonly LayerCompute[];
  plan: readonly OffloadedMap[];
  /** A GPU with enough memory: compute alone. */
  oracleSeconds: Seconds;
  /** Maps move uncompressed. */
  vdnn: TrainingIteration;
  /** Maps move compressed. */
  cdma: TrainingIteration;
}

/** The part of a config that times depend on. */
type TimedConfig = Pick<ResolvedConfig, 'fidelity' | 'gpu' | 'link' | 'dma' | 'workload'>;

/** What does not depend on how well maps compress. */
export type UncompressedTimes = Omit<TrainingTimes, 'cdma'>;

export function uncompressedTimes(config: TimedConfig, network: Network): UncompressedTimes {
  const { gpu, workload } = config;
  const compute = layerComputeTimes(network, gpu, workload);
  const plan = planOffload(network, workload, gpu);
  return {
    compute,
    plan,
    oracleSeconds: compute.reduce((sum, { forward, backward }) => sum + forward.seconds + backward.seconds, 0),
    vdnn: iteration(config, network, { compute, plan }, plainCopying(config)),
  };
}

/**
 * An iteration in which maps move compressed. `ratioOf` gives the ratio of the map that a layer produces, `linesOf` the
 * sizes of its lines where they are known; without them every line is taken to be as large as the next.
 */
export function compressedIteration(
  config: TimedConfig,
  network: Network,
  times: Pick<UncompressedTimes, 'compute' | 'plan'>,
  ratioOf: (layer: string) => CompressionRatio,
  linesOf?: LineSizesOf,
): TrainingIteration {
  const copying = config.fidelity === 'pipeline' ? pipelineCopying : compressedCopying;
  return iteration(config, network, times, copying(config, ratioOf, linesOf));
}

/** Times of one training iteration; `ratioOf` gives the compression ratio of the map that a layer produces. */
export function trainingTimes(
  config: TimedConfig,
  network: Network,
  ratioOf: (layer: string) => CompressionRatio,
  linesOf?: LineSizesOf,
): TrainingTimes {
  const times = uncompressedTimes(config, network);
  return { ...times, cdma: compressedIteration(config, network, times, ratioOf, linesOf) };
}

function iteration(
  config: TimedConfig,
  network: Network,
  { compute, plan }: Pick<UncompressedTimes, 'compute' | 'plan'>,
  copying: Copying,
): TrainingIteration {
  const { dma, workload } = config;
  const { batch, refetchImage } = workload;
  const dram = { bandwidth: usableDramBandwidth(config), priority: dma.dramPriority };
  return runIteration({ network, compute, plan, batch, copying, refetchImage, dram }, workload);
}
