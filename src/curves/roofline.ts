import type { ResolvedConfig } from '../config/resolved-config.ts';
import { stationLimits } from '../timing/critical-ratio.ts';
import type { TransferResource } from '../timing/resource.ts';
import { bindingBound, offloadBounds } from '../timing/transfer-rate.ts';
import type { Bytes, BytesPerSecond, CompressionRatio } from '../units.ts';
import { boundsFor } from './offload-rate.ts';
import type { OffloadedMapLines } from './traffic.ts';

/** Uncompressed bytes a second that the offload path sustains, against the compression ratio. */
export interface Roofline {
  /** Ascending; every critical ratio is among them, so that corners are sharp. */
  ratios: CompressionRatio[];
  /** Bounds in closed form, one value for each of `ratios`; stations without a bound are left out. */
  stations: { station: TransferResource; bytesPerSecond: BytesPerSecond[]; criticalRatio: CompressionRatio | null }[];
  /** The roof: the lowest bound at each of `ratios`. */
  bytesPerSecond: BytesPerSecond[];
  /** Where the maps that move stand: at the rate that their offload alone reaches, and what bounds it. */
  maps: {
    layer: string;
    ratio: CompressionRatio;
    bytes: Bytes;
    bytesPerSecond: BytesPerSecond;
    bound: TransferResource;
  }[];
}

const STATIONS = ['link', 'buffer', 'engine', 'dram', 'crossbar', 'issue'] as const;
/** Octaves of the ratio that are shown at least, and ratios in each. */
const LEAST_OCTAVES = 5;
const RATIOS_PER_OCTAVE = 8;

/**
 * Bandwidth roofline of a design (slides 43-47; docs/model.md, "Offload rate"): in closed form, for lines that are all alike,
 * with DRAM left to the copy alone. Critical ratios are of lines that lie byte behind byte; with `sector` and `line` packing
 * the link carries more than the compressed bytes, and the corner lies further right.
 */
export function rooflineOf(config: ResolvedConfig, maps: readonly OffloadedMapLines[]): Roofline {
  const limits = stationLimits(config);
  const ratios = ratiosToShow(
    maps.map(({ ratio }) => ratio),
    limits.map(({ criticalRatio }) => criticalRatio),
  );
  const bounds = ratios.map((ratio) => offloadBounds(config, ratio));
  return {
    ratios,
    stations: STATIONS.filter((station) => bounds.every((bound) => Number.isFinite(bound[station]))).map((station) => ({
      station,
      bytesPerSecond: bounds.map((bound) => bound[station]),
      criticalRatio: limits.find((limit) => limit.station === station)?.criticalRatio ?? null,
    })),
    bytesPerSecond: bounds.map((bound) => bindingBound(bound).rate),
    maps: maps.map((map) => ({
      layer: map.layer,
      ratio: map.ratio,
      bytes: map.rawBytes,
      bytesPerSecond: map.offloadSeconds > 0 ? map.rawBytes / map.offloadSeconds : 0,
      bound: bindingBound(boundsFor(config, map)).resource,
    })),
  };
}

/** From no compression, or less where a map expands, to twice the best map's ratio. */
function ratiosToShow(
  reached: readonly CompressionRatio[],
  critical: readonly (CompressionRatio | null)[],
): CompressionRatio[] {
  const first = Math.floor(Math.log2(Math.min(1, ...reached)));
  const last = Math.max(LEAST_OCTAVES, Math.ceil(Math.log2(2 * Math.max(1, ...reached))));
  const steps = Array.from(
    { length: (last - first) * RATIOS_PER_OCTAVE + 1 },
    (_, step) => 2 ** (first + step / RATIOS_PER_OCTAVE),
  );
  const corners = critical.flatMap((ratio) =>
    ratio !== null && ratio > 2 ** first && ratio < 2 ** last ? [ratio] : [],
  );
  return [...new Set([...steps, ...corners])].sort((a, b) => a - b);
}
