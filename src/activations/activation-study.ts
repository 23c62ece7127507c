/**
 * What there is to know of a network's activations over training, as plain data: the pictures of the panel and
 * the tables of `cdma characterize` are drawn from it.
 */
import type { ActivationPoint, CodecId, Layout } from '../config/resolved-config.ts';
import type { FeatureShape, LayerKind } from '../network/network.ts';
import type { Bytes, Density } from '../units.ts';
import type { ActivationOrigin } from './activation.ts';

export interface ActivationStudy {
  /** Recorded tensors, or the generator. */
  source: 'tensors' | 'model';
  /** Name, licence and citation of what the network was trained on, where tensors were recorded. */
  dataset: { name: string; licence?: string; citation?: string } | null;
  /** Points of training at which maps were coded, ascending: 0 is random weights, 1 the trained network. */
  points: readonly TrainingPoint[];
  /** In forward order. */
  layers: readonly StudiedLayer[];
  /** The observations of slides 29-32, checked against these layers. */
  observations: readonly Observation[];
}

export interface TrainingPoint {
  trainingProgress: number;
  /** Share of held-out images classified right, where it was recorded. */
  testAccuracy?: number;
}

export interface StudiedLayer {
  name: string;
  /** Null where neither manifest nor network says it. */
  kind: LayerKind | null;
  /** The studied layer that this one reads, where manifest or network says it and it is only one. */
  input: string | null;
  /** Channels, height and width of the maps; null where only their density was recorded. */
  shape: FeatureShape | null;
  /** Density over training, ascending in progress: at least the points that were coded, more where a curve is known. */
  densities: readonly { trainingProgress: number; density: Density }[];
  /** One for each point of the study at which this layer was coded. */
  coded: readonly CodedLayer[];
}

/** A layer's maps at one point of training, coded in every layout with every codec. */
export interface CodedLayer {
  trainingProgress: number;
  origin: ActivationOrigin;
  images: number;
  elements: number;
  nonZeroElements: number;
  density: Density;
  rawBytes: Bytes;
  /** NaN and infinite elements: the training had diverged. */
  nonFiniteElements: number;
  layouts: Readonly<Record<Layout, LayoutStatistics>>;
  /** What the generator, fitted to these maps, comes to; null where there is nothing to fit. */
  fitted: FittedLayer | null;
}

/** How the zeros lie in one memory order, and what the codecs make of them. */
export interface LayoutStatistics {
  /** Mean length of a run of zeros in elements; null without zeros. */
  meanZeroRun: number | null;
  sizes: Readonly<Record<CodecId, CodedSize>>;
}

export interface CodedSize {
  bytes: Bytes;
  /** Relative 95 % half-width where windows were sampled; 0 when all were coded. */
  halfWidth: number;
}

/** A generated stand-in for a recorded map. */
export interface FittedLayer {
  /** What the generator draws it from: a point of a config's `layers`. Null for a pool, which is made from its input's. */
  parameters: ActivationPoint | null;
  /** Of the generated maps, which may be fewer than the recorded ones. */
  rawBytes: Bytes;
  density: Density;
  layouts: Readonly<Record<Layout, LayoutStatistics>>;
}

/** One of the observations on density over training (slides 29-32). */
export interface Observation {
  id: 'first-convolution-half' | 'pooling-raises-density' | 'falls-then-recovers' | 'deeper-is-sparser';
  slide: 29 | 30 | 31 | 32;
  verdict: 'holds' | 'does-not-hold' | 'cannot-tell';
  /** What was found, with its figures: one sentence. */
  evidence: string;
}

/** Which elements of one image's maps are zero, at one point of training (slides 19-26). */
export interface FeatureMaps {
  layer: string;
  trainingProgress: number;
  /** Position of the image in the tensor, and how many there are. */
  image: number;
  images: number;
  /** Channels, height and width of what was recorded or generated. */
  shape: FeatureShape;
  /** Of this image's maps. */
  density: Density;
  /** Bit i mod 8, lowest first, of byte i div 8 is set when element i in C, H, W order is non-zero. */
  nonZero: Uint8Array;
}
