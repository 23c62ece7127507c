import type { ActivationStudy } from '../../src/activations/activation-study.ts';
import type { CodecId, Layout } from '../../src/config/resolved-config.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { CODEC, CODECS } from '../codecs.ts';
import { factor, percent, roundFactor } from '../format.ts';
import type { Theme } from '../theme.ts';
import { ACTIVATIONS } from './words.ts';

const LAYOUTS: readonly Layout[] = ['NCHW', 'NHWC', 'CHWN'];

/** Around the line of equality. */
const BAND = 0.05;
const GAP = 16;
const LEFT = 40;
const TOP = 40;
const BOTTOM = 36;
const NARROW = 560;
/** Where a mark stands in front of its name. */
const MARK = 4;

/** Ratio of a recorded map and of the one that the fitted generator makes in its place. */
interface Pair {
  layer: string;
  trainingProgress: number;
  codec: CodecId;
  layout: Layout;
  recorded: number;
  fitted: number;
}

/** Whether there is anything to compare. */
export function hasRecordedMaps(study: ActivationStudy): boolean {
  return pairsOf(study).length > 0;
}

/** Ratios of the fitted generator against the recorded ones, one square for each memory order. */
export function fittedScatter(study: ActivationStudy, theme: Theme): Picture {
  const pairs = pairsOf(study);
  const ratios = pairs.flatMap(({ recorded, fitted }) => [recorded, fitted]);
  const least = Math.min(0, Math.floor(Math.log2(Math.min(...ratios))));
  const most = Math.max(1, Math.ceil(Math.log2(Math.max(...ratios))));
  let squares: Square[] = [];
  let selected: number | null = null;

  const text = (pair: Pair): string =>
    ACTIVATIONS.fittedAt(
      `${pair.layer}, ${percent(pair.trainingProgress, 2)}, ${CODEC[pair.codec].short}, ${pair.layout}`,
      factor(pair.recorded),
      factor(pair.fitted),
      signed(errorOf(pair)),
    );
  const place = (pair: Pair) => {
    const square = squares.find(({ layout }) => layout === pair.layout);
    if (square === undefined) return null;
    const along = (ratio: number) => (Math.log2(ratio) - least) / (most - least);
    return {
      x: square.left + along(pair.recorded) * square.side,
      y: square.top + (1 - along(pair.fitted)) * square.side,
    };
  };

  return {
    heading: ACTIVATIONS.fittedHeading(),
    description: ACTIVATIONS.fittedDescription(percent(meanError(pairs), 1), percent(BAND)),
    label: ACTIVATIONS.fittedLabel(pairs.length, percent(meanError(pairs), 1)),
    table: {
      columns: [
        ACTIVATIONS.layer(),
        ACTIVATIONS.training(),
        ACTIVATIONS.codec(),
        ACTIVATIONS.layout(),
        ACTIVATIONS.recorded(),
        ACTIVATIONS.fitted(),
        ACTIVATIONS.error(),
      ],
      rows: pairs.map((pair) => ({
        header: pair.layer,
        cells: [
          percent(pair.trainingProgress, 2),
          CODEC[pair.codec].short,
          pair.layout,
          factor(pair.recorded),
          factor(pair.fitted),
          signed(errorOf(pair)),
        ],
      })),
    },
    height: (width) => {
      const placed = squaresOf(width);
      return Math.max(...placed.map(({ top, side }) => top + side)) + BOTTOM;
    },
    draw: (context, width) => {
      squares = squaresOf(width);
      context.font = `${theme.fontSize}px ${theme.fontFamily}`;
      drawLegend(context, theme);
      for (const square of squares) drawSquare(context, theme, square, least, most);
      pairs.forEach((pair, i) => {
        const at = place(pair);
        if (at === null) return;
        drawMark(context, pair.codec, at.x, at.y, theme);
        if (i !== selected) return;
        context.strokeStyle = theme.focus;
        context.lineWidth = 2;
        context.strokeRect(at.x - 8, at.y - 8, 16, 16);
        context.lineWidth = 1;
      });
    },
    textAt: (x, y) => {
      let nearest: Pair | null = null;
      let distance = 10;
      for (const pair of pairs) {
        const at = place(pair);
        const away = at === null ? Number.POSITIVE_INFINITY : Math.hypot(at.x - x, at.y - y);
        if (away < distance) [nearest, distance] = [pair, away];
      }
      return nearest === null ? null : text(nearest);
    },
    onKey: (key) => {
      const next = indexAfterKey(key, selected, pairs.length);
      const pair = next === null ? undefined : pairs[next];
      if (pair === undefined) return null;
      selected = next;
      return text(pair);
    },
  };
}

