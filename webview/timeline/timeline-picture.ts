import type { DesignTimeline, Timeline } from '../../src/report/timeline.ts';
import { fitted } from '../activations/density-map.ts';
import { roundSteps } from '../canvas/axis.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { FillPainter } from '../charts/fills.ts';
import type { Fill, TableSpec } from '../charts/spec.ts';
import { megabytes, milliseconds, percent, shortNumber } from '../format.ts';
import type { Theme } from '../theme.ts';
import { CHART, RESOURCE, TIMELINE } from '../words.ts';
import { type Row, rowsOf, type Span, spanNear } from './lanes.ts';
import { panned, revealing, type Viewport, zoomed } from './viewport.ts';

/** What the user's hand changes; it outlives a redrawing. */
export interface TimelineHand {
  viewport: Viewport | null;
  selected: { row: number; span: number } | null;
}

export const FILLS: Record<'forward' | 'backward' | 'stall' | 'offload' | 'prefetch', Fill> = {
  forward: { tone: 'third', pattern: 'solid' },
  backward: { tone: 'third', pattern: 'dots' },
  stall: { tone: 'second', pattern: 'stripes' },
  offload: { tone: 'first', pattern: 'solid' },
  prefetch: { tone: 'first', pattern: 'dots' },
};

const TITLE_HEIGHT = 24;
const ROW_HEIGHT = 22;
const BLOCK_GAP = 8;
const AXIS_HEIGHT = 40;
const KEY_ZOOM = 1.5;

