import type { MetricColumn, ParameterColumn } from '../../src/exploration/columns.ts';
import type { HeatMap } from '../../src/exploration/decisions.ts';
import { ColourRamp } from '../activations/colour-ramp.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { FillPainter } from '../charts/fills.ts';
import type { LegendEntry } from '../charts/legend.ts';
import { count } from '../format.ts';
import { SWATCH } from '../pictures/picture-file.ts';
import type { Theme } from '../theme.ts';
import { nameOf } from './columns.ts';
import { HEAT_MAP } from './decision-words.ts';
import { extentOf } from './extent.ts';
import { formatByDimension } from './format-column.ts';
import { cellsBeside, drawHeatAxes, heightWithAxes } from './heat-axes.ts';
import { cellAfterKey, type HeatCell, type HeatCells, heatCellAt, sidesOf } from './heat-cells.ts';

/** What the user's hand changes; it outlives a redrawing. */
export interface HeatHand {
  /** The cell that keys have led to. */
  at: HeatCell | null;
  selected: HeatCell | null;
}

interface Heat {
  map: HeatMap;
  /** The columns that the map names. */
  x: ParameterColumn;
  y: ParameterColumn;
  metric: MetricColumn;
  /** The config's cell, where its values are among those that were tried. */
  present?: HeatCell | undefined;
  /** Called when a cell has been selected, or let go of. */
  onChange(): void;
}

const SCALE_HEIGHT = 46;
const SCALE_WIDTH = 220;
/** The palest cell still differs from the background. */
const PALEST = 0.2;
const NUMBER_ROOM = 6;
const NUMBER_HEIGHT = 16;
const CORNER = 9;