function pairsOf(study: ActivationStudy): Pair[] {
  const pairs: Pair[] = [];
  for (const { name, coded } of study.layers) {
    for (const { trainingProgress, rawBytes, layouts, fitted } of coded) {
      if (fitted === null) continue;
      for (const layout of LAYOUTS) {
        for (const codec of CODECS) {
          pairs.push({
            layer: name,
            trainingProgress,
            codec,
            layout,
            recorded: rawBytes / layouts[layout].sizes[codec].bytes,
            fitted: fitted.rawBytes / fitted.layouts[layout].sizes[codec].bytes,
          });
        }
      }
    }
  }
  return pairs;
}

function errorOf({ recorded, fitted }: Pair): number {
  return fitted / recorded - 1;
}

function meanError(pairs: readonly Pair[]): number {
  return pairs.reduce((sum, pair) => sum + Math.abs(errorOf(pair)), 0) / pairs.length;
}

function signed(error: number): string {
  return `${error < 0 ? '−' : '+'}${percent(Math.abs(error), 1)}`;
}

interface Square {
  layout: Layout;
  left: number;
  top: number;
  side: number;
}

/** Side by side, or one below the other in a narrow column. */
function squaresOf(width: number): Square[] {
  const narrow = width < NARROW;
  const columns = narrow ? 1 : LAYOUTS.length;
  const side = Math.min(280, Math.floor((width - columns * (LEFT + GAP)) / columns));
  return LAYOUTS.map((layout, i) => ({
    layout,
    left: LEFT + (narrow ? 0 : i * (side + LEFT + GAP)),
    top: TOP + (narrow ? i * (side + BOTTOM + GAP + 8) : 0),
    side,
  }));
}

function drawSquare(
  context: CanvasRenderingContext2D,
  theme: Theme,
  square: Square,
  least: number,
  most: number,
): void {
  const { layout, left, top, side } = square;
  const at = (log: number) => ((log - least) / (most - least)) * side;
  context.lineWidth = 1;
  context.save();
  context.beginPath();
  context.rect(left, top, side, side);
  context.clip();
  const shift = at(least + Math.log2(1 + BAND));
  context.fillStyle = theme.grid;
  context.globalAlpha = 0.6;
  context.beginPath();
  context.moveTo(left, top + side - shift);
  context.lineTo(left + side, top - shift);
  context.lineTo(left + side, top + shift);
  context.lineTo(left, top + side + shift);
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = theme.muted;
  context.beginPath();
  context.moveTo(left, top + side);
  context.lineTo(left + side, top);
  context.stroke();
  context.restore();
  context.strokeStyle = theme.grid;
  context.strokeRect(left + 0.5, top + 0.5, side, side);

  context.fillStyle = theme.muted;
  context.textBaseline = 'middle';
  const room = context.measureText(roundFactor(2 ** least)).width + GAP / 2;
  const step = Math.ceil((room * (most - least)) / side);
  for (let log = least; log <= most; log += step) {
    context.textAlign = 'right';
    context.fillText(roundFactor(2 ** log), left - 4, top + side - at(log));
    context.textAlign = 'center';
    context.fillText(roundFactor(2 ** log), left + at(log), top + side + 10);
  }
  context.fillText(ACTIVATIONS.recorded(), left + side / 2, top + side + 26);
  context.fillStyle = theme.foreground;
  context.textAlign = 'left';
  context.fillText(ACTIVATIONS.fittedAxis(layout), left, top - 10);
}

function drawLegend(context: CanvasRenderingContext2D, theme: Theme): void {
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  let x = LEFT;
  for (const codec of CODECS) {
    drawMark(context, codec, x + MARK, 8, theme);
    context.fillStyle = theme.foreground;
    context.fillText(CODEC[codec].short, x + 14, 8);
    x += 14 + context.measureText(CODEC[codec].short).width + GAP;
  }
}

function drawMark(context: CanvasRenderingContext2D, codec: CodecId, x: number, y: number, theme: Theme): void {
  const { fill, trace } = CODEC[codec];
  context.strokeStyle = theme.tones[fill.tone];
  context.lineWidth = 1.5;
  context.beginPath();
  trace(context, x, y);
  context.stroke();
  context.lineWidth = 1;
}

function indexAfterKey(key: string, from: number | null, count: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return from === null ? 0 : Math.min(count - 1, from + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return from === null ? 0 : Math.max(0, from - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}