/** Lanes of one iteration of the oracle, of vDNN and of cDMA, on one scale of time. */
export function timelinePicture(timeline: Timeline, theme: Theme, hand: TimelineHand): Picture {
  const rows = rowsOf(timeline);
  const total = Math.max(...timeline.designs.map(({ seconds }) => seconds));
  const tops = topsOf(rows);
  const height = (tops.at(-1) ?? 0) + ROW_HEIGHT + AXIS_HEIGHT;
  const fills = new FillPainter(theme);
  let frame = { left: 0, width: 1 };
  const viewport = (): Viewport => hand.viewport ?? { from: 0, to: total };
  const toX = (seconds: number): number => {
    const { from, to } = viewport();
    return frame.left + ((seconds - from) / (to - from)) * frame.width;
  };
  const toSeconds = (x: number): number => {
    const { from, to } = viewport();
    return from + ((x - frame.left) / frame.width) * (to - from);
  };
  const at = (x: number, y: number): Span | null => {
    const row = rows[tops.findIndex((top) => y >= top && y < top + ROW_HEIGHT)];
    const moment = toSeconds(x);
    return (x >= frame.left && row?.spans.find(({ start, end }) => moment >= start && moment < end)) || null;
  };
  const selected = (): Span | null =>
    hand.selected === null ? null : (rows[hand.selected.row]?.spans[hand.selected.span] ?? null);

  const draw = (context: CanvasRenderingContext2D, width: number): void => {
    const names = width < 480 ? 58 : 76;
    frame = { left: names, width: Math.max(1, width - names - 8) };
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
    context.textBaseline = 'middle';
    rows.forEach((row, index) => {
      const top = tops[index] ?? 0;
      if (rows[index - 1]?.design !== row.design) drawTitle(context, row, top);
      context.fillStyle = theme.muted;
      context.textAlign = 'right';
      context.fillText(fitted(context, TIMELINE.rows[row.name](), names - 8), names - 8, top + ROW_HEIGHT / 2);
      drawSpans(context, row, top);
    });
    drawAxis(context, width, height - AXIS_HEIGHT);
    const span = selected();
    if (span === null || hand.selected === null) return;
    const [left, right] = [Math.max(frame.left, toX(span.start)), Math.min(frame.left + frame.width, toX(span.end))];
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(left, (tops[hand.selected.row] ?? 0) + 1, Math.max(2, right - left), ROW_HEIGHT - 2);
  };

  const drawTitle = (context: CanvasRenderingContext2D, { design }: Row, top: number): void => {
    const one = timeline.designs.find((candidate) => candidate.design === design);
    if (one === undefined) return;
    context.textAlign = 'left';
    context.fillStyle = theme.foreground;
    context.font = `600 ${theme.fontSize}px ${theme.fontFamily}`;
    const title = titleOf(one, timeline);
    context.fillText(title, 0, top - TITLE_HEIGHT / 2 + 2);
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
  };

  const drawSpans = (context: CanvasRenderingContext2D, row: Row, top: number): void => {
    const right = frame.left + frame.width;
    context.save();
    context.beginPath();
    context.rect(frame.left, top, frame.width, ROW_HEIGHT);
    context.clip();
    let drawnTo = Number.NEGATIVE_INFINITY;
    let drawnKind = '';
    for (const span of row.spans) {
      const [x, end] = [toX(span.start), toX(span.end)];
      if (end < frame.left || x > right) continue;
      const kind = fillOf(span);
      // What is narrower than a pixel and like its neighbour is part of it.
      if (end <= drawnTo && kind === drawnKind) continue;
      const [from, to] = [Math.max(x, frame.left - 2), Math.min(Math.max(end, x + 1), right + 2)];
      context.fillStyle = fills.fill(FILLS[kind], 'strong');
      context.fillRect(from, top + 2, to - from, ROW_HEIGHT - 4);
      [drawnTo, drawnKind] = [to, kind];
      if (to - from < 4) continue;
      context.strokeStyle = fills.outline(FILLS[kind], 'strong');
      context.lineWidth = 1;
      context.strokeRect(from + 0.5, top + 2.5, to - from - 1, ROW_HEIGHT - 5);
      drawLabel(context, span, from, to, top);
    }
    context.restore();
  };

  const drawLabel = (context: CanvasRenderingContext2D, span: Span, from: number, to: number, top: number): void => {
    const room = to - from - 10;
    if (room < 20) return;
    const label = fitted(context, span.kind === 'stall' ? RESOURCE[span.cause]() : span.label, room);
    if (label.length < 3) return;
    const { width } = context.measureText(label);
    const x = (from + to - width) / 2;
    // On a ground of its own: patterns and colours lie below.
    context.fillStyle = theme.background;
    context.fillRect(x - 3, top + 4, width + 6, ROW_HEIGHT - 8);
    context.fillStyle = theme.foreground;
    context.textAlign = 'left';
    context.fillText(label, x, top + ROW_HEIGHT / 2);
  };

  const drawAxis = (context: CanvasRenderingContext2D, width: number, top: number): void => {
    context.fillStyle = theme.muted;
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.textAlign = 'center';
    for (const tick of roundSteps(viewport().from, viewport().to, Math.max(2, Math.floor(frame.width / 90)))) {
      const x = Math.round(toX(tick)) + 0.5;
      context.beginPath();
      context.moveTo(x, top);
      context.lineTo(x, top + 4);
      context.stroke();
      context.fillText(shortNumber(tick * 1e3), Math.min(x, width - 16), top + 13);
    }
    context.beginPath();
    context.moveTo(frame.left, top + 0.5);
    context.lineTo(frame.left + frame.width, top + 0.5);
    context.stroke();
    context.fillText(TIMELINE.timeAxis(), frame.left + frame.width / 2, top + 31);
  };

  const select = (row: number, span: number): string => {
    hand.selected = { row, span };
    const one = rows[row]?.spans[span];
    if (one === undefined) return '';
    hand.viewport = revealing(viewport(), one.start, one.end, total);
    return spanText(one, rows[row]?.design ?? 'cdma');
  };
  const zoom = (around: number, factor: number): void => {
    hand.viewport = zoomed(viewport(), around, factor, total);
  };

  return {
    heading: TIMELINE.heading(),
    description: TIMELINE.description(),
    label: `${TIMELINE.heading()}. ${timeline.designs.map((one) => `${titleOf(one, timeline)}.`).join(' ')} ${TIMELINE.instructions()}`,
    table: tableOf(rows),
    height: () => height,
    draw,
    textAt: (x, y) => {
      const span = at(x, y);
      const design = rows[tops.findIndex((top) => y >= top && y < top + ROW_HEIGHT)]?.design;
      return span && design ? spanText(span, design) : null;
    },
    revealAt: (x, y) => (at(x, y) === null ? null : ['workload', 'network']),
    revealSelected: () => (selected() === null ? null : ['workload', 'network']),
    onZoom: (x, _, factor) => {
      zoom(toSeconds(x), factor);
      return true;
    },
    onDrag: ({ by }) => {
      const { from, to } = viewport();
      hand.viewport = panned({ from, to }, (-by.x / frame.width) * (to - from), total);
      return true;
    },
    onKey: (key) => {
      const { row, span } = hand.selected ?? { row: 0, span: -1 };
      const last = (rows[row]?.spans.length ?? 1) - 1;
      const here = selected();
      const middle = here === null ? (viewport().from + viewport().to) / 2 : (here.start + here.end) / 2;
      const toRow = (to: number): string | null => {
        const next = rows[to];
        const near = next && spanNear(next, middle);
        return near === undefined ? null : select(to, near);
      };
      switch (key) {
        case 'ArrowRight':
          return select(row, Math.min(last, span + 1));
        case 'ArrowLeft':
          return select(row, Math.max(0, span - 1));
        case 'ArrowDown':
          return toRow(row + 1);
        case 'ArrowUp':
          return toRow(row - 1);
        case 'Home':
          return select(row, 0);
        case 'End':
          return select(row, last);
        case '+':
        case '=':
          zoom(middle, KEY_ZOOM);
          return viewportText(viewport());
        case '-':
          zoom(middle, 1 / KEY_ZOOM);
          return viewportText(viewport());
        case '0':
          hand.viewport = null;
          return viewportText(viewport());
        default:
          return null;
      }
    },
  };
}

