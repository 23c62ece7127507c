import type { MetricColumn, ParameterColumn, SweepColumn, SweepColumns } from '../../../src/exploration/columns.ts';
import type { ParameterValue } from '../../../src/exploration/exploration.ts';
import type { ShownSweep } from '../../../src/exploration/shown-sweep.ts';
import type { Report } from '../../../src/report/report.ts';
import type { Announcer } from '../../announcer.ts';
import type { FigureActions } from '../../charts/figure.ts';
import type { Host } from '../../host.ts';
import type { Theme } from '../../theme.ts';

/** What the views of a sweep draw. */
export interface Scene {
  shown: ShownSweep;
  theme: Theme;
  /** Whose points these are. */
  source: string;
  /** The config's own values, which pictures mark. */
  present: Report['config']['resolved'] | undefined;
}

/** One way to look at a sweep. */
export interface SweepView {
  readonly element: HTMLElement;
  /** Draws; called while the view is in sight. */
  show(scene: Scene): void;
}

/** What views ask of the tab around them. */
export interface SweepTools {
  announcer: Announcer;
  actions: FigureActions;
  host: Host;
  /** A point was chosen, or let go of. */
  choose(row: number | null): void;
  /** Shows two columns against each other. */
  showPair(xKey: string, yKey: string): void;
}

export const PICTURE_NAMES = ['points', 'parallel', 'matrix', 'heat', 'responses', 'effects', 'convergence'] as const;
export type PictureName = (typeof PICTURE_NAMES)[number];

export function isParameter(column: SweepColumn): column is ParameterColumn {
  return column.kind === 'parameter';
}

export function isMetric(column: SweepColumn): column is MetricColumn {
  return column.kind === 'metric';
}

/** Parameters with more than one value, and the figures that the sweep is about. */
export function tellingKeys({ columns, objectives }: SweepColumns): string[] {
  const varied = columns.filter((column) => isParameter(column) && column.written.length > 1).map(({ key }) => key);
  return [...varied, ...objectives.map(({ metric }) => metric).filter((id) => columns.some(({ key }) => key === id))];
}

/** The config's own value of a parameter, in SI units; of a choice its place among the values. */
export function presentValue({ present }: Scene, column: ParameterColumn): number | undefined {
  let value: unknown = present;
  for (const step of column.key.split('.')) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, step) : undefined;
  }
  if (column.dimension !== 'choice') return typeof value === 'number' ? value : undefined;
  const isWritten = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  const place = isWritten ? column.written.indexOf(value as ParameterValue) : -1;
  return place < 0 ? undefined : place;
}

/** Its place among the values that were tried, where it is one of them. */
export function presentPlace(scene: Scene, column: ParameterColumn): number | undefined {
  const value = presentValue(scene, column);
  if (value === undefined || column.dimension === 'choice') return value;
  const row = column.values.indexOf(value);
  return row < 0 ? undefined : column.indices[row];
}
