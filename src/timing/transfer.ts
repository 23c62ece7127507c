import type { LineSizes } from '../pipeline/line-sizes.ts';
import type { Direction } from '../pipeline/map-transfer.ts';
import type { Bytes, CompressionRatio, Seconds } from '../units.ts';
import { BYTES_PER_ELEMENT } from './compute-constants.ts';
import type { OffloadedMap } from './offload-plan.ts';
import { jointRatios, type PackedRatios, packedRatios, packedRatiosOfLines } from './packed-ratio.ts';
import type { TransferResource } from './resource.ts';
import {
  bindingBound,
  offloadBounds,
  packingOf,
  plainCopyBounds,
  prefetchBounds,
  type TransferBounds,
  type TransferPath,
} from './transfer-rate.ts';

/** How maps are copied: how well each compresses, and how long that takes. */
export interface Copying {
  /** Ratio of the map that a layer produces. */
  ratioOf(layer: string): CompressionRatio;
  /** Copy of at least one map, one behind the other without a pause. */
  copy(maps: readonly MapToCopy[], direction: Direction): CopyTime;
}

/** A whole batch of one map. */
export interface MapToCopy {
  layer: string;
  rawBytes: Bytes;
  ratio: CompressionRatio;
}

/** Compressed bytes of a layer's 128 B lines; undefined where only the ratio is known. */
export type LineSizesOf = (layer: string) => LineSizes | undefined;

const UNPACKED: PackedRatios = { crossbar: 1, link: 1 };

/** vDNN: maps travel as they are, limited by link and DRAM alone. In closed form at any fidelity. */
export function plainCopying(path: TransferPath): Copying {
  return {
    ratioOf: () => 1,
    copy: (maps, direction) => ({ ...copyAtBounds(maps, plainCopyBounds(path, direction)), packed: UNPACKED }),
  };
}

/** cDMA in closed form: maps travel compressed, at the rate of the slowest station for their joint ratio. */
export function compressedCopying(
  path: TransferPath,
  ratioOf: Copying['ratioOf'],
  linesOf: LineSizesOf = () => undefined,
): Copying {
  const packing = packingOf(path);
  return {
    ratioOf,
    copy: (maps, direction) => {
      const ratios = maps.map(({ layer, rawBytes, ratio }) => {
        const sizes = linesOf(layer);
        return {
          rawBytes,
          ratios: sizes === undefined ? packedRatios(packing, ratio) : packedRatiosOfLines(packing, ratio, sizes),
        };
      });
      const ratio = totalBytes(maps) / maps.reduce((sum, map) => sum + map.rawBytes / map.ratio, 0);
      const bounds = direction === 'offload' ? offloadBounds : prefetchBounds;
      const packed = jointRatios(ratios);
      return { ...copyAtBounds(maps, bounds(path, ratio, packed)), packed };
    },
  };
}

/** How long a copy takes. */
export interface CopyTime {
  /** Time of the copy when nothing else uses DRAM. */
  seconds: Seconds;
  /** The station that sets that time: in a pipeline, the one with the largest part of the critical path. */
  binding: TransferResource;
  /** Parts of `seconds` on the critical path; they sum to it. In closed form the binding station has all of it. */
  criticalPath: Readonly<Partial<Record<TransferResource | 'latency', Seconds>>>;
  /** How long each station works on this copy, all its servers together being one. */
  busy: Readonly<Partial<Record<TransferResource, Seconds>>>;
  /** In closed form what the stations carry for each byte, so that the copy can be timed at other rates. */
  packed?: PackedRatios;
}

/** Maps that are copied one after the other without a pause. */
export interface Transfer extends CopyTime {
  /** Layers that produce the maps. */
  layers: readonly string[];
  rawBytes: Bytes;
  compressedBytes: Bytes;
}

/** Copy of at least one map for a whole batch. */
export function transferOf(
  maps: readonly OffloadedMap[],
  batch: number,
  direction: Direction,
  copying: Copying,
): Transfer {
  const toCopy = maps.map(({ layer, elementsPerImage }) => ({
    layer,
    rawBytes: elementsPerImage * batch * BYTES_PER_ELEMENT,
    ratio: copying.ratioOf(layer),
  }));
  return {
    layers: maps.map(({ layer }) => layer),
    rawBytes: totalBytes(toCopy),
    compressedBytes: toCopy.reduce((sum, { rawBytes, ratio }) => sum + rawBytes / ratio, 0),
    ...copying.copy(toCopy, direction),
  };
}

function copyAtBounds(maps: readonly MapToCopy[], bounds: TransferBounds): CopyTime {
  const rawBytes = totalBytes(maps);
  const { resource, rate } = bindingBound(bounds);
  // Stations that hold data rather than work on it are never busy.
  const stations = ['link', 'engine', 'dram', 'crossbar', 'issue'] as const;
  return {
    seconds: rawBytes / rate,
    binding: resource,
    criticalPath: { [resource]: rawBytes / rate },
    busy: Object.fromEntries(stations.map((station) => [station, rawBytes / bounds[station]])),
  };
}

function totalBytes(maps: readonly MapToCopy[]): Bytes {
  return maps.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
}
