import type { ShownSweep } from '../../src/exploration/shown-sweep.ts';
import { count, percent } from '../format.ts';
import { CHOICES, SWEEP } from './words.ts';

/** What a sweep comes to. */
export function sentenceOf({ columns, decisions }: ShownSweep): string {
  const { run, points, dropped, feasible, best, objectives } = columns;
  const drawnInfeasible = feasible.reduce((sum, one) => sum + (one === 0 ? 1 : 0), 0);
  // Estimated from the points that are drawn, where not all are.
  const infeasible = points === 0 ? 0 : Math.round((drawnInfeasible / points) * run);
  const about = points < run ? '≈ ' : '';
  const { front, hypervolume } = decisions;
  return [
    SWEEP.sentence(count(run), count(dropped), `${about}${count(infeasible)}`),
    ...(points < run ? [CHOICES.shown(count(points))] : []),
    ...(best === null ? [SWEEP.noneFeasible()] : []),
    ...(objectives.length > 1 ? [CHOICES.front(count(front.length))] : []),
    ...(hypervolume === null || objectives.length < 2 ? [] : [CHOICES.hypervolume(percent(hypervolume))]),
  ].join(' ');
}
