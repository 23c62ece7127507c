import { fitted } from '../activations/density-map.ts';
import { FillPainter } from '../charts/fills.ts';
import type { LegendEntry } from '../charts/legend.ts';
import type { Fill } from '../charts/spec.ts';
import type { Theme } from '../theme.ts';
import { RESOURCE } from '../words.ts';
import type { Look, Row, Span } from './lanes.ts';
import { type Piece, piecesOf } from './pieces.ts';
import type { Viewport } from './viewport.ts';
import { TIMELINE } from './words.ts';

/** In the order in which a crowd is stacked. */
const FILLS: Record<Look, Fill> = {
  forward: { tone: 'third', pattern: 'solid' },
  backward: { tone: 'third', pattern: 'dots' },
  stall: { tone: 'second', pattern: 'stripes' },
  offload: { tone: 'first', pattern: 'solid' },
  prefetch: { tone: 'first', pattern: 'dots' },
};
const LOOKS = Object.keys(FILLS) as Look[];

/** The part of the canvas that time runs across, in CSS pixels. */
export interface Frame {
  left: number;
  width: number;
}

export const ROW_HEIGHT = 22;
const PADDING = 2;
/** In narrower boxes no pattern can be read: they have its colour, as strong as the pattern looks from afar. */
const PATTERN_WIDTH = 4;
const PATTERN_FROM_AFAR = 0.6;
const LABEL_PADDING = 4;
/** A name that is cut to fewer letters names nothing. */
const SHORTEST_CUT = 8;

/** Draws rows of spans in the colours of a theme. */
export class RowPainter {
  readonly #theme: Theme;
  readonly #fills: FillPainter;

  constructor(theme: Theme) {
    this.#theme = theme;
    this.#fills = new FillPainter(theme);
  }

  /** What the fills stand for. */
  legend(): LegendEntry[] {
    return LOOKS.map((look) => ({
      label: TIMELINE.legend[look](),
      drawSwatch: (context, x, y) => this.#fills.drawSwatch(context, FILLS[look], x, y),
    }));
  }

  draw(context: CanvasRenderingContext2D, row: Row, viewport: Viewport, frame: Frame, top: number): void {
    const { from, to } = viewport;
    const toX = (seconds: number): number => Math.round(frame.left + ((seconds - from) / (to - from)) * frame.width);
    context.save();
    context.beginPath();
    context.rect(frame.left, top, frame.width, ROW_HEIGHT);
    context.clip();
    for (const piece of piecesOf(row, viewport, frame.width)) {
      // Not far beyond what is in sight: canvases lose their exactness there.
      const left = Math.max(toX(piece.start), frame.left - 2);
      const right = Math.min(Math.max(toX(piece.end), left + 1), frame.left + frame.width + 2);
      this.#drawPiece(context, piece, left, right, top);
    }
    context.restore();
  }

  #drawPiece(context: CanvasRenderingContext2D, piece: Piece, left: number, right: number, top: number): void {
    switch (piece.kind) {
      case 'span':
        this.#drawSpan(context, piece.span, left, right, top);
        break;
      case 'crowd': {
        const height = ROW_HEIGHT - 2 * PADDING;
        const whole = piece.end - piece.start;
        let seconds = 0;
        let bottom = top + PADDING + height;
        for (const look of LOOKS) {
          seconds += piece.seconds.get(look) ?? 0;
          const next = top + PADDING + Math.round(height * Math.max(0, 1 - seconds / whole));
          this.#fill(context, look, left, next, right - left, bottom - next);
          bottom = next;
        }
        break;
      }
    }
  }

  #drawSpan(context: CanvasRenderingContext2D, span: Span, left: number, right: number, top: number): void {
    // A pixel apart, so that neighbours that look alike can be told apart.
    const width = Math.max(1, right - left - 1);
    const height = ROW_HEIGHT - 2 * PADDING;
    this.#fill(context, span.look, left, top + PADDING, width, height);
    if (width < PATTERN_WIDTH) return;
    context.strokeStyle = this.#fills.outline(FILLS[span.look], 'strong');
    context.lineWidth = 1;
    context.strokeRect(left + 0.5, top + PADDING + 0.5, width - 1, height - 1);
    this.#drawLabel(context, span, left, width, top);
  }

  #fill(context: CanvasRenderingContext2D, look: Look, left: number, top: number, width: number, height: number): void {
    if (height <= 0) return;
    const fill = FILLS[look];
    const isNarrow = width < PATTERN_WIDTH;
    context.fillStyle = isNarrow ? this.#fills.outline(fill, 'strong') : this.#fills.fill(fill, 'strong');
    if (isNarrow && fill.pattern !== 'solid') context.globalAlpha = PATTERN_FROM_AFAR;
    context.fillRect(left, top, width, height);
    context.globalAlpha = 1;
  }

  #drawLabel(context: CanvasRenderingContext2D, span: Span, left: number, width: number, top: number): void {
    const room = width - 2 * LABEL_PADDING;
    if (room < this.#theme.fontSize) return;
    const whole = span.kind === 'stall' ? RESOURCE[span.cause]() : span.label;
    const label = fitted(context, whole, room);
    if (label !== whole && label.length < SHORTEST_CUT) return;
    const measured = context.measureText(label).width;
    const x = left + (width - measured) / 2;
    // On a ground of its own: patterns and colours lie below.
    context.fillStyle = this.#theme.background;
    context.fillRect(x - 3, top + 4, measured + 6, ROW_HEIGHT - 8);
    context.fillStyle = this.#theme.foreground;
    context.textAlign = 'left';
    context.fillText(label, x, top + ROW_HEIGHT / 2);
  }
}
