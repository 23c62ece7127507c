import type { WorkloadConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import { elementsOf, IMAGE } from '../network/shapes.ts';

/** An activation map as it lies in GPU memory. */
export interface ActivationMap {
  /** Layer that produces the map; the concat where branches write into one map. */
  layer: string;
  elementsPerImage: number;
  /** Indices of the layers that write it, in forward order: one, or branches and the concat that joins them. */
  writers: readonly number[];
  /** Index of the last layer that reads it in the forward pass; `undefined` for the network's output. */
  lastReader: number | undefined;
  /**
   * Whether the backward pass reads it. A map that is only added to another, without a ReLU of its own, is free once it
   * has been: the gradient of a sum needs none of its terms.
   */
  readBackward: boolean;
}

/** Every activation map of a network, in forward order of the layers they are named after; the input image is not one. */
export function activationMaps({ layers }: Network, concat: WorkloadConfig['concat']): ActivationMap[] {
  const joint = new Map<string, string>();
  if (concat === 'zero-copy') {
    for (const { kind, name, input } of layers) {
      if (kind !== 'concat') continue;
      // A branch lies in one place: a second concat of it copies, and so does one of the image, which is there before.
      for (const branch of input) if (branch !== IMAGE && !joint.has(branch)) joint.set(branch, name);
    }
  }
  const mapOf = (name: string): string => {
    const whole = joint.get(name);
    return whole === undefined ? name : mapOf(whole);
  };
  const writers = new Map<string, number[]>();
  const lastReaders = new Map<string, number>();
  const readBackward = new Set<string>();
  for (const [index, layer] of layers.entries()) {
    const { name, input } = layer;
    const own = mapOf(name);
    if ('relu' in layer && layer.relu) readBackward.add(own);
    writers.set(own, [...(writers.get(own) ?? []), index]);
    // A concat that joins branches in place reads nothing.
    for (const read of input.map(mapOf)) {
      if (read !== own) lastReaders.set(read, index);
      if (layer.kind !== 'add') readBackward.add(read);
    }
  }
  return layers
    .filter(({ name }) => mapOf(name) === name)
    .map(({ name, outputShape }) => ({
      layer: name,
      elementsPerImage: elementsOf(outputShape),
      writers: writers.get(name) ?? [],
      lastReader: lastReaders.get(name),
      readBackward: readBackward.has(name),
    }));
}
