import type { Report } from '../../src/report/report.ts';
import { milliseconds, percent } from '../format.ts';
import { ATTRIBUTED_RESOURCE, CHART } from '../words.ts';
import { keysOfResource } from './resources.ts';
import { type BarSpec, type Category, linearAxis } from './spec.ts';
import { WATERFALL } from './words.ts';

/** Where the time of an iteration goes: each resource's part of the critical path, one after the other, up to the whole. */
export function waterfallChart(report: Report): BarSpec {
  const { cdmaMs, vdnnMs, oracleMs } = report.time;
  const parts = report.attribution.resources.filter(({ criticalPathShare }) => criticalPathShare > 0);
  const rows: { category: Category; start: number; length: number }[] = [];
  let start = 0;
  for (const { resource, criticalPathShare } of parts) {
    const length = criticalPathShare * cdmaMs;
    const category: Category = {
      label: ATTRIBUTED_RESOURCE[resource](),
      weight: resource === 'compute' ? 'normal' : 'strong',
      details: [percent(criticalPathShare, 1)],
      ...keysOfResource(resource),
    };
    rows.push({ category, start, length });
    start += length;
  }
  const total = (label: string, length: number, weight: Category['weight']) =>
    rows.push({ category: { label, weight, details: [], reveal: ['dma', 'codec'] }, start: 0, length });
  total(CHART.cdma(), cdmaMs, 'strong');
  total(CHART.vdnn(), vdnnMs, 'reference');
  total(CHART.oracle(), oracleMs, 'reference');
  return {
    kind: 'bars',
    heading: WATERFALL.heading(),
    description: WATERFALL.description(),
    direction: 'rows',
    axis: linearAxis(milliseconds),
    categories: rows.map(({ category }) => category),
    series: [
      {
        label: WATERFALL.time(),
        fill: { tone: 'first', pattern: 'solid' },
        values: rows.map(({ length }) => length),
        starts: rows.map(({ start }) => start),
        stack: 'time',
      },
    ],
    table: {
      columns: [WATERFALL.part(), WATERFALL.time(), WATERFALL.from()],
      rows: rows.map(({ category, start, length }) => ({
        header: category.label,
        cells: [milliseconds(length), milliseconds(start)],
      })),
    },
  };
}
