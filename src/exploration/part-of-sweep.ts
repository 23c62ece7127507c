import type { Sweep } from './sweep.ts';

/** Rows of a sweep from `from` on, without `to`, as a sweep of their own. */
export function partOf(sweep: Sweep, from: number, to: number): Sweep {
  const { ids, metrics, failed, isPipeline } = sweep;
  return {
    ...sweep,
    ids: ids.subarray(from, to),
    metrics: new Map([...metrics].map(([id, column]) => [id, column.subarray(from, to)])),
    failed: failed.subarray(from, to),
    isPipeline: isPipeline.subarray(from, to),
  };
}
