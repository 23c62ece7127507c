import { type Costs, completeRows, dominates } from './costs.ts';
import { rowsLexicographic } from './sorted-rows.ts';

/** Rank of rows that lack an objective: behind all others. */
export const UNRANKED = 0xffff;

/**
 * The front that each row belongs to: 0 for those that nothing dominates, 1 for those that only rows of front 0 dominate,
 * and so on (Deb, Pratap, Agarwal and Meyarivan 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II").
 * `UNRANKED` where an objective is missing. O(n^2): for the populations of a search, not for whole sweeps.
 */
export function nondominatedRanks(costs: Costs): Uint16Array {
  const ranks = new Uint16Array(costs[0]?.length ?? 0).fill(UNRANKED);
  // What dominates a row comes before it, so its own rank is known by then.
  const order = rowsLexicographic(costs, completeRows(costs));
  order.forEach((row, place) => {
    let rank = 0;
    for (let before = 0; before < place; before++) {
      const other = order[before];
      if (ranks[other] >= rank && dominates(costs, other, row)) rank = ranks[other] + 1;
    }
    ranks[row] = Math.min(rank, UNRANKED - 1);
  });
  return ranks;
}
