import type { ChartSpec } from './spec.ts';

/** A value of a chart: which category, which of the series. */
export interface Point {
  category: number;
  series: number;
}

/** The value a key leads to, or undefined for other keys. Arrows follow the picture: rows lie one below the other. */
export function pointAfterKey(
  key: string,
  from: Point | undefined,
  spec: Pick<ChartSpec, 'direction' | 'categories' | 'series'>,
): Point | undefined {
  const last = { category: spec.categories.length - 1, series: spec.series.length - 1 };
  if (last.category < 0 || last.series < 0) return undefined;
  const step = stepOfKey(key, spec.direction);
  if (step === undefined) return undefined;
  if (step === 'start') return { category: 0, series: from?.series ?? 0 };
  if (step === 'end') return { category: last.category, series: from?.series ?? 0 };
  if (from === undefined) return { category: 0, series: 0 };
  return {
    category: clamp(from.category + step.category, last.category),
    series: clamp(from.series + step.series, last.series),
  };
}

function stepOfKey(key: string, direction: ChartSpec['direction']): Point | 'start' | 'end' | undefined {
  const columns = direction === 'columns';
  switch (key) {
    case 'ArrowRight':
      return columns ? { category: 1, series: 0 } : { category: 0, series: 1 };
    case 'ArrowLeft':
      return columns ? { category: -1, series: 0 } : { category: 0, series: -1 };
    case 'ArrowDown':
      return columns ? { category: 0, series: 1 } : { category: 1, series: 0 };
    case 'ArrowUp':
      return columns ? { category: 0, series: -1 } : { category: -1, series: 0 };
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