/** Nearer or farther, around the middle of what is in sight. */
export function zoomHand(hand: TimelineHand, timeline: Timeline, factor: number): void {
  const total = Math.max(...timeline.designs.map(({ seconds }) => seconds));
  const { from, to } = hand.viewport ?? { from: 0, to: total };
  hand.viewport = zoomed({ from, to }, (from + to) / 2, factor, total);
}

function fillOf({ kind, isBackward }: Span): keyof typeof FILLS {
  return kind === 'compute' ? (isBackward ? 'backward' : 'forward') : kind;
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

function designName(design: DesignTimeline['design']): string {
  switch (design) {
    case 'oracle':
      return CHART.oracle();
    case 'vdnn':
      return CHART.vdnn();
    case 'cdma':
      return CHART.cdma();
  }
}

function titleOf({ design, seconds }: DesignTimeline, { designs }: Timeline): string {
  const oracle = designs.find((one) => one.design === 'oracle')?.seconds ?? seconds;
  const time = milliseconds(seconds * 1e3);
  return design === 'oracle'
    ? `${designName(design)} · ${time}`
    : `${designName(design)} · ${time} · ${TIMELINE.overOracle(percent(seconds / oracle - 1))}`;
}

function spanText(
  { kind, label, start, end, cause, rawBytes, compressedBytes }: Span,
  design: DesignTimeline['design'],
) {
  const when = TIMELINE.when(milliseconds(start * 1e3), milliseconds((end - start) * 1e3));
  const what = `${designName(design)}, ${TIMELINE.kinds[kind]()} ${label}`;
  switch (kind) {
    case 'compute':
      return `${what}: ${when}`;
    case 'stall':
      return `${what}: ${when}. ${TIMELINE.waitsFor(RESOURCE[cause]())}`;
    case 'offload':
    case 'prefetch':
      return `${what}: ${when}. ${megabytes(rawBytes)} → ${megabytes(compressedBytes)}. ${TIMELINE.boundBy(RESOURCE[cause]())}`;
  }
}

function viewportText({ from, to }: Viewport): string {
  return TIMELINE.inSight(milliseconds(from * 1e3), milliseconds(to * 1e3));
}

/** Every span of cDMA: what the picture shows of the configured design. */
function tableOf(rows: readonly Row[]): TableSpec {
  return {
    columns: [TIMELINE.span(), TIMELINE.kind(), TIMELINE.begins(), TIMELINE.lasts(), TIMELINE.cause()],
    rows: rows
      .filter(({ design }) => design === 'cdma')
      .flatMap(({ spans }) => spans)
      .map(({ label, kind, start, end, cause }) => ({
        header: label,
        cells: [
          TIMELINE.kinds[kind](),
          milliseconds(start * 1e3),
          milliseconds((end - start) * 1e3),
          kind === 'compute' ? '–' : RESOURCE[cause](),
        ],
      })),
  };
}
