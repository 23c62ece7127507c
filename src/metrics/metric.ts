import type { Dimension } from '../config/quantity.ts';
import { formatQuantity } from '../config/quantity.ts';
import type { Report } from '../report/report.ts';

/** Figures of a result that budgets and objectives can name. A contract with config files: never rename one. */
export const METRIC_IDS = [
  'speedupOverVdnn',
  'performanceVsOracle',
  'compressionRatio',
  'maximumLayerRatio',
  'trafficVsVdnn',
  'iterationTime',
  'offloadedSize',
  'peakMemory',
  'cdmaArea',
  'energy',
] as const;
export type MetricId = (typeof METRIC_IDS)[number];

/** The part of a result that metrics are read from. */
export type Figures = Pick<Report, 'totals' | 'time' | 'speedupOverVdnn' | 'performanceVsOracle' | 'cost'> & {
  memory: Pick<Report['memory'], 'offloaded'>;
};

/** A figure of a result: one number, and what is good. */
export interface Metric {
  /** Of the figure in SI units; a plain number for ratios. */
  dimension: Dimension | 'number';
  better: 'higher' | 'lower';
  /** In SI units; null where this result does not have the figure. */
  read(figures: Figures): number | null;
  /** Why a result may lack it, as a sentence. */
  missing?: string;
}

export const METRICS: Readonly<Record<MetricId, Metric>> = {
  speedupOverVdnn: number('higher', ({ speedupOverVdnn }) => speedupOverVdnn),
  performanceVsOracle: number('higher', ({ performanceVsOracle }) => performanceVsOracle),
  compressionRatio: number('higher', ({ totals }) => totals.compressionRatio),
  maximumLayerRatio: number('higher', ({ totals }) => totals.maxLayerRatio),
  trafficVsVdnn: number('lower', ({ totals }) => totals.compressedBytes / totals.rawBytes),
  iterationTime: { dimension: 'time', better: 'lower', read: ({ time }) => time.cdmaMs / 1e3 },
  offloadedSize: { dimension: 'size', better: 'lower', read: ({ totals }) => totals.compressedBytes },
  peakMemory: {
    dimension: 'size',
    better: 'lower',
    read: ({ memory }) => memory.offloaded?.peakBytes ?? null,
    missing: 'With unlimited staging there is no schedule of memory.',
  },
  cdmaArea: { dimension: 'area', better: 'lower', read: ({ cost }) => cost.areaMm2 / 1e6 },
  energy: {
    dimension: 'energy',
    better: 'lower',
    read: ({ cost }) => cost.energyJ,
    missing: 'Energy is computed with "cost": { "energy": "on" } only, because most of its constants are assumed.',
  },
};

function number(better: Metric['better'], read: (figures: Figures) => number): Metric {
  return { dimension: 'number', better, read };
}

/** The value of a metric for people, with its unit. */
export function formatMetric(id: MetricId, value: number): string {
  const { dimension } = METRICS[id];
  return dimension === 'number' ? String(Number(value.toPrecision(4))) : formatQuantity(value, dimension);
}
