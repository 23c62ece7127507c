/** What the layer chart can show. A new metric is a new entry here and its words. */
import type { LayerReport, Report } from '../../src/report/report.ts';
import { CODEC } from '../codecs.ts';
import { factor, megabytes, milliseconds, percent, roundFactor, shortFactor } from '../format.ts';
import { LAYER_CHART } from '../words.ts';
import { type Axis, linearAxis, type Series } from './spec.ts';

export type LayerMetric = keyof typeof LAYER_CHART.metrics;

interface MetricSeries extends Omit<Series, 'label' | 'values'> {
  label(): string;
  valueIn(layer: LayerReport): number | null;
}

interface Metric {
  axis: Axis;
  describe(report: Report): string;
  series: readonly MetricSeries[];
}

const { descriptions, series: labels } = LAYER_CHART;

export const LAYER_METRICS: Record<LayerMetric, Metric> = {
  ratio: {
    axis: { scale: 'log2', atLeast: 4, format: factor, formatShort: shortFactor, formatTick: roundFactor },
    describe: (report) => descriptions.ratio(CODEC[report.config.resolved.dma.codec].long()),
    series: [
      {
        label: labels.ratio,
        fill: { tone: 'first', pattern: 'solid' },
        stack: 'ratio',
        valueIn: ifOffloaded((layer) => layer.ratio),
      },
    ],
  },
  traffic: {
    axis: linearAxis(megabytes),
    describe: descriptions.traffic,
    series: [
      {
        label: labels.raw,
        fill: { tone: 'neutral', pattern: 'hollow' },
        stack: 'raw',
        valueIn: ifOffloaded((layer) => layer.rawBytes),
      },
      {
        label: labels.compressed,
        fill: { tone: 'first', pattern: 'solid' },
        stack: 'compressed',
        valueIn: ifOffloaded((layer) => layer.compressedBytes),
      },
    ],
  },
  time: {
    axis: linearAxis(milliseconds),
    describe: descriptions.time,
    series: [
      {
        label: labels.forward,
        fill: { tone: 'third', pattern: 'solid' },
        stack: 'compute',
        valueIn: (layer) => layer.forwardMs,
      },
      {
        label: labels.backward,
        fill: { tone: 'third', pattern: 'stripes' },
        stack: 'compute',
        valueIn: (layer) => layer.backwardMs,
      },
      {
        label: labels.offload,
        fill: { tone: 'first', pattern: 'back-stripes' },
        stack: 'copy',
        valueIn: ifOffloaded((layer) => layer.offloadMs),
      },
      {
        label: labels.prefetch,
        fill: { tone: 'first', pattern: 'dots' },
        stack: 'copy',
        valueIn: ifOffloaded((layer) => layer.prefetchMs),
      },
    ],
  },
  pressure: {
    axis: linearAxis(milliseconds),
    describe: descriptions.pressure,
    series: [
      {
        label: labels.pressure,
        fill: { tone: 'second', pattern: 'stripes' },
        stack: 'pressure',
        valueIn: (layer) => layer.dramPressureMs,
      },
    ],
  },
  density: {
    axis: linearAxis(percent, 1),
    describe: descriptions.density,
    series: [
      {
        label: labels.density,
        fill: { tone: 'first', pattern: 'solid' },
        stack: 'density',
        valueIn: (layer) => layer.density,
      },
    ],
  },
};

/** The metric of that name, as a page saved it; the first one if it is none. */
export function readLayerMetric(name: string | undefined): LayerMetric {
  return name !== undefined && Object.hasOwn(LAYER_METRICS, name) ? (name as LayerMetric) : 'ratio';
}

/** A map that stays on the GPU has no copy, which is not the same as a copy of zero bytes. */
function ifOffloaded(value: (layer: LayerReport) => number): (layer: LayerReport) => number | null {
  return (layer) => (layer.offloaded ? value(layer) : null);
}
