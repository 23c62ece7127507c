import type { ResourceView } from '../../src/attribution/attribute.ts';
import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Report } from '../../src/report/report.ts';
import { factor, gigabytesPerSecond, percent, roundFactor, shortFactor } from '../format.ts';
import { ATTRIBUTED_RESOURCE, BOTTLENECKS } from '../words.ts';
import { type BarSpec, type Category, linearAxis, type TableSpec, tableOfSeries } from './spec.ts';

type Resource = ResourceView['resource'];

const KEYS: Record<Resource, readonly [ConfigPath, ...ConfigPath[]]> = {
  compute: [
    ['gpu', 'peakCompute'],
    ['gpu', 'computeLibrary'],
    ['gpu', 'dramBandwidth'],
  ],
  link: [
    ['link', 'bandwidth'],
    ['link', 'gpusSharing'],
    ['link', 'readRequests'],
    ['link', 'readRequestSize'],
    ['link', 'hostLatency'],
  ],
  engine: [
    ['dma', 'engineBytesPerCycle'],
    ['dma', 'zlibEngine'],
    ['gpu', 'memoryControllers'],
    ['gpu', 'coreClock'],
  ],
  dram: [
    ['gpu', 'dramBandwidth'],
    ['gpu', 'dramEfficiency'],
    ['dma', 'dramPriority'],
  ],
  crossbar: [
    ['dma', 'crossbarBytesPerCycle'],
    ['dma', 'placement'],
    ['gpu', 'coreClock'],
  ],
  buffer: [
    ['dma', 'buffer'],
    ['dma', 'reservation'],
    ['gpu', 'dramLatency'],
  ],
  issue: [
    ['dma', 'issueLinesPerCycle'],
    ['gpu', 'coreClock'],
  ],
  latency: [
    ['gpu', 'dramLatency'],
    ['gpu', 'interleaving'],
  ],
};

/** The key of the config that decides most about a resource, and the others that do. */
export function keysOfResource(resource: Resource): Pick<Category, 'reveal' | 'keys'> {
  const [reveal, ...keys] = KEYS[resource];
  return { reveal, keys };
}

/** What the iteration waits for, and how busy each resource is: a busy one need not be waited for. */
export function criticalPathChart(report: Report): BarSpec {
  const views = report.attribution.resources;
  return {
    kind: 'bars',
    heading: BOTTLENECKS.pathHeading(),
    description: BOTTLENECKS.pathDescription(),
    direction: 'rows',
    axis: linearAxis(percent, 1),
    categories: views.map((view) => category(view, report)),
    series: [
      {
        label: BOTTLENECKS.path(),
        fill: { tone: 'first', pattern: 'solid' },
        values: views.map(({ criticalPathShare }) => criticalPathShare),
        stack: 'path',
      },
      {
        label: BOTTLENECKS.works(),
        fill: { tone: 'second', pattern: 'stripes' },
        values: views.map(({ utilisation }) => utilisation),
        stack: 'works',
      },
    ],
    table: fourViews(views),
  };
}

/** What the iteration would gain without each limit, from re-runs: what a resource is worth, whatever it looks like. */
export function unlimitedChart(report: Report): BarSpec {
  const views = report.attribution.resources;
  return {
    kind: 'bars',
    heading: BOTTLENECKS.unlimitedHeading(),
    description: BOTTLENECKS.unlimitedDescription(),
    direction: 'rows',
    axis: linearAxis(gain, 0.1),
    categories: views.map((view) => category(view, report)),
    series: [
      {
        label: BOTTLENECKS.gain(),
        fill: { tone: 'first', pattern: 'solid' },
        values: views.map(({ speedupIfInfinite }) => (speedupIfInfinite === null ? null : speedupIfInfinite - 1)),
        stack: 'gain',
      },
    ],
    table: fourViews(views),
  };
}

/** From which compression ratio on each station before the link is the limit, beside the ratios that there are. */
export function criticalRatioChart(report: Report): BarSpec {
  const limits = report.stations.filter(({ criticalRatio }) => criticalRatio !== null);
  const { compressionRatio, maxLayerRatio } = report.totals;
  const ratios: { category: Category; ratio: number }[] = [
    ...limits.map(({ station, criticalRatio, bytesPerSecond }) => ({
      category: {
        label: ATTRIBUTED_RESOURCE[station](),
        weight: (criticalRatio ?? 0) < maxLayerRatio ? ('strong' as const) : ('normal' as const),
        details: [gigabytesPerSecond(bytesPerSecond)],
        ...keysOfResource(station),
      },
      ratio: criticalRatio ?? 1,
    })),
    { category: reached(BOTTLENECKS.networkRatio()), ratio: compressionRatio },
    { category: reached(BOTTLENECKS.bestLayer()), ratio: maxLayerRatio },
  ];
  const categories = ratios.map((one) => one.category);
  const series = [
    {
      label: BOTTLENECKS.ratio(),
      fill: { tone: 'first', pattern: 'solid' } as const,
      values: ratios.map(({ ratio }) => ratio),
      stack: 'ratio',
    },
  ];
  return {
    kind: 'bars',
    heading: BOTTLENECKS.criticalHeading(),
    description: BOTTLENECKS.criticalDescription(),
    direction: 'rows',
    axis: { scale: 'log2', atLeast: 16, format: factor, formatShort: shortFactor, formatTick: roundFactor },
    categories,
    series,
    table: tableOfSeries(BOTTLENECKS.resource(), categories, series, factor),
  };
}

/** What the workload's maps reach, for comparison. */
function reached(label: string): Category {
  return { label, weight: 'reference', details: [], reveal: ['dma', 'codec'] };
}

function category({ resource, elasticity }: ResourceView, { bottleneck }: Report): Category {
  return {
    label: ATTRIBUTED_RESOURCE[resource](),
    weight: resource === bottleneck.resource ? 'strong' : 'normal',
    details: [BOTTLENECKS.elasticityDetail(elasticity.slower.toFixed(3), elasticity.faster.toFixed(3))],
    ...keysOfResource(resource),
  };
}

function fourViews(views: readonly ResourceView[]): TableSpec {
  return {
    columns: [
      BOTTLENECKS.resource(),
      BOTTLENECKS.works(),
      BOTTLENECKS.path(),
      BOTTLENECKS.slower(),
      BOTTLENECKS.faster(),
      BOTTLENECKS.gain(),
    ],
    rows: views.map(({ resource, utilisation, criticalPathShare, elasticity, speedupIfInfinite }) => ({
      header: ATTRIBUTED_RESOURCE[resource](),
      cells: [
        utilisation === null ? '–' : percent(utilisation),
        percent(criticalPathShare),
        elasticity.slower.toFixed(3),
        elasticity.faster.toFixed(3),
        speedupIfInfinite === null ? '–' : gain(speedupIfInfinite - 1),
      ],
    })),
  };
}

function gain(share: number): string {
  const sign = share > 0 ? '+' : share < 0 ? '-' : '';
  return `${sign}${percent(Math.abs(share))}`;
}
