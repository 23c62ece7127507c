import { type Axis, along, movedAxis, zoomedAxis } from '../canvas/axis.ts';

/** The part of the two axes that is in sight. */
export interface Sight {
  x: Axis;
  y: Axis;
}

/** Nearer than this share of the whole axis, digits of values would run out; farther, the cloud would be a dot. */
const NEAREST = 1 / 4096;
const FARTHEST = 2;
/** Room that a point is given that comes into sight, as a share of the axis. */
const ROOM = 0.1;

/** The sight zoomed around shares of its axes; `factor` above 1 is nearer. */
export function zoomedSight(sight: Sight, whole: Sight, around: { x: number; y: number }, factor: number): Sight {
  const zoomed = (name: 'x' | 'y'): Axis => {
    const [now, most] = [widthOf(sight[name]), widthOf(whole[name])];
    const width = Math.min(FARTHEST * most, Math.max(NEAREST * most, now / factor));
    return kept(zoomedAxis(sight[name], around[name], now / width), whole[name]);
  };
  return { x: zoomed('x'), y: zoomed('y') };
}

/** The sight moved by shares of its axes. */
export function movedSight(sight: Sight, whole: Sight, by: { x: number; y: number }): Sight {
  return { x: kept(movedAxis(sight.x, by.x), whole.x), y: kept(movedAxis(sight.y, by.y), whole.y) };
}

/** The sight moved as little as needed to have a point in it, with some room around. */
export function revealingSight(sight: Sight, point: { x: number; y: number }): Sight {
  const revealing = (axis: Axis, value: number): Axis => {
    const share = along(axis, value);
    if (share >= 0 && share <= 1) return axis;
    return Number.isNaN(share) ? axis : movedAxis(axis, share < 0 ? share - ROOM : share - 1 + ROOM);
  };
  return { x: revealing(sight.x, point.x), y: revealing(sight.y, point.y) };
}

/** So that the cloud is never lost, the middle of what is in sight stays on the whole axis. */
function kept(axis: Axis, whole: Axis): Axis {
  const middle = (axis.from + axis.to) / 2;
  const wanted = Math.min(whole.to, Math.max(whole.from, middle));
  return wanted === middle ? axis : movedAxis(axis, (wanted - middle) / widthOf(axis));
}

function widthOf({ from, to }: Axis): number {
  return to - from;
}
