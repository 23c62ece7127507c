import type { MetricColumn, ParameterColumn, SweepColumns } from '../../src/exploration/columns.ts';
import type { Decisions, ResponseOfKey } from '../../src/exploration/decisions.ts';
import type { ParameterValue } from '../../src/exploration/exploration.ts';
import {
  type BarSpec,
  type Category,
  type Curve,
  type CurveAxis,
  type CurvePoint,
  type CurveSpec,
  linearAxis,
  type Series,
  type TableSpec,
} from '../charts/spec.ts';
import { columnOf, nameOf } from './columns.ts';
import { RESPONSE } from './decision-words.ts';
import { extentOf } from './extent.ts';
import { formatByDimension, tickText } from './format-column.ts';

/** Values that span more than this ratio stand on a logarithmic axis. */
const LOGARITHMIC_FROM = 8;
/** Room above and below the curves, as a share of what they span. */
const MARGIN = 0.08;
const ROUNDING = 1e-6;

const LINES = ['best', 'mean', 'worst'] as const;
const CURVES: Record<(typeof LINES)[number], Pick<Curve, 'tone' | 'dash' | 'mark' | 'isStrong'>> = {
  best: { tone: 'first', dash: 'solid', mark: 'circle', isStrong: true },
  mean: { tone: 'second', dash: 'dashed', mark: 'none', isStrong: false },
  worst: { tone: 'neutral', dash: 'dotted', mark: 'none', isStrong: false },
};
const FILLS: Record<(typeof LINES)[number], Series['fill']> = {
  best: { tone: 'first', pattern: 'solid' },
  mean: { tone: 'second', pattern: 'stripes' },
  worst: { tone: 'neutral', pattern: 'hollow' },
};

/** A response with its columns, and its values in the order in which they are shown. */
interface Response {
  parameter: ParameterColumn;
  metric: MetricColumn;
  response: ResponseOfKey;
  order: readonly { written: ParameterValue; si: number; place: number }[];
  present: number | undefined;
}

/**
 * How a figure answers to one parameter: best, mean and worst over its values; bars where they are words. Undefined where the
 * sweep or the decisions do not have it.
 *
 * @param present the config's own value, in SI units; of a choice its place among the values.
 */
export function responseChart(
  sweep: SweepColumns,
  { responses }: Pick<Decisions, 'responses'>,
  key: string,
  metricId: string,
  present?: number,
): CurveSpec | BarSpec | undefined {
  const [parameter, metric] = [columnOf(sweep, key), columnOf(sweep, metricId)];
  const response = responses.find((one) => one.key === key && one.metric === metricId);
  if (parameter?.kind !== 'parameter' || metric?.kind !== 'metric' || response === undefined) return undefined;
  const numbers = new Map([...parameter.indices].map((index, row) => [index, parameter.values[row] ?? Number.NaN]));
  const order = parameter.written.flatMap((written, place) => {
    const si = parameter.dimension === 'choice' ? place : numbers.get(place);
    return si === undefined ? [] : [{ written, si, place }];
  });
  const shown: Response = { parameter, metric, response, order, present };
  if (parameter.dimension === 'choice') return bars(shown);
  return curves({ ...shown, order: order.sort((a, b) => a.si - b.si) });
}

function curves(shown: Response): CurveSpec {
  const { parameter, metric, response, order, present } = shown;
  const path = parameter.key.split('.');
  const all = [...order.map(({ si }) => si), ...(present === undefined ? [] : [present])];
  const [least, most] = extentOf(all);
  const isLogarithmic = least > 0 && most / least > LOGARITHMIC_FROM;
  // Doublings are counted from the least value: ticks are then as round as it is.
  const unit = isLogarithmic ? least : 1;
  const points = (values: Float64Array): CurvePoint[] =>
    order.flatMap(({ written, si, place }) => {
      const y = values[place] ?? Number.NaN;
      if (Number.isNaN(y)) return [];
      const offer = typeof written === 'boolean' ? {} : { value: { path, written } };
      return [{ x: si / unit, y, reveal: path, ...offer }];
    });
  return {
    kind: 'curves',
    ...described(shown),
    x: {
      title: nameOf(parameter),
      ...(isLogarithmic
        ? { scale: 'log2', from: 1, to: 2 ** Math.ceil(Math.log2(most / least) - ROUNDING) }
        : { scale: 'linear', ...around(least, most) }),
      format: (value) => tickText(parameter, value * unit),
      formatTick: (value) => {
        const isDoubling = Math.abs(Math.log2(value) - Math.round(Math.log2(value))) < ROUNDING;
        return isLogarithmic && !isDoubling ? '' : tickText(parameter, value * unit);
      },
    },
    y: metricAxis(metric, [...response.best, ...response.mean, ...response.worst]),
    curves: LINES.map(
      (line): Curve => ({
        label: RESPONSE[line](),
        ...CURVES[line],
        drawn: 'line',
        points: points(response[line]),
      }),
    ),
    references:
      present === undefined
        ? []
        : [{ axis: 'x', value: present / unit, label: RESPONSE.present(tickText(parameter, present)) }],
  };
}

function bars(shown: Response): BarSpec {
  const { parameter, metric, response, order, present } = shown;
  return {
    kind: 'bars',
    direction: 'rows',
    ...described(shown),
    axis: {
      ...linearAxis((value) => formatByDimension(metric.dimension, value)),
      formatTick: (value) => tickText(metric, value),
    },
    categories: order.map(
      ({ written, place }): Category => ({
        label: String(written),
        weight: present === undefined || place === present ? 'strong' : 'normal',
        details: place === present ? [RESPONSE.presentConfig()] : [],
        reveal: parameter.key.split('.'),
      }),
    ),
    series: LINES.map((line) => ({
      label: RESPONSE[line](),
      fill: FILLS[line],
      stack: line,
      values: order.map(({ place }) => {
        const value = response[line][place] ?? Number.NaN;
        return Number.isNaN(value) ? null : value;
      }),
    })),
  };
}

function described({ parameter, metric, response, order }: Response): {
  heading: string;
  description: string;
  table: TableSpec;
} {
  return {
    heading: RESPONSE.heading(nameOf(metric), nameOf(parameter)),
    description: RESPONSE.description(nameOf(metric), nameOf(parameter)),
    table: {
      columns: [nameOf(parameter), ...LINES.map((line) => RESPONSE[line]())],
      rows: order.map(({ written, place }) => ({
        header: String(written),
        cells: LINES.map((line) => formatByDimension(metric.dimension, response[line][place] ?? Number.NaN)),
      })),
    },
  };
}

function metricAxis(metric: MetricColumn, values: readonly number[]): CurveAxis {
  return {
    title: nameOf(metric),
    scale: 'linear',
    ...around(...extentOf(values)),
    format: (value) => formatByDimension(metric.dimension, value),
    formatTick: (value) => tickText(metric, value),
  };
}

function around(least: number, most: number): { from: number; to: number } {
  if (!(least <= most)) return { from: 0, to: 1 };
  const room = most > least ? (most - least) * MARGIN : Math.abs(least) * MARGIN || 1;
  return { from: least - room, to: most + room };
}
