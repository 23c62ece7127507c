import type { TensorShape } from '../tensors/tensor.ts';

/** How often elements, and pairs of elements, are non-zero: what the fit of a tensor rests on. */
export interface PairStatistics {
  nonZero: number;
  /** Channels that are zero in all images. */
  zeroChannels: number;
  /** Maps that are zero, of the other channels. */
  zeroMaps: number;
  /** Pairs, both non-zero, of horizontal neighbours. */
  horizontal: number;
  /** The same of vertical neighbours. */
  vertical: number;
  /** The same of two elements of a map, half its height and width apart, around its edges. */
  apart: number;
  /** The same of one position of a channel in two images (ordered pairs). */
  acrossImages: number;
  /** The same of two images, half a map apart (ordered pairs). */
  apartAcrossImages: number;
}

/**
 * Counts all pairs in the mask of a tensor (1 where it is non-zero, 0 elsewhere; NCHW order). Sums over the images give
 * all pairs of two images at once, so the work is linear in the elements.
 */
export function pairStatistics(mask: Uint8Array, [images, channels, height, width]: TensorShape): PairStatistics {
  const area = height * width;
  const opposite = oppositePositions(height, width);
  const imagesAt = new Uint32Array(area);
  const counted: PairStatistics = {
    nonZero: 0,
    zeroChannels: 0,
    zeroMaps: 0,
    horizontal: 0,
    vertical: 0,
    apart: 0,
    acrossImages: 0,
    apartAcrossImages: 0,
  };
  for (let c = 0; c < channels; c++) {
    imagesAt.fill(0);
    let zeroMaps = 0;
    let apart = 0;
    for (let n = 0; n < images; n++) {
      const start = (n * channels + c) * area;
      const map = mask.subarray(start, start + area);
      const before = counted.nonZero;
      for (let i = 0; i < area; i++) {
        counted.nonZero += map[i];
        imagesAt[i] += map[i];
        apart += map[i] & map[opposite[i]];
      }
      if (counted.nonZero === before) zeroMaps++;
      for (let row = 0; row < area; row += width) {
        for (let i = row + 1; i < row + width; i++) counted.horizontal += map[i] & map[i - 1];
      }
      for (let i = width; i < area; i++) counted.vertical += map[i] & map[i - width];
    }
    if (zeroMaps === images) counted.zeroChannels++;
    else counted.zeroMaps += zeroMaps;
    counted.apart += apart;
    for (let i = 0; i < area; i++) {
      counted.acrossImages += imagesAt[i] * (imagesAt[i] - 1);
      counted.apartAcrossImages += imagesAt[i] * imagesAt[opposite[i]];
    }
    // The products of sums hold the pairs within one image, too.
    counted.apartAcrossImages -= apart;
  }
  return counted;
}

/** For each position the one half a height and half a width away, around the edges of the map. */
function oppositePositions(height: number, width: number): Uint32Array {
  const down = Math.floor(height / 2);
  const right = Math.floor(width / 2);
  return Uint32Array.from(
    { length: height * width },
    (_, i) => ((Math.floor(i / width) + down) % height) * width + ((i + right) % width),
  );
}
