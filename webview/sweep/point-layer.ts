import type { SweepColumn, SweepColumns } from '../../src/exploration/columns.ts';
import type { Axis } from '../canvas/axis.ts';
import { rgbOf, type Theme } from '../theme.ts';
import { type Brush, isBrushed } from './brush.ts';
import type { Sight } from './sight.ts';

/** Half a mark's side in CSS pixels: of few points, and of so many that they would hide each other. */
const MARK = 3;
const CROWDED_MARK = 1.5;
const CROWDED_FROM_POINTS = 3000;
const BRUSHED_MORE = 1;
const FRONT_MORE = 1;
/** What is not feasible recedes. */
const RECEDING_ALPHA = 170;
const OPAQUE_ALPHA = 255;

interface Size {
  width: number;
  height: number;
}

/** Points of one kind. */
interface Kind {
  rows: Uint32Array;
  /** Pixels in the middle of their marks, for what is in sight; else -1. */
  middles: Int32Array;
  colour: number;
  brushedColour: number;
  isHollow: boolean;
  /** How much larger its marks are, half a side in CSS pixels. */
  more: number;
}

/**
 * All points as pixels of a canvas of their own: shapes, one by one, would take a hundred times as long. Points that are not
 * feasible are rings, brushed ones are larger.
 */
export class PointLayer {
  readonly #x: SweepColumn;
  readonly #y: SweepColumn;
  /** Values on the scales of the axes. */
  readonly #across: Float64Array;
  readonly #upwards: Float64Array;
  /** What matters more is painted later. */
  readonly #kinds: readonly Kind[];
  readonly #mark: number;
  readonly #canvas = document.createElement('canvas');
  // Written by the processor at every frame, so it stays in its memory.
  readonly #context = this.#canvas.getContext('2d', { willReadFrequently: true });
  #image = new ImageData(1, 1);
  /** Pixels that are the middle of a mark: points that lie on each other are painted once. */
  #isMiddle = new Uint8Array(1);
  /** All marks as they are without a brush, and the sight that they are of: a brush moves while nothing else does. */
  #unbrushed = new Uint32Array(1);
  #paintedSight = '';

