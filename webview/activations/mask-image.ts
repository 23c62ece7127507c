import type { FeatureMaps } from '../../src/activations/activation-study.ts';

type Rgb = readonly [red: number, green: number, blue: number];

/** Where the channels of a layer stand: side by side, row by row, one pixel apart. */
export interface ChannelGrid {
  columns: number;
  rows: number;
  /** Side of a channel's place in pixels, without the gap. */
  cellWidth: number;
  cellHeight: number;
}

/** Channels in a near-square grid that fills a width in pixels. Maps that are small are magnified by whole numbers. */
export function channelGrid([channels, height, width]: FeatureMaps['shape'], pixels: number): ChannelGrid {
  const columns = Math.max(1, Math.min(channels, Math.ceil(Math.sqrt((channels * height) / width))));
  const room = Math.max(1, Math.floor(pixels / columns) - 1);
  const cellWidth = room >= width ? width * Math.floor(room / width) : room;
  return {
    columns,
    rows: Math.ceil(channels / columns),
    cellWidth,
    cellHeight: Math.max(1, Math.round((cellWidth * height) / width)),
  };
}

/**
 * Pixels of the maps: `nonZero` for elements that are not zero, `zero` for those that are, shades between where several
 * elements share a pixel. Gaps stay transparent.
 */
export function maskImage(maps: FeatureMaps, grid: ChannelGrid, zero: Rgb, nonZero: Rgb): ImageData {
  const { columns, rows, cellWidth, cellHeight } = grid;
  const image = new ImageData(columns * (cellWidth + 1), rows * (cellHeight + 1));
  const pixels = new Uint32Array(image.data.buffer);
  const shades = Uint32Array.from({ length: 256 }, (_, i) => packed(zero, nonZero, i / 255));
  const [channels, height, width] = maps.shape;
  const shares = new Float64Array(cellWidth * cellHeight);
  for (let channel = 0; channel < channels; channel++) {
    shareOfNonZero(maps.nonZero, channel * height * width, width, height, cellWidth, cellHeight, shares);
    const left = (channel % columns) * (cellWidth + 1);
    const top = Math.floor(channel / columns) * (cellHeight + 1);
    for (let y = 0; y < cellHeight; y++) {
      const row = (top + y) * image.width + left;
      for (let x = 0; x < cellWidth; x++) {
        pixels[row + x] = shades[Math.round(255 * (shares[y * cellWidth + x] ?? 0))] ?? 0;
      }
    }
  }
  return image;
}

/** Share of non-zero elements below each pixel of a channel's place. */
function shareOfNonZero(
  bits: Uint8Array,
  firstBit: number,
  width: number,
  height: number,
  cellWidth: number,
  cellHeight: number,
  shares: Float64Array,
): void {
  for (let y = 0; y < cellHeight; y++) {
    const top = Math.floor((y * height) / cellHeight);
    const bottom = Math.max(top + 1, Math.floor(((y + 1) * height) / cellHeight));
    for (let x = 0; x < cellWidth; x++) {
      const left = Math.floor((x * width) / cellWidth);
      const right = Math.max(left + 1, Math.floor(((x + 1) * width) / cellWidth));
      let count = 0;
      for (let row = top; row < bottom; row++) {
        const start = firstBit + row * width;
        count += countBits(bits, start + left, start + right);
      }
      shares[y * cellWidth + x] = count / ((bottom - top) * (right - left));
    }
  }
}

/** Bits set in each byte. */
const BITS_SET = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** Bits set from bit `start` to before bit `end`, a byte at a time: a large layer has millions. */
function countBits(bits: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; ) {
    const taken = Math.min(8 - (i & 7), end - i);
    const byte = ((bits[i >>> 3] ?? 0) >>> (i & 7)) & ((1 << taken) - 1);
    count += BITS_SET[byte] ?? 0;
    i += taken;
  }
  return count;
}

/** A colour as a pixel of ImageData, which is red, green, blue, alpha in memory. */
function packed(from: Rgb, to: Rgb, share: number): number {
  const at = (i: 0 | 1 | 2) => Math.round(from[i] + (to[i] - from[i]) * share);
  return ((255 << 24) | (at(2) << 16) | (at(1) << 8) | at(0)) >>> 0;
}
