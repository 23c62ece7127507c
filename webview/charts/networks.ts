/** The charts of slides 57-60 over all six networks. */
import type { CodecId } from '../../src/config/resolved-config.ts';
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { NetworkFigures } from '../../src/report/network-figures.ts';
import type { Report } from '../../src/report/report.ts';
import { CODEC, CODECS } from '../codecs.ts';
import { factor, percent, roundFactor, shortFactor } from '../format.ts';
import { CHART, PERFORMANCE_CHART, TRAFFIC_CHART } from '../words.ts';
import { referencesFor } from './references.ts';
import { type Axis, type BarSpec, type Category, linearAxis, type Series, tableOfSeries } from './spec.ts';
import { NETWORKS } from './words.ts';

const NETWORK: ConfigPath = ['workload', 'network'];
const RATIO_AXIS: Axis = {
  scale: 'log2',
  atLeast: 4,
  format: factor,
  formatShort: shortFactor,
  formatTick: roundFactor,
};
const SHARE_AXIS: Axis = linearAxis(percent, 1);

type CodecFigure = keyof NetworkFigures['codecs'][CodecId];
type NetworkChart = (report: Report, networks: readonly NetworkFigures[]) => BarSpec;

const averageRatioChart: NetworkChart = (report, networks) =>
  chart(report, networks, {
    heading: NETWORKS.averageRatio(),
    description: NETWORKS.averageRatioDescription(),
    axis: RATIO_AXIS,
    series: codecSeries(networks, 'compressionRatio'),
    references: referencesFor(report, 'compressionRatio', factor),
  });

const bestLayerChart: NetworkChart = (report, networks) =>
  chart(report, networks, {
    heading: NETWORKS.bestLayer(),
    description: NETWORKS.bestLayerDescription(),
    axis: { ...RATIO_AXIS, atLeast: 16 },
    series: codecSeries(networks, 'maxLayerRatio'),
    references: referencesFor(report, 'maxLayerRatio', factor),
  });

const trafficChart: NetworkChart = (report, networks) =>
  chart(report, networks, {
    heading: TRAFFIC_CHART.heading(),
    description: TRAFFIC_CHART.description(),
    axis: SHARE_AXIS,
    series: codecSeries(networks, 'trafficVsVdnn'),
    references: referencesFor(report, 'trafficVsVdnn', percent),
  });

const networkPerformanceChart: NetworkChart = (report, networks) => {
  const speedups = networks.map(({ codecs }) => codecs.zvc.speedupOverVdnn);
  const vdnn: Series = {
    label: CHART.vdnn(),
    fill: { tone: 'neutral', pattern: 'hollow' },
    values: withMean(networks.map(({ vdnnPerformanceVsOracle }) => vdnnPerformanceVsOracle)),
    stack: 'vdnn',
  };
  return chart(report, networks, {
    heading: PERFORMANCE_CHART.heading(),
    description: [
      PERFORMANCE_CHART.description(),
      NETWORKS.meanGain(gain(mean(speedups)), gain(Math.max(...speedups))),
      ...publishedGain(report),
    ].join(' '),
    axis: SHARE_AXIS,
    series: [vdnn, ...codecSeries(networks, 'performanceVsOracle')],
    references: referencesFor(report, 'vdnnPerformanceVsOracle', percent),
  });
};

export const NETWORK_CHARTS = [averageRatioChart, bestLayerChart, trafficChart, networkPerformanceChart] as const;

function chart(
  report: Report,
  networks: readonly NetworkFigures[],
  {
    heading,
    description,
    axis,
    series,
    references,
  }: Pick<BarSpec, 'heading' | 'description' | 'axis' | 'series'> & {
    references: NonNullable<BarSpec['references']>;
  },
): BarSpec {
  const categories: Category[] = [
    ...networks.map(({ title, network }): Category => {
      const isOwn = network === report.network.id;
      return { label: title, weight: isOwn ? 'strong' : 'normal', details: [], reveal: NETWORK };
    }),
    { label: NETWORKS.mean(), weight: 'strong', details: [], reveal: NETWORK },
  ];
  const table = tableOfSeries(NETWORKS.network(), categories, series, axis.format);
  return { kind: 'bars', heading, description, direction: 'rows', axis, categories, series, references, table };
}

function codecSeries(networks: readonly NetworkFigures[], figure: CodecFigure): Series[] {
  return CODECS.map((codec) => ({
    label: CODEC[codec].short,
    fill: CODEC[codec].fill,
    values: withMean(networks.map(({ codecs }) => codecs[codec][figure])),
    stack: codec,
  }));
}

function publishedGain({ published }: Report): string[] {
  const found = published.find(({ figure, of }) => figure === 'speedupOverVdnn' && of === 'mean');
  return found === undefined ? [] : [NETWORKS.publishedGain(gain(found.value), found.source)];
}

function withMean(values: readonly number[]): number[] {
  return [...values, mean(values)];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

function gain(speedup: number): string {
  return `${speedup < 1 ? '-' : '+'}${percent(Math.abs(speedup - 1))}`;
}
