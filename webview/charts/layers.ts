import type { ActivationOrigin } from '../../src/activations/activation.ts';
import type { LayerReport, Report } from '../../src/report/report.ts';
import { LAYER_CHART, LAYER_KIND, ORIGIN, RESOURCE } from '../words.ts';
import { keysOfLayer } from './layer-keys.ts';
import { LAYER_METRICS, type LayerMetric } from './layer-metrics.ts';
import type { BarSpec, Category } from './spec.ts';

export const LAYER_ORDERS = ['network', 'largest', 'smallest'] as const;
export type LayerOrder = (typeof LAYER_ORDERS)[number];

/** The order of that name, as a page saved it; that of the network if it is none. */
export function readLayerOrder(name: string | undefined): LayerOrder {
  return LAYER_ORDERS.find((order) => order === name) ?? 'network';
}

/** One row per layer, with what its offload waits for at the end of the row. */
export function layersChart(report: Report, metric: LayerMetric, order: LayerOrder): BarSpec {
  const { axis, series, describe } = LAYER_METRICS[metric];
  const layers = inOrder(report.layers, metric, order);
  const shown = series.map(({ label, valueIn, ...rest }) => ({
    ...rest,
    label: label(),
    values: layers.map(valueIn),
  }));
  return {
    kind: 'bars',
    heading: LAYER_CHART.heading(),
    description: [describe(report), LAYER_CHART.bottleneckNote(), originsSentence(report.layers)].join(' '),
    direction: 'rows',
    axis,
    categories: layers.map(layerCategory),
    series: shown,
    table: {
      columns: [
        LAYER_CHART.layer(),
        LAYER_CHART.kind(),
        ...shown.map(({ label }) => label),
        LAYER_CHART.bottleneck(),
        LAYER_CHART.origin(),
      ],
      rows: layers.map((layer, row) => ({
        header: layer.name,
        cells: [
          LAYER_KIND[layer.kind](),
          ...shown.map(({ values }) => formatted(values[row], axis.format)),
          layer.bottleneck === null ? '–' : RESOURCE[layer.bottleneck](),
          layer.origin === null ? '–' : ORIGIN[layer.origin.kind](),
        ],
      })),
    },
  };
}

/** Sorted by the first series that has a value; layers without one come last, equals stay in network order. */
function inOrder(layers: readonly LayerReport[], metric: LayerMetric, order: LayerOrder): readonly LayerReport[] {
  if (order === 'network') return layers;
  const sign = order === 'largest' ? -1 : 1;
  const amountOf = (layer: LayerReport): number => {
    const values = LAYER_METRICS[metric].series.map(({ valueIn }) => valueIn(layer)).filter((value) => value !== null);
    return values[0] === undefined ? Number.POSITIVE_INFINITY : sign * values.reduce((sum, value) => sum + value, 0);
  };
  return [...layers].sort((a, b) => compareNumbers(amountOf(a), amountOf(b)));
}

/** Two infinities are equal, which subtraction does not know. */
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function layerCategory(layer: LayerReport): Category {
  const { bottleneck, origin } = layer;
  return {
    label: layer.name,
    weight: 'strong',
    note: noteOf(layer),
    details: [
      `${LAYER_KIND[layer.kind]()}, ${layer.shape.join(' × ')}`,
      ...(layer.offloaded ? [] : [LAYER_CHART.notOffloaded()]),
      ...(bottleneck === null ? [] : [waiting(bottleneck)]),
      ...(origin === null ? [] : [originText(origin)]),
    ],
    ...keysOfLayer(layer.name),
  };
}

/** Only what is really waited for stands out. */
function noteOf({ offloaded, bottleneck }: LayerReport): NonNullable<Category['note']> {
  if (!offloaded) return { text: LAYER_CHART.notOffloaded(), strong: false };
  return { text: bottleneck === null ? '' : RESOURCE[bottleneck](), strong: bottleneck !== 'compute' };
}

function waiting(resource: NonNullable<LayerReport['bottleneck']>): string {
  return resource === 'compute' ? LAYER_CHART.hidden() : LAYER_CHART.waitsFor(RESOURCE[resource]());
}

function originText(origin: NonNullable<LayerReport['origin']>): string {
  switch (origin.kind) {
    case 'measured':
      return `${ORIGIN.measured()}: ${origin.tensor}`;
    case 'synthetic':
      return origin.note === undefined ? ORIGIN.synthetic() : `${ORIGIN.synthetic()}: ${origin.note}`;
    case 'uniform':
      return ORIGIN.uniform();
  }
}

/** "Activations: 5 × measured tensor, 8 × synthetic activations." */
function originsSentence(layers: readonly LayerReport[]): string {
  const counts = new Map<ActivationOrigin['kind'], number>();
  for (const { origin } of layers) {
    if (origin !== null) counts.set(origin.kind, (counts.get(origin.kind) ?? 0) + 1);
  }
  if (counts.size === 0) return '';
  return LAYER_CHART.origins([...counts].map(([kind, layers]) => LAYER_CHART.originCount[kind](layers)).join(', '));
}

function formatted(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? '–' : format(value);
}
