import type { ShownSweep } from '../../src/exploration/shown-sweep.ts';
import { count, percent } from '../format.ts';
import { columnOf, nameOf, pointText } from './columns.ts';
import { CHOICES, SWEEP } from './words.ts';

/** What a sweep comes to: how many points, and those that stand out. */
export function sentencesOf({ columns, decisions }: ShownSweep): string[] {
  const { run, points, dropped, feasible, best } = columns;
  const infeasible = feasible.reduce((sum, one) => sum + (one === 0 ? 1 : 0), 0);
  // Of the points that are drawn, where not all are.
  const estimated = points === 0 ? 0 : Math.round((infeasible / points) * run);
  const about = points < run ? '≈ ' : '';
  const nameOfMetric = (key: string): string => {
    const column = columnOf(columns, key);
    return column === undefined ? key : nameOf(column);
  };
  const { front, knee, cheapest, hypervolume } = decisions;
  return [
    [
      SWEEP.sentence(count(run), count(dropped), `${about}${count(estimated)}`),
      ...(points < run ? [CHOICES.shown(count(points))] : []),
    ].join(' '),
    best === null ? SWEEP.noneFeasible() : SWEEP.bestIs(pointText(columns, best)),
    ...(columns.objectives.length > 1 ? [CHOICES.front(count(front.length))] : []),
    ...(knee === null ? [] : [CHOICES.knee(pointText(columns, knee))]),
    ...(cheapest === null
      ? []
      : [
          CHOICES.cheapest(
            percent(cheapest.tolerance),
            nameOfMetric(cheapest.goal.metric),
            nameOfMetric(cheapest.price.metric),
            pointText(columns, cheapest.row),
          ),
        ]),
    ...(hypervolume === null || columns.objectives.length < 2 ? [] : [CHOICES.hypervolume(percent(hypervolume))]),
  ];
}
