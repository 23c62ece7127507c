import type { SweepColumn } from '../../src/exploration/columns.ts';
import { type Axis, along } from '../canvas/axis.ts';

/** A bar of a histogram. */
export interface Bin {
  /** Ends as shares of the axis. */
  from: number;
  to: number;
  /** Rows in it; of these how many are marked. */
  rows: number;
  marked: number;
}

const BINS = 16;
/** A parameter with so many values has a bar for each. */
const MOST_VALUES = 24;
/** How much of the room between values a bar takes. */
const WIDE = 0.7;

/** How often values occur along an axis: in equal parts of it, or value by value of a parameter. */
export class Histogram {
  readonly #bins: readonly Pick<Bin, 'from' | 'to'>[];
  /** Bin of each row; 255 for none. */
  readonly #binOf: Uint8Array;

  constructor(column: SweepColumn, axis: Axis) {
    const values = [...new Set(column.values)].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    if (column.kind === 'parameter' && values.length <= MOST_VALUES) {
      const places = values.map((value) => along(axis, value));
      const apart = Math.min(1 / MOST_VALUES, ...places.slice(1).map((place, index) => place - (places[index] ?? 0)));
      const half = (values.length <= 4 ? 1 / 12 : apart / 2) * WIDE;
      this.#bins = places.map((place) => ({ from: place - half, to: place + half }));
      this.#binOf = Uint8Array.from(column.values, (value) => indexOrNone(values.indexOf(value)));
    } else {
      this.#bins = Array.from({ length: BINS }, (_, bin) => ({ from: bin / BINS, to: (bin + 1) / BINS }));
      this.#binOf = Uint8Array.from(column.values, (value) =>
        Number.isNaN(value) ? NONE : Math.min(BINS - 1, Math.max(0, Math.floor(along(axis, value) * BINS))),
      );
    }
  }

  /** @param marks 1 for each row that is marked; all are where there are none. */
  bins(marks: Uint8Array | undefined): Bin[] {
    const [rows, marked] = [new Uint32Array(NONE + 1), new Uint32Array(NONE + 1)];
    for (let row = 0; row < this.#binOf.length; row++) {
      const bin = this.#binOf[row] ?? NONE;
      rows[bin] = (rows[bin] ?? 0) + 1;
      marked[bin] = (marked[bin] ?? 0) + (marks?.[row] ?? 1);
    }
    return this.#bins.map((bin, index): Bin => ({ ...bin, rows: rows[index] ?? 0, marked: marked[index] ?? 0 }));
  }
}

const NONE = 255;

function indexOrNone(index: number): number {
  return index < 0 ? NONE : index;
}
