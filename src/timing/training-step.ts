import type { Seconds } from '../units.ts';
import type { ComputeCost } from './compute-time.ts';
import type { Resource, TransferResource } from './resource.ts';
import { type SharedDram, sharedSeconds } from './shared-dram.ts';
import type { Transfer } from './transfer.ts';

/** What a step is about. */
export type StepWork =
  /** A layer's kernels, and the copies issued beside them. */
  | { kind: 'layer'; layer: string }
  /** A copy alone: a map that was not prefetched by the time `layer` needs it. */
  | { kind: 'fetch'; layer: string }
  /** The whole pass, when there are no barriers within. */
  | { kind: 'pass' };

/** When something runs, in seconds since the iteration began. */
export interface TimeSpan {
  start: Seconds;
  end: Seconds;
}

/**
 * A part of the iteration's time and what runs in it. With barriers, compute and copies start together and must both end
 * before the next step. Without them a step lasts from the start of its layer's compute to that of the next, waiting
 * included, and `transferTimes` says when its copies run.
 */
export interface Step {
  direction: 'forward' | 'backward';
  work: StepWork;
  /** Time since the iteration began. */
  start: Seconds;
  duration: Seconds;
  compute: ComputeCost;
  /** Copies, one after the other: offloads in the forward pass, prefetches in the backward pass. */
  transfers: readonly Transfer[];
  /** When each of `transfers` runs, where no barrier binds them to the step; it may be after the step. */
  transferTimes?: readonly TimeSpan[];
  /** Time of the copies when nothing else uses DRAM. */
  transferSeconds: Seconds;
  /** What the step waits for. */
  binding: Resource;
  /** Extra time because compute and DMA share DRAM (slide 55). */
  dramPressure: Seconds;
}

/** A step without its place in time. */
export type StepPlan = Pick<Step, 'direction' | 'work' | 'compute' | 'transfers'>;

/** A step between two barriers: it lasts until compute and copies, which share DRAM, have both ended. */
export function runStep({ direction, work, compute, transfers }: StepPlan, start: Seconds, dram: SharedDram): Step {
  const transferSeconds = transfers.reduce((sum, { seconds }) => sum + seconds, 0);
  const transferBytes = transfers.reduce((sum, { rawBytes }) => sum + rawBytes, 0);
  const unshared = Math.max(compute.seconds, transferSeconds);
  const duration = sharedSeconds(compute, { bytes: transferBytes, seconds: transferSeconds }, dram);
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
