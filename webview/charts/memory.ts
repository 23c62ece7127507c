import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Report } from '../../src/report/report.ts';
import { gigabytes, milliseconds, percent, shortNumber } from '../format.ts';
import { MEMORY } from '../words.ts';
import { type Axis, type BarSpec, type Category, type CurveSpec, type Series, tableOfSeries } from './spec.ts';

const BATCH: ConfigPath = ['workload', 'batch'];

/** Peak of GPU memory with everything resident and with offloading, beside what the card has (slides 6-8). */
export function peakMemoryChart({ memory }: Report): BarSpec {
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

/** Use of GPU memory over one iteration; null where there is no schedule of it. */
export function memoryTimelineChart({ memory, time }: Report): CurveSpec | null {
  const { timeline, capacityBytes, resident, offloaded } = memory;
  if (timeline.length === 0 || offloaded === null) return null;
  const end = time.cdmaMs;
  const points = [...timeline.map(({ seconds, bytes }) => ({ x: seconds * 1e3, y: bytes, reveal: BATCH }))];
  const last = points.at(-1);
  if (last !== undefined) points.push({ ...last, x: end });
  const highest = Math.max(capacityBytes, resident.peakBytes) * 1.05;
  return {
    kind: 'curves',
    heading: MEMORY.timelineHeading(),
    description: MEMORY.timelineDescription(),
    x: {
      title: MEMORY.timeAxis(),
      scale: 'linear',
      from: 0,
      to: end,
      format: milliseconds,
      formatTick: (value) => shortNumber(value),
    },
    y: {
      title: MEMORY.bytesAxis(),
      scale: 'linear',
      from: 0,
      to: highest,
      format: gigabytes,
      formatTick: (bytes) => shortNumber(bytes / 1e9),
    },
    curves: [
      {
        label: MEMORY.inUse(),
        tone: 'first',
        dash: 'solid',
        mark: 'none',
        drawn: 'steps',
        isStrong: true,
        points,
      },
    ],
    references: [
      { axis: 'y', value: capacityBytes, label: MEMORY.cardHas(gigabytes(capacityBytes)) },
      { axis: 'y', value: resident.peakBytes, label: MEMORY.residentTakes(gigabytes(resident.peakBytes)) },
    ],
    table: {
      columns: [MEMORY.timeAxis(), MEMORY.inUse()],
      rows: points.map(({ x, y }) => ({ header: milliseconds(x), cells: [gigabytes(y)] })),
    },
  };
}

/** What keeping everything on the GPU takes, by what it is for. */
export function memoryComponentsChart({ memory: { components, resident } }: Report): BarSpec {
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
): BarSpec {
  const categories = rows.map(([category]) => category);
  const series: Series[] = [
    { label, fill: { tone: 'first', pattern: 'solid' }, values: rows.map(([, bytes]) => bytes), stack: 'bytes' },
  ];
  const table = tableOfSeries(corner, categories, series, gigabytes);
  return { kind: 'bars', heading, description, direction: 'rows', axis: AXIS, categories, series, table };
}

function row(label: string, weight: Category['weight'], details: readonly string[], reveal: ConfigPath): Category {
  return { label, weight, details, reveal };
}

function share(bytes: number, capacityBytes: number): string {
  return MEMORY.ofCard(percent(bytes / capacityBytes));
}
