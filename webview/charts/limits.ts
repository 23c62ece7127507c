/** What limits the offload path, over what a designer can change: compression ratio, buffer, memory controllers. */
import type { BufferCurve, DesignCurves } from '../../src/curves/design-curves.ts';
import type { Report } from '../../src/report/report.ts';
import { roundSteps } from '../canvas/axis.ts';
import { count, factor, gigabytesPerSecond, kilobytes, percent, roundFactor, shortNumber } from '../format.ts';
import { ATTRIBUTED_RESOURCE } from '../words.ts';
import { keysOfLayer } from './layer-keys.ts';
import { keysOfResource } from './resources.ts';
import type { Curve, CurveAxis, CurveSpec } from './spec.ts';
import { LIMITS } from './words.ts';

const STYLES: readonly Pick<Curve, 'tone' | 'dash'>[] = [
  { tone: 'second', dash: 'dashed' },
  { tone: 'third', dash: 'dotted' },
  { tone: 'fourth', dash: 'dash-dotted' },
  { tone: 'neutral', dash: 'long-dashed' },
  { tone: 'second', dash: 'widely-dotted' },
  { tone: 'third', dash: 'dash-double-dotted' },
];

function rateAxis(to: number): CurveAxis {
  return {
    title: LIMITS.rateAxis(),
    scale: 'linear',
    from: 0,
    to: roundUp(to / 1e9),
    format: (value) => gigabytesPerSecond(value * 1e9),
    formatTick: shortNumber,
  };
}

/** Up to the next round value, so that the axis ends with a tick. */
function roundUp(value: number): number {
  const [first = 0, second = 1] = roundSteps(0, value, 5);
  const step = second - first;
  return Math.ceil(value / step - 1e-9) * step;
}

const UTILISATION: Pick<CurveAxis, 'scale' | 'from' | 'to' | 'format' | 'formatTick'> = {
  scale: 'linear',
  from: 0,
  to: 1.05,
  format: percent,
  formatTick: (value) => (value > 1 + ROUNDING ? '' : percent(value)),
};

/** Ticks are sums of steps. */
const ROUNDING = 1e-9;

/** Rate that each station sustains against the compression ratio, the roof below all of them, and where each map stands. */
export function rooflineChart(_: Report, { roofline }: DesignCurves): CurveSpec {
  const { ratios, stations, bytesPerSecond, maps } = roofline;
  const highest = 1.25 * Math.max(...bytesPerSecond, ...maps.map((map) => map.bytesPerSecond));
  const stationCurves = stations.map(({ station, ...one }, index): Curve => {
    const style = STYLES[index % STYLES.length] ?? { tone: 'neutral', dash: 'dotted' };
    return {
      label: ATTRIBUTED_RESOURCE[station](),
      ...style,
      mark: 'none',
      drawn: 'line',
      isStrong: false,
      points: ratios.flatMap((x, at) => {
        const y = (one.bytesPerSecond[at] ?? 0) / 1e9;
        return y * 1e9 > highest ? [] : [{ x, y, ...keysOfResource(station) }];
      }),
    };
  });
  return {
    kind: 'curves',
    heading: LIMITS.rooflineHeading(),
    description: LIMITS.rooflineDescription(),
    x: {
      title: LIMITS.ratioAxis(),
      scale: 'log2',
      from: Math.min(...ratios),
      to: Math.max(...ratios),
      format: factor,
      formatTick: roundFactor,
    },
    y: rateAxis(highest),
    curves: [
      {
        label: LIMITS.roof(),
        tone: 'first',
        dash: 'solid',
        mark: 'none',
        drawn: 'line',
        isStrong: true,
        points: ratios.map((x, at) => ({ x, y: (bytesPerSecond[at] ?? 0) / 1e9 })),
      },
      {
        label: LIMITS.maps(),
        tone: 'first',
        dash: 'solid',
        mark: 'circle',
        drawn: 'points',
        isStrong: false,
        points: maps.map((map) => ({
          x: map.ratio,
          y: map.bytesPerSecond / 1e9,
          details: [map.layer, LIMITS.boundBy(ATTRIBUTED_RESOURCE[map.bound]())],
          ...keysOfLayer(map.layer),
        })),
      },
      ...stationCurves.filter(({ points }) => points.length > 0),
    ],
    references: stations.flatMap(({ station, criticalRatio }) =>
      criticalRatio === null || criticalRatio < 1
        ? []
        : [{ axis: 'x' as const, value: criticalRatio, label: `r* ${ATTRIBUTED_RESOURCE[station]()}` }],
    ),
    table: {
      columns: [LIMITS.ratioAxis(), LIMITS.roof(), ...stations.map(({ station }) => ATTRIBUTED_RESOURCE[station]())],
      rows: ratios.map((ratio, at) => ({
        header: factor(ratio),
        cells: [bytesPerSecond, ...stations.map((one) => one.bytesPerSecond)].map((rates) =>
          gigabytesPerSecond(rates[at] ?? 0),
        ),
      })),
    },
  };
}

