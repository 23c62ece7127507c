import type { Network } from '../network/network.ts';
import { weightCount } from '../network/shapes.ts';
import type { Bytes } from '../units.ts';
import { BYTES_PER_ELEMENT } from './compute-constants.ts';

/** GPU memory that training holds for the weights of a network, whatever the batch. */
export interface WeightMemory {
  weightBytes: Bytes;
  gradientBytes: Bytes;
  /** One value per weight, kept from iteration to iteration by SGD with momentum. */
  momentumBytes: Bytes;
}

/** Weights of convolutions and fully connected layers, in float32; biases are left out, being a thousandth. */
export function weightMemory({ layers }: Network): WeightMemory {
  const bytes = layers.reduce((sum, layer) => sum + weightCount(layer), 0) * BYTES_PER_ELEMENT;
  return { weightBytes: bytes, gradientBytes: bytes, momentumBytes: bytes };
}
