import type { SweepColumn, SweepColumns } from '../../src/exploration/columns.ts';
import { type Axis, along, axisOver, movedAxis, ticksOn, valueAt, zoomedAxis } from '../canvas/axis.ts';
import type { Picture } from '../canvas/canvas-figure.ts';
import { rgbOf, type Theme } from '../theme.ts';
import { SWEEP } from '../words.ts';
import { nameOf, numberText, pointText, valueText } from './columns.ts';

/** What the user's hand changes; it outlives a redrawing. */
export interface CloudHand {
  /** Null while all points are in sight. */
  view: { x: Axis; y: Axis } | null;
  selected: number | null;
  /** Ends in values of the two columns. */
  brush: { x: readonly [number, number]; y: readonly [number, number] } | null;
}

interface Cloud {
  sweep: SweepColumns;
  x: SweepColumn;
  y: SweepColumn;
  /** Called when another point is selected or others are brushed. */
  onChange(): void;
}

const LEFT = 74;
const RIGHT = 16;
const TOP = 12;
const BOTTOM = 44;
const HEIGHT = 360;
/** Half a mark's side in CSS pixels. */
const MARK = 1.5;
const BRUSHED_MARK = 2.5;
const NEAR_PIXELS = 12;
const KEY_ZOOM = 1.5;
const MOST_TABLE_ROWS = 200;

