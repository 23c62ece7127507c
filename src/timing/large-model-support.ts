import type { WorkloadConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import { elementsOf } from '../network/shapes.ts';
import type { Bytes } from '../units.ts';
import { activationMaps } from './activation-maps.ts';
import { BYTES_PER_ELEMENT } from './compute-constants.ts';
import type { OffloadedMap } from './offload-plan.ts';
import { weightMemory } from './weight-memory.ts';

/**
 * The maps that IBM Caffe's Large Model Support moves (slide 9), of those that could.
 *
 * Its two options, after the README of ibmsoe/caffe (branch master-lms): `-lms N` keeps chunks of memory larger than N KB
 * on the host and fetches them when they are needed; `-lms_frac F` delays that until the fraction F of the card's memory
 * is expected to be taken. Our reading: weights, their gradients and momentum, the input batch and every map in forward
 * order are counted while they stay. The first map with which the sum would exceed the fraction switches the support
 * on; from there on every map of at least `tensorThreshold` moves, and smaller ones stay.
 */
export function movedByLargeModelSupport(
  network: Network,
  movable: readonly OffloadedMap[],
  { batch, concat, largeModelSupport }: Pick<WorkloadConfig, 'batch' | 'concat' | 'largeModelSupport'>,
  capacity: Bytes,
): OffloadedMap[] {
  const { tensorThreshold, memoryFraction } = largeModelSupport;
  const bytesPerElement = batch * BYTES_PER_ELEMENT;
  const candidates = new Map(movable.map((map) => [map.layer, map]));
  const { weightBytes, gradientBytes, momentumBytes } = weightMemory(network);
  let resident = weightBytes + gradientBytes + momentumBytes + elementsOf(network.input) * bytesPerElement;
  let on = false;
  return activationMaps(network, concat).flatMap(({ layer, elementsPerImage, readBackward }) => {
    // Free again before the next maps are made.
    if (!readBackward) return [];
    const bytes = elementsPerImage * bytesPerElement;
    on ||= resident + bytes > memoryFraction * capacity;
    const map = candidates.get(layer);
    if (on && map !== undefined && bytes >= tensorThreshold) return [map];
    resident += bytes;
    return [];
  });
}
