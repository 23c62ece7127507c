/**
 * Points of a sweep by their objectives: one column for each objective, all of the same length, and smaller is better in
 * each. A row is a point; `NaN` says that the point lacks the objective.
 */
export type Costs = readonly Float64Array[];

/** Whether row `a` is nowhere worse than row `b` and somewhere better; never where either lacks an objective. */
export function dominates(costs: Costs, a: number, b: number): boolean {
  let isBetter = false;
  for (const column of costs) {
    const ours = column[a];
    const theirs = column[b];
    if (!(ours <= theirs)) return false;
    if (ours < theirs) isBetter = true;
  }
  return isBetter;
}

/** Rows 0 to `count` - 1. */
export function firstRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let row = 0; row < count; row++) rows[row] = row;
  return rows;
}

/** Those of `candidates` that have every objective, in their order; of all rows where no candidates are named. */
export function completeRows(costs: Costs, candidates?: Uint32Array): Uint32Array {
  let rows = candidates ?? firstRows(costs[0]?.length ?? 0);
  for (const column of costs) {
    const complete = new Uint32Array(rows.length);
    let count = 0;
    for (let place = 0; place < rows.length; place++) {
      const row = rows[place];
      if (!Number.isNaN(column[row])) complete[count++] = row;
    }
    rows = complete.subarray(0, count);
  }
  return rows;
}

/** Columns of the given rows alone, in their order. */
export function costsOf(costs: Costs, rows: Uint32Array): Float64Array[] {
  return costs.map((column) => {
    const values = new Float64Array(rows.length);
    for (let place = 0; place < rows.length; place++) values[place] = column[rows[place]];
    return values;
  });
}
