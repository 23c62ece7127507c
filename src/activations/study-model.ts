import { throwIfCancelled } from '../cancelled.ts';
import type { Host } from '../host.ts';
import type { Layer, Network } from '../network/network.ts';
import { synthesizer } from '../synthesis/synthesize.ts';
import { mapOfTensor } from './activation-map.ts';
import type { ActivationStudy, CodedLayer, StudiedLayer } from './activation-study.ts';
import type { SampledActivations } from './characterise.ts';
import { codeMaps } from './code-layer.ts';
import { observe } from './observations.ts';
import type { StudyRequest } from './study-tensors.ts';

/** Random weights, the bottom of the early fall, and three points of the slow recovery. */
const STUDIED_POINTS: readonly number[] = [0, 0.05, 0.2, 0.5, 1];
/** Points of the density curve of layers that are drawn: close together where density falls. */
const CURVE_POINTS: readonly number[] = [
  ...[0, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.075],
  ...Array.from({ length: 37 }, (_, i) => (4 + i) / 40),
];

/**
 * A study of generated maps (docs/activations.md): of every layer that makes or passes on zeros. Its observations are those
 * that the density law was made from, so that they check the generator, not the world. Deterministic in its arguments.
 * Throws {@link Cancelled} once the signal is aborted.
 */
export async function studyModel(
  network: Network,
  activations: SampledActivations,
  request: StudyRequest,
  host: Host,
): Promise<ActivationStudy> {
  const layers = network.layers.filter(hasZerosOfItsOwn);
  const coded = new Map<string, CodedLayer[]>(layers.map(({ name }) => [name, []]));
  let done = 0;
  for (const trainingProgress of STUDIED_POINTS) {
    const maps = synthesizer(network, trainingProgress, activations.seed, activations);
    for (const { name } of layers) {
      await host.pause();
      throwIfCancelled(request.signal);
      const statistics = await codeMaps([mapOfTensor(maps.sample(name))], request.measure, host, request.signal);
      coded.get(name)?.push({ trainingProgress, origin: { kind: 'synthetic' }, ...statistics, fitted: null });
      request.onProgress?.(++done, STUDIED_POINTS.length * layers.length);
    }
  }
  const curve = CURVE_POINTS.map((trainingProgress) => ({
    trainingProgress,
    maps: synthesizer(network, trainingProgress, activations.seed, activations),
  }));
  const densitiesOf = (layer: string, points: readonly CodedLayer[]): StudiedLayer['densities'] => {
    const drawn = curve.flatMap(({ trainingProgress, maps }) => {
      const density = maps.density(layer);
      return density === null ? [] : [{ trainingProgress, density }];
    });
    return drawn.length > 0 ? drawn : points.map(({ trainingProgress, density }) => ({ trainingProgress, density }));
  };
  const studied = layers.map((layer): StudiedLayer => {
    const points = coded.get(layer.name) ?? [];
    return {
      name: layer.name,
      kind: layer.kind,
      input: layer.input.length === 1 ? (layer.input[0] ?? null) : null,
      shape: layer.outputShape,
      densities: densitiesOf(layer.name, points),
      coded: points,
    };
  });
  return {
    source: 'model',
    dataset: null,
    points: STUDIED_POINTS.map((trainingProgress) => ({ trainingProgress })),
    layers: studied,
    observations: observe(studied),
  };
}

/** LRN has its input's zeros; a convolution in front of a batch norm has none. */
function hasZerosOfItsOwn(layer: Layer): boolean {
  switch (layer.kind) {
    case 'lrn':
      return false;
    case 'pool':
    case 'concat':
      return true;
    case 'conv':
    case 'fc':
    case 'batch-norm':
    case 'add':
      return layer.relu;
  }
}