/** Points of a sweep, one figure against another. However many there are, a frame is drawn in a few milliseconds. */
export function pointCloud({ sweep, x, y, onChange }: Cloud, theme: Theme, hand: CloudHand): Picture {
  const whole = { x: axisOver(x.values, x.dimension === 'choice'), y: axisOver(y.values, y.dimension === 'choice') };
  const axes = (): { x: Axis; y: Axis } => hand.view ?? whole;
  const order = { x: orderOf(x), y: orderOf(y) };
  let frame = { width: 1, height: 1 };
  const placeOf = (row: number): { x: number; y: number } => ({
    x: LEFT + along(axes().x, x.values[row] ?? Number.NaN) * frame.width,
    y: TOP + (1 - along(axes().y, y.values[row] ?? Number.NaN)) * frame.height,
  });
  const shareOf = (atX: number, atY: number) => ({
    x: (atX - LEFT) / frame.width,
    y: 1 - (atY - TOP) / frame.height,
  });
  const nearest = (atX: number, atY: number): number | null => {
    let best: number | null = null;
    let distance = NEAR_PIXELS ** 2;
    for (let row = 0; row < sweep.points; row++) {
      const place = placeOf(row);
      const away = (place.x - atX) ** 2 + (place.y - atY) ** 2;
      if (away <= distance) [best, distance] = [row, away];
    }
    return best;
  };
  const select = (row: number | undefined): string | null => {
    if (row === undefined) return null;
    hand.selected = row;
    onChange();
    return pointText(sweep, row);
  };

  const draw = (context: CanvasRenderingContext2D, width: number, height: number): void => {
    frame = { width: Math.max(1, width - LEFT - RIGHT), height: height - TOP - BOTTOM };
    drawAxes(context);
    const layer = paintPoints(sweep, x, y, axes(), hand, theme, frame);
    context.drawImage(layer, LEFT, TOP, frame.width, frame.height);
    drawBrush(context);
    if (sweep.best !== null) drawBest(context, sweep.best);
    if (hand.selected !== null) ring(context, placeOf(hand.selected), 7);
  };

  const drawAxes = (context: CanvasRenderingContext2D): void => {
    context.font = `${theme.fontSize}px ${theme.fontFamily}`;
    context.strokeStyle = theme.grid;
    context.fillStyle = theme.muted;
    context.lineWidth = 1;
    const bottom = TOP + frame.height;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (const tick of ticksOf(axes().x, x, frame.width / 90)) {
      const at = Math.round(LEFT + along(axes().x, tick) * frame.width) + 0.5;
      line(context, at, TOP, at, bottom);
      context.fillText(numberText(x, tick), at, bottom + 12);
    }
    context.fillText(nameOf(x), LEFT + frame.width / 2, bottom + 32);
    context.textAlign = 'right';
    for (const tick of ticksOf(axes().y, y, frame.height / 50)) {
      const at = Math.round(TOP + (1 - along(axes().y, tick)) * frame.height) + 0.5;
      line(context, LEFT, at, LEFT + frame.width, at);
      context.fillText(numberText(y, tick), LEFT - 6, at);
    }
    context.strokeRect(LEFT + 0.5, TOP + 0.5, frame.width, frame.height);
  };

  const drawBrush = (context: CanvasRenderingContext2D): void => {
    if (hand.brush === null) return;
    const [left, right] = hand.brush.x.map((value) => LEFT + along(axes().x, value) * frame.width);
    const [bottom, top] = hand.brush.y.map((value) => TOP + (1 - along(axes().y, value)) * frame.height);
    context.strokeStyle = theme.focus;
    context.setLineDash([4, 3]);
    context.strokeRect(left ?? 0, top ?? 0, (right ?? 0) - (left ?? 0), (bottom ?? 0) - (top ?? 0));
    context.setLineDash([]);
  };

  const drawBest = (context: CanvasRenderingContext2D, row: number): void => {
    const place = placeOf(row);
    if (place.x < LEFT || place.x > LEFT + frame.width || place.y < TOP || place.y > TOP + frame.height) return;
    context.fillStyle = theme.tones.third;
    context.strokeStyle = theme.foreground;
    context.beginPath();
    context.moveTo(place.x, place.y - 7);
    context.lineTo(place.x + 7, place.y);
    context.lineTo(place.x, place.y + 7);
    context.lineTo(place.x - 7, place.y);
    context.closePath();
    context.fill();
    context.stroke();
    const label = SWEEP.best();
    const { width } = context.measureText(label);
    const isLeft = place.x + 12 + width > LEFT + frame.width;
    const at = isLeft ? place.x - 12 - width : place.x + 12;
    context.fillStyle = theme.background;
    context.fillRect(at - 2, place.y - 8, width + 4, 16);
    context.fillStyle = theme.foreground;
    context.textAlign = 'left';
    context.textBaseline = 'middle';
    context.fillText(label, at, place.y);
  };

  const ring = (context: CanvasRenderingContext2D, place: { x: number; y: number }, radius: number): void => {
    context.strokeStyle = theme.foreground;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(place.x, place.y, radius, 0, 2 * Math.PI);
    context.stroke();
  };

  const zoom = (share: { x: number; y: number }, factor: number): void => {
    hand.view = { x: zoomedAxis(axes().x, share.x, factor), y: zoomedAxis(axes().y, share.y, factor) };
  };

  return {
    heading: SWEEP.heading(),
    description: SWEEP.description(nameOf(y), nameOf(x)),
    label: `${SWEEP.label(sweep.points, nameOf(y), nameOf(x))} ${SWEEP.instructions()}`,
    table: tableOf(sweep),
    height: () => HEIGHT,
    draw,
    textAt: (atX, atY) => {
      const row = nearest(atX, atY);
      return row === null ? null : pointText(sweep, row);
    },
    onClick: (atX, atY) => select(nearest(atX, atY) ?? undefined),
    onZoom: (atX, atY, factor) => {
      zoom(shareOf(atX, atY), factor);
      return true;
    },
    onDrag: ({ from, to, by, marks }) => {
      if (!marks) {
        const moved = { x: movedAxis(axes().x, -by.x / frame.width), y: movedAxis(axes().y, by.y / frame.height) };
        hand.view = moved;
        return true;
      }
      const [a, b] = [shareOf(from.x, from.y), shareOf(to.x, to.y)];
      hand.brush = {
        x: ends(valueAt(axes().x, a.x), valueAt(axes().x, b.x)),
        y: ends(valueAt(axes().y, a.y), valueAt(axes().y, b.y)),
      };
      onChange();
      return true;
    },
    onKey: (key) => {
      const step = (along: readonly number[], by: number): string | null => {
        const at = hand.selected === null ? -1 : along.indexOf(hand.selected);
        return select(along[Math.min(along.length - 1, Math.max(0, at + by))]);
      };
      switch (key) {
        case 'ArrowRight':
          return step(order.x, 1);
        case 'ArrowLeft':
          return step(order.x, -1);
        case 'ArrowUp':
          return step(order.y, 1);
        case 'ArrowDown':
          return step(order.y, -1);
        case 'Home':
          return select(order.x[0]);
        case 'End':
          return select(order.x.at(-1));
        case '+':
        case '=':
          zoom({ x: 0.5, y: 0.5 }, KEY_ZOOM);
          return SWEEP.zoomed();
        case '-':
          zoom({ x: 0.5, y: 0.5 }, 1 / KEY_ZOOM);
          return SWEEP.zoomed();
        case '0':
          hand.view = null;
          return SWEEP.allInSight();
        case 'Escape':
          hand.brush = null;
          onChange();
          return SWEEP.nothingBrushed();
        default:
          return null;
      }
    },
  };
}

