import { type Costs, completeRows, costsOf } from './costs.ts';
import { hyperplaneThrough } from './hyperplane.ts';

/** A bulge below this share of the front's extent is rounding, not a knee. */
const LEAST_BULGE = 1e-9;

/**
 * Row of the front's knee: the point that bulges furthest towards the ideal from the hyperplane through the extreme points,
 * each the best by one objective, with every objective normalised to 0..1 over the front (Das 1999, "On characterizing the
 * 'knee' of the Pareto curve based on Normal-Boundary Intersection"). Beyond it, a little less of one objective costs much of
 * another. Of equal bulges the lower row.
 *
 * Null for fewer than three distinct points, and where no point lies on the ideal's side: a front that is straight or concave has no
 * knee. Rows with an objective that is missing or infinite are left out.
 *
 * Where the extreme points span no hyperplane, since one is the best by two objectives, it is the one through the worst value of
 * each objective alone.
 */
export function kneeOf(costs: Costs, front: Uint32Array): number | null {
  const rows = completeRows(costs, front).filter((row) => costs.every((column) => Number.isFinite(column[row])));
  // An objective that is the same all over the front does not take part.
  const columns = costsOf(costs, rows)
    .map(normalised)
    .filter((column) => column.some((value) => value > 0));
  if (!hasThreeDistinct(columns)) return null;
  const corners = columns.map((column) => {
    const corner = extremePoint(column, columns);
    return columns.map((values) => values[corner]);
  });
  const normal = hyperplaneThrough(corners) ?? columns.map(() => 1);
  const length = Math.hypot(...normal);
  let knee: number | null = null;
  let furthest = LEAST_BULGE;
  for (let place = 0; place < rows.length; place++) {
    let height = 0;
    for (let objective = 0; objective < columns.length; objective++) {
      height += normal[objective] * columns[objective][place];
    }
    const bulge = (1 - height) / length;
    if (bulge < furthest || (bulge === furthest && knee !== null && knee < rows[place])) continue;
    furthest = bulge;
    knee = rows[place];
  }
  return knee;
}

/**
 * Of the rows whose goal comes within `tolerance` of the best one, relative to the best one's size, the one with the least
 * price; of equal prices the better goal, then the lower row. Smaller is better in both. A row without a goal is passed over, and
 * one without a price cannot be the answer, though its goal may be the best. Null when no row is left.
 */
export function cheapestWithin(
  goal: Float64Array,
  price: Float64Array,
  rows: Uint32Array,
  tolerance: number,
): number | null {
  let best = Number.POSITIVE_INFINITY;
  for (const row of rows) if (goal[row] < best) best = goal[row];
  const limit = Number.isFinite(best) ? best + tolerance * Math.abs(best) : best;
  let cheapest: number | null = null;
  for (const row of rows) {
    if (!(goal[row] <= limit) || Number.isNaN(price[row])) continue;
    if (cheapest === null || isCheaper(row, cheapest)) cheapest = row;
  }
  return cheapest;

  function isCheaper(row: number, other: number): boolean {
    if (price[row] !== price[other]) return price[row] < price[other];
    return goal[row] === goal[other] ? row < other : goal[row] < goal[other];
  }
}

/** From 0 for the least value to 1 for the greatest; all 0 when they are the same. */
function normalised(column: Float64Array): Float64Array {
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (const value of column) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return column.map((value) => (greatest > least ? (value - least) / (greatest - least) : 0));
}

function hasThreeDistinct(columns: Costs): boolean {
  const count = columns[0]?.length ?? 0;
  const isDifferent = (a: number, b: number) => columns.some((column) => column[a] !== column[b]);
  let second = 1;
  while (second < count && !isDifferent(0, second)) second++;
  for (let third = second + 1; third < count; third++) {
    if (isDifferent(0, third) && isDifferent(second, third)) return true;
  }
  return false;
}

/** The best point by `column`; of several the one that is the best by the sum of all objectives. */
function extremePoint(column: Float64Array, columns: Costs): number {
  const sum = (place: number) => columns.reduce((total, values) => total + values[place], 0);
  let extreme = 0;
  for (let place = 1; place < column.length; place++) {
    if (column[place] > column[extreme]) continue;
    if (column[place] < column[extreme] || sum(place) < sum(extreme)) extreme = place;
  }
  return extreme;
}
