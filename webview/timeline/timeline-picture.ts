import type { ConfigPath } from '../../src/findings/finding.ts';
import type { Timeline } from '../../src/report/timeline.ts';
import { fitted } from '../activations/density-map.ts';
import { roundSteps } from '../canvas/axis.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { pathOfLayer } from '../charts/layer-keys.ts';
import { milliseconds, plainNumber } from '../format.ts';
import type { Theme } from '../theme.ts';
import { type Row, rowsOf, type Span, spanNear } from './lanes.ts';
import { spanText, tableOf, titleOf } from './reading.ts';
import { type Frame, ROW_HEIGHT, RowPainter } from './row-painter.ts';
import { panned, revealing, type Viewport, zoomed } from './viewport.ts';
import { SIGHT, TIMELINE } from './words.ts';

/** What the user's hand changes; it outlives a redrawing. */
export interface TimelineHand {
  /** Null while the whole iteration is in sight. */
  viewport: Viewport | null;
  selected: { row: number; span: number } | null;
}

const TITLE_HEIGHT = 24;
const BLOCK_GAP = 8;
const AXIS_HEIGHT = 40;
const TICK_ROOM = 90;
const KEY_ZOOM = 1.5;

/** Lanes of one iteration of the oracle, of vDNN and of cDMA, on one scale of time. */
export function timelinePicture(timeline: Timeline, theme: Theme, hand: TimelineHand): Picture {
  const rows = rowsOf(timeline);
  const total = totalOf(timeline);
  const tops = topsOf(rows);
  const axisTop = (tops.at(-1) ?? 0) + ROW_HEIGHT;
  const painter = new RowPainter(theme);
  let frame: Frame = { left: 0, width: 1 };
  const viewport = (): Viewport => hand.viewport ?? { from: 0, to: total };
  const toX = (seconds: number): number => {
    const { from, to } = viewport();
    return frame.left + ((seconds - from) / (to - from)) * frame.width;
  };
  const toSeconds = (x: number): number => {
    const { from, to } = viewport();
    return from + ((x - frame.left) / frame.width) * (to - from);
  };
  const rowAt = (y: number): Row | undefined => rows[tops.findIndex((top) => y >= top && y < top + ROW_HEIGHT)];
  const at = (x: number, y: number): Span | undefined => {
    const moment = toSeconds(x);
    return x < frame.left ? undefined : rowAt(y)?.spans.find(({ start, end }) => moment >= start && moment < end);
  };
  const selected = (): Span | undefined =>
    hand.selected === null ? undefined : rows[hand.selected.row]?.spans[hand.selected.span];

  const draw = (context: CanvasRenderingContext2D, width: number): void => {
    const names = width < 480 ? 58 : 76;
    frame = { left: names, width: Math.max(1, width - names - 8) };
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
    context.textBaseline = 'middle';
    drawAxis(context, width);
    rows.forEach((row, index) => {
      const top = tops[index] ?? 0;
      if (rows[index - 1]?.design !== row.design) drawTitle(context, row, top);
      context.fillStyle = theme.muted;
      context.textAlign = 'right';
      context.fillText(fitted(context, TIMELINE.rows[row.name](), names - 8), names - 8, top + ROW_HEIGHT / 2);
      painter.draw(context, row, viewport(), frame, top);
    });
    drawSelected(context);
  };

  const drawTitle = (context: CanvasRenderingContext2D, { design }: Row, top: number): void => {
    const one = timeline.designs.find((candidate) => candidate.design === design);
    if (one === undefined) return;
    const title = titleOf(one, timeline);
    const middle = top - TITLE_HEIGHT / 2 + 2;
    context.font = `600 ${theme.fontSize}px ${theme.fontFamily}`;
    context.textAlign = 'left';
    // Lines of the axis do not run through it.
    context.fillStyle = theme.background;
    context.fillRect(0, middle - 9, context.measureText(title).width + 4, 18);
    context.fillStyle = theme.foreground;
    context.fillText(title, 0, middle);
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
  };

  const drawAxis = (context: CanvasRenderingContext2D, width: number): void => {
    context.fillStyle = theme.muted;
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.textAlign = 'center';
    const { from, to } = viewport();
    const steps = roundSteps(from * 1e3, to * 1e3, Math.max(2, Math.floor(frame.width / TICK_ROOM)));
    for (const tick of steps) {
      const x = Math.round(toX(tick / 1e3)) + 0.5;
      line(context, x, TITLE_HEIGHT, x, axisTop + 5);
      const text = plainNumber(tick);
      const half = context.measureText(text).width / 2;
      context.fillText(text, Math.min(x, width - half), axisTop + 14);
    }
    line(context, frame.left, axisTop + 0.5, frame.left + frame.width, axisTop + 0.5);
    context.fillText(TIMELINE.timeAxis(), frame.left + frame.width / 2, axisTop + 32);
  };

  const drawSelected = (context: CanvasRenderingContext2D): void => {
    const span = selected();
    if (span === undefined || hand.selected === null || !isInSight(span)) return;
    const left = Math.max(frame.left, toX(span.start));
    const right = Math.min(frame.left + frame.width, toX(span.end));
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(left - 1, (tops[hand.selected.row] ?? 0) + 1, Math.max(2, right - left) + 1, ROW_HEIGHT - 2);
  };

  const isInSight = ({ start, end }: Span): boolean => end >= viewport().from && start <= viewport().to;
  const select = (row: number, span: number): string | null => {
    const one = rows[row];
    const next = one?.spans[span];
    if (one === undefined || next === undefined) return null;
    hand.selected = { row, span };
    if (hand.viewport !== null) hand.viewport = revealing(hand.viewport, next.start, next.end, total);
    return spanText(next, one.design);
  };
  /** Where keys zoom, and where they look for a span in another lane. */
  const middle = (): number => {
    const here = selected();
    const { from, to } = here !== undefined && isInSight(here) ? { from: here.start, to: here.end } : viewport();
    return (from + to) / 2;
  };
  /** The next lane in a direction that has spans; some are empty. */
  const selectRow = (from: number, step: 1 | -1): string | null => {
    for (let row = from + step; row >= 0 && row < rows.length; row += step) {
      const one = rows[row];
      const near = one && spanNear(one, middle());
      if (near !== undefined) return select(row, near);
    }
    return null;
  };
  const zoom = (around: number, factor: number): string => {
    hand.viewport = zoomed(viewport(), around, factor, total);
    return sightText(viewport());
  };

  return {
    heading: TIMELINE.heading(),
    description: `${TIMELINE.description()} ${SIGHT.crowded()}`,
    label: `${TIMELINE.heading()}. ${timeline.designs.map((one) => `${titleOf(one, timeline)}.`).join(' ')} ${TIMELINE.instructions()}`,
    table: tableOf(rows),
    legend: painter.legend(),
    height: () => axisTop + AXIS_HEIGHT,
    draw,
    textAt: (x, y) => {
      const span = at(x, y);
      const row = rowAt(y);
      return span && row ? spanText(span, row.design) : null;
    },
    revealAt: (x, y) => layerOf(at(x, y)),
    revealSelected: () => layerOf(selected()),
    onZoom: (x, _, factor) => {
      zoom(toSeconds(x), factor);
      return true;
    },
    onDrag: ({ by }) => {
      if (hand.viewport === null) return false;
      const { from, to } = hand.viewport;
      hand.viewport = panned(hand.viewport, (-by.x / frame.width) * (to - from), total);
      return true;
    },
    onKey: (key) => {
      const { row, span } = hand.selected ?? { row: 0, span: -1 };
      const last = (rows[row]?.spans.length ?? 1) - 1;
      switch (key) {
        case 'ArrowRight':
          return select(row, Math.min(last, span + 1));
        case 'ArrowLeft':
          return select(row, Math.max(0, span - 1));
        case 'ArrowDown':
          return hand.selected === null ? select(row, 0) : selectRow(row, 1);
        case 'ArrowUp':
          return selectRow(row, -1);
        case 'Home':
          return select(row, 0);
        case 'End':
          return select(row, last);
        case '+':
        case '=':
          return zoom(middle(), KEY_ZOOM);
        case '-':
          return zoom(middle(), 1 / KEY_ZOOM);
        case '0':
          hand.viewport = null;
          return sightText(viewport());
        default:
          return null;
      }
    },
  };
}