/** Rows within the brush. */
export function brushedRows(sweep: SweepColumns, x: SweepColumn, y: SweepColumn, { brush }: CloudHand): number[] {
  if (brush === null) return [];
  const rows: number[] = [];
  for (let row = 0; row < sweep.points; row++) {
    if (isBrushed(x.values[row] ?? Number.NaN, y.values[row] ?? Number.NaN, brush)) rows.push(row);
  }
  return rows;
}

function isBrushed(x: number, y: number, brush: NonNullable<CloudHand['brush']>): boolean {
  return x >= brush.x[0] && x <= brush.x[1] && y >= brush.y[0] && y <= brush.y[1];
}

/**
 * All points as pixels of a canvas of their own: shapes, one by one, would take a hundred times as long. Points that are not
 * feasible are rings, brushed ones are larger.
 */
function paintPoints(
  { points, feasible }: SweepColumns,
  x: SweepColumn,
  y: SweepColumn,
  axes: { x: Axis; y: Axis },
  { brush }: CloudHand,
  theme: Theme,
  frame: { width: number; height: number },
): HTMLCanvasElement {
  const detail = devicePixelRatio;
  const [width, height] = [
    Math.max(1, Math.round(frame.width * detail)),
    Math.max(1, Math.round(frame.height * detail)),
  ];
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return canvas;
  const image = context.createImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  const colours = {
    feasible: pixelOf(theme.tones.first),
    other: pixelOf(theme.muted),
    brushed: pixelOf(theme.tones.second),
  };
  const [small, large] = [Math.max(1, Math.round(MARK * detail)), Math.round(BRUSHED_MARK * detail)];
  // What matters more is painted later.
  for (const pass of ['other', 'feasible', 'brushed'] as const) {
    if (pass === 'brushed' && brush === null) continue;
    const half = pass === 'brushed' ? large : small;
    const colour = colours[pass];
    for (let row = 0; row < points; row++) {
      const [valueX, valueY] = [x.values[row] ?? Number.NaN, y.values[row] ?? Number.NaN];
      const kind =
        brush !== null && isBrushed(valueX, valueY, brush) ? 'brushed' : feasible[row] === 1 ? 'feasible' : 'other';
      if (kind !== pass) continue;
      const centreX = Math.round(along(axes.x, valueX) * width);
      const centreY = Math.round((1 - along(axes.y, valueY)) * height);
      if (!(centreX >= 0 && centreX < width && centreY >= 0 && centreY < height)) continue;
      for (let dy = -half; dy <= half; dy++) {
        const rowY = centreY + dy;
        if (rowY < 0 || rowY >= height) continue;
        for (let dx = -half; dx <= half; dx++) {
          const columnX = centreX + dx;
          if (columnX < 0 || columnX >= width) continue;
          const isEdge = Math.abs(dx) === half || Math.abs(dy) === half;
          if (pass !== 'other' || isEdge) pixels[rowY * width + columnX] = colour;
        }
      }
    }
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** As the four bytes of a pixel, which are red first in memory. */
function pixelOf(colour: string): number {
  const [red, green, blue] = rgbOf(colour);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Rows by value; those without one are left out, equals stay in order. */
function orderOf({ values }: SweepColumn): number[] {
  const rows = Array.from(values, (_, row) => row).filter((row) => !Number.isNaN(values[row]));
  return rows.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
}

function ticksOf(axis: Axis, column: SweepColumn, most: number): number[] {
  if (column.kind !== 'parameter' || column.dimension !== 'choice') return ticksOn(axis, most);
  return column.written.map((_, index) => index).filter((index) => index >= axis.from && index <= axis.to);
}

function ends(a: number, b: number): [number, number] {
  return a < b ? [a, b] : [b, a];
}

function line(context: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number): void {
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(toX, toY);
  context.stroke();
}

function tableOf(sweep: SweepColumns) {
  const rows = Array.from({ length: Math.min(sweep.points, MOST_TABLE_ROWS) }, (_, row) => row);
  return tableOfRows(sweep, rows);
}

export function tableOfRows({ ids, feasible, columns }: SweepColumns, rows: readonly number[]) {
  return {
    columns: [SWEEP.point(), ...columns.map(nameOf), SWEEP.feasible()],
    rows: rows.map((row) => ({
      header: String(ids[row] ?? ''),
      cells: [...columns.map((column) => valueText(column, row)), feasible[row] === 1 ? SWEEP.yes() : SWEEP.no()],
    })),
  };
}
