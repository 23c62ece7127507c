import type { ValidationRow, Verdict } from './row.ts';

/** Words and numbers of a row, the same for terminal and page. */

export const VERDICTS = ['agrees', 'close', 'misses'] as const satisfies readonly Verdict[];

/** Number of rows with each verdict. */
export function countVerdicts(rows: readonly ValidationRow[]): Record<Verdict, number> {
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  return { agrees: count('agrees'), close: count('close'), misses: count('misses') };
}

/** `2.6 x`, `40 to 90 %`. */
export function publishedText({ published, unit }: ValidationRow): string {
  return typeof published === 'number'
    ? `${numberText(published)} ${unit}`
    : `${numberText(published[0])} to ${numberText(published[1])} ${unit}`;
}

/** `2.62 x`, and the other reading of the paper where there is one. */
export function simulatedText({ simulated, unit, alternative }: ValidationRow): string {
  const other = alternative === null ? '' : ` (${alternative.name}: ${numberText(alternative.simulated)})`;
  return `${numberText(simulated)} ${unit}${other}`;
}

/** `-7.6 points`, `+1.2 %`, `0`. */
export function errorText({ error, errorUnit }: ValidationRow): string {
  if (error === 0) return '0';
  const sign = error > 0 ? '+' : '-';
  if (errorUnit === 'points') return `${sign}${numberText(Math.abs(error))} points`;
  const percent = Math.abs(error) * 100;
  return `${sign}${percent < 0.1 ? '<0.1' : percent.toFixed(1)} %`;
}

/** How far a row may be off and still agree. */
export function toleranceText({ tolerance, errorUnit, published }: ValidationRow): string {
  if (tolerance.agrees === 0) return typeof published === 'number' ? 'exact' : 'in range';
  return errorUnit === 'points' ? `${tolerance.agrees} points` : `${Number((tolerance.agrees * 100).toFixed(2))} %`;
}

function numberText(value: number): string {
  return Number.isInteger(value) && Math.abs(value) >= 1e4 ? value.toLocaleString('en-US') : String(value);
}
