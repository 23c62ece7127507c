import type { Bytes, Seconds } from '../units.ts';
import { type AsynchronousPass, type AsynchronousTimes, runAsynchronousPass } from './asynchronous-pass.ts';
import type { ComputeCost } from './compute-time.ts';
import { type CopyGroups, offloadGroups, prefetchGroups } from './copy-groups.ts';
import type { IterationWork } from './iteration-work.ts';
import type { Resource } from './resource.ts';
import type { Step } from './training-step.ts';

/** Waiting for less than this share of a step is rounding. */
const ROUNDING = 1e-9;

/**
 * Steps of an iteration without barriers, with `staging` bytes of GPU memory for maps that wait (docs/model.md, "Without
 * barriers"). A step lasts from the start of its layer's compute to that of the next, so what is not compute is waiting.
 * A copy is listed at the layer that issues it: offloads at their last reader, prefetches where they begin.
 */
export function asynchronousSteps(work: IterationWork, staging: Bytes): Step[] {
  const layers = work.compute.map(({ layer }) => layer);
  const forward = passOf(
    'forward',
    work.compute.map((layer) => layer.forward),
    offloadGroups(work),
    (reader) => reader,
  );
  const backward = passOf(
    'backward',
    work.compute.map((layer) => layer.backward).reverse(),
    prefetchGroups(work),
    (reader) => layers.length - 1 - reader,
  );
  const forwardSteps = stepsOfPass({ ...forward, staging, dram: work.dram }, layers, 0);
  return [
    ...forwardSteps,
    ...stepsOfPass({ ...backward, staging, dram: work.dram }, [...layers].reverse(), endOf(forwardSteps)),
  ];
}

function passOf(
  direction: AsynchronousPass['direction'],
  compute: readonly ComputeCost[],
  groups: CopyGroups,
  orderOf: (reader: number) => number,
): Pick<AsynchronousPass, 'direction' | 'compute' | 'copies'> {
  const copies = [...groups].flatMap(([reader, transfers]) =>
    transfers.map((transfer) => ({ layer: orderOf(reader), transfer })),
  );
  return { direction, compute, copies: copies.sort((a, b) => a.layer - b.layer) };
}

function stepsOfPass(pass: AsynchronousPass, layers: readonly string[], passStart: Seconds): Step[] {
  const times = runAsynchronousPass(pass);
  const uncontended = runAsynchronousPass({ ...pass, dram: { ...pass.dram, priority: 'off' } });
  const starts = stepStarts(times);
  const durations = durationsOf(times);
  const uncontendedDurations = durationsOf(uncontended);
  const leading = starts.length - layers.length;
  const homes = pass.copies.map(({ layer }, index) => {
    if (pass.direction === 'forward') return layer;
    const begin = times.copies[index]?.start ?? 0;
    return lastIndex(starts, (start) => start <= begin);
  });
  return durations.map((duration, index): Step => {
    const start = starts[index] ?? 0;
    const compute = pass.compute[index - leading] ?? NO_COMPUTE;
    const dramPressure = Math.max(0, duration - (uncontendedDurations[index] ?? 0));
    const own = pass.copies.flatMap(({ transfer }, copy) =>
      homes[copy] === index ? [{ transfer, span: times.copies[copy] ?? { start, end: start } }] : [],
    );
    const layer = layers[Math.max(0, index - leading)] ?? '';
    return {
      direction: pass.direction,
      work: { kind: index < leading ? 'fetch' : 'layer', layer },
      start: passStart + start,
      duration,
      compute,
      transfers: own.map(({ transfer }) => transfer),
      transferTimes: own.map(({ span }) => ({ start: passStart + span.start, end: passStart + span.end })),
      transferSeconds: own.reduce((sum, { transfer }) => sum + transfer.seconds, 0),
      binding: bindingOf(pass, times, { end: starts[index + 1] ?? times.seconds, duration, compute, dramPressure }),
      dramPressure,
    };
  });
}

const NO_COMPUTE: ComputeCost = { seconds: 0, dramBytes: 0, flop: 0 };

/** A step begins with each layer; before the first there is one more where it has to wait for its maps. */
function stepStarts({ compute }: AsynchronousTimes): Seconds[] {
  const starts = compute.map(({ start }) => start);
  return (starts[0] ?? 0) > 0 ? [0, ...starts] : starts;
}

function durationsOf(times: AsynchronousTimes): Seconds[] {
  const starts = stepStarts(times);
  return starts.map((start, index) => (starts[index + 1] ?? times.seconds) - start);
}

/** What a step waits for when its layer's compute is done: the copy at whose end the next one starts. */
function bindingOf(
  { copies }: AsynchronousPass,
  times: AsynchronousTimes,
  { end, duration, compute, dramPressure }: Pick<Step, 'duration' | 'compute' | 'dramPressure'> & { end: Seconds },
): Resource {
  const waited = duration - compute.seconds;
  if (waited <= ROUNDING * duration) return 'compute';
  if (dramPressure > waited / 2) return 'dram';
  return copies[lastIndex(times.copies, (copy) => copy.end <= end)]?.transfer.binding ?? 'link';
}

function endOf(steps: readonly Step[]): Seconds {
  const last = steps.at(-1);
  return last === undefined ? 0 : last.start + last.duration;
}

function lastIndex<T>(values: readonly T[], holds: (value: T) => boolean): number {
  return values.reduce((last, value, index) => (holds(value) ? index : last), -1);
}
