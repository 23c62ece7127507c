/** Results beside each other: one series for each, told apart by colour and pattern. */
import type { Contestant } from '../../src/comparison/comparison.ts';
import type { LayerReport } from '../../src/report/report.ts';
import { keysOfLayer } from '../charts/layer-keys.ts';
import { LAYER_METRICS, type LayerMetric } from '../charts/layer-metrics.ts';
import {
  type Axis,
  type BarSpec,
  type Category,
  type Fill,
  linearAxis,
  type Series,
  tableOfSeries,
} from '../charts/spec.ts';
import { factor, megabytes, milliseconds, percent, roundFactor, shortFactor } from '../format.ts';
import { LAYER_CHART } from '../words.ts';
import { COMPARISON } from './words.ts';

/** As many as can be told apart. */
export const CONTESTANT_FILLS: readonly Fill[] = [
  { tone: 'first', pattern: 'solid' },
  { tone: 'second', pattern: 'stripes' },
  { tone: 'third', pattern: 'dots' },
  { tone: 'fourth', pattern: 'grid' },
  { tone: 'neutral', pattern: 'back-stripes' },
  { tone: 'neutral', pattern: 'hollow' },
];

/** The first is the one that the others are held against: letters keep names short. */
export function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

const FACTOR: Axis = { scale: 'linear', atLeast: 1, format: factor, formatShort: shortFactor, formatTick: roundFactor };
const TIME: Axis = linearAxis(milliseconds);

/** The figures that decide most, each on an axis of its own. */
const FIGURES: readonly { heading(): string; axis: Axis; read(result: Contestant['result']): number }[] = [
  { heading: () => COMPARISON.speedup(), axis: FACTOR, read: ({ speedupOverVdnn }) => speedupOverVdnn },
  { heading: () => COMPARISON.iteration(), axis: TIME, read: ({ time }) => time.cdmaMs },
  { heading: () => COMPARISON.ratio(), axis: FACTOR, read: ({ totals }) => totals.compressionRatio },
];

export const FIGURE_CHARTS = FIGURES.map(({ heading, axis, read }) => (contestants: readonly Contestant[]): BarSpec => {
  const first = contestants[0];
  const categories = contestants.map(({ name, result }, index): Category => {
    const change = first === undefined || index === 0 ? '' : changeText(read(result) / read(first.result) - 1);
    return {
      label: letterOf(index),
      weight: 'strong',
      details: [name],
      ...(change === '' ? {} : { note: { text: change, strong: false } }),
      reveal: ['dma', 'codec'],
    };
  });
  const series: Series[] = [
    {
      label: heading(),
      fill: { tone: 'first', pattern: 'solid' },
      values: contestants.map(({ result }) => read(result)),
      stack: 'figure',
    },
  ];
  return {
    kind: 'bars',
    heading: heading(),
    description: COMPARISON.figureDescription(),
    direction: 'rows',
    axis,
    categories,
    series,
    table: tableOfSeries(COMPARISON.result(), categories, series, axis.format),
  };
});

/** Every layer with one bar for each result; layers are matched by name. */
export function layerComparisonChart(contestants: readonly Contestant[], metric: LayerMetric): BarSpec {
  const { axis } = LAYER_METRICS[metric];
  const named = contestants.flatMap(({ result }) => result.layers).filter((layer) => amountOf(layer, metric) !== null);
  const names = [...new Set(named.map(({ name }) => name))];
  const series = contestants.map(({ result }, index): Series => {
    const layers = new Map(result.layers.map((layer) => [layer.name, layer]));
    const fill = CONTESTANT_FILLS[index % CONTESTANT_FILLS.length] ?? { tone: 'neutral', pattern: 'hollow' };
    const values = names.map((name) => amountOf(layers.get(name), metric));
    return { label: letterOf(index), fill, values, stack: letterOf(index) };
  });
  const categories = names.map((label, row): Category => {
    const [base, ...others] = series.map(({ values }) => values[row] ?? null);
    const changes = others.map((value, index) => describeChange(letterOf(index + 1), base ?? null, value));
    return {
      label,
      weight: 'strong',
      details: changes.filter((text) => text !== ''),
      ...keysOfLayer(label),
    };
  });
  return {
    kind: 'bars',
    heading: COMPARISON.layersHeading(),
    description: `${COMPARISON.layersDescription()} ${METRIC_UNIT[metric]()}`,
    direction: 'rows',
    axis,
    categories,
    series,
    table: deltaTable(names, series, axis.format),
  };
}

/** Values of every result, and beside those of all but the first the change against it. */
function deltaTable(names: readonly string[], series: readonly Series[], format: (value: number) => string) {
  return {
    columns: [
      LAYER_CHART.layer(),
      ...series.flatMap(({ label }, index) => (index === 0 ? [label] : [label, `Δ ${label}`])),
    ],
    rows: names.map((header, row) => {
      const base = series[0]?.values[row] ?? null;
      return {
        header,
        cells: series.flatMap(({ values }, index) => {
          const value = values[row] ?? null;
          const shown = value === null ? '–' : format(value);
          return index === 0 ? [shown] : [shown, value === null || base === null ? '–' : changeText(value / base - 1)];
        }),
      };
    }),
  };
}

const METRIC_UNIT: Record<LayerMetric, () => string> = {
  ratio: () => COMPARISON.unit(roundFactor(1)),
  traffic: () => COMPARISON.compressedSize(megabytes(1e6)),
  time: () => COMPARISON.allTimes(milliseconds(1)),
  pressure: () => COMPARISON.unit(milliseconds(1)),
  density: () => COMPARISON.unit(percent(1)),
};

/** Of traffic what is compressed; of times their sum. */
function amountOf(layer: LayerReport | undefined, metric: LayerMetric): number | null {
  if (layer === undefined) return null;
  const values = LAYER_METRICS[metric].series.map(({ valueIn }) => valueIn(layer));
  if (metric === 'traffic') return values.at(-1) ?? null;
  if (values.every((value) => value === null)) return null;
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function describeChange(letter: string, base: number | null, value: number | null): string {
  return base === null || value === null || base === 0 ? '' : `${letter}: ${changeText(value / base - 1)}`;
}

export function changeText(change: number): string {
  if (!Number.isFinite(change)) return '–';
  const sign = change > 0 ? '+' : change < 0 ? '-' : '±';
  return `${sign}${percent(Math.abs(change), 1)}`;
}
