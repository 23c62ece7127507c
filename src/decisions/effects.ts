/** A parameter of a full grid, every level of which meets every level of the others. */
export interface GridFactor {
  /** Key of the config, dotted. */
  key: string;
  /** Number of values, 1 or more. */
  levels: number;
}

/** What one factor does to the response. */
export interface MainEffect {
  key: string;
  /** Share of the variance that the factor explains alone, 0..1: the first-order Sobol index. */
  share: number;
  /** Share of the variance that is left when all others are fixed, 0..1: the total-order index, interactions included. */
  totalShare: number;
  /** Mean response at each level, in the response's unit. */
  levelMeans: Float64Array;
}

/** What two factors do together beyond what each does alone. */
export interface Interaction {
  keys: [string, string];
  /** Share of the variance, 0..1. */
  share: number;
}

/** Where the variance of a response over a grid comes from. Main effects and interactions in the order of the factors. */
export interface Effects {
  /** In the response's unit. */
  mean: number;
  /** Over all points of the grid, each as likely as another; in the response's unit, squared. */
  variance: number;
  main: MainEffect[];
  interactions: Interaction[];
}

/**
 * Analysis of variance of a response over a full grid, row-major with the last factor varying fastest. On a full grid the
 * decomposition is exact, with sums in place of integrals (Sobol 2001, "Global sensitivity indices for nonlinear mathematical
 * models and their Monte Carlo estimates"; total index: Homma and Saltelli 1996, "Importance measures in global sensitivity
 * analysis of nonlinear models"). All shares are 0 when the response is constant. O(points * factors^2).
 *
 * Undefined when a value is `NaN` or infinite, or there are none: a grid with holes is not balanced, and its effects cannot be
 * told apart.
 */
export function effectsOf(factors: readonly GridFactor[], response: Float64Array): Effects | undefined {
  const points = factors.reduce((product, { levels }) => product * levels, 1);
  if (points !== response.length) throw new RangeError(`${response.length} values for a grid of ${points} points`);
  if (points === 0 || !response.every(Number.isFinite)) return undefined;
  const mean = meanOf(response);
  // Deviations rather than values: sums of squares then lose nothing to a large mean.
  const deviations = response.map((value) => value - mean);
  const variance = meanSquare(deviations);
  const shareOf = (part: number) => (variance > 0 ? part / variance : 0);

  const grid = axesOf(factors);
  const levelDeviations = grid.map((axis) => levelMeansOf(deviations, axis));
  const main = factors.map(
    ({ key }, index): MainEffect => ({
      key,
      share: shareOf(meanSquare(levelDeviations[index])),
      totalShare: shareOf(varianceWithin(deviations, grid[index])),
      levelMeans: levelDeviations[index].map((deviation) => mean + deviation),
    }),
  );
  const interactions = factors.flatMap((first, a) =>
    factors.slice(a + 1).map((second, offset): Interaction => {
      const b = a + 1 + offset;
      // The variance of pair means minus both main effects, cell by cell, so that rounding cannot make it negative.
      const joint = pairMeansOf(deviations, grid[a], grid[b]).map((cell, place) => {
        const levelOfFirst = Math.floor(place / second.levels);
        return cell - levelDeviations[a][levelOfFirst] - levelDeviations[b][place % second.levels];
      });
      return { keys: [first.key, second.key], share: shareOf(meanSquare(joint)) };
    }),
  );
  return { mean, variance, main, interactions };
}

/** Where the levels of a factor lie in the row-major order. */
interface Axis {
  levels: number;
  /** Points from one level to the next. */
  stride: number;
}

function axesOf(factors: readonly GridFactor[]): Axis[] {
  return factors.map(({ levels }, index) => ({
    levels,
    stride: factors.slice(index + 1).reduce((product, faster) => product * faster.levels, 1),
  }));
}

function levelMeansOf(values: Float64Array, { levels, stride }: Axis): Float64Array {
  const sums = new Float64Array(levels);
  let place = 0;
  while (place < values.length) {
    for (let level = 0; level < levels; level++) {
      let sum = 0;
      for (const end = place + stride; place < end; place++) sum += values[place];
      sums[level] += sum;
    }
  }
  return sums.map((sum) => (sum * levels) / values.length);
}

/** Row-major, the second factor fastest. The first factor comes before the second in the grid. */
function pairMeansOf(values: Float64Array, first: Axis, second: Axis): Float64Array {
  const sums = new Float64Array(first.levels * second.levels);
  const blocks = first.stride / (second.stride * second.levels);
  let place = 0;
  while (place < values.length) {
    for (let a = 0; a < first.levels; a++) {
      for (let block = 0; block < blocks; block++) {
        for (let cell = a * second.levels; cell < (a + 1) * second.levels; cell++) {
          let sum = 0;
          for (const end = place + second.stride; place < end; place++) sum += values[place];
          sums[cell] += sum;
        }
      }
    }
  }
  return sums.map((sum) => (sum * sums.length) / values.length);
}

/** Mean, over all combinations of the other factors, of the variance along this one. */
function varianceWithin(values: Float64Array, { levels, stride }: Axis): number {
  let squares = 0;
  for (let block = 0; block < values.length; block += stride * levels) {
    for (let start = block; start < block + stride; start++) {
      const end = start + stride * levels;
      let sum = 0;
      for (let place = start; place < end; place += stride) sum += values[place];
      const mean = sum / levels;
      for (let place = start; place < end; place += stride) squares += (values[place] - mean) ** 2;
    }
  }
  return squares / values.length;
}

/** With a second pass over what the first one left by rounding, so that a constant is its own mean. */
function meanOf(values: Float64Array): number {
  const rough = values.reduce((sum, value) => sum + value, 0) / values.length;
  return rough + values.reduce((sum, value) => sum + (value - rough), 0) / values.length;
}

function meanSquare(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0) / values.length;
}
