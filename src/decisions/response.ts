/** Which of a metric's values are better. */
export type Direction = 'minimise' | 'maximise';

/** A metric against the levels of one parameter, whatever the others are; one value for each level. */
export interface ResponseCurve {
  /** `NaN`, as in `worst` and `mean`, where no row of the level has a value. */
  best: Float64Array;
  worst: Float64Array;
  mean: Float64Array;
  /** Rows that have a value. */
  count: Uint32Array;
}

/**
 * How the metric `response` answers to one parameter. `indices` names the level of each row, 0 to `levels` - 1; rows without a
 * value (`NaN`) are passed over. Of all rows unless `rows` names some. In the metric's unit.
 */
export function responseCurve(
  indices: Uint32Array,
  levels: number,
  response: Float64Array,
  direction: Direction,
  rows?: Uint32Array,
): ResponseCurve {
  const least = new Float64Array(levels).fill(Number.NaN);
  const greatest = new Float64Array(levels).fill(Number.NaN);
  const mean = new Float64Array(levels);
  const count = new Uint32Array(levels);
  forEachRow(response, rows, (row, value) => {
    const level = indices[row];
    count[level]++;
    mean[level] += value;
    if (!(value >= least[level])) least[level] = value;
    if (!(value <= greatest[level])) greatest[level] = value;
  });
  for (let level = 0; level < levels; level++) mean[level] /= count[level];
  const [best, worst] = direction === 'minimise' ? [least, greatest] : [greatest, least];
  return { best, worst, mean, count };
}

/**
 * The best value of the metric in each cell of two parameters, whatever the others are: cell (`x`, `y`) is at
 * `y * xLevels + x`. `NaN` where no row of the cell has a value. Of all rows unless `rows` names some. In the metric's unit.
 */
export function heatMap(
  x: Uint32Array,
  xLevels: number,
  y: Uint32Array,
  yLevels: number,
  response: Float64Array,
  direction: Direction,
  rows?: Uint32Array,
): Float64Array {
  const best = new Float64Array(xLevels * yLevels).fill(Number.NaN);
  const isMinimised = direction === 'minimise';
  forEachRow(response, rows, (row, value) => {
    const cell = y[row] * xLevels + x[row];
    const isNoBetter = isMinimised ? value >= best[cell] : value <= best[cell];
    if (!isNoBetter) best[cell] = value;
  });
  return best;
}

function forEachRow(
  response: Float64Array,
  rows: Uint32Array | undefined,
  visit: (row: number, value: number) => void,
): void {
  const count = rows?.length ?? response.length;
  for (let place = 0; place < count; place++) {
    const row = rows === undefined ? place : rows[place];
    const value = response[row];
    if (!Number.isNaN(value)) visit(row, value);
  }
}
