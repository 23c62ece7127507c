import { randomFor } from '../synthesis/random.ts';
import type { Bytes } from '../units.ts';

/** 4 GiB in windows of 4 KiB. */
const MOST_DRAWABLE_WINDOWS = 2 ** 20;

/**
 * Zero-value sizes of the windows of a map, as they come by: the mean of all, and each one's own as long as they are not
 * too many. Of more, one is kept out of every so many neighbours, drawn from the seed.
 */
export class WindowFrame {
  readonly positions: Float64Array;
  readonly zeroValueSizes: Uint32Array;
  private readonly groupLength: number;
  private readonly random: { uniform(): number };
  private kept = 0;
  private nextPosition = 0;
  private seen = 0;
  private totalBytes: Bytes = 0;

  constructor(
    readonly count: number,
    seed: number,
    mostDrawable = MOST_DRAWABLE_WINDOWS,
  ) {
    this.groupLength = Math.max(1, Math.ceil(count / mostDrawable));
    this.random = randomFor(seed, 'drawable windows');
    this.positions = new Float64Array(Math.ceil(count / this.groupLength));
    this.zeroValueSizes = new Uint32Array(this.positions.length);
    this.nextPosition = this.drawWithinGroup();
  }

  /** The next window's size. */
  add(zeroValueSize: Bytes): void {
    this.totalBytes += zeroValueSize;
    if (this.seen === this.nextPosition) {
      this.positions[this.kept] = this.seen;
      this.zeroValueSizes[this.kept] = zeroValueSize;
      this.kept++;
      this.nextPosition = this.drawWithinGroup();
    }
    this.seen++;
  }

  get meanZeroValueSize(): Bytes {
    return this.totalBytes / this.count;
  }

  private drawWithinGroup(): number {
    if (this.groupLength === 1) return this.kept;
    const start = this.kept * this.groupLength;
    const length = Math.min(this.groupLength, this.count - start);
    return start + Math.floor(this.random.uniform() * length);
  }
}