  constructor(
    { feasible }: SweepColumns,
    front: Uint32Array,
    x: SweepColumn,
    y: SweepColumn,
    whole: Sight,
    theme: Theme,
  ) {
    this.#x = x;
    this.#y = y;
    this.#mark = feasible.length < CROWDED_FROM_POINTS ? MARK : CROWDED_MARK;
    this.#across = onScale(whole.x, x.values);
    this.#upwards = onScale(whole.y, y.values);
    const hasPlace = (row: number): boolean => !Number.isNaN(x.values[row]) && !Number.isNaN(y.values[row]);
    const onFront = new Uint8Array(feasible.length);
    for (const row of front) onFront[row] = 1;
    const rowsOf = (wanted: 0 | 1): Uint32Array =>
      Uint32Array.from(feasible.keys()).filter(
        (row) => feasible[row] === wanted && onFront[row] === 0 && hasPlace(row),
      );
    const { first, second, third, neutral } = theme.tones;
    const kind = (rows: Uint32Array, colour: number, isHollow: boolean, more: number): Kind => {
      const middles = new Int32Array(rows.length);
      return { rows, middles, colour, brushedColour: pixelOf(second, OPAQUE_ALPHA), isHollow, more };
    };
    this.#kinds = [
      kind(rowsOf(0), pixelOf(neutral, RECEDING_ALPHA), true, 0),
      kind(rowsOf(1), pixelOf(first, OPAQUE_ALPHA), false, 0),
      kind(front.filter(hasPlace), pixelOf(third, OPAQUE_ALPHA), false, FRONT_MORE),
    ];
  }

  /** The row in sight that is nearest to a place, given in shares of the axes, and at most `reach` CSS pixels away. */
  nearest(sight: Sight, at: { x: number; y: number }, size: Size, reach: number): number | null {
    const [x, y] = [shareOn(sight.x), shareOn(sight.y)];
    let best: number | null = null;
    let distance = reach ** 2;
    for (const { rows } of this.#kinds) {
      for (const row of rows) {
        const [across, up] = [x(this.#across[row] ?? 0), y(this.#upwards[row] ?? 0)];
        if (across < 0 || across > 1 || up < 0 || up > 1) continue;
        const away = ((across - at.x) * size.width) ** 2 + ((up - at.y) * size.height) ** 2;
        // Of equals the one that is painted last.
        if (away <= distance) [best, distance] = [row, away];
      }
    }
    return best;
  }

  /** Paints what is in sight, at `detail` dots per CSS pixel. */
  paint(sight: Sight, brush: Brush | null, size: Size, detail: number): HTMLCanvasElement {
    const painted = JSON.stringify([sight, size, detail]);
    if (painted !== this.#paintedSight) {
      this.#paintAll(sight, size, detail);
      this.#paintedSight = painted;
    }
    const pixels = new Uint32Array(this.#image.data.buffer);
    pixels.set(this.#unbrushed);
    if (brush !== null) {
      for (const kind of this.#kinds) {
        const half = this.#halfOf(this.#mark + kind.more + BRUSHED_MORE, detail);
        this.#paintKind(pixels, kind, half, kind.brushedColour, (row) => this.#isIn(brush, row));
      }
    }
    this.#context?.putImageData(this.#image, 0, 0);
    return this.#canvas;
  }

  #paintAll(sight: Sight, size: Size, detail: number): void {
    const [width, height] = [Math.ceil(size.width * detail), Math.ceil(size.height * detail)];
    this.#resize(width, height);
    this.#unbrushed.fill(0);
    const [x, y] = [shareOn(sight.x), shareOn(sight.y)];
    for (const kind of this.#kinds) {
      for (let index = 0; index < kind.rows.length; index++) {
        const row = kind.rows[index] ?? 0;
        const middleX = Math.floor(x(this.#across[row] ?? 0) * size.width * detail);
        const middleY = Math.floor((1 - y(this.#upwards[row] ?? 0)) * size.height * detail);
        const isInSight = middleX >= 0 && middleX < width && middleY >= 0 && middleY < height;
        kind.middles[index] = isInSight ? middleY * width + middleX : -1;
      }
      this.#paintKind(this.#unbrushed, kind, this.#halfOf(this.#mark + kind.more, detail), kind.colour, () => true);
    }
  }

  #paintKind(
    pixels: Uint32Array,
    { rows, middles, isHollow }: Kind,
    half: number,
    colour: number,
    isWanted: (row: number) => boolean,
  ): void {
    const { width, height } = this.#image;
    this.#isMiddle.fill(0);
    for (let index = 0; index < rows.length; index++) {
      const middle = middles[index] ?? -1;
      if (middle < 0 || this.#isMiddle[middle] === 1 || !isWanted(rows[index] ?? 0)) continue;
      this.#isMiddle[middle] = 1;
      paintMark(pixels, width, height, middle % width, Math.floor(middle / width), half, { colour, isHollow });
    }
  }

  #halfOf(mark: number, detail: number): number {
    return Math.max(1, Math.round(mark * detail));
  }

  #isIn(brush: Brush, row: number): boolean {
    return isBrushed(this.#x.values[row] ?? Number.NaN, this.#y.values[row] ?? Number.NaN, brush);
  }

  #resize(width: number, height: number): void {
    if (this.#image.width === width && this.#image.height === height) return;
    this.#image = new ImageData(width, height);
    this.#isMiddle = new Uint8Array(width * height);
    this.#unbrushed = new Uint32Array(width * height);
    this.#canvas.width = width;
    this.#canvas.height = height;
  }
}

/** A square, of which a hollow one is the edge; what lies outside of the picture is left out. */
function paintMark(
  pixels: Uint32Array,
  width: number,
  height: number,
  middleX: number,
  middleY: number,
  half: number,
  { colour, isHollow }: { colour: number; isHollow: boolean },
): void {
  const [left, right] = [Math.max(0, middleX - half), Math.min(width - 1, middleX + half)];
  const [top, bottom] = [Math.max(0, middleY - half), Math.min(height - 1, middleY + half)];
  for (let y = top; y <= bottom; y++) {
    const isEdge = Math.abs(y - middleY) === half;
    for (let x = left; x <= right; x++) {
      if (!isHollow || isEdge || Math.abs(x - middleX) === half) pixels[y * width + x] = colour;
    }
  }
}

function onScale({ scale }: Axis, values: Float64Array): Float64Array {
  return scale === 'linear' ? values : values.map(Math.log2);
}

function shareOn({ from, to }: Axis): (onScale: number) => number {
  const perUnit = 1 / (to - from);
  return (value) => (value - from) * perUnit;
}

/** As the four bytes of a pixel, which are red first in memory. */
function pixelOf(colour: string, alpha: number): number {
  const [red, green, blue] = rgbOf(colour);
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
