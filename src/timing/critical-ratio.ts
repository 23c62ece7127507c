import type { BytesPerSecond, CompressionRatio } from '../units.ts';
import type { TransferResource } from './resource.ts';
import { offloadBounds, type TransferPath } from './transfer-rate.ts';

/** A station before the link, and from which ratio on it and not the link is the limit. */
export interface StationLimit {
  station: Exclude<TransferResource, 'link'>;
  /** Uncompressed; of a crossbar that carries compressed data, at ratio 1. */
  bytesPerSecond: BytesPerSecond;
  /**
   * r* = rate / link bandwidth (docs/model.md, "Offload rate"). Null for a crossbar that carries compressed data: its rate
   * grows with the ratio, so that it binds at every ratio or at none.
   */
  criticalRatio: CompressionRatio | null;
}

const STATIONS = ['buffer', 'engine', 'dram', 'crossbar', 'issue'] as const;

/** Every station before the link with its critical ratio. */
export function stationLimits(path: TransferPath): StationLimit[] {
  const bounds = offloadBounds(path, 1);
  return STATIONS.map((station) => ({
    station,
    bytesPerSecond: bounds[station],
    criticalRatio:
      station === 'crossbar' && path.dma.placement === 'memory-controller' ? null : bounds[station] / bounds.link,
  }));
}
