/** A pivot below this, with coordinates of at most 1, means that the points depend on each other. */
const LEAST_PIVOT = 1e-9;

/**
 * Normal n of the hyperplane n x = 1 through as many points as there are dimensions, with coordinates of 0..1. Undefined when
 * they span none, or one through the origin. Gaussian elimination with partial pivoting.
 */
export function hyperplaneThrough(points: readonly (readonly number[])[]): number[] | undefined {
  const rows = points.map((point) => [...point, 1]);
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column; row < size; row++) {
      if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row;
    }
    if (Math.abs(rows[pivot][column]) < LEAST_PIVOT) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot], rows[column]];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = rows[row][column] / rows[column][column];
      for (let place = column; place <= size; place++) rows[row][place] -= factor * rows[column][place];
    }
  }
  return rows.map((row, place) => row[size] / row[place]);
}
