import { type LineSizes, spreadLines } from '../pipeline/line-sizes.ts';
import type { Bytes, CompressionRatio, Seconds } from '../units.ts';

/** A map that moves, with the compressed sizes of its lines. */
export interface OffloadedMapLines {
  layer: string;
  ratio: CompressionRatio;
  /** For the whole batch. */
  rawBytes: Bytes;
  /** Of its offload, alone. */
  offloadSeconds: Seconds;
  lines: LineSizes;
}

/** Ratio of all maps together: bytes over bytes. */
export function jointRatio(maps: readonly OffloadedMapLines[]): CompressionRatio {
  const raw = maps.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  const compressed = maps.reduce((sum, { rawBytes, ratio }) => sum + rawBytes / ratio, 0);
  return compressed === 0 ? 1 : raw / compressed;
}

/** The map that compresses best; undefined without maps. */
export function bestMap(maps: readonly OffloadedMapLines[]): OffloadedMapLines | undefined {
  return maps.reduce<OffloadedMapLines | undefined>(
    (best, map) => (best === undefined || map.ratio > best.ratio ? map : best),
    undefined,
  );
}

/**
 * Lines that stand for all maps together: of each map as many as its share of the bytes, in forward order, so that their mean
 * is that of the whole traffic up to rounding.
 */
export function linesOfAll(maps: readonly OffloadedMapLines[], count: number): LineSizes {
  const total = maps.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  const parts = maps.map(({ lines, rawBytes }) => someLines(lines, Math.round((count * rawBytes) / total)));
  const all = new Uint16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** That many lines of a map, spread evenly over it; a short map is repeated. */
export function someLines(lines: LineSizes, count: number): LineSizes {
  if (lines.length === 0) return new Uint16Array(0);
  if (count > lines.length) return Uint16Array.from({ length: count }, (_, index) => lines[index % lines.length] ?? 0);
  return Uint16Array.from(spreadLines(lines.length, count), (position) => lines[position] ?? 0);
}
