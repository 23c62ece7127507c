/** Numbers from 0 on for tuples of figures: equal ones have the same. No figure is `NaN` or -0. */
export class Numbering {
  /** The tuple to be numbered is written here. */
  readonly tuple: Float64Array;
  private readonly bits: Uint32Array;
  private tuples: Float64Array;
  /** Open addressing: numbers of tuples by the bits of their figures; -1 where there is none. */
  private table = new Int32Array(1 << 8).fill(-1);
  private count = 0;
  private last = -1;

  constructor(private readonly width: number) {
    this.tuple = new Float64Array(width);
    this.bits = new Uint32Array(this.tuple.buffer);
    this.tuples = new Float64Array((this.table.length * width) / 2);
  }

  /** How many different tuples there were. */
  get size(): number {
    return this.count;
  }

  /** A figure of a tuple. */
  figure(number: number, index: number): number {
    return this.tuples[number * this.width + index];
  }

  /** The number of the tuple. */
  number(): number {
    // Neighbours are often equal.
    if (this.last < 0 || !this.isTuple(this.last)) this.last = this.find();
    return this.last;
  }

  private find(): number {
    const { table } = this;
    const mask = table.length - 1;
    let at = this.hash() & mask;
    while (table[at] >= 0 && !this.isTuple(table[at])) at = (at + 1) & mask;
    if (table[at] >= 0) return table[at];
    const number = this.count++;
    table[at] = number;
    this.tuples.set(this.tuple, number * this.width);
    if (2 * this.count === table.length) this.grow();
    return number;
  }

  private isTuple(number: number): boolean {
    const { tuple, tuples, width } = this;
    for (let index = 0; index < width; index++) {
      if (tuple[index] !== tuples[number * width + index]) return false;
    }
    return true;
  }

  /** FNV-1a over words, with the high bits brought down. */
  private hash(): number {
    let hash = 0x811c9dc5;
    for (let word = 0; word < this.bits.length; word++) hash = Math.imul(hash ^ this.bits[word], 0x01000193);
    return hash ^ (hash >>> 15);
  }

  private grow(): void {
    const { width, count, tuples } = this;
    const table = new Int32Array(2 * this.table.length).fill(-1);
    const mask = table.length - 1;
    const tuple = this.tuple.slice();
    for (let number = 0; number < count; number++) {
      this.tuple.set(tuples.subarray(number * width, (number + 1) * width));
      let at = this.hash() & mask;
      while (table[at] >= 0) at = (at + 1) & mask;
      table[at] = number;
    }
    this.tuple.set(tuple);
    this.table = table;
    this.tuples = new Float64Array((table.length * width) / 2);
    this.tuples.set(tuples);
  }
}
