/** A chart in words, for those who do not see it, and what stands behind its values. */
import type { ConfigPath } from '../../src/findings/finding.ts';
import { CHART } from '../words.ts';
import type { Point } from './keyboard.ts';
import type { BarSpec, ChartSpec, ValueOffer } from './spec.ts';

/** Up to here a chart's label reads out every value; beyond, the data table serves better. */
const MOST_VALUES_SPOKEN = 12;

/** The whole chart: the label of its canvas. */
export function spokenChart(spec: ChartSpec): string {
  const references = (spec.references ?? []).map(({ label }) => `${label}.`).join(' ');
  const parts = [`${spec.heading}.`, spec.description, spokenValues(spec), references, CHART.instructions()];
  return parts.filter((part) => part !== '').join(' ');
}

export function spokenPoint(spec: ChartSpec, point: Point): string {
  switch (spec.kind) {
    case 'bars': {
      const category = spec.categories[point.category];
      const one = spec.series[point.series];
      const value = `${one?.label} ${spokenValue(one?.values[point.category], spec.axis.format)}`;
      return [`${category?.label}: ${value}`, ...(category?.details ?? [])].join('. ');
    }
    case 'curves': {
      const curve = spec.curves[point.series];
      const at = curve?.points[point.category];
      if (curve === undefined || at === undefined) return '';
      return [`${curve.label}: ${spec.x.format(at.x)}, ${spec.y.format(at.y)}`, ...(at.details ?? [])].join('. ');
    }
  }
}

/** Key of the config behind a value. */
export function revealOf(spec: ChartSpec, point: Point): ConfigPath | undefined {
  switch (spec.kind) {
    case 'bars':
      return spec.categories[point.category]?.reveal;
    case 'curves':
      return spec.curves[point.series]?.points[point.category]?.reveal;
  }
}

/** What the config can take from a value. */
export function offerOf(spec: ChartSpec, point: Point): ValueOffer | undefined {
  return spec.kind === 'curves' ? spec.curves[point.series]?.points[point.category]?.value : undefined;
}

function spokenValues(spec: ChartSpec): string {
  switch (spec.kind) {
    case 'bars': {
      const { categories, series, axis } = spec;
      const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
      return all.length <= MOST_VALUES_SPOKEN
        ? categories.map((_, category) => `${spokenCategory(spec, category)}.`).join(' ')
        : CHART.summary(all.length, axis.format(Math.min(...all)), axis.format(Math.max(...all)));
    }
    case 'curves': {
      const all = spec.curves.flatMap(({ points }) => points.map(({ y }) => y));
      if (all.length === 0) return '';
      const { format } = spec.y;
      return CHART.summary(all.length, format(Math.min(...all)), format(Math.max(...all)));
    }
  }
}

function spokenCategory({ categories, series, axis }: BarSpec, category: number): string {
  const values = series.map(({ label, values }) => `${label} ${spokenValue(values[category], axis.format)}`);
  return `${categories[category]?.label}: ${values.join(', ')}`;
}

function spokenValue(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? CHART.noValue() : format(value);
}
