import type { Finding } from '../findings/finding.ts';
import { say } from '../words.ts';
import { CANNOT_RUN, type Sweep } from './sweep.ts';
import { feasibleRows } from './sweep-rows.ts';

/** Among fewer feasible points there is little to choose. */
const FEW_POINTS = 3;

/** A sweep most of whose points are not feasible, down to a handful or none, with what fails most often. */
export function feasibilityFindings(sweep: Sweep): Finding[] {
  const feasible = feasibleRows(sweep).length;
  const points = sweep.dropped.reduce((sum, dropped) => sum + dropped.points, sweep.ids.length);
  if (feasible >= FEW_POINTS || 2 * feasible >= points) return [];
  const [cause, ...others] = causesOf(sweep);
  const most = others.reduce((most, other) => (other.points > most.points ? other : most), cause);
  const counts = [feasible, points, most.points].map((count) => count.toLocaleString('en'));
  return [
    {
      code: 'explore-few-feasible',
      severity: feasible === 0 ? 'warning' : 'information',
      message: messageOf(most.constraint, counts),
      help:
        most.constraint === undefined
          ? say`Simulate one of those points alone: its findings say why.`
          : say`Relax the constraint, or try values that satisfy it.`,
      path: most.constraint === undefined ? ['explore'] : ['explore', 'constraints'],
      target: 'key',
    },
  ];
}

function messageOf(constraint: string | undefined, [feasible, points, failing]: readonly string[]): string {
  if (constraint === undefined) {
    return feasible === '0'
      ? say`None of ${points} points is feasible: ${failing} cannot be simulated.`
      : say`Feasible points: ${feasible} of ${points}. Most often a point cannot be simulated (${failing}).`;
  }
  return feasible === '0'
    ? say`None of ${points} points is feasible: "${constraint}" fails at ${failing}.`
    : say`Feasible points: ${feasible} of ${points}. Most often "${constraint}" fails (${failing}).`;
}

interface Cause {
  /** As it is written; undefined: the point cannot be simulated. */
  constraint: string | undefined;
  points: number;
}

/** A point counts for every constraint that it fails after its run, and for the first that it fails before. */
function causesOf({ exploration, dropped, failed }: Sweep): [Cause, ...Cause[]] {
  const cannotRun: Cause = { constraint: undefined, points: 0 };
  const constraints = exploration.constraints.map(
    ({ text }): Cause => ({
      constraint: text,
      points: dropped.reduce((sum, { constraint, points }) => (constraint === text ? sum + points : sum), 0),
    }),
  );
  for (const bits of failed) {
    if ((bits & CANNOT_RUN) !== 0) cannotRun.points++;
    for (let index = 0; index < constraints.length; index++) {
      if (((bits >>> index) & 1) === 1) constraints[index].points++;
    }
  }
  return [cannotRun, ...constraints];
}
