import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Step } from '../timing/training-step.ts';
import { usableDramBandwidth } from '../timing/transfer-rate.ts';
import type { Seconds } from '../units.ts';
import { ATTRIBUTED, type Attributed, busySeconds, criticalPathOfSteps } from './critical-path.ts';
import { type Design, withFaster } from './what-if.ts';

/**
 * Four views of one resource, because each alone misleads: a full buffer is a symptom, a long critical path
 * over-promises where two resources nearly tie.
 */
export interface ResourceView {
  resource: Attributed;
  /** Share of the time in which it works; null for buffer and latency, which hold data. */
  utilisation: number | null;
  /** Share of the critical path, 0 to 1; over all resources these sum to 1. */
  criticalPathShare: number;
  /**
   * Relative change of the time for a relative change of the resource, from re-runs 1 % slower and 1 % faster: 1 when
   * all the time is its own. Different figures on the two sides show a kink: another resource ties.
   */
  elasticity: { slower: number; faster: number };
  /** Time now over time with this resource unlimited; null where no time is left then. */
  speedupIfInfinite: number | null;
}

/** What a layer's steps, forward and backward, wait for. Only resources that have any effect are listed. */
export interface LayerAttribution {
  layer: string;
  ms: number;
  resources: ResourceView[];
}

export interface Attribution {
  resources: ResourceView[];
  /** The strongest resource and the one that binds once it is out of the way, both unlimited; null when one is enough. */
  pair: { resources: [Attributed, Attributed]; speedupIfInfinite: number } | null;
  layers: LayerAttribution[];
}

/** Step of the re-runs: 1 %. */
const NUDGE = 0.01;
/** A pair is worth naming when it gives this much more than its first resource alone. */
const NOTABLE_GAIN = 1.01;

/**
 * Attributes the time of an iteration to resources, for the run and for each layer. Everything is computed by
 * re-running the iteration, never guessed from occupancy or stall counts. `pause` is awaited between the re-runs, which
 * take long in a pipeline: it may throw to cancel.
 */
export async function attribute(
  design: Design,
  iteration: TrainingIteration,
  run: (design: Design) => TrainingIteration,
  pause: () => Promise<void> = async () => {},
): Promise<Attribution> {
  const rerun = (resource: Attributed, factor: number) => splitByLayer(run(withFaster(design, resource, factor)));
  const reruns: Reruns[] = [];
  for (const resource of ATTRIBUTED) {
    await pause();
    reruns.push({
      resource,
      slower: rerun(resource, 1 - NUDGE),
      faster: rerun(resource, 1 + NUDGE),
      infinite: rerun(resource, Number.POSITIVE_INFINITY),
    });
  }
  const dramBandwidth = usableDramBandwidth(design.config);
  const view = (stepsOf: (split: SplitIteration) => readonly Step[]): ResourceView[] => {
    const steps = stepsOf(now);
    const seconds = durationOf(steps);
    const path = criticalPathOfSteps(steps);
    const busy = busySeconds(steps, dramBandwidth);
    return reruns.map(({ resource, slower, faster, infinite }) => {
      const working = busy[resource];
      return {
        resource,
        utilisation: working === null ? null : share(working, seconds),
        criticalPathShare: share(path[resource], seconds),
        elasticity: {
          slower: elasticity(seconds, durationOf(stepsOf(slower)), 1 - NUDGE),
          faster: elasticity(seconds, durationOf(stepsOf(faster)), 1 + NUDGE),
        },
        speedupIfInfinite: speedup(seconds, durationOf(stepsOf(infinite))),
      };
    });
  };

  const now = splitByLayer(iteration);
  const resources = view(({ steps }) => steps);
  const layers = [...now.byLayer].map(([layer, steps]) => ({
    layer,
    ms: durationOf(steps) * 1e3,
    resources: view(({ byLayer }) => byLayer.get(layer) ?? []).filter(hasEffect),
  }));
  return { resources, pair: strongestPair(design, iteration, resources, run), layers };
}

function strongestPair(
  design: Design,
  { seconds }: TrainingIteration,
  views: readonly ResourceView[],
  run: (design: Design) => TrainingIteration,
): Attribution['pair'] {
  const first = strongest(views, (view) => view.criticalPathShare);
  if (first === undefined) return null;
  const withoutFirst = withFaster(design, first.resource, Number.POSITIVE_INFINITY);
  const path = criticalPathOfSteps(run(withoutFirst).steps);
  const next = strongest(
    views.filter(({ resource }) => resource !== first.resource),
    ({ resource }) => path[resource],
  );
  if (next === undefined) return null;
  const both = run(withFaster(withoutFirst, next.resource, Number.POSITIVE_INFINITY));
  const speedupIfInfinite = speedup(seconds, both.seconds) ?? Number.POSITIVE_INFINITY;
  const alone = first.speedupIfInfinite ?? Number.POSITIVE_INFINITY;
  if (!Number.isFinite(speedupIfInfinite) || speedupIfInfinite < NOTABLE_GAIN * alone) return null;
  return { resources: [first.resource, next.resource], speedupIfInfinite };
}

/** The transfer resource with the most of something, if any has some; compute is not a matter of the DMA's design. */
function strongest(views: readonly ResourceView[], amount: (view: ResourceView) => number): ResourceView | undefined {
  return views
    .filter((view) => view.resource !== 'compute' && amount(view) > 0)
    .reduce<ResourceView | undefined>((best, view) => (best && amount(best) >= amount(view) ? best : view), undefined);
}

interface Reruns {
  resource: Attributed;
  slower: SplitIteration;
  faster: SplitIteration;
  infinite: SplitIteration;
}

interface SplitIteration {
  steps: readonly Step[];
  byLayer: ReadonlyMap<string, readonly Step[]>;
}

function splitByLayer({ steps }: TrainingIteration): SplitIteration {
  const byLayer = new Map<string, Step[]>();
  for (const step of steps) {
    if (step.work.kind === 'pass') continue;
    const known = byLayer.get(step.work.layer);
    if (known) known.push(step);
    else byLayer.set(step.work.layer, [step]);
  }
  return { steps, byLayer };
}

function durationOf(steps: readonly Step[]): Seconds {
  return steps.reduce((sum, { duration }) => sum + duration, 0);
}

function speedup(before: Seconds, after: Seconds): number | null {
  return after > 0 ? before / after : null;
}

/** `-(d ln T) / (d ln rate)`, so that a resource that has all the time has 1. */
function elasticity(before: Seconds, after: Seconds, factor: number): number {
  return before > 0 && after > 0 ? clean(-Math.log(after / before) / Math.log(factor)) : 0;
}

function share(part: Seconds, whole: Seconds): number {
  return whole > 0 ? clean(part / whole) : 0;
}

/** Differences of sums in another order are no effect; nor is minus zero. */
function clean(value: number): number {
  return Math.abs(value) < 1e-9 ? 0 : value;
}

/** Whether a resource is on the critical path or changes anything when it changes. */
export function hasEffect({ criticalPathShare, elasticity, speedupIfInfinite }: ResourceView): boolean {
  return (
    criticalPathShare > 0 ||
    elasticity.slower !== 0 ||
    elasticity.faster !== 0 ||
    Math.abs((speedupIfInfinite ?? 0) - 1) > 1e-9
  );
}
