import type { WorkloadConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import { elementsOf, IMAGE } from '../network/shapes.ts';
import { type ActivationMap, activationMaps } from '../timing/activation-maps.ts';
import { BYTES_PER_ELEMENT } from '../timing/compute-constants.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Step, TimeSpan } from '../timing/training-step.ts';
import type { Bytes, Seconds } from '../units.ts';

/** Something that takes GPU memory for a part of the iteration. */
export interface Allocation extends TimeSpan {
  bytes: Bytes;
}

/** A network at a batch, as far as its memory depends on it. */
export interface TrainedNetwork {
  network: Network;
  workload: Pick<WorkloadConfig, 'batch' | 'concat' | 'refetchImage'>;
}

/**
 * When each map, each gradient map and the image are in GPU memory as an iteration runs:
 *
 * - A map is allocated when the first layer that writes it starts forward, and freed when that layer ends backward. A map
 *   that moves is away from the end of its offload, and not before its last reader is done, to the start of its prefetch;
 *   with barriers both fall on the ends of steps. One that the backward pass does not read is free after its last reader.
 * - A gradient map is allocated when the first layer that reads its map runs backward, and freed with the map.
 * - The image stays, or is away like a map that moves when it is fetched again.
 *
 * Nothing for an iteration whose passes are not split into layers: a bound has no schedule.
 */
export function allocationsOf({ network, workload }: TrainedNetwork, iteration: TrainingIteration): Allocation[] {
  const schedule = scheduleOf(iteration);
  const { forward, backward } = schedule;
  if (forward.size === 0) return [];
  const nameOf = (index: number | undefined) => network.layers[index ?? -1]?.name ?? '';
  const bytesPerElement = workload.batch * BYTES_PER_ELEMENT;

  const maps = activationMaps(network, workload.concat).flatMap((map): Allocation[] => {
    const bytes = map.elementsPerImage * bytesPerElement;
    const first = nameOf(map.writers[0]);
    const written = forward.get(first)?.start ?? 0;
    const done = backward.get(first)?.end ?? iteration.seconds;
    const gradient = backward.get(nameOf(firstBackward(map)))?.start ?? 0;
    return [
      ...presence({ start: written, end: done }, map, nameOf(map.lastReader), schedule).map((span) => ({
        ...span,
        bytes,
      })),
      { start: gradient, end: done, bytes },
    ];
  });
  const readers = network.layers.filter(({ input }) => input.includes(IMAGE)).map(({ name }) => name);
  const imageBytes = elementsOf(network.input) * bytesPerElement;
  return [...maps, ...imagePresence(readers, workload.refetchImage, schedule, iteration.seconds, imageBytes)];
}

/** Index of the layer whose backward step is the first to need the map's gradient. */
export function firstBackward({ lastReader, writers }: ActivationMap): number | undefined {
  return lastReader ?? writers.at(-1);
}

/** When layers run and maps move, by name. */
interface Schedule {
  forward: ReadonlyMap<string, TimeSpan>;
  backward: ReadonlyMap<string, TimeSpan>;
  offloads: ReadonlyMap<string, TimeSpan>;
  prefetches: ReadonlyMap<string, TimeSpan>;
}

function scheduleOf({ steps }: TrainingIteration): Schedule {
  const schedule = {
    forward: new Map<string, TimeSpan>(),
    backward: new Map<string, TimeSpan>(),
    offloads: new Map<string, TimeSpan>(),
    prefetches: new Map<string, TimeSpan>(),
  };
  for (const step of steps) {
    if (step.work.kind === 'pass') continue;
    if (step.work.kind === 'layer') schedule[step.direction].set(step.work.layer, layerSpan(step));
    const moves = step.direction === 'forward' ? schedule.offloads : schedule.prefetches;
    step.transfers.forEach(({ layers }, index) => {
      const span = step.transferTimes?.[index] ?? stepSpan(step);
      for (const layer of layers) moves.set(layer, span);
    });
  }
  return schedule;
}

function stepSpan({ start, duration }: Step): TimeSpan {
  return { start, end: start + duration };
}

/** With barriers memory is freed at the end of the step; without, when the layer's own compute is done. */
function layerSpan(step: Step): TimeSpan {
  return step.transferTimes === undefined
    ? stepSpan(step)
    : { start: step.start, end: step.start + step.compute.seconds };
}

/** The parts of a map's life in which it is on the GPU. */
function presence(
  life: TimeSpan,
  { layer, readBackward }: Pick<ActivationMap, 'layer' | 'readBackward'>,
  lastReader: string,
  schedule: Schedule,
): TimeSpan[] {
  const readUntil = schedule.forward.get(lastReader)?.end;
  if (!readBackward && readUntil !== undefined) return [{ start: life.start, end: readUntil }];
  const offload = schedule.offloads.get(layer);
  const prefetch = schedule.prefetches.get(layer);
  if (offload === undefined || prefetch === undefined) return [life];
  const read = schedule.forward.get(lastReader)?.end ?? life.start;
  return [
    { start: life.start, end: Math.max(offload.end, read) },
    { start: prefetch.start, end: life.end },
  ];
}

function imagePresence(
  readers: readonly string[],
  refetched: boolean,
  { forward, backward, prefetches }: Schedule,
  seconds: Seconds,
  bytes: Bytes,
): Allocation[] {
  const lastReader = readers.at(-1);
  const fetched = prefetches.get(IMAGE);
  if (!refetched || lastReader === undefined || fetched === undefined) return [{ start: 0, end: seconds, bytes }];
  return [
    { start: 0, end: forward.get(lastReader)?.end ?? seconds, bytes },
    { start: fetched.start, end: backward.get(readers[0] ?? lastReader)?.end ?? seconds, bytes },
  ];
}
