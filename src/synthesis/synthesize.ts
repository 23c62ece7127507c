import type { LayerActivationSettings } from '../config/resolved-config.ts';
import type { Layer, Network } from '../network/network.ts';
import { IMAGE } from '../network/shapes.ts';
import { elementsOf, type Tensor, type TensorShape } from '../tensors/tensor.ts';
import type { Density } from '../units.ts';
import { clusteringOf } from './clustering.ts';
import { averageDensity, convolutionLevels, scatteredDensity } from './density.ts';
import { reluOutput } from './latent-gaussian.ts';
import { type MapStatistics, mapStatistics } from './layer-activations.ts';
import { pool } from './pooling.ts';
import { randomFor } from './random.ts';

/** Elements of a sample: 256 windows of 4 KiB. */
const SAMPLE_ELEMENTS = 2 ** 18;
const LEAST_MAPS = 16;
/** Channels matter more than images: each channel has its own density, images differ little. */
const CHANNELS_BEFORE_IMAGES = 32;
const LEAST_IMAGES = 2;
const MOST_IMAGES = 64;
const USUAL_IMAGES = 16;

/** Images and channels of a sample; height and width are always those of the layer. */
interface SampleSize {
  images: number;
  channels: number;
}

/** What differs from the density law and the default clustering. */
export interface SynthesisOptions {
  /** Standard deviation of {@link scatteredDensity}; 0, the default, is no scatter. */
  layerScatter?: number;
  /** What is known of single layers, by name. A density that is set is not scattered. */
  layers?: Readonly<Record<string, LayerActivationSettings>>;
}

/** Makes samples of a network's activation maps at one point of training. */
export interface Synthesizer {
  /** A sample of a layer's output, float32 in NCHW order. The same arguments always give the same tensor. */
  sample(layer: string): Tensor;
  /** Density that a layer's maps are drawn with; null where they are made from those of its inputs. */
  density(layer: string): Density | null;
}

/** Layers whose maps are drawn; the others are made from their inputs. */
type DrawnLayer = Extract<Layer, { kind: 'conv' | 'fc' | 'batch-norm' | 'add' }>;

/**
 * Convolutions, fully connected layers, batch norms and sums are drawn from the density law and {@link reluOutput}, each from its
 * own random sequence (seed, layer, progress). The other layers are made from their inputs: pools by pooling, LRN keeps
 * its input's zeros, a concatenation has each member's share of channels.
 */
