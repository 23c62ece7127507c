import { type Costs, costsOf } from '../decisions/costs.ts';
import { nondominatedRanks, UNRANKED } from '../decisions/nondominated-ranks.ts';
import type { Random } from '../synthesis/random.ts';
import { crowdingDistances } from './crowding.ts';

/** A design of a population, by its row among all that were evaluated. */
export interface Member {
  row: number;
  /** The front that it is on, 0 the best; the last of all for a design that is not feasible. */
  rank: number;
  /** Distance to its neighbours on that front: those that stand alone are worth more. */
  crowding: number;
}

/**
 * The best `count` of some rows, the best first: by rank, then by crowding distance, then the older. Rows without costs
 * (`NaN`) come last.
 */
export function survivors(costs: Costs, rows: readonly number[], count: number): Member[] {
  const pool = Uint32Array.from(rows);
  const ranks =
    costs.length > 0 ? nondominatedRanks(costsOf(costs, pool)) : new Uint16Array(rows.length).fill(UNRANKED);
  const fronts = new Map<number, number[]>();
  for (const [place, row] of rows.entries()) {
    const front = fronts.get(ranks[place]);
    if (front === undefined) fronts.set(ranks[place], [row]);
    else front.push(row);
  }
  const members = [...fronts].flatMap(([rank, front]) => {
    const distances = rank === UNRANKED ? undefined : crowdingDistances(costs, front);
    return front.map((row, place): Member => ({ row, rank, crowding: distances?.[place] ?? 0 }));
  });
  return members.sort((a, b) => compare(a, b) || a.row - b.row).slice(0, count);
}

/** The better of two random members. */
export function tournament(population: readonly Member[], random: Random): Member {
  const draw = (): Member => population[Math.floor(random.uniform() * population.length)];
  const one = draw();
  const other = draw();
  return compare(one, other) <= 0 ? one : other;
}

/** Negative when `a` is better. */
function compare(a: Member, b: Member): number {
  if (a.rank !== b.rank) return a.rank - b.rank;
  return a.crowding === b.crowding ? 0 : b.crowding - a.crowding;
}
