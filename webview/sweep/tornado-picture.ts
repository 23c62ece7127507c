import type { MetricColumn } from '../../src/exploration/columns.ts';
import type { TornadoEnd, TornadoOfMetric } from '../../src/exploration/decisions.ts';
import type { ConfigPath } from '../../src/findings/finding.ts';
import { fitted } from '../activations/density-map.ts';
import { type Axis, along } from '../canvas/axis.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { FillPainter } from '../charts/fills.ts';
import type { Fill } from '../charts/spec.ts';
import type { Theme } from '../theme.ts';
import { axisTicks } from './axis-ticks.ts';
import { nameOf } from './columns.ts';
import { TORNADO } from './decision-words.ts';
import { extentOf } from './extent.ts';
import { formatByDimension, tickText } from './format-column.ts';
import { haloText } from './halo-text.ts';

/** What the user's hand changes; it outlives a redrawing. */
export interface TornadoHand {
  /** The bar that keys have led to. */
  bar: number | null;
}

interface Tornado {
  tornado: TornadoOfMetric;
  metric: MetricColumn;
}

const AXIS_HEIGHT = 40;
const ROW_HEIGHT = 42;
const NAME_HEIGHT = 18;
const BAR_HEIGHT = 14;
const TICK_WIDTH = 80;
const GAP = 5;
/** Room for written values on either side, at most. */
const END_WIDTH = 110;
const END_SHARE = 0.24;
const LEAST_BAR = 1;
/** Room beyond the outermost bars, as a share of what they span. */
const MARGIN = 0.02;

const BETTER: Fill = { tone: 'third', pattern: 'solid' };
const WORSE: Fill = { tone: 'second', pattern: 'stripes' };

/**
 * A bar for each key, from the figure at its lowest value to that at its highest, around the figure of the config. A picture and
 * not a chart of bars: values stand at both ends, also at those left of the config's line.
 */
