/** In CSS pixels of the canvas. */
export interface Place {
  x: number;
  y: number;
}

/** Where the axes of parallel coordinates stand: side by side; or, where they would be too close, lying one below the other. */
export interface ParallelLayout {
  isLying: boolean;
  axes: number;
  /** From the least value of every axis to its greatest. */
  from: number;
  to: number;
  /** Where the first axis is, and how far each is from the one before. */
  first: number;
  apart: number;
  /** Of the whole picture. */
  width: number;
  height: number;
}

/** Closer than this, values of upright axes have no room beside them. */
const LEAST_APART = 88;
/** Room for the values of the first axis. */
const LEFT = 72;
const RIGHT = 14;
const NAME_HEIGHT = 18;
/** Names stand in two lines, by turns: each then has the room of two axes. */
const TOP = 2 * NAME_HEIGHT + 12;
const LENGTH = 280;
const BOTTOM = 12;
const LYING = { side: 14, top: 24, apart: 76, bottom: 26 };

/** @param axes one or more. */
export function parallelLayout(width: number, axes: number): ParallelLayout {
  const apart = (width - LEFT - RIGHT) / Math.max(1, axes - 1);
  if (apart >= LEAST_APART) {
    const height = TOP + LENGTH + BOTTOM;
    return { isLying: false, axes, from: TOP + LENGTH, to: TOP, first: LEFT, apart, width, height };
  }
  const { side, top, bottom } = LYING;
  const height = top + (axes - 1) * LYING.apart + bottom;
  const to = Math.max(side + 1, width - side);
  return { isLying: true, axes, from: side, to, first: top, apart: LYING.apart, width, height };
}

/** The place of a share of an axis. */
export function placeOn({ isLying, from, to, first, apart }: ParallelLayout, axis: number, share: number): Place {
  const [along, across] = [from + share * (to - from), first + axis * apart];
  return isLying ? { x: along, y: across } : { x: across, y: along };
}

/** The share of an axis beside a place, 0 to 1. */
export function shareAt({ isLying, from, to }: ParallelLayout, { x, y }: Place): number {
  return Math.min(1, Math.max(0, ((isLying ? x : y) - from) / (to - from)));
}

/** How many axes lie before a place, as a real number: 1.5 is half-way from the second axis to the third. */
export function axesBefore({ isLying, first, apart }: ParallelLayout, { x, y }: Place): number {
  return ((isLying ? y : x) - first) / apart;
}

/** The axis that is nearest to a place, and at most `reach` CSS pixels away. */
export function axisNear(layout: ParallelLayout, place: Place, reach: number): number | undefined {
  const before = axesBefore(layout, place);
  const axis = Math.min(layout.axes - 1, Math.max(0, Math.round(before)));
  return Math.abs(before - axis) * layout.apart <= reach ? axis : undefined;
}
