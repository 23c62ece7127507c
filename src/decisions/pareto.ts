import { type Costs, completeRows, costsOf } from './costs.ts';
import { dominatedOfMany } from './divided-front.ts';
import { denseRanks, rowsLexicographic } from './sorted-rows.ts';
import { thinnedRows } from './thinned-rows.ts';

export { type Costs, dominates } from './costs.ts';
export { GrowingFront } from './growing-front.ts';
export { nondominatedRanks } from './nondominated-ranks.ts';

/**
 * Rows that no candidate dominates, ascending. Equal points all stay; rows that lack an objective never belong. Without
 * `candidates` every row is one. Time for n rows: O(n log n) up to three objectives; O(n log^(d-1) n) for d of them.
 */
export function paretoFront(costs: Costs, candidates?: Uint32Array): Uint32Array {
  if (costs.length === 0) return new Uint32Array(0);
  const order = rowsLexicographic(costs, thinnedRows(costs, completeRows(costs, candidates)));
  const starts = startsOfEqual(costs, order);
  const points = costsOf(
    costs,
    starts.map((start) => order[start]),
  );
  const dominated = dominatedPoints(points);
  const isKept = new Uint8Array(costs[0].length);
  let kept = 0;
  for (let point = 0; point < starts.length; point++) {
    if (dominated[point] === 1) continue;
    const end = starts[point + 1] ?? order.length;
    for (let place = starts[point]; place < end; place++) {
      // A candidate may have been named twice.
      kept += 1 - isKept[order[place]];
      isKept[order[place]] = 1;
    }
  }
  const front = new Uint32Array(kept);
  for (let row = 0, place = 0; place < kept; row++) if (isKept[row] === 1) front[place++] = row;
  return front;
}

/** Where a point that differs from the one before it begins in `order`, which is lexicographic. */
function startsOfEqual(costs: Costs, order: Uint32Array): Uint32Array {
  const starts = new Uint32Array(order.length);
  let count = 0;
  for (let place = 0; place < order.length; place++) {
    let isNew = place === 0;
    for (const column of costs) if (column[order[place]] !== column[order[place - 1]]) isNew = true;
    if (isNew) starts[count++] = place;
  }
  return starts.subarray(0, count);
}

/** 1 for each of `points` that another dominates. They are distinct and lexicographic: whatever dominates comes before. */
function dominatedPoints(points: Costs): Uint8Array {
  const [x, y, z] = points;
  if (y === undefined) return new Uint8Array(x.length).fill(1, 1);
  if (z === undefined) return dominatedOfTwo(y);
  return points.length === 3 ? dominatedOfThree(y, z) : dominatedOfMany(points);
}

/** Of two objectives, by the second one: the first never falls, so a point is free if its second is the least so far. */
function dominatedOfTwo(y: Float64Array): Uint8Array {
  const dominated = new Uint8Array(y.length);
  let least = y[0];
  for (let point = 1; point < y.length; point++) {
    if (y[point] >= least) dominated[point] = 1;
    else least = y[point];
  }
  return dominated;
}

/**
 * Of three objectives, by the second and the third: the staircase of those seen before (Kung, Luccio and Preparata 1975, "On
 * finding the maxima of a set of vectors") is a tree of least values over ranks of the second (Fenwick 1994, "A new data
 * structure for cumulative frequency tables").
 */
function dominatedOfThree(y: Float64Array, z: Float64Array): Uint8Array {
  const dominated = new Uint8Array(y.length);
  const ranks = denseRanks(y);
  const leasts = new Float64Array(y.length + 1).fill(Number.POSITIVE_INFINITY);
  /** Whether a rank has been seen at all: the third objective may be infinite. */
  let leastRank = y.length;
  for (let point = 0; point < y.length; point++) {
    const rank = ranks[point];
    let least = Number.POSITIVE_INFINITY;
    for (let node = rank + 1; node > 0; node &= node - 1) if (leasts[node] < least) least = leasts[node];
    if (rank >= leastRank && least <= z[point]) {
      dominated[point] = 1;
      continue;
    }
    leastRank = Math.min(leastRank, rank);
    for (let node = rank + 1; node <= y.length; node += node & -node) {
      if (z[point] < leasts[node]) leasts[node] = z[point];
    }
  }
  return dominated;
}
