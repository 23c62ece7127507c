import type { WorkloadConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import type { BytesPerSecond, Seconds } from '../units.ts';
import { type ComputeCost, type LayerCompute, totalCost } from './compute-time.ts';
import type { OffloadedMap } from './offload-plan.ts';
import { runStep, type Step, type StepPlan } from './training-step.ts';
import { type Copying, type Transfer, transferOf } from './transfer.ts';

/** One forward and backward pass over a batch. */
export interface TrainingIteration {
  seconds: Seconds;
  forwardSeconds: Seconds;
  backwardSeconds: Seconds;
  /** In the order they run; each starts when the one before ends. */
  steps: readonly Step[];
}

/** What an iteration is made of. */
export interface IterationWork {
  network: Network;
  compute: readonly LayerCompute[];
  plan: readonly OffloadedMap[];
  batch: number;
  copying: Copying;
  /** Bandwidth that compute and copies share. */
  dramBandwidth: BytesPerSecond;
}

/** Runs an iteration as vDNN does, or without its barriers (docs/model.md, "vDNN schedule"). */
export function runIteration(work: IterationWork, sync: WorkloadConfig['sync']): TrainingIteration {
  let now = 0;
  const steps = planSteps(work, sync).map((plan) => {
    const step = runStep(plan, now, work.dramBandwidth);
    now += step.duration;
    return step;
  });
  const forwardSeconds = steps.reduce(
    (sum, { direction, duration }) => sum + (direction === 'forward' ? duration : 0),
    0,
  );
  return { seconds: now, forwardSeconds, backwardSeconds: now - forwardSeconds, steps };
}

function planSteps(work: IterationWork, sync: WorkloadConfig['sync']): StepPlan[] {
  const layerSteps = [...forwardSteps(work), ...backwardSteps(work)];
  switch (sync) {
    case 'layer':
      return layerSteps;
    case 'async':
      return [wholePass('forward', layerSteps), wholePass('backward', layerSteps)];
  }
}

/** Each map leaves beside the last layer that reads it; the next layer waits for both. */
function forwardSteps({ compute, plan, batch, copying }: IterationWork): StepPlan[] {
  const groups = groupByLastReader(plan);
  return compute.map(({ layer, forward }, index) => ({
    direction: 'forward',
    work: { kind: 'layer', layer },
    compute: forward,
    transfers: copyGroup(groups.get(index), 'offload', batch, copying),
  }));
}

/**
 * Beside each layer's backward step, at most one earlier layer's maps come back. Maps that are still away when their
 * layer starts are fetched first, with nothing beside them.
 */
function backwardSteps(work: IterationWork): StepPlan[] {
  const { compute, plan, batch, copying } = work;
  const away = groupByLastReader(plan);
  const boundaries = searchBoundaries(work);
  const fetch = (reader: number | undefined): Transfer[] => {
    if (reader === undefined) return [];
    const transfers = copyGroup(away.get(reader), 'prefetch', batch, copying);
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

function groupByLastReader(plan: readonly OffloadedMap[]): Map<number, OffloadedMap[]> {
  const groups = new Map<number, OffloadedMap[]>();
  for (const map of plan) groups.set(map.lastReader, [...(groups.get(map.lastReader) ?? []), map]);
  return groups;
}

function copyGroup(
  maps: readonly OffloadedMap[] | undefined,
  direction: 'offload' | 'prefetch',
  batch: number,
  copying: Copying,
): Transfer[] {
  return maps === undefined ? [] : [transferOf(maps, batch, direction, copying)];
}
