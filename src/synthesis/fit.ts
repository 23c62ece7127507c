import { countNonZero } from '../codecs/words.ts';
import { layOut } from '../tensors/layout.ts';
import { elementsOf, type Tensor, type TensorShape } from '../tensors/tensor.ts';
import type { Density } from '../units.ts';
import { type Clustering, withinShares } from './clustering.ts';
import { reluOutput } from './latent-gaussian.ts';
import type { MapStatistics } from './layer-activations.ts';
import { type PairStatistics, pairStatistics } from './pair-statistics.ts';
import { randomFor } from './random.ts';
import { reducedShape } from './reduced-shape.ts';
import { latentCorrelation } from './tetrachoric.ts';

/** What the generator needs to make maps like a recorded tensor's. */
export interface Fit {
  /** A point of `points` in `workload.activations.layers`, but for its training progress. */
  parameters: MapStatistics;
  /** What this tensor cannot tell, and is 0 above: one image does not show what images have in common. */
  undetermined: readonly (keyof Clustering)[];
}

/** Larger tensors are fitted to a sample of this many elements: whole maps of images and channels spread evenly. */
const MOST_FITTED_ELEMENTS = 2 ** 20;
/** Rounds in which the dead parts are found, and what change of them no longer matters. */
const MOST_ROUNDS = 6;
const SMALL_CHANGE = 0.005;
/** Where maps are full or all alike, elements correlate by 1, which those of generated maps do not. */
const STRONGEST_CORRELATION = 0.99;

/**
 * Parameters with which the generator makes maps whose zeros cluster like a tensor's, of any element type and memory
 * order. Correlations of the mask of zeros become latent ones (tetrachoric); shares follow from classes of pairs:
 *
 *     same position of a channel in two images        a + b
 *     the same, half a map apart                      a + b q
 *     half a map apart within a map                   a + p + (1 - a - p) q
 *     horizontal or vertical neighbours               a + p + (1 - a - p) r
 *
 * where q, the field's correlation half a map apart, is its r along W to the power W / 2, times the same along H. Density is
 * that of the whole tensor, the rest that of a sample where the tensor has more than 2^20 elements.
 */
export function fitTensor(tensor: Tensor): Fit {
  const { words, shape } = layOut(tensor, 'NCHW');
  const sample = sampledMask(words, shape);
  const [images, , height, width] = sample.shape;
  const statistics = pairStatistics(sample.mask, sample.shape);
  const isFeatures = height * width === 1;
  const clustering = isFeatures ? fitFeatures(statistics, sample.shape) : fitMaps(statistics, sample.shape);
  const undetermined = isFeatures ? ACROSS_FEATURES : ACROSS_MAPS;
  const density = ratio(countNonZero(words), words.length);
  return { parameters: { density, ...withinShares(clustering) }, undetermined: images === 1 ? undetermined : [] };
}

/** What is seen across images only. */
const ACROSS_FEATURES = ['channelShare'] as const;
const ACROSS_MAPS = ['channelShare', 'positionShare', 'deadChannels'] as const;

/**
 * Fully connected maps, each of one element: only what a channel has in common. A channel that is zero in a few images is
 * mostly so by chance, so none counts as dead.
 */
function fitFeatures({ nonZero, acrossImages }: PairStatistics, [images, channels]: TensorShape): Clustering {
  const density = ratio(nonZero, images * channels);
  const together = maskCorrelation(acrossImages, images * (images - 1) * channels, density);
  return {
    channelShare: latentCorrelation(together, density),
    positionShare: 0,
    mapShare: 0,
    neighbourCorrelation: 0,
    verticalCorrelation: 0,
    deadChannels: 0,
    deadMaps: 0,
  };
}

/**
 * Maps of more than one element. Small or sparse maps are often zero by chance, so that only as many count as dead as the
 * fitted generator lacks: it is run, and the live parts are scaled until it has as many zero channels and maps as the tensor.
 */
function fitMaps(statistics: PairStatistics, shape: TensorShape): Clustering {
  const wanted = liveParts(statistics, shape);
  const density = ratio(statistics.nonZero, elementsOf(shape));
  let live: LiveParts = { channels: 1, maps: 1 };
  let clustering = fitLiveMaps(statistics, shape, live);
  if (density === 0) return clustering;
  for (let round = 0; round < MOST_ROUNDS && isShort(wanted); round++) {
    const generated = reluOutput(shape, density, withinShares(clustering), randomFor(0, 'fit'));
    const found = liveParts(pairStatistics(maskOf(generated), shape), shape);
    const scaled = {
      channels: Math.min(1, (live.channels * wanted.channels) / found.channels),
      maps: Math.min(1, (live.maps * wanted.maps) / found.maps),
    };
    const change = Math.max(Math.abs(scaled.channels - live.channels), Math.abs(scaled.maps - live.maps));
    if (change < SMALL_CHANGE) break;
    live = scaled;
    clustering = fitLiveMaps(statistics, shape, live);
  }
  return clustering;
}

