import { throwIfCancelled } from '../cancelled.ts';
import type { ActivationSampling } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network/network.ts';
import { AVERAGE_TRAINING_POINTS } from '../synthesis/density.ts';
import { type SynthesisOptions, synthesizer } from '../synthesis/synthesize.ts';
import type { ActivationSample } from './activation.ts';
import { mapOfTensor } from './activation-map.ts';
import type { CodingConfig } from './coding.ts';
import { combine, type MeasureConfig, type Measurement, measure } from './measure.ts';

/** The settings under which activations are sampled. */
export type SampledActivations = Omit<ActivationSampling, 'zlibWindows'> &
  Partial<Pick<ActivationSampling, 'zlibWindows'>> &
  SynthesisOptions;

/** What to characterise, and with which codecs. */
export interface CharacteriseRequest {
  network: Network;
  /** Names of the layers whose output maps are wanted; answers come in this order. */
  layers: readonly string[];
  activations: SampledActivations;
  dma: CodingConfig;
}

/**
 * Compressibility of layers from generated tensors (docs/activations.md). Deterministic in the request. Takes
 * about 0.02 s a layer and point of training: keep the result while the request is the same.
 * Throws {@link Cancelled} once the signal is aborted.
 */
export async function characteriseSynthetic(
  request: CharacteriseRequest,
  host: Host,
  signal?: AbortSignal,
): Promise<ActivationSample[]> {
  const { network, activations } = request;
  const sources = request.layers.map((layer) => zerosOf(layer, network));
  const { trainingProgress } = activations;
  const points = trainingProgress === 'average' ? AVERAGE_TRAINING_POINTS : [trainingProgress];

  const measured = new Map<string, Measurement[]>(sources.map((source) => [source, []]));
  for (const point of points) {
    const maps = synthesizer(network, point, activations.seed, activations);
    for (const [source, measurements] of measured) {
      await host.pause();
      throwIfCancelled(signal);
      measurements.push(await measure(mapOfTensor(maps.sample(source)), measureConfig(request), host, signal));
    }
  }
  return request.layers.map((layer, i) => ({
    layer,
    origin: { kind: 'synthetic' },
    trainingProgress: points,
    ...combine(measured.get(sources[i]) ?? []),
  }));
}

/** How the maps of a request are measured. */
export function measureConfig({ activations, dma }: CharacteriseRequest): MeasureConfig {
  const { layout, seed, zlibWindows = 'sampled' } = activations;
  return { layout, seed, dma, zlibWindows };
}

/** The layer whose zeros a layer has: its own, or its input's for LRN, which scales values but keeps zeros. */
export function zerosOf(name: string, network: Network): string {
  const layer = network.layers.find((candidate) => candidate.name === name);
  return layer?.kind === 'lrn' ? zerosOf(layer.input[0], network) : name;
}
