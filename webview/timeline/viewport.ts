/** The part of the iteration in sight, in seconds since it began. */
export interface Viewport {
  from: number;
  to: number;
}

/** Nearer than a microsecond there is nothing to see. */
const NARROWEST_SECONDS = 1e-6;

/** The viewport after zooming around a moment, which stays where it is; `factor` above 1 is nearer. */
export function zoomed({ from, to }: Viewport, around: number, factor: number, total: number): Viewport {
  const width = Math.min(total, Math.max(NARROWEST_SECONDS, (to - from) / factor));
  const share = to > from ? (around - from) / (to - from) : 0.5;
  return within({ from: around - share * width, to: around + (1 - share) * width }, total);
}

/** The viewport moved by some seconds, as far as the iteration goes. */
export function panned({ from, to }: Viewport, by: number, total: number): Viewport {
  return within({ from: from + by, to: to + by }, total);
}

/** The viewport moved as little as needed to have a span in sight. */
export function revealing(viewport: Viewport, start: number, end: number, total: number): Viewport {
  const { from, to } = viewport;
  if (start >= from && end <= to) return viewport;
  if (end - start >= to - from || start < from) return panned(viewport, start - from, total);
  return panned(viewport, end - to, total);
}

function within({ from, to }: Viewport, total: number): Viewport {
  const width = to - from;
  const start = Math.min(Math.max(0, from), Math.max(0, total - width));
  return { from: start, to: Math.min(total, start + width) };
}
