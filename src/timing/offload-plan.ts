import type { WorkloadConfig } from '../config/resolved-config.ts';
import type { Layer, Network } from '../network/network.ts';
import { elementsOf } from '../network/shapes.ts';

/** An activation map that vDNN moves to the host in the forward pass and back in the backward pass. */
export interface OffloadedMap {
  /** Layer that produces the map; the concat where branches write into one map. */
  layer: string;
  elementsPerImage: number;
  /**
   * Index of the last layer that reads the map in the forward pass. The map leaves the GPU beside that layer and
   * must be back before its backward step, the first that reads it.
   */
  lastReader: number;
}

/**
 * The maps that vDNN moves, in forward order of their producers. Each moves once however many layers read it. The
 * input image stays out, as the host has it already, and so do the inputs of fully connected layers, because the
 * classifier stays on the GPU (docs/model.md, "Offload plan").
 */
export function planOffload(
  network: Network,
  { policy, concat }: Pick<WorkloadConfig, 'policy' | 'concat'>,
): OffloadedMap[] {
  const { layers } = network;
  const written = concat === 'zero-copy' ? branchesWrittenInPlace(layers) : new Set<string>();
  return layers.flatMap((layer) => {
    if (written.has(layer.name)) return [];
    const lastReader = layers.reduce((last, { input }, index) => (input.includes(layer.name) ? index : last), -1);
    const reader = layers[lastReader];
    if (reader === undefined || reader.kind === 'fc' || (policy === 'conv' && reader.kind !== 'conv')) return [];
    return [{ layer: layer.name, elementsPerImage: elementsOf(layer.outputShape), lastReader }];
  });
}

/** Layers whose map is a part of a concatenated map and does not exist on its own. */
function branchesWrittenInPlace(layers: readonly Layer[]): Set<string> {
  return new Set(layers.filter(({ kind }) => kind === 'concat').flatMap(({ input }) => input));
}
