/** A column whose values are ranked, or could be. */
type Values = Float64Array;

/**
 * Rank correlation of two columns, -1 to 1: Pearson's of their ranks, equal values sharing the mean of theirs (C. Spearman, "The
 * proof and measurement of association between two things", 1904). Of the rows that have both values; `NaN` where either
 * column then has one value only.
 */
export function rankCorrelation(x: Values, y: Values): number {
  const rows = Uint32Array.from(x.keys()).filter((row) => !Number.isNaN(x[row]) && !Number.isNaN(y[row]));
  const of = (values: Values): Values =>
    rows.length === values.length ? values : Float64Array.from(rows, (row) => values[row] ?? Number.NaN);
  return correlation(meanRanks(of(x)), meanRanks(of(y)));
}

/** Rank of each value from 1, equal ones with the mean of theirs. No value may be `NaN`. */
export function meanRanks(values: Values): Float64Array {
  const sorted = values.slice().sort();
  const ranks = new Map<number, number>();
  for (let from = 0; from < sorted.length; ) {
    const value = sorted[from] ?? 0;
    let to = from;
    while (to < sorted.length && sorted[to] === value) to++;
    // Ranks from + 1 up to `to`.
    ranks.set(value, (from + 1 + to) / 2);
    from = to;
  }
  return values.map((value) => ranks.get(value) ?? Number.NaN);
}

function correlation(a: Float64Array, b: Float64Array): number {
  // Ranks from 1 to n have this mean, however they are shared.
  const mean = (a.length + 1) / 2;
  let [both, ofA, ofB] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [da, db] = [(a[i] ?? mean) - mean, (b[i] ?? mean) - mean];
    both += da * db;
    ofA += da * da;
    ofB += db * db;
  }
  return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : Number.NaN;
}
