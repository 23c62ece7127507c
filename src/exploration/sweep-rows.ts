import type { Sweep } from './sweep.ts';

/** Which of its values the parameter of that number has in each row. */
export function indicesOf({ ids, space }: Sweep, parameter: number): Uint32Array {
  const indices = new Uint32Array(ids.length);
  for (let row = 0; row < ids.length; row++) indices[row] = space.indexAt(ids[row], parameter);
  return indices;
}

/** Rows that satisfy every constraint, ascending. */
export function feasibleRows({ failed }: Sweep): Uint32Array {
  const rows = new Uint32Array(failed.length);
  let count = 0;
  for (let row = 0; row < failed.length; row++) if (failed[row] === 0) rows[count++] = row;
  return rows.subarray(0, count);
}
