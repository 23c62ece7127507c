import type { WorkloadConfig } from '../config/resolved-config.ts';
import type { Seconds } from '../units.ts';
import { asynchronousSteps } from './asynchronous-iteration.ts';
import { type ComputeCost, totalCost } from './compute-time.ts';
import { offloadGroups, prefetchGroups } from './copy-groups.ts';
import type { IterationWork } from './iteration-work.ts';
import type { SharedDram } from './shared-dram.ts';
import { runStep, type Step, type StepPlan } from './training-step.ts';
import type { Transfer } from './transfer.ts';

/** One forward and backward pass over a batch. */
export interface TrainingIteration {
  seconds: Seconds;
  forwardSeconds: Seconds;
  backwardSeconds: Seconds;
  /** In the order they run; each starts when the one before ends. */
  steps: readonly Step[];
}

/** Runs an iteration as vDNN does, or without its barriers (docs/model.md, "vDNN schedule"). */
export function runIteration(
  work: IterationWork,
  { sync, staging }: Pick<WorkloadConfig, 'sync' | 'staging'>,
): TrainingIteration {
  const steps = stepsOf(work, sync, staging);
  const last = steps.at(-1);
  const forwardSeconds = steps.reduce(
    (sum, { direction, duration }) => sum + (direction === 'forward' ? duration : 0),
    0,
  );
  const seconds = last === undefined ? 0 : last.start + last.duration;
  return { seconds, forwardSeconds, backwardSeconds: seconds - forwardSeconds, steps };
}

function stepsOf(work: IterationWork, sync: WorkloadConfig['sync'], staging: WorkloadConfig['staging']): Step[] {
  const layerSteps = () => [...forwardSteps(work), ...backwardSteps(work)];
  switch (sync) {
    case 'layer':
      return runSteps(layerSteps(), work.dram);
    case 'async':
      if (staging !== 'unlimited') return asynchronousSteps(work, staging);
      return runSteps(
        (['forward', 'backward'] as const).map((direction) => wholePass(direction, layerSteps())),
        neverIdle(work.dram),
      );
  }
}

function runSteps(plans: readonly StepPlan[], dram: SharedDram): Step[] {
  let now = 0;
  return plans.map((plan) => {
    const step = runStep(plan, now, dram);
    now += step.duration;
    return step;
  });
}

/** Whoever goes first, without barriers there may always be other work for DRAM, which is all that DMA's priority says. */
function neverIdle(dram: SharedDram): SharedDram {
  return dram.priority === 'compute' ? { ...dram, priority: 'dma' } : dram;
}

/** Each map leaves beside the last layer that reads it; the next layer waits for both. */
function forwardSteps(work: IterationWork): StepPlan[] {
  const groups = offloadGroups(work);
  return work.compute.map(({ layer, forward }, index) => ({
    direction: 'forward',
    work: { kind: 'layer', layer },
    compute: forward,
    transfers: groups.get(index) ?? [],
  }));
}

/**
 * Beside each layer's backward step, at most one earlier layer's maps come back. Maps that are still away when their
 * layer starts are fetched first, with nothing beside them.
 */
function backwardSteps(work: IterationWork): StepPlan[] {
  const { compute } = work;
  const away = prefetchGroups(work);
  const boundaries = searchBoundaries(work);
  const fetch = (reader: number | undefined): readonly Transfer[] => {
    if (reader === undefined) return [];
    const transfers = away.get(reader) ?? [];
    away.delete(reader);
    return transfers;
  };
  const steps: StepPlan[] = [];
  for (const [index, { layer, backward }] of [...compute.entries()].reverse()) {
    const late = fetch(index);
    if (late.length > 0) {
      steps.push({ direction: 'backward', work: { kind: 'fetch', layer }, compute: NO_COMPUTE, transfers: late });
    }
    const early = fetch(nextToPrefetch(away, boundaries, index));
    steps.push({ direction: 'backward', work: { kind: 'layer', layer }, compute: backward, transfers: early });
  }
  return steps;
}

const NO_COMPUTE: ComputeCost = { seconds: 0, dramBytes: 0, flop: 0 };

/**
 * The nearest earlier layer whose maps are still away. The search ends at a convolution that reads no offloaded map:
 * nothing before it is urgent. (Public vDNN codes also end it at a convolution whose maps are back already; see
 * docs/model.md, "vDNN schedule", for what that changes.)
 */
function nextToPrefetch(
  away: ReadonlyMap<number, unknown>,
  boundaries: ReadonlySet<number>,
  current: number,
): number | undefined {
  for (let index = current - 1; index >= 0; index--) {
    if (away.has(index)) return index;
    if (boundaries.has(index)) return undefined;
  }
  return undefined;
}

/** Convolutions that read no offloaded map, by index. */
function searchBoundaries({ network, plan }: IterationWork): Set<number> {
  const offloaded = new Set(plan.map(({ layer }) => layer));
  const boundaries = new Set<number>();
  network.layers.forEach(({ kind, input }, index) => {
    if (kind === 'conv' && !input.some((name) => offloaded.has(name))) boundaries.add(index);
  });
  return boundaries;
}

/** A pass without barriers: its compute and its copies each run without a pause, which no schedule can beat. */
function wholePass(direction: StepPlan['direction'], layerSteps: readonly StepPlan[]): StepPlan {
  const steps = layerSteps.filter((step) => step.direction === direction);
  return {
    direction,
    work: { kind: 'pass' },
    compute: totalCost(steps.map(({ compute }) => compute)),
    transfers: steps.flatMap(({ transfers }) => transfers),
  };
}
