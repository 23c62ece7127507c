import { LINE_BYTES, SECTOR_BYTES } from '../pipeline/design.ts';
import type { LineSizes } from '../pipeline/line-sizes.ts';
import { type Packing, packedBytes, wireBytes } from '../pipeline/packets.ts';
import type { Bytes, CompressionRatio } from '../units.ts';

/**
 * Uncompressed bytes over the bytes that a station carries for them. They fall short of the compression ratio where
 * compressed lines do not lie byte behind byte.
 */
export interface PackedRatios {
  crossbar: CompressionRatio;
  /** Per payload byte of a link whose packets are full. */
  link: CompressionRatio;
}

/** For lines of which only the ratio (> 0) is known: each is as large as the next, up to the rounding to bytes. */
export function packedRatios(packing: Packing, ratio: CompressionRatio): PackedRatios {
  const bytes = LINE_BYTES / ratio;
  const shareOfLonger = bytes % 1;
  const mean = (bytesOf: (size: Bytes) => Bytes): Bytes =>
    (1 - shareOfLonger) * bytesOf(Math.floor(bytes)) + shareOfLonger * bytesOf(Math.ceil(bytes));
  const { maxPayload, packetHeader } = packing;
  switch (packing.packing) {
    case 'stream':
      return { crossbar: ratio, link: ratio };
    case 'sector': {
      const packed = LINE_BYTES / mean((size) => SECTOR_BYTES * Math.ceil(size / SECTOR_BYTES));
      return { crossbar: packed, link: packed };
    }
    case 'line': {
      const wire = mean((size) => size + packetHeader * Math.ceil(size / maxPayload));
      return { crossbar: ratio, link: (LINE_BYTES * (1 + packetHeader / maxPayload)) / wire };
    }
  }
}

/** For lines of known sizes whose mean compression ratio is `ratio`. */
export function packedRatiosOfLines(packing: Packing, ratio: CompressionRatio, sizes: LineSizes): PackedRatios {
  if (packing.packing === 'stream') return { crossbar: ratio, link: ratio };
  const raw = LINE_BYTES * sizes.length;
  const packed = packedBytes(sizes, packing);
  const crossbar = raw / sumOf(packed);
  if (packing.packing === 'sector') return { crossbar, link: crossbar };
  const { maxPayload, packetHeader } = packing;
  return { crossbar, link: (raw * (1 + packetHeader / maxPayload)) / sumOf(wireBytes(packed, packing)) };
}

/** Of maps that are copied together: bytes add up. */
export function jointRatios(maps: readonly { rawBytes: Bytes; ratios: PackedRatios }[]): PackedRatios {
  const raw = maps.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  const carried = (station: keyof PackedRatios): Bytes =>
    maps.reduce((sum, { rawBytes, ratios }) => sum + rawBytes / ratios[station], 0);
  return { crossbar: raw / carried('crossbar'), link: raw / carried('link') };
}

function sumOf(bytes: Float64Array): Bytes {
  return bytes.reduce((sum, size) => sum + size, 0);
}
