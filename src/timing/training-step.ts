import type { BytesPerSecond, Seconds } from '../units.ts';
import type { ComputeCost } from './compute-time.ts';
import type { Resource, TransferResource } from './resource.ts';
import type { Transfer } from './transfer.ts';

/** What runs between two barriers. */
export type StepWork =
  /** A layer's kernels, and the copies issued beside them. */
  | { kind: 'layer'; layer: string }
  /** A copy alone: a map that was not prefetched by the time `layer` needs it. */
  | { kind: 'fetch'; layer: string }
  /** The whole pass, when there are no barriers within. */
  | { kind: 'pass' };

/** Compute and copies that start together and must both end before the next step. */
export interface Step {
  direction: 'forward' | 'backward';
  work: StepWork;
  /** Time since the iteration began. */
  start: Seconds;
  duration: Seconds;
  compute: ComputeCost;
  /** Copies, one after the other: offloads in the forward pass, prefetches in the backward pass. */
  transfers: readonly Transfer[];
  /** Time of the copies when nothing else uses DRAM. */
  transferSeconds: Seconds;
  /** What the step waits for. */
  binding: Resource;
  /** Extra time because compute and DMA share DRAM (slide 55). */
  dramPressure: Seconds;
}

/** A step without its place in time. */
export type StepPlan = Pick<Step, 'direction' | 'work' | 'compute' | 'transfers'>;

/**
 * A step in which DMA has priority in DRAM: it lasts as long as its compute, its copies or their joint DRAM traffic,
 * whichever is longest. Exact for a DRAM that never idles while work waits (docs/model.md, "DRAM pressure").
 * `dramBandwidth` is the usable bandwidth.
 */
export function runStep(
  { direction, work, compute, transfers }: StepPlan,
  start: Seconds,
  dramBandwidth: BytesPerSecond,
): Step {
  const transferSeconds = transfers.reduce((sum, { seconds }) => sum + seconds, 0);
  const transferBytes = transfers.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  // Without copies there is nothing to share: the compute model has a DRAM term of its own.
  const dramSeconds = transferBytes > 0 ? (compute.dramBytes + transferBytes) / dramBandwidth : 0;
  const unshared = Math.max(compute.seconds, transferSeconds);
  const duration = Math.max(unshared, dramSeconds);
  return {
    direction,
    work,
    start,
    duration,
    compute,
    transfers,
    transferSeconds,
    binding: duration > unshared ? 'dram' : duration > compute.seconds ? slowestStation(transfers) : 'compute',
    dramPressure: duration - unshared,
  };
}

/** The station that the copies spend most time waiting for. */
function slowestStation(transfers: readonly Transfer[]): TransferResource {
  const waits = new Map<TransferResource, Seconds>();
  for (const { binding, seconds } of transfers) waits.set(binding, (waits.get(binding) ?? 0) + seconds);
  return [...waits].reduce((longest, wait) => (wait[1] > longest[1] ? wait : longest), ['link', 0] as const)[0];
}
