import type { DmaConfig } from '../config/resolved-config.ts';
import type { Bytes, BytesPerSecond, Seconds } from '../units.ts';
import type { ComputeCost } from './compute-time.ts';

/** DRAM that compute and DMA share. */
export interface SharedDram {
  /** Usable bandwidth. */
  bandwidth: BytesPerSecond;
  priority: DmaConfig['dramPriority'];
}

/** Copies as DRAM sees them: bytes, and the time they take when nothing else uses DRAM. */
export interface DramCopies {
  bytes: Bytes;
  seconds: Seconds;
}

/** Share of the bandwidth that copies get even where compute goes first. Assumed: no arbiter starves a requester. */
const LEAST_COPY_SHARE = 0.05;

/**
 * How long compute and copies take that start together and must both end (docs/model.md, "DRAM pressure"; slide 55).
 *
 * - `dma`: as long as compute, the copies or their joint traffic, whichever is longest; exact for a DRAM that never
 *   idles while work waits.
 * - `compute`: compute is not slowed down. Beside it copies get what it leaves, and the rest follows at full rate.
 * - `off`: no contention.
 */
export function sharedSeconds(compute: ComputeCost, copies: DramCopies, { bandwidth, priority }: SharedDram): Seconds {
  return secondsSharing(compute.seconds, compute.dramBytes, copies.seconds, copies.bytes, bandwidth, priority);
}

/** The same of plain numbers, for those who ask very often. */
export function secondsSharing(
  computeSeconds: Seconds,
  computeBytes: Bytes,
  copySeconds: Seconds,
  copyBytes: Bytes,
  bandwidth: BytesPerSecond,
  priority: SharedDram['priority'],
): Seconds {
  const unshared = Math.max(computeSeconds, copySeconds);
  // Without copies there is nothing to share: the compute model has a DRAM term of its own.
  if (copyBytes === 0 || priority === 'off') return unshared;
  if (priority === 'dma') return Math.max(unshared, (computeBytes + copyBytes) / bandwidth);
  const rate = Math.min(copyBytes / copySeconds, bandwidth);
  const usable = bandwidth * computeSeconds;
  const left = Math.max(usable - computeBytes, LEAST_COPY_SHARE * usable);
  const wanted = rate * computeSeconds;
  if (computeSeconds === 0 || wanted <= left || copyBytes <= left) return unshared;
  return computeSeconds + (copyBytes - left) / rate;
}

/** Speed of compute and of a copy that run at the same moment, each as a share of its speed alone, 0 to 1. */
export interface SharedSpeeds {
  compute: number;
  copy: number;
}

/**
 * The same arbitration at one moment, for work that no barrier lines up. Whoever goes first runs at full speed and the
 * other gets the rest of the bandwidth; where compute goes first, the copy's least share is taken from compute.
 */
export function sharedSpeeds(compute: ComputeCost, copy: DramCopies, dram: SharedDram): SharedSpeeds {
  const computeRate = compute.seconds > 0 ? compute.dramBytes / compute.seconds : 0;
  const copyRate = copy.seconds > 0 ? copy.bytes / copy.seconds : 0;
  if (dram.priority === 'off' || computeRate + copyRate <= dram.bandwidth) return { compute: 1, copy: 1 };
  const granted =
    dram.priority === 'dma'
      ? Math.min(copyRate, dram.bandwidth)
      : Math.min(copyRate, Math.max(dram.bandwidth - computeRate, LEAST_COPY_SHARE * dram.bandwidth));
  return {
    compute: computeRate > 0 ? Math.min(1, (dram.bandwidth - granted) / computeRate) : 1,
    copy: copyRate > 0 ? granted / copyRate : 1,
  };
}