/** The best figure in every cell of two parameters' values. */
export function heatMapPicture({ map, x, y, metric, present, onChange }: Heat, theme: Theme, hand: HeatHand): Picture {
  const ramp = new ColourRamp(theme.background, theme.highContrast ? theme.foreground : theme.tones.first);
  const fills = new FillPainter(theme);
  const isHigherBetter = metric.better === 'higher';
  const [least, most] = extentOf(map.values);
  const valueAt = ({ x: across, y: up }: HeatCell): number => map.values[up * x.written.length + across] ?? Number.NaN;
  const [worst, best] = isHigherBetter ? [least, most] : [most, least];
  const shade = (value: number): number =>
    PALEST + (1 - PALEST) * (best === worst ? 1 : (value - worst) / (best - worst));
  const bestPlace = map.values.indexOf(best);
  const bestCell: HeatCell | null =
    bestPlace < 0 ? null : { x: bestPlace % x.written.length, y: Math.floor(bestPlace / x.written.length) };
  const format = (value: number): string => formatByDimension(metric.dimension, value);
  let cells: HeatCells = { columns: x.written.length, rows: y.written.length, left: 0, top: 0, width: 1, height: 1 };

  const draw = (context: CanvasRenderingContext2D, width: number): void => {
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
    cells = cellsBeside(context, x, y, width);
    const hasNumbers = hasRoomForNumbers(context);
    for (let up = 0; up < cells.rows; up++) {
      for (let across = 0; across < cells.columns; across++) drawCell(context, { x: across, y: up }, hasNumbers);
    }
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.strokeRect(cells.left - 0.5, cells.top - 0.5, cells.width + 1, cells.height + 1);
    if (present !== undefined) drawPresent(context, present);
    if (bestCell !== null) outline(context, bestCell, theme.foreground, 2);
    if (hand.selected !== null) outline(context, hand.selected, theme.focus, 3);
    if (hand.at !== null) outline(context, hand.at, theme.focus, 1.5);
    drawHeatAxes(context, theme, cells, x, y);
    drawScale(context, heightWithAxes(cells.rows));
  };

  const hasRoomForNumbers = (context: CanvasRenderingContext2D): boolean => {
    const { width, height } = sidesOf(cells, { x: 0, y: 0 });
    if (height < NUMBER_HEIGHT || width < NUMBER_HEIGHT) return false;
    const texts = [...new Set(map.values)].map(format);
    return Math.max(...texts.map((text) => context.measureText(text).width)) <= width - NUMBER_ROOM;
  };

  const drawCell = (context: CanvasRenderingContext2D, cell: HeatCell, hasNumber: boolean): void => {
    const value = valueAt(cell);
    const { left, top, width, height } = sidesOf(cells, cell);
    const isEmpty = Number.isNaN(value);
    context.fillStyle = isEmpty
      ? fills.fill({ tone: 'neutral', pattern: 'stripes' }, 'normal')
      : ramp.css(shade(value));
    // Where there is room, a line of the background parts the cells.
    const gap = width > 8 && height > 8 ? 1 : 0;
    context.fillRect(left, top, width - gap, height - gap);
    if (isEmpty || !hasNumber) return;
    context.fillStyle = ramp.isLight(shade(value)) ? '#000' : '#fff';
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.fillText(format(value), left + width / 2, top + height / 2);
  };

  /** Its corner: a number may stand in the middle. */
  const drawPresent = (context: CanvasRenderingContext2D, cell: HeatCell): void => {
    const { left, top, width, height } = sidesOf(cells, cell);
    drawCorner(context, left, top, Math.min(CORNER, width, height));
  };

  const drawCorner = (context: CanvasRenderingContext2D, left: number, top: number, side: number): void => {
    context.fillStyle = theme.tones.second;
    context.strokeStyle = theme.background;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(left, top);
    context.lineTo(left + side, top);
    context.lineTo(left, top + side);
    context.closePath();
    context.fill();
    context.stroke();
  };

  const outline = (context: CanvasRenderingContext2D, cell: HeatCell, colour: string, line: number): void => {
    const { left, top, width, height } = sidesOf(cells, cell);
    // Inside a line of the background, which tells it from any cell's colour.
    context.strokeStyle = theme.background;
    context.lineWidth = line + 2;
    context.strokeRect(left, top, width - 1, height - 1);
    context.strokeStyle = colour;
    context.lineWidth = line;
    context.strokeRect(left, top, width - 1, height - 1);
  };

  const drawScale = (context: CanvasRenderingContext2D, top: number): void => {
    if (bestCell === null) return;
    const { left, width } = cells;
    const length = Math.min(SCALE_WIDTH, width);
    for (let at = 0; at < length; at++) {
      context.fillStyle = ramp.css(PALEST + (1 - PALEST) * (at / length));
      context.fillRect(left + at, top + 8, 1.5, 10);
    }
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.strokeRect(left - 0.5, top + 7.5, length + 1, 11);
    context.fillStyle = theme.muted;
    context.textBaseline = 'middle';
    context.textAlign = 'left';
    context.fillText(format(worst), left, top + 28);
    context.textAlign = 'right';
    context.fillText(`${format(best)} (${HEAT_MAP.best()})`, left + length, top + 28);
  };

  const textOf = (cell: HeatCell): string => {
    const value = valueAt(cell);
    const isAt = (other: HeatCell | null | undefined): boolean => other?.x === cell.x && other.y === cell.y;
    return [
      `${nameOf(x)}: ${String(x.written[cell.x] ?? '–')}`,
      `${nameOf(y)}: ${String(y.written[cell.y] ?? '–')}`,
      Number.isNaN(value) ? HEAT_MAP.empty() : `${nameOf(metric)}: ${format(value)}`,
      ...(isAt(bestCell) ? [HEAT_MAP.best()] : []),
      ...(isAt(present) ? [HEAT_MAP.present()] : []),
      ...(isAt(hand.selected) ? [HEAT_MAP.selected()] : []),
    ].join('; ');
  };
  const select = (cell: HeatCell): string => {
    hand.at = cell;
    hand.selected = cell;
    onChange();
    return textOf(cell);
  };

  const legend: LegendEntry[] = [
    {
      label: HEAT_MAP.best(),
      drawSwatch: (context, left, top) => {
        context.fillStyle = ramp.css(1);
        context.fillRect(left, top, SWATCH.width, SWATCH.height);
        for (const [colour, inset] of [
          [theme.foreground, 0.5],
          [theme.background, 1.5],
        ] as const) {
          context.strokeStyle = colour;
          context.lineWidth = 1;
          context.strokeRect(left + inset, top + inset, SWATCH.width - 2 * inset, SWATCH.height - 2 * inset);
        }
      },
    },
    ...(present === undefined
      ? []
      : [
          {
            label: HEAT_MAP.present(),
            drawSwatch: (context: CanvasRenderingContext2D, left: number, top: number) =>
              drawCorner(context, left + 2, top, SWATCH.height),
          },
        ]),
    {
      label: HEAT_MAP.empty(),
      drawSwatch: (context, left, top) => fills.drawSwatch(context, { tone: 'neutral', pattern: 'stripes' }, left, top),
    },
  ];
  const range = bestCell === null ? HEAT_MAP.empty() : HEAT_MAP.range(format(least), format(most));
  return {
    heading: HEAT_MAP.heading(),
    description: HEAT_MAP.description(nameOf(metric), nameOf(y), nameOf(x)),
    label: `${HEAT_MAP.label(nameOf(metric), count(map.values.length), nameOf(y), nameOf(x))} ${range} ${HEAT_MAP.instructions()}`,
    table: {
      columns: [`${nameOf(y)} \\ ${nameOf(x)}`, ...x.written.map(String)],
      rows: y.written.map((written, up) => ({
        header: String(written),
        cells: x.written.map((_, across) => format(valueAt({ x: across, y: up }))),
      })),
    },
    legend,
    height: () => heightWithAxes(y.written.length) + SCALE_HEIGHT,
    draw,
    textAt: (atX, atY) => {
      const cell = heatCellAt(cells, { x: atX, y: atY });
      return cell === undefined ? null : textOf(cell);
    },
    onClick: (atX, atY) => {
      const cell = heatCellAt(cells, { x: atX, y: atY });
      return cell === undefined ? null : select(cell);
    },
    onKey: (key) => {
      if (key === 'Enter') return hand.at === null ? null : select(hand.at);
      if (key === 'Escape') {
        [hand.at, hand.selected] = [null, null];
        onChange();
        return HEAT_MAP.noneSelected();
      }
      const next = cellAfterKey(key, hand.at, cells);
      if (next === undefined) return null;
      hand.at = next;
      return textOf(next);
    },
  };
}
