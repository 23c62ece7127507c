import type { SweepColumns } from '../../src/exploration/columns.ts';
import { along } from '../canvas/axis.ts';
import { rgbOf, type Theme } from '../theme.ts';
import { cornerOf, type MatrixLayout } from './matrix-layout.ts';
import type { Dimension } from './parallel-lines.ts';

/** Sides of marks in CSS pixels: of few points, of so many that they would hide each other, of the front. */
const MARK = 3;
const CROWDED_MARK = 1;
const CROWDED_FROM_PLACES = 3000;
const FRONT_MARK = 5;
const CROWDED_FRONT_MARK = 3;
const RECEDING_ALPHA = 90;
const OPAQUE_ALPHA = 255;

/** The points of all pairs below the diagonal, as pixels of one canvas: every point is a mark in many cells. */
export class MatrixPoints {
  readonly #sweep: SweepColumns;
  readonly #dimensions: readonly Dimension[];
  readonly #front: Uint32Array;
  readonly #colours: { feasible: number; infeasible: number; receding: number; front: number; edge: number };
  readonly #canvas = document.createElement('canvas');
  // Written by the processor at every frame, so it stays in its memory.
  readonly #context = this.#canvas.getContext('2d', { willReadFrequently: true });
  #image = new ImageData(1, 1);
  /** For each pair the pixel in the middle of each row's mark, or -1; and whether marks would hide each other. */
  #pairs: readonly { middles: Int32Array; isCrowded: boolean }[] = [];
  /** Which marks were painted last with their middle in a pixel: points that lie on each other are painted once. */
  #stamps = new Uint32Array(1);
  #stamp = 0;
  #placed = '';
  #paintedMarks: Uint8Array | undefined;

  constructor(sweep: SweepColumns, dimensions: readonly Dimension[], front: Uint32Array, theme: Theme) {
    this.#sweep = sweep;
    this.#dimensions = dimensions;
    this.#front = front;
    const { first, third, neutral } = theme.tones;
    this.#colours = {
      feasible: pixelOf(first, OPAQUE_ALPHA),
      infeasible: pixelOf(neutral, 2 * RECEDING_ALPHA),
      receding: pixelOf(neutral, RECEDING_ALPHA),
      front: pixelOf(third, OPAQUE_ALPHA),
      edge: pixelOf(theme.background, OPAQUE_ALPHA),
    };
  }

  /**
   * All points at `detail` dots per CSS pixel.
   *
   * @param marked 1 for each row that is to be seen; others recede.
   */
  paint(layout: MatrixLayout, marked: Uint8Array | undefined, detail: number): HTMLCanvasElement {
    if (this.#place(layout, detail) && marked === this.#paintedMarks) return this.#canvas;
    this.#paintedMarks = marked;
    const pixels = new Uint32Array(this.#image.data.buffer);
    pixels.fill(0);
    const layers = this.#layers(marked);
    const kept = this.#front.filter((row) => marked?.[row] !== 0);
    const { front, edge } = this.#colours;
    for (const { middles, isCrowded } of this.#pairs) {
      const side = Math.max(1, Math.round((isCrowded ? CROWDED_MARK : MARK) * detail));
      const frontSide = Math.round((isCrowded ? CROWDED_FRONT_MARK : FRONT_MARK) * detail);
      for (const { rows, colour } of layers) this.#mark(pixels, middles, rows, side, colour);
      this.#mark(pixels, middles, kept, frontSide + 2, edge);
      this.#mark(pixels, middles, kept, frontSide, front);
    }
    this.#context?.putImageData(this.#image, 0, 0);
    return this.#canvas;
  }

  /** Rows by what they are, and their colours: what matters more comes later, and is painted over the others. */
  #layers(marked: Uint8Array | undefined): { rows: Uint32Array; colour: number }[] {
    const { feasible: isFeasible } = this.#sweep;
    const { feasible, infeasible, receding } = this.#colours;
    const layers = [receding, infeasible, feasible].map((colour) => {
      return { rows: new Uint32Array(isFeasible.length), number: 0, colour };
    });
    for (let row = 0; row < isFeasible.length; row++) {
      const layer = layers[marked?.[row] === 0 ? 0 : isFeasible[row] === 1 ? 2 : 1];
      if (layer !== undefined) layer.rows[layer.number++] = row;
    }
    return layers.map(({ rows, number, colour }) => ({ rows: rows.subarray(0, number), colour }));
  }

  /** A square for each row. */
  #mark(pixels: Uint32Array, middles: Int32Array, rows: Uint32Array, side: number, colour: number): void {
    const { width } = this.#image;
    const stamps = this.#stamps;
    const stamp = ++this.#stamp;
    const toCorner = Math.floor(side / 2) * (width + 1);
    for (let index = 0; index < rows.length; index++) {
      const middle = middles[rows[index] ?? 0] ?? -1;
      if (middle < 0 || stamps[middle] === stamp) continue;
      stamps[middle] = stamp;
      let start = middle - toCorner;
      for (let y = 0; y < side; y++, start += width) {
        for (let pixel = start; pixel < start + side; pixel++) pixels[pixel] = colour;
      }
    }
  }

  /** Whether all marks were in their places already. */
  #place(layout: MatrixLayout, detail: number): boolean {
    const placed = JSON.stringify([layout, detail]);
    if (placed === this.#placed) return true;
    this.#placed = placed;
    const [width, height] = [Math.ceil(layout.width * detail), Math.ceil(layout.height * detail)];
    this.#image = new ImageData(width, height);
    this.#stamps = new Uint32Array(width * height);
    this.#canvas.width = width;
    this.#canvas.height = height;
    // Marks stay within their cell.
    const edge = FRONT_MARK / 2 + 2;
    const room = Math.max(1, layout.size - 2 * edge);
    const shares = this.#dimensions.map(({ column, axis }) => column.values.map((value) => along(axis, value)));
    this.#pairs = this.#dimensions.flatMap((_, row) =>
      this.#dimensions.slice(0, row).map((_, column) => {
        const corner = cornerOf(layout, { column, row });
        const [across, upwards] = [shares[column], shares[row]];
        const middles = new Int32Array(this.#sweep.points);
        for (let point = 0; point < middles.length; point++) {
          const x = Math.floor((corner.x + edge + (across?.[point] ?? Number.NaN) * room) * detail);
          const y = Math.floor((corner.y + edge + (1 - (upwards?.[point] ?? Number.NaN)) * room) * detail);
          middles[point] = Number.isNaN(x + y) ? -1 : y * width + x;
        }
        return { middles, isCrowded: new Set(middles).size >= CROWDED_FROM_PLACES };
      }),
    );
    return false;
  }
}

/** As the four bytes of a pixel, which are red first in memory. */
function pixelOf(colour: string, alpha: number): number {
  const [red, green, blue] = rgbOf(colour);
  return ((alpha << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
