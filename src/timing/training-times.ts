import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import type { CompressionRatio, Seconds } from '../units.ts';
import { type LayerCompute, layerComputeTimes } from './compute-time.ts';
import { type OffloadedMap, planOffload } from './offload-plan.ts';
import { runIteration, type TrainingIteration } from './training-iteration.ts';
import { compressedCopying, plainCopying } from './transfer.ts';
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

/** Times of one training iteration; `ratioOf` gives the compression ratio of the map that a layer produces. */
export function trainingTimes(
  config: Pick<ResolvedConfig, 'gpu' | 'link' | 'dma' | 'workload'>,
  network: Network,
  ratioOf: (layer: string) => CompressionRatio,
): TrainingTimes {
  const { gpu, workload } = config;
  const compute = layerComputeTimes(network, gpu, workload);
  const plan = planOffload(network, workload);
  const work = { network, compute, plan, batch: workload.batch, dramBandwidth: usableDramBandwidth(config) };
  return {
    compute,
    plan,
    oracleSeconds: compute.reduce((sum, { forward, backward }) => sum + forward.seconds + backward.seconds, 0),
    vdnn: runIteration({ ...work, copying: plainCopying(config) }, workload.sync),
    cdma: runIteration({ ...work, copying: compressedCopying(config, ratioOf) }, workload.sync),
  };
}
