import type { Host } from '../host.ts';
import type { FeatureShape } from '../network/network.ts';
import { convertTo } from '../synthesis/convert.ts';
import { fitTensor } from '../synthesis/fit.ts';
import { generateLike, type Pooling } from '../synthesis/generate-like.ts';
import type { MapStatistics } from '../synthesis/layer-activations.ts';
import type { Tensor, TensorShape } from '../tensors/tensor.ts';
import { type ActivationMap, MOST_IMAGE_ELEMENTS, mapOfTensor } from './activation-map.ts';
import type { FittedLayer } from './activation-study.ts';
import { codeMaps } from './code-layer.ts';
import type { RecordedLayer } from './layers-of-manifest.ts';
import type { MeasureConfig } from './measure.ts';

/** Elements of a recorded map that a fit looks at: its first images. */
const MOST_FITTED_ELEMENTS = 2 ** 22;

/** What a layer's maps were fitted with, for the pool behind it. */
export interface FittedSource {
  shape: TensorShape;
  parameters: MapStatistics;
}

/** Fits the generator to a recorded map; null where a single image is too large to look at. */
export async function fitMap(map: ActivationMap): Promise<FittedSource | null> {
  if (map.elements / map.shape[0] > MOST_IMAGE_ELEMENTS) return null;
  return { shape: map.shape, parameters: fitTensor(await firstImages(map)).parameters };
}

/**
 * What the fitted generator makes in place of a recorded map, coded alike. A pool whose input was fitted is made by pooling
 * the input's generated maps, so that its density and repeated values are predictions. Deterministic in its arguments.
 */
export async function fittedLayer(
  map: ActivationMap,
  own: FittedSource,
  pooled: { input: FittedSource; window: NonNullable<RecordedLayer['pool']> } | null,
  trainingProgress: number,
  config: Omit<MeasureConfig, 'layout'>,
  host: Host,
  signal?: AbortSignal,
): Promise<FittedLayer> {
  const [, ...outputShape] = map.shape;
  const generated =
    pooled === null
      ? generateLike(own.shape, own.parameters, config.seed)
      : generateLike(pooled.input.shape, pooled.input.parameters, config.seed, poolingOf(pooled.window, outputShape));
  const coded = await codeMaps([mapOfTensor(convertTo(map.dtype, generated))], config, host, signal);
  return {
    parameters: pooled === null ? { trainingProgress, ...own.parameters } : null,
    rawBytes: coded.rawBytes,
    density: coded.density,
    layouts: coded.layouts,
  };
}

function poolingOf(
  { mode, kernel, stride, pad = 0 }: NonNullable<RecordedLayer['pool']>,
  outputShape: FeatureShape,
): Pooling {
  return { mode, kernel, stride, pad, outputShape };
}

async function firstImages(map: ActivationMap): Promise<Tensor> {
  const [images, channels, height, width] = map.shape;
  const length = channels * height * width;
  const read = Math.min(images, Math.max(1, Math.floor(MOST_FITTED_ELEMENTS / length)));
  const words = await map.images(0, read);
  return { dtype: map.dtype, shape: [read, channels, height, width], layout: 'NCHW', words };
}
