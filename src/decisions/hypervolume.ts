import { type Costs, costsOf, firstRows } from './costs.ts';
import { paretoFront } from './pareto.ts';
import { rowsAscending } from './sorted-rows.ts';

/**
 * Volume of what the rows of `front` dominate, up to the reference point, in the product of the objectives' units (Zitzler and
 * Thiele 1998, "Multiobjective optimization using evolutionary algorithms: a comparative case study"). Exact. Rows that are not
 * better than the reference in every objective are ignored, and so are those that lack one; dominated rows add nothing.
 *
 * A sweep for two and three objectives. For more, slices of the last objective (While, Bradstreet and Barone 2012, "A fast way of
 * calculating exact hypervolumes"), whose time is exponential in the number of objectives.
 */
export function hypervolume(costs: Costs, front: Uint32Array, reference: readonly number[]): number {
  if (costs.length === 0) return 0;
  const inside = front.filter((row) => costs.every((column, objective) => column[row] < reference[objective]));
  const rows = costs.length > 3 ? paretoFront(costs, inside) : inside;
  return volumeOf(costsOf(costs, rows), reference);
}

/**
 * The worst value of each objective over `rows`: a reference point for fronts among them. `NaN` where no row has the objective.
 * Rows with a worst value touch this point, and so add no volume.
 */
export function referencePoint(costs: Costs, rows: Uint32Array): number[] {
  return costs.map((column) => {
    let worst = Number.NaN;
    for (const row of rows) if (!(column[row] <= worst) && !Number.isNaN(column[row])) worst = column[row];
    return worst;
  });
}

/** Of points inside the reference, by as many objectives as there are columns. */
function volumeOf(points: Costs, reference: readonly number[]): number {
  const [x, y, z] = points;
  if (y === undefined) return x.reduce((volume, value) => Math.max(volume, reference[0] - value), 0);
  if (z === undefined) return areaOf(x, y, reference);
  return points.length === 3 ? volumeOfThree(x, y, z, reference) : slicedVolume(points, reference);
}

function areaOf(x: Float64Array, y: Float64Array, [endX, endY]: readonly number[]): number {
  let area = 0;
  let level = endY;
  for (const point of rowsAscending(x, firstRows(x.length))) {
    if (y[point] >= level) continue;
    area += (endX - x[point]) * (level - y[point]);
    level = y[point];
  }
  return area;
}

/**
 * By ascending third objective, what each point adds to the staircase of the first two stays down to the reference (Beume,
 * Fonseca, Lopez-Ibanez, Paquete and Vahrenhold 2009, "On the complexity of computing the hypervolume indicator").
 */
function volumeOfThree(x: Float64Array, y: Float64Array, z: Float64Array, reference: readonly number[]): number {
  const [endX, endY, endZ] = reference;
  // Steps of the staircase: the first objective ascends, the second descends.
  const stepX = new Float64Array(x.length);
  const stepY = new Float64Array(x.length);
  let steps = 0;
  let volume = 0;
  for (const point of rowsAscending(z, firstRows(z.length))) {
    const first = lowerBound(stepX, steps, x[point]);
    let level = first > 0 ? stepY[first - 1] : endY;
    if (level <= y[point] || (first < steps && stepX[first] === x[point] && stepY[first] <= y[point])) continue;
    let area = 0;
    let from = x[point];
    let next = first;
    for (; next < steps && stepY[next] >= y[point]; next++) {
      area += (stepX[next] - from) * (level - y[point]);
      from = stepX[next];
      level = stepY[next];
    }
    area += ((next < steps ? stepX[next] : endX) - from) * (level - y[point]);
    volume += area * (endZ - z[point]);
    stepX.copyWithin(first + 1, next, steps);
    stepY.copyWithin(first + 1, next, steps);
    stepX[first] = x[point];
    stepY[first] = y[point];
    steps += first + 1 - next;
  }
  return volume;
}

/** Each point, from the worst by the last objective on, adds a slab over what no better point covers there. */
function slicedVolume(points: Costs, reference: readonly number[]): number {
  const last = points[points.length - 1];
  const others = points.slice(0, -1);
  const end = reference[points.length - 1];
  const order = rowsAscending(last, firstRows(last.length));
  let volume = 0;
  order.forEach((point, place) => {
    const better = order.subarray(0, place);
    const box = others.reduce((product, column, objective) => product * (reference[objective] - column[point]), 1);
    // What better points cover of the slab is what they would cover if they were nowhere better than this one.
    const covering = costsOf(others, better).map((column, objective) => {
      const limit = others[objective][point];
      return column.map((value) => Math.max(value, limit));
    });
    const free = covering.length > 3 ? costsOf(covering, paretoFront(covering)) : covering;
    volume += (end - last[point]) * (box - volumeOf(free, reference));
  });
  return volume;
}

/** First of the `count` ascending values that is not below `value`. */
function lowerBound(values: Float64Array, count: number, value: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
