import type { Look, Row, Span } from './lanes.ts';
import type { Viewport } from './viewport.ts';

/** What is drawn at once: a span, or several that are too narrow to be told apart. Times in seconds. */
export type Piece =
  | { kind: 'span'; start: number; end: number; span: Span }
  | { kind: 'crowd'; start: number; end: number; seconds: ReadonlyMap<Look, number> };

interface Crowd {
  kind: 'crowd';
  cell: number;
  start: number;
  end: number;
  seconds: Map<Look, number>;
}

/** Spans below this width in CSS pixels are drawn with their neighbours. */
const NARROW = 3;
/** Width of a crowd; fills need as much to show their pattern. */
const CROWD_WIDTH = 6;
/** Idle time of this width keeps neighbours apart. */
const GAP = 1;

/** The pieces of a row that are in sight, on `width` CSS pixels. Drawing them costs no more, however many spans there are. */
export function piecesOf({ spans }: Row, { from, to }: Viewport, width: number): Piece[] {
  const pixel = (to - from) / width;
  const pieces: Piece[] = [];
  let crowd: Crowd | undefined;
  for (const span of spans) {
    const { start, end, look } = span;
    if (end <= start || end < from || start > to) continue;
    if (end - start >= NARROW * pixel) {
      crowd = undefined;
      pieces.push({ kind: 'span', start, end, span });
      continue;
    }
    // Cells stand still in time, so that crowds do not change while the picture is dragged.
    const cell = Math.floor(start / (CROWD_WIDTH * pixel));
    if (crowd === undefined || cell !== crowd.cell || start - crowd.end > GAP * pixel) {
      crowd = { kind: 'crowd', cell, start, end, seconds: new Map() };
      pieces.push(crowd);
    }
    crowd.end = Math.max(crowd.end, end);
    crowd.seconds.set(look, (crowd.seconds.get(look) ?? 0) + end - start);
  }
  return pieces;
}
