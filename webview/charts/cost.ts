/** What a design costs: area by part, energy by part. */
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Report } from '../../src/report/report.ts';
import { joules, percent, squareMillimetres } from '../format.ts';
import { CHART, COST } from '../words.ts';
import { type BarSpec, type Category, linearAxis, type Series, tableOfSeries } from './spec.ts';

/** Silicon area of engines, buffer and control. */
export function areaChart({ cost: { area, areaMm2 } }: Report): BarSpec {
  const parts: [label: string, value: number, reveal: ConfigPath][] = [
    [COST.areaParts.engines(), area.engines, ['gpu', 'memoryControllers']],
    [COST.areaParts.buffer(), area.buffer, ['dma', 'buffer']],
    [COST.areaParts.control(), area.control, ['cost', 'controlArea']],
  ];
  const categories = parts.map(
    ([label, value, reveal]): Category => ({ label, weight: 'strong', details: [percent(value / areaMm2)], reveal }),
  );
  const series: Series[] = [
    {
      label: COST.area(),
      fill: { tone: 'first', pattern: 'solid' },
      values: parts.map(([, value]) => value),
      stack: 'area',
    },
  ];
  return {
    kind: 'bars',
    heading: COST.areaHeading(),
    description: COST.areaDescription(),
    direction: 'rows',
    axis: linearAxis(squareMillimetres, 1),
    categories,
    series,
    table: tableOfSeries(COST.part(), categories, series, squareMillimetres),
  };
}

const FILLS: readonly Series['fill'][] = [
  { tone: 'first', pattern: 'solid' },
  { tone: 'second', pattern: 'stripes' },
  { tone: 'third', pattern: 'dots' },
  { tone: 'fourth', pattern: 'grid' },
  { tone: 'neutral', pattern: 'hollow' },
  { tone: 'neutral', pattern: 'back-stripes' },
];

/** Energy of one iteration by where it goes, with vDNN and with cDMA; null while energy is off. */
export function energyChart({ cost: { energy } }: Report): BarSpec | null {
  if (energy === null) return null;
  const parts = Object.keys(COST.energyParts) as (keyof typeof COST.energyParts)[];
  const categories: Category[] = [
    { label: CHART.vdnn(), weight: 'reference', details: [], reveal: ['cost', 'energy'] },
    { label: CHART.cdma(), weight: 'strong', details: [], reveal: ['cost', 'energy'] },
  ];
  const series = parts.map(
    (part, index): Series => ({
      label: COST.energyParts[part](),
      fill: FILLS[index % FILLS.length] ?? { tone: 'neutral', pattern: 'hollow' },
      values: [energy.vdnn[part], energy.cdma[part]],
      stack: 'energy',
    }),
  );
  return {
    kind: 'bars',
    heading: COST.energyHeading(),
    description: COST.energyDescription(),
    direction: 'rows',
    axis: linearAxis(joules),
    categories,
    series,
    table: tableOfSeries(CHART.design(), categories, series, joules),
  };
}
