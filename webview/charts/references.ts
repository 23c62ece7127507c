import type { PublishedFigure } from '../../src/report/published.ts';
import type { Report } from '../../src/report/report.ts';
import type { Reference } from './spec.ts';
import { NETWORKS } from './words.ts';

/** Published figures as lines of a chart, each named with what it is a figure of. */
export function referencesFor(
  { published }: Report,
  figure: PublishedFigure['figure'],
  format: (value: number) => string,
): Reference[] {
  return published
    .filter((one) => one.figure === figure)
    .map(({ value, of }) => ({ value, label: NETWORKS.published[figure][of](format(value)) }));
}
