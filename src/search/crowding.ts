import type { Costs } from '../decisions/costs.ts';

/**
 * How far each design of a front lies from its neighbours: the sides of the box between them, added up, each as a share of
 * the front's extent in that objective; infinite at both ends of an objective. In the order of `front`, which are rows of
 * `costs`.
 *
 * Deb, Pratap, Agarwal and Meyarivan, A fast and elitist multiobjective genetic algorithm: NSGA-II, IEEE Trans.
 * Evolutionary Computation 6 (2002), section III-B. Designs that cost the same as an earlier one get 0 and are no
 * neighbours, so that copies do not crowd out what is different: Fortin and Parizeau, Revisiting the NSGA-II
 * crowding-distance computation (GECCO 2013).
 */
export function crowdingDistances(costs: Costs, front: ArrayLike<number>): Float64Array {
  const distances = new Float64Array(front.length);
  const places = new Map<string, number>();
  for (let place = 0; place < front.length; place++) {
    const key = costs.map((column) => column[front[place]]).join();
    if (!places.has(key)) places.set(key, place);
  }
  for (const column of costs) {
    const order = [...places.values()].sort((a, b) => column[front[a]] - column[front[b]] || a - b);
    const sorted = order.map((place) => column[front[place]]);
    const last = sorted.length - 1;
    const extent = sorted[last] - sorted[0];
    // Where all cost the same, none is an end.
    if (extent === 0 && last > 0) continue;
    for (const [position, place] of order.entries()) {
      if (position === 0 || position === last) distances[place] = Number.POSITIVE_INFINITY;
      else distances[place] += (sorted[position + 1] - sorted[position - 1]) / extent;
    }
  }
  return distances;
}
