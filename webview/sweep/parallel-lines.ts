import type { SweepColumn, SweepColumns } from '../../src/exploration/columns.ts';
import { type Axis, along, axisOver } from '../canvas/axis.ts';
import { type Theme, withAlpha } from '../theme.ts';
import { axisTicks } from './axis-ticks.ts';
import { axesBefore, type ParallelLayout, type Place, placeOn } from './parallel-layout.ts';

/** An axis of the picture: a column and the part of its values that is in sight. */
export class Dimension {
  readonly column: SweepColumn;
  readonly axis: Axis;
  readonly #ticks = new Map<number, readonly number[]>();

  constructor(column: SweepColumn) {
    this.column = column;
    this.axis = axisOver(column.values, column.dimension === 'choice');
  }

  /** As `axisTicks`, which looks at all values: once, since every frame asks. */
  ticks(most: number): readonly number[] {
    const ticks = this.#ticks.get(most) ?? axisTicks(this.axis, this.column, most);
    this.#ticks.set(most, ticks);
    return ticks;
  }
}

/** With this many lines on each other the colour is nearly full. */
const FULL_AT_LINES = 60;
const LEAST_ALPHA = 0.07;
const MOST_ALPHA = 0.6;
/** What is not feasible recedes. */
const INFEASIBLE_STRENGTH = 0.6;
const FRONT_WIDTH = 2.5;
const RECEDING_ALPHA = 0.3;

/** Draws points as lines over all axes. */
export class ParallelLines {
  readonly #dimensions: readonly Dimension[];
  readonly #feasible: Uint8Array;
  readonly #theme: Theme;
  /** Lines that only a new size changes, as they were painted last. */
  readonly #canvas = document.createElement('canvas');
  #painted = '';

  constructor({ feasible }: SweepColumns, dimensions: readonly Dimension[], theme: Theme) {
    this.#feasible = feasible;
    this.#dimensions = dimensions;
    this.#theme = theme;
  }

  /** Lines so faint that many on each other are seen as such; feasible points over the others. */
  draw(context: CanvasRenderingContext2D, layout: ParallelLayout, rows: Uint32Array): void {
    const alpha = Math.min(MOST_ALPHA, Math.max(LEAST_ALPHA, FULL_AT_LINES / rows.length));
    const { neutral, first } = this.#theme.tones;
    context.lineWidth = 1;
    context.lineJoin = 'bevel';
    for (const [wanted, colour, strength] of [
      [0, neutral, INFEASIBLE_STRENGTH],
      [1, first, 1],
    ] as const) {
      context.strokeStyle = withAlpha(colour, alpha * strength);
      for (const row of rows) if (this.#feasible[row] === wanted) this.#stroke(context, layout, row);
    }
  }

  /**
   * The same lines whenever the layout is the same: painted once, so that brushes move over them at no cost. Where they recede
   * they have no colour.
   */
  drawUnchanging(context: CanvasRenderingContext2D, layout: ParallelLayout, rows: Uint32Array, recedes: boolean): void {
    const alpha = recedes ? RECEDING_ALPHA : 1;
    context.save();
    context.globalAlpha = alpha;
    if (context instanceof CanvasRenderingContext2D) {
      const detail = context.getTransform().a;
      this.#paint(layout, rows, detail);
      context.drawImage(this.#canvas, 0, 0, this.#canvas.width / detail, this.#canvas.height / detail);
    } else this.draw(context, layout, rows);
    context.restore();
  }

  /** Points of the front: in another colour, and thick where they do not recede. */
  drawFront(
    context: CanvasRenderingContext2D,
    layout: ParallelLayout,
    rows: Uint32Array,
    kept: Uint8Array | null,
  ): void {
    const { background, tones } = this.#theme;
    context.lineJoin = 'bevel';
    context.strokeStyle = withAlpha(tones.third, RECEDING_ALPHA);
    context.lineWidth = 1;
    for (const row of rows) if (kept?.[row] === 0) this.#stroke(context, layout, row);
    for (const [colour, width] of [
      [background, FRONT_WIDTH + 1.5],
      [tones.third, FRONT_WIDTH],
    ] as const) {
      context.strokeStyle = colour;
      context.lineWidth = width;
      for (const row of rows) if (kept?.[row] !== 0) this.#stroke(context, layout, row);
    }
  }

  /** Of the rows the one whose line passes nearest to a place, at most `reach` CSS pixels along the axes away. */
  nearest(layout: ParallelLayout, rows: Iterable<number>, place: Place, reach: number): number | null {
    const before = axesBefore(layout, place);
    const axis = Math.floor(before);
    const at = layout.isLying ? place.x : place.y;
    let [best, distance]: [number | null, number] = [null, reach];
    for (const row of rows) {
      const share = this.#share(axis, row) + (before - axis) * (this.#share(axis + 1, row) - this.#share(axis, row));
      const away = Math.abs(layout.from + share * (layout.to - layout.from) - at);
      if (away < distance) [best, distance] = [row, away];
    }
    return best;
  }

  #share(axis: number, row: number): number {
    const dimension = this.#dimensions[axis];
    return dimension === undefined ? Number.NaN : along(dimension.axis, dimension.column.values[row] ?? Number.NaN);
  }

  #stroke(context: CanvasRenderingContext2D, layout: ParallelLayout, row: number): void {
    let isBroken = true;
    context.beginPath();
    for (let axis = 0; axis < this.#dimensions.length; axis++) {
      const share = this.#share(axis, row);
      const { x, y } = placeOn(layout, axis, share);
      // A point without a value on an axis has a gap there.
      if (Number.isNaN(share)) isBroken = true;
      else if (isBroken) {
        context.moveTo(x, y);
        isBroken = false;
      } else context.lineTo(x, y);
    }
    context.stroke();
  }

  #paint(layout: ParallelLayout, rows: Uint32Array, detail: number): void {
    const painted = JSON.stringify([layout, detail]);
    if (painted === this.#painted) return;
    this.#painted = painted;
    this.#canvas.width = Math.ceil(layout.width * detail);
    this.#canvas.height = Math.ceil(layout.height * detail);
    const context = this.#canvas.getContext('2d');
    context?.scale(detail, detail);
    if (context !== null) this.draw(context, layout, rows);
  }
}