/** Shares of the channels, and of the maps of these, that are not zero altogether. */
interface LiveParts {
  channels: number;
  maps: number;
}

function isShort({ channels, maps }: LiveParts): boolean {
  return channels < 1 || maps < 1;
}

function liveParts({ zeroChannels, zeroMaps }: PairStatistics, [images, channels]: TensorShape): LiveParts {
  // Of one image's maps nobody knows whether the next image's are zero, too.
  if (images === 1) return { channels: 1, maps: 1 - ratio(zeroChannels, channels) };
  return { channels: 1 - ratio(zeroChannels, channels), maps: 1 - ratio(zeroMaps, (channels - zeroChannels) * images) };
}

function fitLiveMaps(statistics: PairStatistics, shape: TensorShape, live: LiveParts): Clustering {
  const [images, channels, height, width] = shape;
  const maps = images * channels * live.channels * live.maps;
  const density = Math.min(1, ratio(statistics.nonZero, maps * height * width));
  const acrossImages = maps * live.maps * (images - 1) * height * width;
  const latentOf = (correlation: number) => Math.min(STRONGEST_CORRELATION, latentCorrelation(correlation, density));
  const latent = (bothNonZero: number, pairs: number) => latentOf(maskCorrelation(bothNonZero, pairs, density));

  const neighbourCorrelation = maskCorrelation(statistics.horizontal, maps * height * (width - 1), density);
  const verticalCorrelation = maskCorrelation(statistics.vertical, maps * (height - 1) * width, density);
  const within = separateField(
    latentOf(neighbourCorrelation),
    latentOf(verticalCorrelation),
    latent(statistics.apart, maps * height * width),
    shape,
  );
  const together = latent(statistics.acrossImages, acrossImages);
  const apart = latent(statistics.apartAcrossImages, acrossImages);
  const positionShare = Math.min(together, Math.max(0, (together - apart) / (1 - within.fieldApart)));
  const channelShare = together - positionShare;
  return {
    channelShare,
    positionShare,
    mapShare: Math.max(0, within.mapLevel - channelShare),
    neighbourCorrelation,
    verticalCorrelation,
    deadChannels: 1 - live.channels,
    deadMaps: 1 - live.maps,
  };
}

/** Correlation of two elements' being non-zero, 0 to 0.99; 0 where there are no pairs or all elements are alike. */
function maskCorrelation(bothNonZero: number, pairs: number, density: Density): number {
  const variance = density * (1 - density);
  if (pairs === 0 || variance <= 0) return 0;
  return Math.min(STRONGEST_CORRELATION, Math.max(0, (bothNonZero / pairs - density ** 2) / variance));
}

/**
 * What a map has in common (a + p) and what its field keeps half a map apart (q), from the latent correlations of neighbours
 * and of elements half a map apart: the level at which they agree, by bisection.
 */
function separateField(
  horizontal: number,
  vertical: number,
  halfApart: number,
  [, , height, width]: TensorShape,
): { mapLevel: number; fieldApart: number } {
  const along = (neighbours: number, level: number, size: number) =>
    size === 1 ? 1 : Math.max(0, (neighbours - level) / (1 - level)) ** (size / 2);
  const fieldApart = (level: number) => along(horizontal, level, width) * along(vertical, level, height);
  let low = 0;
  let high = Math.max(horizontal, vertical);
  for (let i = 0; i < 40; i++) {
    const level = (low + high) / 2;
    if (level + (1 - level) * fieldApart(level) < halfApart) low = level;
    else high = level;
  }
  return { mapLevel: low, fieldApart: fieldApart(low) };
}

/** 1 where an element of the sampled maps is non-zero, 0 elsewhere. */
function sampledMask(words: Tensor['words'], shape: TensorShape): { mask: Uint8Array; shape: TensorShape } {
  const [allImages, allChannels] = shape;
  const sampled = reducedShape(shape, MOST_FITTED_ELEMENTS);
  const [images, channels, height, width] = sampled;
  const area = height * width;
  const mask = new Uint8Array(elementsOf(sampled));
  let position = 0;
  for (let n = 0; n < images; n++) {
    for (let c = 0; c < channels; c++) {
      const map = spread(n, images, allImages) * allChannels + spread(c, channels, allChannels);
      for (let i = map * area; i < (map + 1) * area; i++) mask[position++] = words[i] === 0 ? 0 : 1;
    }
  }
  return { mask, shape: sampled };
}

/** The `index`-th of `chosen` numbers spread evenly over 0 to `all` - 1. */
function spread(index: number, chosen: number, all: number): number {
  return Math.floor((index * all) / chosen);
}

function maskOf(values: Float32Array): Uint8Array {
  const mask = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) mask[i] = values[i] === 0 ? 0 : 1;
  return mask;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