/** Nearer or farther, around the middle of what is in sight. */
export function zoomHand(hand: TimelineHand, timeline: Timeline, factor: number): void {
  const total = totalOf(timeline);
  const { from, to } = hand.viewport ?? { from: 0, to: total };
  hand.viewport = zoomed({ from, to }, (from + to) / 2, factor, total);
}

/** Brings a hand to another timeline: what was in sight stays so as far as there is any of it. */
export function moveHand(hand: TimelineHand, timeline: Timeline): void {
  hand.selected = null;
  if (hand.viewport !== null) hand.viewport = panned(hand.viewport, 0, totalOf(timeline));
}

function totalOf({ designs }: Timeline): number {
  return Math.max(...designs.map(({ seconds }) => seconds));
}

function topsOf(rows: readonly Row[]): number[] {
  let top = 0;
  return rows.map(({ design }, index) => {
    if (rows[index - 1]?.design !== design) top += TITLE_HEIGHT + (index === 0 ? 0 : BLOCK_GAP);
    const own = top;
    top += ROW_HEIGHT;
    return own;
  });
}

function sightText({ from, to }: Viewport): string {
  return SIGHT.inSight(milliseconds((to - from) * 1e3), milliseconds(from * 1e3));
}

function line(context: CanvasRenderingContext2D, fromX: number, fromY: number, toX: number, toY: number): void {
  context.beginPath();
  context.moveTo(fromX, fromY);
  context.lineTo(toX, toY);
  context.stroke();
}

/** A span is of a layer, or of several whose maps move together: the first of them. */
function layerOf(span: Span | undefined): ConfigPath | null {
  return span === undefined ? null : pathOfLayer(span.label.split(' + ')[0] ?? span.label);
}
