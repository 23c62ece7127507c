import { elementsOf, IMAGE } from '../network/shapes.ts';
import type { IterationWork } from './iteration-work.ts';
import type { OffloadedMap } from './offload-plan.ts';
import { type Copying, type Transfer, transferOf } from './transfer.ts';

/** Copies beside each layer, by the index of the last layer that reads their maps. */
export type CopyGroups = Map<number, readonly Transfer[]>;

/** Maps that leave together: those with the same last reader, when their reference counts fall to zero. */
export function offloadGroups({ plan, batch, copying }: IterationWork): CopyGroups {
  return transfersOf(plan, 'offload', batch, copying);
}

/** Maps that must be back together, because the same layer's backward step is the first to read them. */
export function prefetchGroups({ network, plan, batch, copying, refetchImage }: IterationWork): CopyGroups {
  const groups = transfersOf(plan, 'prefetch', batch, copying);
  const lastReader = network.layers.reduce((last, { input }, index) => (input.includes(IMAGE) ? index : last), -1);
  if (!refetchImage || lastReader < 0) return groups;
  const image = { layer: IMAGE, elementsPerImage: elementsOf(network.input), lastReader };
  // Pixels are dense: they pass the engine at their full size.
  const transfer = transferOf([image], batch, 'prefetch', { ...copying, ratioOf: () => 1 });
  return groups.set(lastReader, [...(groups.get(lastReader) ?? []), transfer]);
}

function transfersOf(
  plan: readonly OffloadedMap[],
  direction: 'offload' | 'prefetch',
  batch: number,
  copying: Copying,
): CopyGroups {
  const maps = new Map<number, OffloadedMap[]>();
  for (const map of plan) maps.set(map.lastReader, [...(maps.get(map.lastReader) ?? []), map]);
  return new Map(
    [...maps].map(([reader, together]) => [reader, [transferOf(together, batch, direction, copying)]] as const),
  );
}
