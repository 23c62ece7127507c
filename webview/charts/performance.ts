import type { Report } from '../../src/report/report.ts';
import { milliseconds, percent } from '../format.ts';
import { CHART, PERFORMANCE_CHART } from '../words.ts';
import { codecCategory, oracleCategory, vdnnCategory, withConfigured } from './codec-category.ts';
import { referencesFor } from './references.ts';
import { type BarSpec, type Category, linearAxis, type Series, tableOfSeries } from './spec.ts';

/** Slide 60: training speed of vDNN and of cDMA with each codec, relative to the oracle. */
export function performanceChart(report: Report): BarSpec {
  const { oracleMs, vdnnMs } = report.time;
  const categories: Category[] = [
    vdnnCategory([milliseconds(vdnnMs)]),
    ...report.codecs.map((codec) => {
      const category = codecCategory(codec, report);
      return { ...category, details: [milliseconds(codec.cdmaMs), ...category.details] };
    }),
    oracleCategory([milliseconds(oracleMs)]),
  ];
  const series: Series[] = [
    {
      label: PERFORMANCE_CHART.series(),
      fill: { tone: 'first', pattern: 'solid' },
      values: [oracleMs / vdnnMs, ...report.codecs.map(({ performanceVsOracle }) => performanceVsOracle), 1],
      stack: 'performance',
    },
  ];
  return {
    kind: 'bars',
    heading: PERFORMANCE_CHART.heading(),
    description: withConfigured(PERFORMANCE_CHART.description(), report),
    direction: 'columns',
    axis: linearAxis(percent, 1),
    categories,
    series,
    references: referencesFor(report, 'vdnnPerformanceVsOracle', percent),
    table: tableOfSeries(CHART.design(), categories, series, percent),
  };
}