export function tornadoPicture({ tornado, metric }: Tornado, theme: Theme, hand: TornadoHand): Picture {
  const { bars, present } = tornado;
  const fills = new FillPainter(theme);
  const figures = [present, ...bars.flatMap(({ low, high }) => [low.value, high.value])];
  // It shows differences: its axis is even, whatever they span.
  const [least, most] = extentOf(figures);
  const room = (most - least || Math.abs(present) || 1) * MARGIN;
  const axis: Axis = { scale: 'linear', from: least - room, to: most + room };
  const format = (value: number): string => formatByDimension(metric.dimension, value);
  const isBetter = (value: number): boolean => (metric.better === 'higher' ? value > present : value < present);
  let [left, width] = [0, 1];
  const xOf = (value: number): number => left + along(axis, value) * width;
  const ticks = (): number[] => axisTicks(axis, metric, width / TICK_WIDTH);
  const height = AXIS_HEIGHT + bars.length * ROW_HEIGHT;

  const draw = (context: CanvasRenderingContext2D, whole: number): void => {
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
    context.textBaseline = 'middle';
    placeAxis(context, whole);
    drawGrid(context);
    bars.forEach((bar, index) => {
      const top = AXIS_HEIGHT + index * ROW_HEIGHT;
      for (const { value } of [bar.low, bar.high]) drawPart(context, value, top + NAME_HEIGHT);
    });
    drawPresent(context, whole);
    drawTicks(context);
    bars.forEach((bar, index) => {
      drawTexts(context, bar, AXIS_HEIGHT + index * ROW_HEIGHT, whole);
    });
    if (hand.bar === null) return;
    context.strokeStyle = theme.focus;
    context.lineWidth = 2;
    context.strokeRect(1, AXIS_HEIGHT + hand.bar * ROW_HEIGHT - 1, whole - 2, ROW_HEIGHT - 4);
  };

  /** As much room beside the bars as their written values need. */
  const placeAxis = (context: CanvasRenderingContext2D, whole: number): void => {
    const most = Math.min(END_WIDTH, whole * END_SHARE);
    const widest = (ends: readonly TornadoEnd[]): number =>
      Math.min(most, Math.max(0, ...ends.map(({ written }) => context.measureText(String(written)).width)));
    const before = widest(bars.map((bar) => endsOf(bar)[0]));
    const after = widest(bars.map((bar) => endsOf(bar)[1]));
    left = before + GAP;
    width = Math.max(1, whole - left - after - GAP);
  };

  const drawGrid = (context: CanvasRenderingContext2D): void => {
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    for (const tick of ticks()) {
      const x = Math.round(xOf(tick)) + 0.5;
      context.beginPath();
      context.moveTo(x, AXIS_HEIGHT - 8);
      // In high contrast, lines would compete with the values beside the bars.
      context.lineTo(x, theme.highContrast ? AXIS_HEIGHT - 4 : height - 8);
      context.stroke();
    }
  };

  /** Over the config's line, which may run through them. */
  const drawTicks = (context: CanvasRenderingContext2D): void => {
    context.textAlign = 'center';
    context.fillStyle = theme.muted;
    for (const tick of ticks()) haloText(context, theme, tickText(metric, tick), xOf(tick), AXIS_HEIGHT - 17);
  };

  const drawPart = (context: CanvasRenderingContext2D, value: number, top: number): void => {
    const [from, to] = [xOf(Math.min(value, present)), xOf(Math.max(value, present))];
    if (!(to - from > LEAST_BAR / 2)) return;
    const fill = isBetter(value) ? BETTER : WORSE;
    context.fillStyle = fills.fill(fill, 'strong');
    context.strokeStyle = fills.outline(fill, 'strong');
    context.lineWidth = 1;
    context.fillRect(from, top, to - from, BAR_HEIGHT);
    context.strokeRect(from + 0.5, top + 0.5, Math.max(LEAST_BAR, to - from - 1), BAR_HEIGHT - 1);
  };

  const drawPresent = (context: CanvasRenderingContext2D, whole: number): void => {
    const x = Math.round(xOf(present)) + 0.5;
    context.strokeStyle = theme.foreground;
    context.lineWidth = 1;
    context.setLineDash([4, 3]);
    context.beginPath();
    context.moveTo(x, AXIS_HEIGHT - 26);
    context.lineTo(x, height - 8);
    context.stroke();
    context.setLineDash([]);
    const text = TORNADO.present(format(present));
    const half = context.measureText(text).width / 2;
    context.fillStyle = theme.foreground;
    context.textAlign = 'center';
    context.fillText(text, Math.max(half, Math.min(x, whole - half)), 7);
  };

  const drawTexts = (
    context: CanvasRenderingContext2D,
    bar: TornadoOfMetric['bars'][number],
    top: number,
    whole: number,
  ): void => {
    const [lower, higher] = endsOf(bar);
    const middle = top + NAME_HEIGHT + BAR_HEIGHT / 2;
    context.fillStyle = theme.foreground;
    context.textAlign = 'left';
    haloText(context, theme, fitted(context, bar.key, whole), 0, top + NAME_HEIGHT / 2);
    context.fillStyle = theme.muted;
    // At the ends of the bar, which begins at the config's line where both ends lie on one side of it.
    const [start, end] = [Math.min(lower.value, present), Math.max(higher.value, present)];
    context.textAlign = 'right';
    haloText(context, theme, fitted(context, String(lower.written), left - GAP), xOf(start) - GAP, middle);
    context.textAlign = 'left';
    haloText(
      context,
      theme,
      fitted(context, String(higher.written), whole - left - width - GAP),
      xOf(end) + GAP,
      middle,
    );
  };

  const textOf = (index: number): string => {
    const bar = bars[index];
    if (bar === undefined) return '';
    const { key, low, high } = bar;
    return TORNADO.bar(key, String(low.written), format(low.value), String(high.written), format(high.value));
  };
  const barAt = (y: number): number | undefined => {
    const index = Math.floor((y - AXIS_HEIGHT) / ROW_HEIGHT);
    return index >= 0 && index < bars.length ? index : undefined;
  };
  const pathOf = (index: number | null | undefined): ConfigPath | null => bars[index ?? -1]?.key.split('.') ?? null;

  return {
    heading: TORNADO.heading(nameOf(metric)),
    description: TORNADO.description(nameOf(metric), format(present)),
    label: `${TORNADO.label(nameOf(metric), format(present), bars.map(({ key }) => key).join('; '))} ${TORNADO.instructions()}`,
    table: {
      columns: [TORNADO.key(), TORNADO.low(), TORNADO.figureAtLow(), TORNADO.high(), TORNADO.figureAtHigh()],
      rows: bars.map(({ key, low, high }) => ({
        header: key,
        cells: [String(low.written), format(low.value), String(high.written), format(high.value)],
      })),
    },
    legend: [
      { label: TORNADO.better(), drawSwatch: (context, x, y) => fills.drawSwatch(context, BETTER, x, y) },
      { label: TORNADO.worse(), drawSwatch: (context, x, y) => fills.drawSwatch(context, WORSE, x, y) },
    ],
    height: () => height,
    draw,
    textAt: (_, y) => {
      const index = barAt(y);
      return index === undefined ? null : textOf(index);
    },
    revealAt: (_, y) => pathOf(barAt(y)),
    revealSelected: () => pathOf(hand.bar),
    onKey: (key) => {
      const by = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
      if (by === 0 || bars.length === 0) return null;
      hand.bar = hand.bar === null ? 0 : Math.min(bars.length - 1, Math.max(0, hand.bar + by));
      return textOf(hand.bar);
    },
  };
}

/** By their figures: the end that lies left comes first. */
function endsOf({ low, high }: TornadoOfMetric['bars'][number]): readonly [TornadoEnd, TornadoEnd] {
  return low.value <= high.value ? [low, high] : [high, low];
}
