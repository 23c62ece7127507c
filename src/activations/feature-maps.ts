import { throwIfCancelled } from '../cancelled.ts';
import { nonZeroMasks } from '../codecs/masks.ts';
import { countNonZero } from '../codecs/words.ts';
import type { ZeroTest } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import type { Network } from '../network/network.ts';
import { synthesizer } from '../synthesis/synthesize.ts';
import type { ActivationManifest } from '../tensors/manifest.ts';
import { type ActivationMap, MOST_IMAGE_ELEMENTS, mapOfTensor } from './activation-map.ts';
import type { FeatureMaps } from './activation-study.ts';
import type { SampledActivations } from './characterise.ts';
import { layersOfManifest } from './layers-of-manifest.ts';
import { openMap } from './recorded-map.ts';

/** Points at which slides 19-26 show feature maps. */
const SHOWN_POINTS: readonly number[] = [0, 0.2, 0.4, 0.6, 0.8, 1];

/**
 * The zeros of one image's maps of a layer at every recorded point of training; points at which the tensor cannot be read
 * or has no such image, or one of more than {@link MOST_IMAGE_ELEMENTS}, are left out. Throws {@link Cancelled} once the signal is aborted.
 */
export async function recordedFeatureMaps(
  manifest: ActivationManifest,
  manifestUri: string,
  network: Network | null,
  layer: string,
  image: number,
  zeroTest: ZeroTest,
  host: Host,
  signal?: AbortSignal,
): Promise<FeatureMaps[]> {
  const recorded = layersOfManifest(manifest, network).find(({ name }) => name === layer);
  const points: FeatureMaps[] = [];
  for (const entry of recorded?.tensors ?? []) {
    await host.pause();
    throwIfCancelled(signal);
    const opened = await openMap(entry, manifest, manifestUri, zeroTest, host);
    if ('problem' in opened) continue;
    try {
      const { map } = opened;
      const isLarge = map.elements / map.shape[0] > MOST_IMAGE_ELEMENTS;
      if (image < map.shape[0] && !isLarge) {
        points.push(await zerosOfImage(map, layer, entry.trainingProgress, image));
      }
    } finally {
      await opened.close();
    }
  }
  return points;
}

/** The same of generated maps, at the points of slides 19-26. */
export async function generatedFeatureMaps(
  network: Network,
  activations: SampledActivations,
  layer: string,
  image: number,
  host: Host,
  signal?: AbortSignal,
): Promise<FeatureMaps[]> {
  const points: FeatureMaps[] = [];
  for (const trainingProgress of SHOWN_POINTS) {
    await host.pause();
    throwIfCancelled(signal);
    const map = mapOfTensor(synthesizer(network, trainingProgress, activations.seed, activations).sample(layer));
    if (image < map.shape[0]) points.push(await zerosOfImage(map, layer, trainingProgress, image));
  }
  return points;
}

async function zerosOfImage(
  map: ActivationMap,
  layer: string,
  trainingProgress: number,
  image: number,
): Promise<FeatureMaps> {
  const [images, ...shape] = map.shape;
  const words = await map.images(image, 1);
  const masks = nonZeroMasks(words);
  // Bit i of mask k is element 32 k + i: the same bits as bytes, in the little-endian order of every host.
  const nonZero = new Uint8Array(masks.buffer, masks.byteOffset, masks.byteLength).slice(
    0,
    Math.ceil(words.length / 8),
  );
  return { layer, trainingProgress, image, images, shape, density: countNonZero(words) / words.length, nonZero };
}
