import type { ActivationSample } from '../activations/activation.ts';
import { type CompressibilityMemo, compressibilityOf } from '../activations/compressibility.ts';
import { combine } from '../activations/measure.ts';
import { throwIfCancelled } from '../cancelled.ts';
import { perCodec } from '../codecs/per-codec.ts';
import type { CodecId, WorkloadConfig } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import { networkById } from '../network/catalogue.ts';
import type { LayerKind } from '../network/network.ts';
import { AVERAGE_TRAINING_POINTS } from '../synthesis/density.ts';
import type { OffloadedMap } from '../timing/offload-plan.ts';
import { compressedIteration, uncompressedTimes } from '../timing/training-times.ts';
import {
  EVALUATION_GPUS,
  EVALUATION_NETWORK_IDS,
  type EvaluationGpu,
  type EvaluationNetwork,
  resolveFile,
} from './configs.ts';

export type Concat = WorkloadConfig['concat'];
export const CONCATS = ['zero-copy', 'copy'] as const satisfies readonly Concat[];

/** Performance relative to the oracle (1: never waits), as in slide 60. */
export interface Performance {
  vdnn: number;
  cdma: Record<CodecId, number>;
}

/** The offload traffic of one network, averaged over training. */
export interface Traffic {
  /** Non-zero share of all elements that move. */
  density: number;
  /** Compressed bytes over raw bytes: the bars of slide 59. */
  normalised: Record<CodecId, number>;
  /** Best ratio of any layer at any sampled point of training. */
  bestLayerRatio: Record<CodecId, number>;
}

/** One of the six networks, simulated under both published evaluations. */
export interface NetworkEvaluation {
  network: EvaluationNetwork;
  traffic: Record<Concat, Traffic>;
  performance: Record<EvaluationGpu, Record<Concat, Performance>>;
  /** Training averages of every map that moves under either semantics of concat. */
  layers: readonly { layer: string; kind: LayerKind; density: number }[];
}

export interface EvaluationContext {
  host: Host;
  memo: CompressibilityMemo;
  signal?: AbortSignal | undefined;
  /** Told before each network. */
  onNetwork?(network: string): void;
}

/**
 * The evaluation of slides 57-60: six networks at their published batch sizes, generated activations averaged over
 * training, three codecs, both GPUs, both semantics of concat. Takes about half a minute, nearly all for codecs.
 */
export async function evaluateNetworks(context: EvaluationContext): Promise<NetworkEvaluation[]> {
  const evaluations: NetworkEvaluation[] = [];
  for (const network of EVALUATION_NETWORK_IDS) {
    throwIfCancelled(context.signal);
    context.onNetwork?.(network);
    evaluations.push(await evaluate(network, context));
  }
  return evaluations;
}

/** Standard deviation of the option that is calibrated to the published maximum ratio; off by default. */
export const CALIBRATED_LAYER_SCATTER = 0.3;
/** Where in training densities are lowest, among the points that stand for it. */
const SPARSEST_POINT = 0.15;

/** Best zero-value ratio of any map of the six networks, with the layers' densities scattered around the law. */
export async function bestScatteredRatio(context: EvaluationContext): Promise<number> {
  let best = 0;
  for (const id of EVALUATION_NETWORK_IDS) {
    const activations = { trainingProgress: SPARSEST_POINT, layerScatter: CALIBRATED_LAYER_SCATTER };
    const config = await resolveFile({ workload: { network: id, activations } }, context.host);
    const layers = (await mapsThatMove(id, 'zero-copy', context)).map(({ layer }) => layer);
    const { samples } = await compressibilityOf(config, networkById(id), layers, { ...context, configUri: '' });
    best = Math.max(best, ...samples.map((sample) => ratioIn(sample, 'zvc')));
  }
  return best;
}

