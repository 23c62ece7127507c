import type { TensorShape } from '../tensors/tensor.ts';

/** A reduced tensor has this many channels before it has more than two images: channels differ more than images. */
const CHANNELS_BEFORE_IMAGES = 32;

/**
 * Shape with fewer images, then fewer channels, so that a tensor has no more than `mostElements`: but two images and one
 * channel at least. Height and width stay.
 */
export function reducedShape([images, channels, height, width]: TensorShape, mostElements: number): TensorShape {
  const maps = Math.max(2, Math.floor(mostElements / Math.max(1, height * width)));
  if (images * channels <= maps) return [images, channels, height, width];
  const fewerImages = Math.min(images, Math.max(2, Math.floor(maps / Math.min(channels, CHANNELS_BEFORE_IMAGES))));
  return [fewerImages, Math.min(channels, Math.max(1, Math.floor(maps / fewerImages))), height, width];
}