/** Share of the link's time that it carries data, against the buffer; a click offers the buffer's size. */
export function bufferChart(_: Report, { buffer }: DesignCurves): CurveSpec {
  const sizes = buffer.curves.flatMap(({ bytes }) => bytes);
  return {
    kind: 'curves',
    heading: LIMITS.bufferHeading(),
    description: LIMITS.bufferDescription(kilobytes(buffer.configuredBytes)),
    x: {
      title: LIMITS.bufferAxis(),
      scale: 'log2',
      from: Math.min(...sizes) / 1e3,
      to: Math.max(...sizes) / 1e3,
      format: (value) => kilobytes(value * 1e3),
      formatTick: (value) => shortNumber(value),
    },
    y: { ...UTILISATION, title: LIMITS.utilisationAxis() },
    curves: buffer.curves.flatMap((curve, index) => bufferCurves(curve, index)),
    references: [
      { axis: 'x', value: buffer.configuredBytes / 1e3, label: LIMITS.configured(kilobytes(buffer.configuredBytes)) },
    ],
    table: {
      columns: [
        LIMITS.bufferAxis(),
        ...buffer.curves.flatMap((curve) => bufferCurves(curve, 0).map(({ label }) => label)),
      ],
      rows: (buffer.curves[0]?.bytes ?? []).map((bytes, at) => ({
        header: kilobytes(bytes),
        cells: buffer.curves.flatMap(({ closedForm, pipeline }) =>
          [closedForm, pipeline].map((one) => percent(one[at] ?? 0)),
        ),
      })),
    },
  };
}

function bufferCurves(
  { name, ratio, bytes, closedForm, pipeline }: BufferCurve['curves'][number],
  index: number,
): Curve[] {
  const whose = LIMITS.ratioOf[name](factor(ratio));
  const tone = index === 0 ? 'first' : 'second';
  const points = (values: readonly number[]) =>
    bytes.map((size, at) => ({
      x: size / 1e3,
      y: values[at] ?? 0,
      reveal: ['dma', 'buffer'],
      value: { path: ['dma', 'buffer'], written: `${size / 1e3} KB` },
    }));
  return [
    {
      label: LIMITS.closedForm(whose),
      tone,
      dash: index === 0 ? 'solid' : 'dashed',
      mark: 'none',
      drawn: 'line',
      isStrong: index === 0,
      points: points(closedForm),
    },
    {
      label: LIMITS.pipeline(whose),
      tone,
      dash: 'dotted',
      mark: index === 0 ? 'circle' : 'triangle',
      drawn: 'points',
      isStrong: false,
      points: points(pipeline),
    },
  ];
}

/** Rate at which controllers bring data to the DMA engine, by their number; a click offers the number. */
export function controllerChart(_: Report, { controllers }: DesignCurves): CurveSpec {
  const { configured, closedForm, pipeline, linkBytesPerSecond } = controllers;
  const rates = [...closedForm, ...pipeline, linkBytesPerSecond];
  const points = (values: readonly number[]) =>
    controllers.controllers.map((x, at) => ({
      x,
      y: (values[at] ?? 0) / 1e9,
      reveal: ['gpu', 'memoryControllers'],
      value: { path: ['gpu', 'memoryControllers'], written: x },
    }));
  return {
    kind: 'curves',
    heading: LIMITS.controllersHeading(),
    description: LIMITS.controllersDescription(count(configured)),
    x: {
      title: LIMITS.controllersAxis(),
      scale: 'linear',
      from: 0,
      to: Math.max(...controllers.controllers) + 0.5,
      format: (value) => LIMITS.controllerCount(count(value)),
      formatTick: (value) => (Number.isInteger(value) && value > 0 ? count(value) : ''),
    },
    y: rateAxis(1.15 * Math.max(...rates)),
    curves: [
      {
        label: LIMITS.fetchClosedForm(),
        tone: 'first',
        dash: 'solid',
        mark: 'none',
        drawn: 'line',
        isStrong: true,
        points: points(closedForm),
      },
      {
        label: LIMITS.fetchPipeline(),
        tone: 'first',
        dash: 'dotted',
        mark: 'circle',
        drawn: 'points',
        isStrong: false,
        points: points(pipeline),
      },
    ],
    references: [
      { axis: 'y', value: linkBytesPerSecond / 1e9, label: LIMITS.linkTakes(gigabytesPerSecond(linkBytesPerSecond)) },
      { axis: 'x', value: configured, label: LIMITS.configured(count(configured)) },
    ],
    table: {
      columns: [LIMITS.controllersAxis(), LIMITS.fetchClosedForm(), LIMITS.fetchPipeline()],
      rows: controllers.controllers.map((number, at) => ({
        header: count(number),
        cells: [gigabytesPerSecond(closedForm[at] ?? 0), gigabytesPerSecond(pipeline[at] ?? 0)],
      })),
    },
  };
}