async function evaluate(id: EvaluationNetwork, context: EvaluationContext): Promise<NetworkEvaluation> {
  const network = networkById(id);
  // Copying concat moves every map that zero-copy moves, and the branches.
  const maps = await mapsThatMove(id, 'copy', context);
  const byPoint = await sampleOverTraining(
    id,
    maps.map(({ layer }) => layer),
    context,
  );
  const average = new Map(
    maps.map(({ layer }) => [layer, combine(byPoint.map((samples) => sampleOf(samples, layer)))] as const),
  );
  const ratioOf = (layer: string, codec: CodecId) => {
    const sample = average.get(layer);
    if (sample === undefined) throw new Error(`${id}: the map of ${layer} moves but was not characterised`);
    return sample.rawBytes / sample.compressedBytes[codec];
  };

  const trafficOf = async (concat: Concat): Promise<Traffic> => {
    const moved = await mapsThatMove(id, concat, context);
    const elements = moved.reduce((sum, { elementsPerImage }) => sum + elementsPerImage, 0);
    const mean = (value: (layer: string) => number) =>
      moved.reduce((sum, { layer, elementsPerImage }) => sum + elementsPerImage * value(layer), 0) / elements;
    const best = (codec: CodecId) =>
      Math.max(...moved.flatMap(({ layer }) => byPoint.map((samples) => ratioIn(sampleOf(samples, layer), codec))));
    return {
      density: mean((layer) => average.get(layer)?.density ?? Number.NaN),
      normalised: perCodec((codec) => mean((layer) => 1 / ratioOf(layer, codec))),
      bestLayerRatio: perCodec(best),
    };
  };

  const performanceOf = async (gpu: EvaluationGpu, concat: Concat): Promise<Performance> => {
    const config = await resolveFile({ gpu: { preset: gpu }, workload: { network: id, concat } }, context.host);
    const times = uncompressedTimes(config, network);
    const cdma = (codec: CodecId) => compressedIteration(config, network, times, (layer) => ratioOf(layer, codec));
    return {
      vdnn: times.oracleSeconds / times.vdnn.seconds,
      cdma: perCodec((codec) => times.oracleSeconds / cdma(codec).seconds),
    };
  };

  const onGpu = async (gpu: EvaluationGpu): Promise<Record<Concat, Performance>> => ({
    'zero-copy': await performanceOf(gpu, 'zero-copy'),
    copy: await performanceOf(gpu, 'copy'),
  });
  const [maxwell, pascal] = EVALUATION_GPUS;
  return {
    network: id,
    traffic: { 'zero-copy': await trafficOf('zero-copy'), copy: await trafficOf('copy') },
    performance: { [maxwell]: await onGpu(maxwell), [pascal]: await onGpu(pascal) } as NetworkEvaluation['performance'],
    layers: network.layers.flatMap(({ name, kind }) => {
      const density = average.get(name)?.density;
      return density === undefined ? [] : [{ layer: name, kind, density }];
    }),
  };
}

async function mapsThatMove(id: string, concat: Concat, { host }: EvaluationContext): Promise<readonly OffloadedMap[]> {
  const config = await resolveFile({ workload: { network: id, policy: 'all', concat } }, host);
  return uncompressedTimes(config, networkById(id)).plan;
}

/** Samples of the named maps, for each of the points that stand for a whole training. */
async function sampleOverTraining(
  id: string,
  layers: readonly string[],
  context: EvaluationContext,
): Promise<(readonly ActivationSample[])[]> {
  const samples: (readonly ActivationSample[])[] = [];
  for (const trainingProgress of AVERAGE_TRAINING_POINTS) {
    const config = await resolveFile({ workload: { network: id, activations: { trainingProgress } } }, context.host);
    const found = await compressibilityOf(config, networkById(id), layers, { ...context, configUri: '' });
    samples.push(found.samples);
  }
  return samples;
}

function sampleOf(samples: readonly ActivationSample[], layer: string): ActivationSample {
  const sample = samples.find((candidate) => candidate.layer === layer);
  if (sample === undefined) throw new Error(`no sample of ${layer}`);
  return sample;
}

function ratioIn({ rawBytes, compressedBytes }: ActivationSample, codec: CodecId): number {
  return rawBytes / compressedBytes[codec];
}
