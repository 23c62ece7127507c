import type { SweepColumn } from '../../src/exploration/columns.ts';
import { along } from '../canvas/axis.ts';
import type { Theme } from '../theme.ts';
import { axisTicks } from './axis-ticks.ts';
import { nameOf } from './columns.ts';
import { tickText } from './format-column.ts';
import type { Sight } from './sight.ts';

/** Where the points lie, in CSS pixels of the canvas. */
export interface PlotArea {
  left: number;
  top: number;
  width: number;
  height: number;
}

const TICK_WIDTH = 90;
const TICK_HEIGHT = 50;
/** Room for the labels of the vertical axis. */
const LABEL_WIDTH = 68;
const RIGHT = 16;
const GAP = 6;

/** The place that axes leave to the points. */
export function plotAreaOf(width: number, height: number): PlotArea {
  const [left, top] = [LABEL_WIDTH + GAP, 28];
  return { left, top, width: Math.max(1, width - left - RIGHT), height: height - top - 44 };
}

/** Grid, ticks with their values, names of the axes: the vertical one's above its end, where it reads level. */
export function drawAxes(
  context: CanvasRenderingContext2D,
  theme: Theme,
  area: PlotArea,
  sight: Sight,
  [x, y]: readonly [SweepColumn, SweepColumn],
): void {
  const { left, top, width, height } = area;
  const bottom = top + height;
  context.font = `${theme.fontSize}px ${theme.fontFamily}`;
  context.strokeStyle = theme.grid;
  context.fillStyle = theme.muted;
  context.lineWidth = 1;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const ticks = axisTicks(sight.x, x, width / TICK_WIDTH);
  const room = ticks.length > 1 ? roomBetween(ticks.map((tick) => along(sight.x, tick) * width)) - GAP : width;
  for (const tick of ticks) {
    const at = Math.round(left + along(sight.x, tick) * width) + 0.5;
    drawLine(context, at, top, at, bottom);
    const text = shortened(context, tickText(x, tick), room);
    // At the end of the axis a label moves inwards rather than lose its digits.
    context.fillText(text, Math.min(at, left + width + RIGHT - context.measureText(text).width / 2), bottom + 12);
  }
  context.textAlign = 'right';
  for (const tick of axisTicks(sight.y, y, height / TICK_HEIGHT)) {
    const at = Math.round(top + (1 - along(sight.y, tick)) * height) + 0.5;
    drawLine(context, left, at, left + width, at);
    context.fillText(shortened(context, tickText(y, tick), LABEL_WIDTH), left - GAP, at);
  }
  context.strokeRect(left + 0.5, top + 0.5, width, height);
  context.fillStyle = theme.foreground;
  context.textAlign = 'center';
  context.fillText(shortened(context, nameOf(x), width), left + width / 2, bottom + 32);
  context.textAlign = 'left';
  context.fillText(shortened(context, nameOf(y), left + width), 0, top - 16);
}

function roomBetween(places: readonly number[]): number {
  return Math.min(...places.slice(1).map((place, index) => Math.abs(place - (places[index] ?? 0))));
}

/** The text, or as much of it as fits. */
function shortened(context: CanvasRenderingContext2D, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > room) length -= 1;
  return `${text.slice(0, length)}…`;
}

function drawLine(context: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  context.stroke();
}
