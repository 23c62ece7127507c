import type { GpuConfig, WorkloadConfig } from '../config/resolved-config.ts';
import type { Network } from '../network/network.ts';
import { activationMaps } from './activation-maps.ts';
import { movedByLargeModelSupport } from './large-model-support.ts';

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
 * classifier stays on the GPU; and so do maps that the backward pass does not read (docs/model.md, "Offload plan").
 */
export function planOffload(
  network: Network,
  workload: Pick<WorkloadConfig, 'policy' | 'concat' | 'batch' | 'largeModelSupport'>,
  gpu: Pick<GpuConfig, 'dramCapacity'>,
): OffloadedMap[] {
  const maps = movableMaps(network, workload.concat);
  switch (workload.policy) {
    case 'all':
      return maps;
    case 'conv':
      return maps.filter(({ lastReader }) => network.layers[lastReader]?.kind === 'conv');
    case 'large-model-support':
      return movedByLargeModelSupport(network, maps, workload, gpu.dramCapacity);
  }
}

function movableMaps(network: Network, concat: WorkloadConfig['concat']): OffloadedMap[] {
  return activationMaps(network, concat).flatMap(({ layer, elementsPerImage, lastReader, readBackward }) => {
    if (lastReader === undefined || !readBackward || network.layers[lastReader]?.kind === 'fc') return [];
    return [{ layer, elementsPerImage, lastReader }];
  });
}
