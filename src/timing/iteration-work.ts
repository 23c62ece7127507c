import type { Network } from '../network/network.ts';
import type { LayerCompute } from './compute-time.ts';
import type { OffloadedMap } from './offload-plan.ts';
import type { SharedDram } from './shared-dram.ts';
import type { Copying } from './transfer.ts';

/** What an iteration is made of, whatever its schedule. */
export interface IterationWork {
  network: Network;
  compute: readonly LayerCompute[];
  plan: readonly OffloadedMap[];
  batch: number;
  copying: Copying;
  /** Whether the input batch, which the host keeps, is fetched again in the backward pass. */
  refetchImage: boolean;
  dram: SharedDram;
}
