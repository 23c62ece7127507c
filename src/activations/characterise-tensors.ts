import { throwIfCancelled } from '../cancelled.ts';
import type { Host } from '../host.ts';
import type { FeatureShape, Network } from '../network/network.ts';
import type { ActivationManifest, ManifestTensor } from '../tensors/manifest.ts';
import type { TensorProblem } from '../tensors/npy.ts';
import { countNonFinite } from '../tensors/tensor.ts';
import { readTensor } from '../tensors/tensor-file.ts';
import type { ActivationSample } from './activation.ts';
import { type CharacteriseRequest, characteriseSynthetic, zerosOf } from './characterise.ts';
import { combine, type Measurement, measure } from './measure.ts';

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
  const tensors = tensorsByLayer(manifest, network);
  const result: TensorCharacterisation = {
    samples: [],
    problems: [],
    shapeDifferences: [],
    nonFinite: [],
    unknownLayers: [...tensors.keys()].filter((name) => !network.layers.some((layer) => layer.name === name)),
  };

  const measureLayer = async (layer: string): Promise<ActivationSample | null> => {
    const entries = nearest(tensors.get(layer) ?? [], request.activations.trainingProgress);
    const used: ManifestTensor[] = [];
    const measurements: Measurement[] = [];
    for (const entry of entries) {
      await host.pause();
      throwIfCancelled(signal);
      const read = await readTensor(entry, manifest, manifestUri, host);
      if ('problem' in read) {
        result.problems.push(read.problem);
        continue;
      }
      const { uri, tensor } = read;
      const expected = network.layers.find(({ name }) => name === layer)?.outputShape;
      const [, ...found] = tensor.shape;
      if (expected !== undefined && expected.join() !== found.join()) {
        result.shapeDifferences.push({ layer, uri, expected, found });
      }
      const count = countNonFinite(tensor.words, tensor.dtype);
      if (count > 0) result.nonFinite.push({ layer, uri, count });
      used.push(entry);
      measurements.push(measure(tensor, request, host));
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
    const source = tensors.has(layer) ? layer : zerosOf(layer, network);
    const sample = await measureOnce(source);
    if (sample === null) {
      result.samples.push(await generate(layer, tensors.has(source), request, host, signal));
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

/** Tensors under the names of the network's layers. A manifest that uses a slide's name anywhere uses them throughout. */
function tensorsByLayer(manifest: ActivationManifest, network: Network): Map<string, ManifestTensor[]> {
  const names = new Set(network.layers.map((layer) => layer.name));
  const bySlideName = new Map(network.layers.map((layer) => [layer.slideName ?? layer.name, layer.name]));
  const usesSlideNames = manifest.tensors.some(({ layer }) => !names.has(layer) && bySlideName.has(layer));
  const tensors = new Map<string, ManifestTensor[]>();
  for (const tensor of manifest.tensors) {
    const name = usesSlideNames ? (bySlideName.get(tensor.layer) ?? tensor.layer) : tensor.layer;
    tensors.set(name, [...(tensors.get(name) ?? []), tensor]);
  }
  return tensors;
}

/** Tensors of the recorded point nearest to the wanted one (the earlier of two), or all. */
function nearest(tensors: readonly ManifestTensor[], wanted: number | 'average'): readonly ManifestTensor[] {
  const inOrder = [...tensors].sort((a, b) => a.trainingProgress - b.trainingProgress);
  if (wanted === 'average' || inOrder.length === 0) return inOrder;
  const distance = (tensor: ManifestTensor) => Math.abs(tensor.trainingProgress - wanted);
  const best = inOrder.reduce((least, tensor) => (distance(tensor) < distance(least) ? tensor : least));
  return inOrder.filter(({ trainingProgress }) => trainingProgress === best.trainingProgress);
}
