/** What a bar chart shows, as plain data: made from a report by one module per chart, drawn by `chart.ts`. */
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Tone } from '../theme.ts';

export interface ChartSpec {
  heading: string;
  /** What is shown, in which unit. */
  description: string;
  /** Bars side by side, or one below the other: rows leave room for many and for long names. */
  direction: 'columns' | 'rows';
  axis: Axis;
  categories: readonly Category[];
  series: readonly Series[];
  table: TableSpec;
}

export interface Axis {
  /** `log2` starts at 1 (no compression); a bar below it points the other way. */
  scale: 'linear' | 'log2';
  /** The axis reaches at least here, so that designs can be compared at a glance. */
  atLeast: number;
  /** Values as said in tooltips and to screen readers. */
  format: (value: number) => string;
  /** Values as drawn beside bars, where room is short. */
  formatShort: (value: number) => string;
  /** Values as drawn on the axis. */
  formatTick: (value: number) => string;
}

export interface Category {
  label: string;
  /** `strong` is the configured design, `reference` a design without cDMA. */
  weight: 'strong' | 'normal' | 'reference';
  /** Drawn at the far end of a row. */
  note?: { text: string; strong: boolean };
  /** More lines for the tooltip. */
  details: readonly string[];
  /** Key of the config that decides about it. */
  reveal: ConfigPath;
}

export interface Series {
  label: string;
  fill: Fill;
  /** One per category; null where there is none. */
  values: readonly (number | null)[];
  /** Series of one stack follow each other on one bar. */
  stack: string;
}

/** Series differ in colour and in pattern: either alone tells them apart. */
export interface Fill {
  tone: Tone;
  pattern: 'solid' | 'stripes' | 'dots' | 'hollow';
}

export interface TableSpec {
  columns: readonly string[];
  rows: readonly { header: string; cells: readonly string[] }[];
}

/** The table of a chart that has nothing to add to its bars. */
export function tableOfSeries(
  corner: string,
  categories: readonly Category[],
  series: readonly Series[],
  format: (value: number) => string,
): TableSpec {
  return {
    columns: [corner, ...series.map(({ label }) => label)],
    rows: categories.map(({ label }, row) => ({
      header: label,
      cells: series.map(({ values }) => {
        const value = values[row];
        return value === null || value === undefined ? '–' : format(value);
      }),
    })),
  };
}

/** What a stack comes to, asked for its last series; null for the others and where there is nothing to stack. */
export function stackTotal(series: readonly Series[], index: number, category: number): number | null {
  const stack = series[index]?.stack;
  if (stack === undefined || series[index + 1]?.stack === stack) return null;
  const values = series.filter((one) => one.stack === stack).map(({ values }) => values[category] ?? null);
  return values.every((value) => value === null) ? null : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}
