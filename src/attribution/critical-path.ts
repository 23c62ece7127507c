import type { Resource } from '../timing/resource.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Step } from '../timing/training-step.ts';
import type { Transfer } from '../timing/transfer.ts';
import type { BytesPerSecond, Seconds } from '../units.ts';

/** What time can be charged to: resources, and the round trip that a pipeline needs to fill. */
export const ATTRIBUTED = ['compute', 'link', 'engine', 'dram', 'crossbar', 'buffer', 'issue', 'latency'] as const;
export type Attributed = (typeof ATTRIBUTED)[number];

export type TimeByResource = Record<Attributed, Seconds>;

/** Relative difference of two durations below which they are the same time, reached by different sums. */
const ROUNDING = 1e-9;

/**
 * The critical path of a step: whose time its duration is. It tiles the step, so the parts sum to the duration. Where
 * the copies take the whole step their own critical path counts, line by line in a pipeline; where they only end later
 * than compute, compute has its time and the copies have the rest.
 */
export function criticalPathOf(step: Step): TimeByResource {
  const { compute, duration, binding, transfers, transferSeconds } = step;
  const path = noTime();
  if (binding === 'compute') path.compute = duration;
  else if (binding === 'dram' && step.dramPressure > 0) path.dram = duration;
  else {
    // Without barriers a step's copies run at other times: what the step waits for is what is left of it.
    const wholly = step.transferTimes === undefined && transferSeconds >= duration * (1 - ROUNDING);
    const waited = wholly ? duration : Math.max(0, duration - compute.seconds);
    path.compute = duration - waited;
    addScaled(path, pathOfTransfers(transfers, binding), waited);
  }
  return path;
}

/** Critical paths of consecutive steps, one behind the other. */
export function criticalPathOfSteps(steps: readonly Step[]): TimeByResource {
  const path = noTime();
  for (const step of steps) addScaled(path, criticalPathOf(step), 1);
  return path;
}

/**
 * How long each resource works in some steps; `null` for buffer and latency, which hold data rather than work on it.
 * DRAM works for compute and copies alike, at its usable bandwidth.
 */
export function busySeconds(
  steps: TrainingIteration['steps'],
  dramBandwidth: BytesPerSecond,
): Record<Attributed, Seconds | null> {
  const busy: Record<Exclude<Resource, 'buffer'>, Seconds> = {
    compute: 0,
    link: 0,
    engine: 0,
    dram: 0,
    crossbar: 0,
    issue: 0,
  };
  for (const { compute, transfers } of steps) {
    busy.compute += compute.seconds;
    busy.dram += compute.dramBytes / dramBandwidth;
    for (const transfer of transfers) {
      busy.dram += transfer.rawBytes / dramBandwidth;
      for (const station of ['link', 'engine', 'crossbar', 'issue'] as const)
        busy[station] += transfer.busy[station] ?? 0;
    }
  }
  return { ...busy, buffer: null, latency: null };
}

export function noTime(): TimeByResource {
  return { compute: 0, link: 0, engine: 0, dram: 0, crossbar: 0, buffer: 0, issue: 0, latency: 0 };
}

/** Shares of the copies' own critical paths, summing to 1; all of it at `otherwise` when there are no copies. */
function pathOfTransfers(transfers: readonly Transfer[], otherwise: Resource): TimeByResource {
  const path = noTime();
  for (const { criticalPath } of transfers) {
    for (const resource of ATTRIBUTED) {
      if (resource !== 'compute') path[resource] += criticalPath[resource] ?? 0;
    }
  }
  const total = sumOf(path);
  const shares = noTime();
  if (total > 0) addScaled(shares, path, 1 / total);
  else shares[otherwise] = 1;
  return shares;
}

function addScaled(target: TimeByResource, addend: TimeByResource, factor: number): void {
  for (const resource of ATTRIBUTED) target[resource] += addend[resource] * factor;
}

function sumOf(times: TimeByResource): Seconds {
  return ATTRIBUTED.reduce((sum, resource) => sum + times[resource], 0);
}
