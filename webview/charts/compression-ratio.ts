import type { Report } from '../../src/report/report.ts';
import { factor, roundFactor, shortFactor } from '../format.ts';
import { CHART, RATIO_CHART } from '../words.ts';
import { codecCategory, withConfigured } from './codec-category.ts';
import { referencesFor } from './references.ts';
import { type BarSpec, type Series, tableOfSeries } from './spec.ts';

/** Slides 57-58: average (network) and maximum (layer) compression ratio of each codec. */
export function compressionRatioChart(report: Report): BarSpec {
  const categories = report.codecs.map((codec) => codecCategory(codec, report));
  const series: Series[] = [
    {
      label: RATIO_CHART.average(),
      fill: { tone: 'first', pattern: 'solid' },
      values: report.codecs.map(({ totals }) => totals.compressionRatio),
      stack: 'average',
    },
    {
      label: RATIO_CHART.max(),
      fill: { tone: 'second', pattern: 'stripes' },
      values: report.codecs.map(({ totals }) => totals.maxLayerRatio),
      stack: 'max',
    },
  ];
  return {
    kind: 'bars',
    heading: RATIO_CHART.heading(),
    description: withConfigured(RATIO_CHART.description(), report),
    direction: 'columns',
    axis: { scale: 'log2', atLeast: 16, format: factor, formatShort: shortFactor, formatTick: roundFactor },
    categories,
    series,
    references: [
      ...referencesFor(report, 'compressionRatio', factor),
      ...referencesFor(report, 'maxLayerRatio', factor),
    ],
    table: tableOfSeries(CHART.codec(), categories, series, factor),
  };
}