export function synthesizer(
  network: Network,
  trainingProgress: number,
  seed: number,
  { layerScatter = 0, layers: settings = {} }: SynthesisOptions = {},
): Synthesizer {
  const layers = new Map([imageOf(network), ...network.layers].map((layer) => [layer.name, layer]));
  const levels = convolutionLevels(network);
  const made = new Map<string, Float32Array>();

  const layerNamed = (name: string): Layer => {
    const layer = layers.get(name);
    if (layer === undefined) throw new Error(`${network.id} has no layer ${name} with an activation map`);
    return layer;
  };

  /** A layer's scatter is drawn from its name, so that it stays the same throughout a training. */
  const scattered = (average: Density, layer: string): Density =>
    layerScatter === 0 || average === 1
      ? average
      : scatteredDensity(average, layerScatter, randomFor(seed, `${layer}/scatter`).gaussian());

  const statisticsOf = (layer: DrawnLayer): MapStatistics => {
    const level = levels.get(layer.name) ?? 0;
    const width = layer.outputShape[2];
    const kind = layer.kind === 'fc' ? 'fc' : 'conv';
    const law = {
      averageDensity: scattered(averageDensity(layer, level), layer.name),
      clustering: clusteringOf({ kind, isFirst: level === 0, width }, trainingProgress),
    };
    const own = Object.hasOwn(settings, layer.name) ? settings[layer.name] : {};
    return mapStatistics(law, own, trainingProgress);
  };

  const sizeOf = (layer: Layer): SampleSize =>
    // A pool and an LRN are made from the very sample that stands for their input.
    layer.kind === 'pool' || layer.kind === 'lrn' ? sizeOf(layerNamed(layer.input[0])) : sampleSize(layer);

  const make = (layer: Layer, size: SampleSize): Float32Array => {
    const key = `${layer.name} ${size.images} ${size.channels}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const values = compute(layer, size);
    made.set(key, values);
    return values;
  };

  const compute = (layer: Layer, size: SampleSize): Float32Array => {
    switch (layer.kind) {
      case 'conv':
      case 'fc':
      case 'batch-norm':
      case 'add': {
        const { density, ...clustering } = statisticsOf(layer);
        const random = randomFor(seed, `${layer.name}/${trainingProgress}`);
        return reluOutput(shapeOf(layer, size), density, clustering, random);
      }
      case 'pool': {
        const input = layerNamed(layer.input[0]);
        return pool(make(input, size), shapeOf(input, size), layer);
      }
      case 'lrn':
        return make(layerNamed(layer.input[0]), size);
      case 'concat': {
        const members = layer.input.map(layerNamed);
        const shares = shareChannels(members, size.channels);
        return concatenate(
          members.map((member, i) => make(member, { ...size, channels: shares[i] })),
          size.images,
        );
      }
    }
  };

  return {
    sample: (name) => {
      const layer = layerNamed(name);
      const size = sizeOf(layer);
      const values = make(layer, size);
      const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
      return { dtype: 'float32', shape: shapeOf(layer, size), layout: 'NCHW', words };
    },
    density: (name) => {
      const layer = layerNamed(name);
      return layer.kind === 'pool' || layer.kind === 'lrn' || layer.kind === 'concat'
        ? null
        : statisticsOf(layer).density;
    },
  };
}

/** The input image, from which a pool or a concat may be made, too: a map without zeros. */
function imageOf({ input }: Network): Layer {
  return { name: IMAGE, kind: 'batch-norm', relu: false, input: [], inputShapes: [], outputShape: input };
}

function shapeOf(layer: Layer, size: SampleSize): TensorShape {
  return [size.images, size.channels, layer.outputShape[1], layer.outputShape[2]];
}

function sampleSize(layer: Layer): SampleSize {
  const [allChannels, height, width] = layer.outputShape;
  const maps = Math.max(LEAST_MAPS, Math.round(SAMPLE_ELEMENTS / (height * width)));
  const preferred = Math.min(USUAL_IMAGES, Math.max(LEAST_IMAGES, Math.floor(maps / CHANNELS_BEFORE_IMAGES)));
  const members = layer.kind === 'concat' ? layer.input.length : 1;
  const channels = Math.min(allChannels, Math.max(members, Math.ceil(maps / preferred)));
  return { images: Math.min(MOST_IMAGES, Math.max(preferred, Math.ceil(maps / channels))), channels };
}

/** Channels of each member in proportion to its real ones, at least one each, `total` in all. */
function shareChannels(members: readonly Layer[], total: number): number[] {
  const all = members.reduce((sum, member) => sum + member.outputShape[0], 0);
  let membersLeft = members.length;
  let channelsPassed = 0;
  let given = 0;
  return members.map((member) => {
    channelsPassed += member.outputShape[0];
    membersLeft--;
    const wanted = Math.round((total * channelsPassed) / all) - given;
    const share = Math.min(total - given - membersLeft, Math.max(1, wanted));
    given += share;
    return share;
  });
}

/** Joins NCHW tensors along their channels. */
function concatenate(members: readonly Float32Array[], images: number): Float32Array {
  const output = new Float32Array(
    elementsOf([images, members.reduce((sum, member) => sum + member.length / images, 0)]),
  );
  let position = 0;
  for (let n = 0; n < images; n++) {
    for (const member of members) {
      const length = member.length / images;
      output.set(member.subarray(n * length, (n + 1) * length), position);
      position += length;
    }
  }
  return output;
}
