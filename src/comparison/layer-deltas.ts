import type { LayerReport } from '../report/report.ts';

/** One layer in every result. */
export interface ComparedLayer {
  layer: string;
  /** Null where a result has no layer of that name. */
  entries: readonly (LayerEntry | null)[];
}

/** What is held against other results. The byte and copy figures are 0 where the map stays on the GPU. */
export type LayerEntry = Pick<
  LayerReport,
  | 'offloaded'
  | 'ratio'
  | 'rawBytes'
  | 'compressedBytes'
  | 'offloadMs'
  | 'prefetchMs'
  | 'forwardMs'
  | 'backwardMs'
  | 'bottleneck'
>;

/** Layers matched by name, in the order of the first result; those that only others have come last. */
export function compareLayers(results: readonly { layers: readonly LayerReport[] }[]): ComparedLayer[] {
  const byName = results.map(({ layers }) => new Map(layers.map((layer) => [layer.name, layer])));
  const names = new Set(byName.flatMap((layers) => [...layers.keys()]));
  return [...names].map((layer) => ({ layer, entries: byName.map((layers) => entryOf(layers.get(layer))) }));
}

function entryOf(layer: LayerReport | undefined): LayerEntry | null {
  if (layer === undefined) return null;
  const { offloaded, ratio, rawBytes, compressedBytes, offloadMs, prefetchMs, forwardMs, backwardMs, bottleneck } =
    layer;
  return { offloaded, ratio, rawBytes, compressedBytes, offloadMs, prefetchMs, forwardMs, backwardMs, bottleneck };
}
