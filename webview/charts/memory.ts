import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Report } from '../../src/report/report.ts';
import { gigabytes, percent, shortNumber } from '../format.ts';
import { MEMORY } from '../words.ts';
import { type Axis, type Category, type ChartSpec, type Series, tableOfSeries } from './spec.ts';

const BATCH: ConfigPath = ['workload', 'batch'];

/** Peak of GPU memory with everything resident and with offloading, beside what the card has (slides 6-8). */
export function peakMemoryChart({ memory }: Report): ChartSpec {
  const { resident, offloaded, capacityBytes } = memory;
  const rows: [category: Category, bytes: number | null][] = [
    [row(MEMORY.resident(), 'normal', [share(resident.peakBytes, capacityBytes)], BATCH), resident.peakBytes],
    [
      row(MEMORY.offloaded(), 'strong', offloaded === null ? [] : [share(offloaded.peakBytes, capacityBytes)], BATCH),
      offloaded?.peakBytes ?? null,
    ],
    [row(MEMORY.card(), 'reference', [], ['gpu', 'dramCapacity']), capacityBytes],
  ];
  return chart(MEMORY.peakHeading(), MEMORY.peakDescription(), MEMORY.schedule(), MEMORY.peak(), rows);
}

/** What keeping everything on the GPU takes, by what it is for. */
export function memoryComponentsChart({ memory: { components, resident } }: Report): ChartSpec {
  const { weightBytes, weightGradientBytes, momentumBytes, imageBytes, mapBytes, gradientMapBytes } = components;
  const parts: [label: string, bytes: number, reveal: ConfigPath][] = [
    [MEMORY.maps(), mapBytes, BATCH],
    [MEMORY.gradientMaps(), gradientMapBytes, BATCH],
    [MEMORY.images(), imageBytes, BATCH],
    [MEMORY.weights(), weightBytes, ['workload', 'network']],
    [MEMORY.weightGradients(), weightGradientBytes, ['workload', 'network']],
    [MEMORY.momentum(), momentumBytes, ['workload', 'weightUpdate']],
  ];
  const rows = parts.map(([label, bytes, reveal]): [Category, number] => [
    row(label, 'strong', [percent(bytes / resident.peakBytes)], reveal),
    bytes,
  ]);
  return chart(MEMORY.partsHeading(), MEMORY.partsDescription(), MEMORY.part(), MEMORY.size(), rows);
}

const AXIS: Axis = {
  scale: 'linear',
  atLeast: 1e9,
  format: gigabytes,
  formatShort: gigabytes,
  formatTick: (bytes) => shortNumber(bytes / 1e9),
};

function chart(
  heading: string,
  description: string,
  corner: string,
  label: string,
  rows: readonly (readonly [Category, number | null])[],
): ChartSpec {
  const categories = rows.map(([category]) => category);
  const series: Series[] = [
    { label, fill: { tone: 'first', pattern: 'solid' }, values: rows.map(([, bytes]) => bytes), stack: 'bytes' },
  ];
  const table = tableOfSeries(corner, categories, series, gigabytes);
  return { heading, description, direction: 'rows', axis: AXIS, categories, series, table };
}

function row(label: string, weight: Category['weight'], details: readonly string[], reveal: ConfigPath): Category {
  return { label, weight, details, reveal };
}

function share(bytes: number, capacityBytes: number): string {
  return MEMORY.ofCard(percent(bytes / capacityBytes));
}
