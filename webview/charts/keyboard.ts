import type { ChartSpec } from './spec.ts';

/** A value of a chart: which category of bars or point of a curve, which of the series or curves. */
export interface Point {
  category: number;
  series: number;
}

/** How far keys can lead: values of each series, and whether they follow each other downwards, as rows do. */
export interface Grid {
  lengths: readonly number[];
  isDownwards: boolean;
}

export function gridOf(spec: ChartSpec): Grid {
  switch (spec.kind) {
    case 'bars':
      return { lengths: spec.series.map(() => spec.categories.length), isDownwards: spec.direction === 'rows' };
    case 'curves':
      return { lengths: spec.curves.map(({ points }) => points.length), isDownwards: false };
  }
}

/** The value a key leads to, or undefined for other keys. Arrows follow the picture: rows lie one below the other. */
export function pointAfterKey(key: string, from: Point | undefined, { lengths, isDownwards }: Grid): Point | undefined {
  const step = stepOfKey(key, isDownwards);
  if (step === undefined || !lengths.some((length) => length > 0)) return undefined;
  const series = from?.series ?? 0;
  const last = (lengths[series] ?? 1) - 1;
  if (step === 'start') return { category: 0, series };
  if (step === 'end') return { category: last, series };
  if (from === undefined) return { category: 0, series: 0 };
  const to = clamp(series + step.series, lengths.length - 1);
  return { category: clamp(from.category + step.category, (lengths[to] ?? 1) - 1), series: to };
}

function stepOfKey(key: string, isDownwards: boolean): Point | 'start' | 'end' | undefined {
  switch (key) {
    case 'ArrowRight':
      return isDownwards ? { category: 0, series: 1 } : { category: 1, series: 0 };
    case 'ArrowLeft':
      return isDownwards ? { category: 0, series: -1 } : { category: -1, series: 0 };
    case 'ArrowDown':
      return isDownwards ? { category: 1, series: 0 } : { category: 0, series: 1 };
    case 'ArrowUp':
      return isDownwards ? { category: -1, series: 0 } : { category: 0, series: -1 };
    case 'Home':
      return 'start';
    case 'End':
      return 'end';
    default:
      return undefined;
  }
}

function clamp(value: number, last: number): number {
  return Math.min(Math.max(value, 0), last);
}
