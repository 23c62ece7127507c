import { elementsOf } from '../network/shapes.ts';
import { activationMaps } from '../timing/activation-maps.ts';
import { BYTES_PER_ELEMENT } from '../timing/compute-constants.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import { weightMemory } from '../timing/weight-memory.ts';
import type { Bytes, Seconds } from '../units.ts';
import { type Allocation, allocationsOf, firstBackward, type TrainedNetwork } from './lifetimes.ts';

/** GPU memory in use. */
export interface MemoryUse {
  peakBytes: Bytes;
  /** Over time, from the start to the end of the iteration. */
  averageBytes: Bytes;
}

/** GPU memory of one training iteration. Not counted: workspace of convolutions, biases, fragmentation. */
export interface MemoryOverIteration {
  /** Memory of the card. */
  capacityBytes: Bytes;
  /** What keeping everything resident takes, by what it is for. */
  components: {
    weightBytes: Bytes;
    weightGradientBytes: Bytes;
    momentumBytes: Bytes;
    imageBytes: Bytes;
    mapBytes: Bytes;
    /** Gradient maps that must exist at the same time, at most. */
    gradientMapBytes: Bytes;
  };
  /** Everything is allocated once and for the whole iteration, so peak and average are the same. */
  resident: MemoryUse;
  /** With the offload schedule; `null` when there is none, as with unlimited staging, which is a bound on time. */
  offloaded: MemoryUse | null;
  fitsResident: boolean;
  fitsOffloaded: boolean | null;
  /** Bytes in use from a moment on, seconds since the iteration began; for the offload schedule. */
  timeline: { seconds: Seconds; bytes: Bytes }[];
}

/**
 * GPU memory over a training iteration with an offload schedule, against keeping everything resident (docs/model.md,
 * "GPU memory"; slides 6-8). `capacityBytes` is the card's memory.
 */
export function memoryOverIteration(
  trained: TrainedNetwork,
  iteration: TrainingIteration,
  capacityBytes: Bytes,
): MemoryOverIteration {
  const components = componentsOf(trained);
  const { weightBytes, weightGradientBytes, momentumBytes } = components;
  const residentBytes = Object.values(components).reduce((sum, bytes) => sum + bytes, 0);
  const allocations = allocationsOf(trained, iteration);
  const timeline =
    allocations.length === 0
      ? []
      : bytesOverTime(allocations, weightBytes + weightGradientBytes + momentumBytes, iteration.seconds);
  const offloaded = timeline.length === 0 ? null : useOf(timeline, iteration.seconds);
  return {
    capacityBytes,
    components,
    resident: { peakBytes: residentBytes, averageBytes: residentBytes },
    offloaded,
    fitsResident: residentBytes <= capacityBytes,
    fitsOffloaded: offloaded === null ? null : offloaded.peakBytes <= capacityBytes,
    timeline,
  };
}

function componentsOf({ network, workload }: TrainedNetwork): MemoryOverIteration['components'] {
  const bytesPerElement = workload.batch * BYTES_PER_ELEMENT;
  const maps = activationMaps(network, workload.concat);
  const { weightBytes, gradientBytes, momentumBytes } = weightMemory(network);
  const gradientElements = network.layers.map((_, index) =>
    maps.reduce((sum, map) => {
      const last = firstBackward(map);
      const needed = last !== undefined && last >= index && (map.writers[0] ?? 0) <= index;
      return needed ? sum + map.elementsPerImage : sum;
    }, 0),
  );
  return {
    weightBytes,
    weightGradientBytes: gradientBytes,
    momentumBytes,
    imageBytes: elementsOf(network.input) * bytesPerElement,
    mapBytes: maps.reduce((sum, { elementsPerImage }) => sum + elementsPerImage, 0) * bytesPerElement,
    gradientMapBytes: Math.max(0, ...gradientElements) * bytesPerElement,
  };
}

/** Moments nearer to each other than this share of the iteration are the same, reached by different sums. */
const ROUNDING = 1e-12;

function bytesOverTime(
  allocations: readonly Allocation[],
  constantBytes: Bytes,
  iterationSeconds: Seconds,
): MemoryOverIteration['timeline'] {
  const changes = new Map<number, { seconds: Seconds; bytes: Bytes }>();
  const change = (seconds: Seconds, bytes: Bytes) => {
    const moment = Math.round(seconds / (ROUNDING * iterationSeconds));
    const known = changes.get(moment);
    if (known) known.bytes += bytes;
    else changes.set(moment, { seconds, bytes });
  };
  change(0, constantBytes);
  for (const { start, end, bytes } of allocations) {
    change(start, bytes);
    change(end, -bytes);
  }
  let inUse = 0;
  return [...changes.values()]
    .sort((a, b) => a.seconds - b.seconds)
    .map(({ seconds, bytes }) => {
      inUse += bytes;
      return { seconds, bytes: inUse };
    });
}

function useOf(timeline: MemoryOverIteration['timeline'], iterationSeconds: Seconds): MemoryUse {
  const byteSeconds = timeline.reduce((sum, { seconds, bytes }, index) => {
    const until = timeline[index + 1]?.seconds ?? iterationSeconds;
    return sum + bytes * (until - seconds);
  }, 0);
  return {
    peakBytes: timeline.reduce((peak, { bytes }) => Math.max(peak, bytes), 0),
    averageBytes: byteSeconds / iterationSeconds,
  };
}
