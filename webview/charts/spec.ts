/** What a chart shows, as plain data: made from a report by one module per chart, drawn by `bar-chart.ts` or `curve-chart.ts`. */
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Tone } from '../theme.ts';

export type ChartSpec = BarSpec | CurveSpec;

interface Described {
  heading: string;
  /** What is shown, in which unit. */
  description: string;
  table: TableSpec;
}

export interface BarSpec extends Described {
  kind: 'bars';
  /** Bars side by side, or one below the other: rows leave room for many and for long names. */
  direction: 'columns' | 'rows';
  axis: Axis;
  categories: readonly Category[];
  series: readonly Series[];
  /** Figures of others, as lines across the bars. */
  references?: readonly Reference[];
}

/** Quantities over a quantity: lines, steps, and points. */
export interface CurveSpec extends Described {
  kind: 'curves';
  x: CurveAxis;
  y: CurveAxis;
  curves: readonly Curve[];
  references: readonly (Reference & { axis: 'x' | 'y' })[];
}

export type Dash =
  | 'solid'
  | 'dashed'
  | 'dotted'
  | 'dash-dotted'
  | 'long-dashed'
  | 'widely-dotted'
  | 'dash-double-dotted';

/** A labelled line at a value. */
export interface Reference {
  value: number;
  label: string;
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

export interface CurveAxis {
  /** With its unit. */
  title: string;
  scale: 'linear' | 'log2';
  from: number;
  to: number;
  format: (value: number) => string;
  formatTick: (value: number) => string;
}

export interface Curve {
  label: string;
  tone: Tone;
  /** Curves differ in colour, and in dash or marks. */
  dash: Dash;
  mark: 'none' | 'circle' | 'triangle' | 'square' | 'diamond';
  /** `points` are not joined; `steps` hold their value until the next point. */
  drawn: 'line' | 'steps' | 'points';
  /** A thick line is what counts. */
  isStrong: boolean;
  points: readonly CurvePoint[];
}

export interface CurvePoint {
  x: number;
  y: number;
  /** More lines for the tooltip. */
  details?: readonly string[];
  /** Key of the config that decides about it; a layer by `pathOfLayer`. */
  reveal?: ConfigPath;
  /** Other keys that decide about it, too. */
  keys?: readonly ConfigPath[];
  /** A value that the config can take from here, as it is written there. */
  value?: ValueOffer;
}

/** A value of a key that the user may put into the config. */
export interface ValueOffer {
  path: ConfigPath;
  written: string | number;
}

export interface Category {
  label: string;
  /** `strong` is the configured design, `reference` a design without cDMA. */
  weight: 'strong' | 'normal' | 'reference';
  /** Drawn at the far end of a row. */
  note?: { text: string; strong: boolean };
  /** More lines for the tooltip. */
  details: readonly string[];
  /** Key of the config that decides about it; a layer by `pathOfLayer`. */
  reveal: ConfigPath;
  /** Other keys that decide about it, too. */
  keys?: readonly ConfigPath[];
}

export interface Series {
  label: string;
  fill: Fill;
  /** One per category; null where there is none. */
  values: readonly (number | null)[];
  /** Series of one stack follow each other on one bar. */
  stack: string;
  /** Where each bar begins, in a waterfall; at zero otherwise. */
  starts?: readonly number[];
}

/** Series differ in colour and in pattern: either alone tells them apart. */
export interface Fill {
  tone: Tone;
  pattern: 'solid' | 'stripes' | 'back-stripes' | 'dots' | 'grid' | 'hollow';
}

export interface TableSpec {
  columns: readonly string[];
  rows: readonly { header: string; cells: readonly string[] }[];
}

/** A linear axis that says its values alike wherever it does. */
export function linearAxis(format: (value: number) => string, atLeast = 0): Axis {
  return { scale: 'linear', atLeast, format, formatShort: format, formatTick: format };
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
