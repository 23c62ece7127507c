import { throwIfCancelled } from '../cancelled.ts';
import type { CodecConfig } from '../codecs/registry.ts';
import type { ActivationConfig } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network/network.ts';
import { AVERAGE_TRAINING_POINTS } from '../synthesis/density.ts';
import { synthesizer } from '../synthesis/synthesize.ts';
import type { ActivationSample } from './activation.ts';
import { combine, type Measurement, measure } from './measure.ts';

/** The settings under which activations are sampled. */
export type SampledActivations = Pick<
  Extract<ActivationConfig, { source: 'model' }>,
  'trainingProgress' | 'layout' | 'seed'
> & { layerScatter?: number };

/** What to characterise, and with which codecs. */
export interface CharacteriseRequest {
  network: Network;
  /** Names of the layers whose output maps are wanted; answers come in this order. */
  layers: readonly string[];
  activations: SampledActivations;
  dma: CodecConfig;
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
    const maps = synthesizer(network, point, activations.seed, activations.layerScatter);
    for (const [source, measurements] of measured) {
      await host.pause();
      throwIfCancelled(signal);
      measurements.push(measure(maps.sample(source), request, host));
    }
  }
  return request.layers.map((layer, i) => ({
    layer,
    origin: { kind: 'synthetic' },
    trainingProgress: points,
    ...combine(measured.get(sources[i]) ?? []),
  }));
}

/** The layer whose zeros a layer has: its own, or its input's for LRN, which scales values but keeps zeros. */
export function zerosOf(name: string, network: Network): string {
  const layer = network.layers.find((candidate) => candidate.name === name);
  return layer?.kind === 'lrn' ? zerosOf(layer.input[0], network) : name;
}
