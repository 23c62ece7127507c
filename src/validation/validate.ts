import { activationRows } from './activation-rows.ts';
import { compressionRows } from './compression-rows.ts';
import { bestScatteredRatio, type EvaluationContext, evaluateNetworks } from './evaluation.ts';
import { hardwareRows } from './hardware-rows.ts';
import { identityRows } from './identity-rows.ts';
import { layerTimeRows } from './layer-time-rows.ts';
import { networkTimeRows } from './network-time-rows.ts';
import { performanceRows } from './performance-rows.ts';
import { referenceRows } from './reference-rows.ts';
import { type Comparison, judge, type RowGroup, type ValidationRow } from './row.ts';

export interface ValidationContext extends EvaluationContext {
  /** Manifest of the recorded tensors in `examples/traces`. */
  manifestUri: string;
}

/**
 * Every published and measured figure beside ours, in the order of `ROW_GROUPS`. Deterministic; takes about half a
 * minute. Rejects when the recorded tensors cannot be read, and with `Cancelled` once the signal is aborted.
 */
export async function validate(context: ValidationContext): Promise<ValidationRow[]> {
  const { host, manifestUri } = context;
  const evaluations = await evaluateNetworks(context);
  const groups: Record<RowGroup, readonly Comparison[]> = {
    'Compression and sparsity': compressionRows(evaluations, await bestScatteredRatio(context)),
    Performance: await performanceRows(evaluations, host),
    Hardware: await hardwareRows(host),
    'Layer times': await layerTimeRows(host),
    'Network times': await networkTimeRows(host),
    'Measured activations': await activationRows(evaluations, manifestUri, host),
    Identities: await identityRows(host),
    'Independent implementation': referenceRows(evaluations),
  };
  return Object.entries(groups).flatMap(([group, rows]) => rows.map((row) => judge(group as RowGroup, row)));
}
