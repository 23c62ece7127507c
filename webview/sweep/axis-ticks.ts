import type { SweepColumn } from '../../src/exploration/columns.ts';
import { type Axis, along, roundSteps, valueAt } from '../canvas/axis.ts';

/** Tried values stand on the axis where they are at least this part of the usual distance of ticks apart. */
const CLOSEST = 0.6;

/**
 * Values that an axis names, ascending, at most about `most`: the values that a parameter was tried with, where there is
 * room for all that are in sight; else round ones. Of the words of a choice some are left out.
 */
export function axisTicks(axis: Axis, column: SweepColumn, most: number): number[] {
  if (column.kind === 'metric') return roundTicks(axis, most);
  const tried = triedOf(column).filter((value) => isInSight(axis, value));
  if (column.dimension === 'choice') {
    const every = Math.max(1, Math.ceil(tried.length / Math.max(1, most)));
    return tried.filter((index) => index % every === 0);
  }
  const isRoomy = tried.every((value, index) => {
    const before = tried[index - 1];
    return before === undefined || along(axis, value) - along(axis, before) >= CLOSEST / most;
  });
  return tried.length > 1 && isRoomy ? tried : roundTicks(axis, most);
}

/** More values than this are never named one by one. */
const MOST_TRIED = 1000;

/** Sorting all points takes longer than a frame has. */
const KNOWN_TRIED = new WeakMap<SweepColumn, readonly number[]>();

/** The different values of a column, ascending; none where there are too many. */
function triedOf(column: SweepColumn): readonly number[] {
  const known = KNOWN_TRIED.get(column);
  if (known !== undefined) return known;
  const different = new Set(column.values);
  const tried = different.size > MOST_TRIED ? [] : [...different].sort((a, b) => a - b);
  KNOWN_TRIED.set(column, tried);
  return tried;
}

/** What is named of every decade of a logarithmic axis: as much as there is room for. */
const OF_DECADE: readonly (readonly number[])[] = [[1, 2, 5], [1, 3], [1]];

/** On a logarithmic axis parts of every decade, or powers of ten some decades apart; within a decade round steps. */
function roundTicks(axis: Axis, most: number): number[] {
  const [least, greatest] = [valueAt(axis, 0), valueAt(axis, 1)];
  if (axis.scale === 'linear') return roundSteps(least, greatest, most);
  const decades = Math.log10(greatest / least);
  if (decades < 1) return roundSteps(least, greatest, most).filter((value) => value > 0);
  const factors = OF_DECADE.find(({ length }) => length * decades <= most + 1) ?? [1];
  const every = Math.max(1, Math.ceil((factors.length * decades) / (most + 1)));
  const ticks: number[] = [];
  const first = Math.floor(Math.log10(least) / every) * every;
  for (let power = first; power <= Math.log10(greatest); power += every) {
    ticks.push(...factors.map((factor) => Number(`${factor}e${power}`)).filter((value) => isInSight(axis, value)));
  }
  return ticks;
}

function isInSight(axis: Axis, value: number): boolean {
  const share = along(axis, value);
  return share >= 0 && share <= 1;
}
