import type { Dash } from './spec.ts';

/** Lengths of strokes and gaps in CSS pixels. None looks like another. */
export const DASHES: Readonly<Record<Dash, number[]>> = {
  solid: [],
  dashed: [6, 4],
  dotted: [2, 3],
  'dash-dotted': [8, 3, 2, 3],
  'long-dashed': [12, 4],
  'widely-dotted': [2, 7],
  'dash-double-dotted': [8, 3, 2, 3, 2, 3],
};
