import type { EffectsOnMetric } from '../../src/exploration/decisions.ts';
import { type BarSpec, type Category, linearAxis, type Series } from '../charts/spec.ts';
import { percent } from '../format.ts';
import { EFFECTS } from './decision-words.ts';
import { SWEEP } from './words.ts';

/** From here on what a key does with others is worth a look. */
const STRONG_SHARE = 0.05;

/** What each key explains of a figure's variance, alone and with its interactions; the key that matters most is first. */
export function effectsChart({ metric, main, interactions }: EffectsOnMetric): BarSpec {
  const keys = [...main].sort((a, b) => b.totalShare - a.totalShare);
  const partners = [...interactions].sort((a, b) => b.share - a.share);
  const withOthers = ({ share, totalShare }: { share: number; totalShare: number }): number =>
    Math.max(0, totalShare - share);
  const partnersOf = (key: string): string[] =>
    partners
      .filter((one) => one.keys.includes(key))
      .map(({ keys: [a, b], share }) => `${EFFECTS.together(a, b)}: ${percent(share, 1)}`);
  const series = (label: string, fill: Series['fill'], of: (one: (typeof keys)[number]) => number): Series => ({
    label,
    fill,
    stack: label,
    values: keys.map(of),
  });
  return {
    kind: 'bars',
    heading: EFFECTS.heading(SWEEP.metrics[metric]()),
    description: EFFECTS.description(),
    direction: 'rows',
    axis: { ...linearAxis((share) => percent(share, 1), 1), formatShort: percent, formatTick: percent },
    categories: keys.map(
      (one): Category => ({
        label: one.key,
        weight: 'strong',
        note: { text: `+${percent(withOthers(one), 1)}`, strong: withOthers(one) >= STRONG_SHARE },
        details: [EFFECTS.onlyTogether(percent(withOthers(one), 1)), ...partnersOf(one.key)],
        reveal: one.key.split('.'),
      }),
    ),
    series: [
      series(EFFECTS.alone(), { tone: 'first', pattern: 'solid' }, ({ share }) => share),
      series(EFFECTS.withOthers(), { tone: 'second', pattern: 'stripes' }, ({ totalShare }) => totalShare),
    ],
    table: {
      columns: [EFFECTS.key(), EFFECTS.alone(), EFFECTS.withOthers()],
      rows: [
        ...keys.map(({ key, share, totalShare }) => ({
          header: key,
          cells: [percent(share, 1), percent(totalShare, 1)],
        })),
        ...partners.map(({ keys: [a, b], share }) => ({
          header: EFFECTS.together(a, b),
          cells: ['–', percent(share, 1)],
        })),
      ],
    },
  };
}
