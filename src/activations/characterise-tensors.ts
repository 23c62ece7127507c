import { throwIfCancelled } from '../cancelled.ts';
import type { Host } from '../host.ts';
import type { FeatureShape } from '../network/network.ts';
import type { ActivationManifest, ManifestTensor } from '../tensors/manifest.ts';
import { problemOf, type TensorProblem } from '../tensors/tensor-problem.ts';
import type { ActivationSample } from './activation.ts';
import { type CharacteriseRequest, characteriseSynthetic, measureConfig, zerosOf } from './characterise.ts';
import { layersOfManifest } from './layers-of-manifest.ts';
import { combine, type Measurement, measure } from './measure.ts';
import { openMap } from './recorded-map.ts';

/** Compressibility from recorded tensors, and all that a user should know about them. */
export interface TensorCharacterisation {
  samples: ActivationSample[];
  /** Files that could not be used. */
  problems: TensorProblem[];
  /** Tensors of another size than the layer they stand for: their ratios are used, their sizes are not. */
  shapeDifferences: { layer: string; uri: string; expected: FeatureShape; found: FeatureShape }[];
  /** Tensors that hold NaN or infinite values: the training that made them had diverged. */
  nonFinite: { layer: string; uri: string; count: number }[];
  /** Layers of the manifest that the network does not have. */
  unknownLayers: string[];
}

/**
 * Compressibility of layers from the tensors of a manifest. A layer takes the tensors recorded nearest to the
 * wanted point of training, or all of them for `average`; an LRN without tensors takes those of its input; a layer
 * without any is generated. Throws {@link Cancelled} once the signal is aborted; file faults are in the result.
 */
export async function characteriseTensors(
  manifest: ActivationManifest,
  manifestUri: string,
  request: CharacteriseRequest,
  host: Host,
  signal?: AbortSignal,
): Promise<TensorCharacterisation> {
  const { network } = request;
  const recorded = new Map(layersOfManifest(manifest, network).map((layer) => [layer.name, layer.tensors]));
  const withTensors = [...recorded].filter(([, tensors]) => tensors.length > 0).map(([name]) => name);
  const result: TensorCharacterisation = {
    samples: [],
    problems: [],
    shapeDifferences: [],
    nonFinite: [],
    unknownLayers: withTensors.filter((name) => !network.layers.some((layer) => layer.name === name)),
  };

  const measureLayer = async (layer: string): Promise<ActivationSample | null> => {
    const used: ManifestTensor[] = [];
    const measurements: Measurement[] = [];
    for (const entry of nearest(recorded.get(layer) ?? [], request.activations.trainingProgress)) {
      throwIfCancelled(signal);
      const opened = await openMap(entry, manifest, manifestUri, request.dma.zeroTest, host);
      if ('problem' in opened) {
        result.problems.push(opened.problem);
        continue;
      }
      const { uri, map } = opened;
      const expected = network.layers.find(({ name }) => name === layer)?.outputShape;
      const [, ...found] = map.shape;
      if (expected !== undefined && expected.join() !== found.join()) {
        result.shapeDifferences.push({ layer, uri, expected, found });
      }
      try {
        const measurement = await measure(map, measureConfig(request), host, signal);
        const { nonFiniteElements } = measurement;
        if (nonFiniteElements > 0) result.nonFinite.push({ layer, uri, count: nonFiniteElements });
        used.push(entry);
        measurements.push(measurement);
      } catch (error) {
        result.problems.push(problemOf(error, uri));
      } finally {
        await opened.close();
      }
    }
    if (used.length === 0) return null;
    return {
      layer,
      origin: { kind: 'measured', tensor: used.map(({ file }) => file).join(', ') },
      trainingProgress: used.map(({ trainingProgress }) => trainingProgress),
      ...combine(measurements),
    };
  };

  // Each tensor is read once, although a convolution and its LRN may both need it.
  const measured = new Map<string, Promise<ActivationSample | null>>();
  const measureOnce = (layer: string) => {
    const known = measured.get(layer) ?? measureLayer(layer);
    measured.set(layer, known);
    return known;
  };

  for (const layer of request.layers) {
    const source = withTensors.includes(layer) ? layer : zerosOf(layer, network);
    const sample = await measureOnce(source);
    if (sample === null) {
      result.samples.push(await generate(layer, withTensors.includes(source), request, host, signal));
    } else {
      const note = source === layer ? {} : { note: `tensor of ${source}: LRN keeps the zeros of its input` };
      result.samples.push({ ...sample, layer, origin: { ...sample.origin, ...note } });
    }
  }
  return result;
}

async function generate(
  layer: string,
  hasTensors: boolean,
  request: CharacteriseRequest,
  host: Host,
  signal: AbortSignal | undefined,
): Promise<ActivationSample> {
  const [sample] = await characteriseSynthetic({ ...request, layers: [layer] }, host, signal);
  const note = hasTensors ? 'its tensors could not be used' : 'the manifest has no tensor of this layer';
  return { ...sample, origin: { kind: 'synthetic', note } };
}

/** Of tensors in the order of training: those of the point nearest to the wanted one (the earlier of two), or all. */
function nearest(tensors: readonly ManifestTensor[], wanted: number | 'average'): readonly ManifestTensor[] {
  if (wanted === 'average' || tensors.length === 0) return tensors;
  const distance = (tensor: ManifestTensor) => Math.abs(tensor.trainingProgress - wanted);
  const best = tensors.reduce((least, tensor) => (distance(tensor) < distance(least) ? tensor : least));
  return tensors.filter(({ trainingProgress }) => trainingProgress === best.trainingProgress);
}
