import type { RowGroup, ValidationRow, Verdict } from '../../src/validation/row.ts';
import { type BarSpec, type Category, type Fill, linearAxis, type Series, tableOfSeries } from '../charts/spec.ts';
import { count, percent, plainNumber } from '../format.ts';
import { VALIDATION } from './words.ts';

export const VERDICTS: readonly Verdict[] = ['agrees', 'close', 'misses'];

const FILLS: Record<Verdict, Fill> = {
  agrees: { tone: 'third', pattern: 'solid' },
  close: { tone: 'first', pattern: 'dots' },
  misses: { tone: 'second', pattern: 'stripes' },
};

/** How many figures of each group agree, are close, or miss. */
export function verdictChart(rows: readonly ValidationRow[]): BarSpec {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const categories = groups.map(
    (group): Category => ({ label: VALIDATION.groups[group](), weight: 'strong', details: [], reveal: [] }),
  );
  const countOf = (group: RowGroup, verdict: Verdict): number =>
    rows.filter((row) => row.group === group && row.verdict === verdict).length;
  const series = VERDICTS.map(
    (verdict): Series => ({
      label: VALIDATION.verdicts[verdict](),
      fill: FILLS[verdict],
      values: groups.map((group) => countOf(group, verdict)),
      stack: 'figures',
    }),
  );
  return {
    kind: 'bars',
    heading: VALIDATION.chartHeading(),
    description: VALIDATION.chartDescription(),
    direction: 'rows',
    axis: linearAxis(count, 10),
    categories,
    series,
    table: tableOfSeries(VALIDATION.group(), categories, series, count),
  };
}

export function publishedText({ published, unit }: ValidationRow): string {
  return typeof published === 'number'
    ? `${plainNumber(published)} ${unit}`
    : VALIDATION.range(plainNumber(published[0]), `${plainNumber(published[1])} ${unit}`);
}

/** Ours, and the other reading of the paper where there is one. */
export function simulatedText({ simulated, unit, alternative }: ValidationRow): string {
  const other = alternative === null ? '' : ` (${alternative.name}: ${plainNumber(alternative.simulated)})`;
  return `${plainNumber(simulated)} ${unit}${other}`;
}

export function errorText({ error, errorUnit }: ValidationRow): string {
  if (error === 0) return '0';
  const sign = error > 0 ? '+' : '-';
  const size = Math.abs(error);
  return errorUnit === 'points' ? VALIDATION.points(`${sign}${plainNumber(size)}`) : `${sign}${percent(size, 1)}`;
}
