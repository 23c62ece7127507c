import type { Decisions } from '../../src/exploration/decisions.ts';
import { roundSteps } from '../canvas/axis.ts';
import type { CurveSpec } from '../charts/spec.ts';
import { count, percent } from '../format.ts';
import { CONVERGENCE } from './decision-words.ts';
import { extentOf } from './extent.ts';

/** How the space that a search's front dominates grows with the designs evaluated. Undefined for a sweep, which searches nothing. */
export function convergenceChart({ convergence }: Pick<Decisions, 'convergence'>): CurveSpec | undefined {
  if (convergence === null || convergence.length === 0) return undefined;
  const points = convergence.map(({ evaluated, hypervolume }) => ({ x: evaluated, y: hypervolume }));
  const [least, most] = extentOf(points.map(({ y }) => y));
  // A search that begins well has little left to gain: its axis begins where it does.
  const [first = 0, second = 0.01] = roundSteps(0, most > least ? most - least : most, 4);
  const step = second - first;
  return {
    kind: 'curves',
    heading: CONVERGENCE.heading(),
    description: CONVERGENCE.description(),
    x: {
      title: CONVERGENCE.evaluated(),
      scale: 'linear',
      from: 0,
      to: Math.max(1, extentOf(points.map(({ x }) => x))[1]),
      format: (value) => CONVERGENCE.designs(count(value)),
      formatTick: (value) => (Number.isInteger(value) ? count(value) : ''),
    },
    y: {
      title: CONVERGENCE.hypervolume(),
      scale: 'linear',
      from: Math.max(0, (Math.ceil(least / step) - 1) * step),
      to: (Math.floor(most / step) + 1) * step,
      format: (value) => percent(value, 2),
      formatTick: (value) => percent(value, 1),
    },
    curves: [
      {
        label: CONVERGENCE.front(),
        tone: 'first',
        dash: 'solid',
        mark: points.length <= 40 ? 'circle' : 'none',
        // What was found before is kept until something better is.
        drawn: 'steps',
        isStrong: true,
        points,
      },
    ],
    references: [],
    table: {
      columns: [CONVERGENCE.evaluated(), CONVERGENCE.hypervolume()],
      rows: points.map(({ x, y }) => ({ header: count(x), cells: [percent(y, 2)] })),
    },
  };
}
