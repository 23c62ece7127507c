import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Category } from './spec.ts';

/** What the extension knows a layer by: the key of its network, and the layer behind it. */
export function pathOfLayer(layer: string): ConfigPath {
  return ['workload', 'network', layer];
}

/** A click shows the layer where it is written; the caret marks it from there, and from what is set for it alone. */
export function keysOfLayer(layer: string): Pick<Category, 'reveal' | 'keys'> {
  return {
    reveal: pathOfLayer(layer),
    keys: [
      ['workload', 'network'],
      ['workload', 'activations', 'layers', layer],
    ],
  };
}
