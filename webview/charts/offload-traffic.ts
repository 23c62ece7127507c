import type { Report } from '../../src/report/report.ts';
import { megabytes, percent } from '../format.ts';
import { CHART, TRAFFIC_CHART } from '../words.ts';
import { codecCategory, vdnnCategory, withConfigured } from './codec-category.ts';
import { referencesFor } from './references.ts';
import { type BarSpec, type Category, linearAxis, type Series, tableOfSeries } from './spec.ts';

/** Slide 59: bytes copied to the host with each codec, relative to vDNN. */
export function offloadTrafficChart(report: Report): BarSpec {
  const categories: Category[] = [
    vdnnCategory([megabytes(report.totals.rawBytes)]),
    ...report.codecs.map((codec) => {
      const category = codecCategory(codec, report);
      return { ...category, details: [megabytes(codec.totals.compressedBytes), ...category.details] };
    }),
  ];
  const series: Series[] = [
    {
      label: TRAFFIC_CHART.series(),
      fill: { tone: 'first', pattern: 'solid' },
      values: [1, ...report.codecs.map(({ trafficVsVdnn }) => trafficVsVdnn)],
      stack: 'traffic',
    },
  ];
  return {
    kind: 'bars',
    heading: TRAFFIC_CHART.heading(),
    description: withConfigured(TRAFFIC_CHART.description(), report),
    direction: 'columns',
    axis: linearAxis(percent, 1),
    categories,
    series,
    references: referencesFor(report, 'trafficVsVdnn', percent),
    table: tableOfSeries(CHART.design(), categories, series, percent),
  };
}
