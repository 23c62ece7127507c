import type { SweepColumn } from '../../src/exploration/columns.ts';

type Values = Pick<SweepColumn, 'values'>;

/**
 * The row that an arrow leads to along `axis`, up with `sign` 1 and down with -1. First comes the next value among points
 * with the same value of `other`; where there is none, the next value of all, and of those the point nearest in `other`. So
 * one press leaves a column of points behind, however many lie in it. Undefined at the end.
 */
export function stepAlong(axis: Values, other: Values, from: number, sign: 1 | -1): number | undefined {
  const [here, beside] = [sign * valueIn(axis, from), valueIn(other, from)];
  let best: { row: number; value: number; away: number } | undefined;
  for (let row = 0; row < axis.values.length; row++) {
    const [value, away] = [sign * valueIn(axis, row), Math.abs(valueIn(other, row) - beside)];
    if (!(value > here) || Number.isNaN(away)) continue;
    const order = best && (Number(away > 0) - Number(best.away > 0) || value - best.value || away - best.away);
    if (order === undefined || order < 0) best = { row, value, away };
  }
  return best?.row;
}

/** The first row at an end of an axis: the lowest with `sign` 1, the highest with -1; undefined without points. */
export function endOf(axis: Values, other: Values, sign: 1 | -1): number | undefined {
  let best: { row: number; value: number } | undefined;
  for (let row = 0; row < axis.values.length; row++) {
    const value = sign * valueIn(axis, row);
    if (Number.isNaN(value) || Number.isNaN(valueIn(other, row))) continue;
    if (best === undefined || value < best.value) best = { row, value };
  }
  return best?.row;
}

function valueIn({ values }: Values, row: number): number {
  return values[row] ?? Number.NaN;
}
