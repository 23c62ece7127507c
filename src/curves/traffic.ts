import { LINE_BYTES } from '../pipeline/design.ts';
import { constantLineSizes, type LineSizes, spreadLines, withMean } from '../pipeline/line-sizes.ts';
import type { Bytes, CompressionRatio, Seconds } from '../units.ts';

/** What is offloaded, over and over: lines whose mean is that of the ratio. */
export interface Traffic {
  ratio: CompressionRatio;
  lines: LineSizes;
}

/** A map that moves, with the compressed sizes of its lines. */
export interface OffloadedMapLines extends Traffic {
  layer: string;
  /** For the whole batch. */
  rawBytes: Bytes;
  /** Of its offload, alone. */
  offloadSeconds: Seconds;
}

/** Period of the lines that stand for all maps: a multiple of 240, so that 6, 8, 10 or 12 controllers get equal shares. */
const LINES = 3840;
/** Of an activation in single precision, in which zero-value compression counts. */
const WORD_BYTES = 4;

/**
 * All maps together: of each as many lines as its share of the bytes, brought to the joint ratio. They go in order of their
 * ratios: a buffer would even out what differs between neighbours, which it cannot where each map is copied by itself. It
 * still does where one ratio follows another: against maps copied one by one that is up to 3 points of link utilisation too
 * much, from AlexNet to ResNet-152, and up to 7 where a third of the bytes compresses several times better than the rest.
 * Without maps, data that does not compress.
 */
export function trafficOfAll(maps: readonly OffloadedMapLines[]): Traffic {
  const raw = maps.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  if (raw === 0) return { ratio: 1, lines: constantLineSizes(1, LINES) };
  const ratio = raw / maps.reduce((sum, map) => sum + map.rawBytes / map.ratio, 0);
  const lines: Bytes[] = [];
  let before = 0;
  for (const map of [...maps].sort((a, b) => a.ratio - b.ratio)) {
    before += map.rawBytes;
    // The rounding is carried from map to map, so that the lines are as many as they should be.
    lines.push(...someLines(map.lines, Math.round((LINES * before) / raw) - lines.length));
  }
  const wordBytes = lines.every((bytes) => bytes % WORD_BYTES === 0) ? WORD_BYTES : 1;
  return { ratio, lines: withMean(lines, LINE_BYTES / ratio, wordBytes) };
}

/** The map that compresses best; undefined without maps. */
export function bestMap(maps: readonly OffloadedMapLines[]): OffloadedMapLines | undefined {
  return maps.reduce<OffloadedMapLines | undefined>(
    (best, map) => (best === undefined || map.ratio > best.ratio ? map : best),
    undefined,
  );
}

/** That many lines of a map, spread over it; a map that has fewer repeats them. */
function someLines(lines: LineSizes, count: number): Bytes[] {
  if (count > lines.length) return Array.from({ length: count }, (_, index) => lines[index % lines.length]);
  return Array.from(spreadLines(lines.length, count), (position) => lines[position]);
}
