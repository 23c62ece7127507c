const FIRST_CAPACITY = 64;

/**
 * The front of the points seen so far, for points that finish one after the other. The order in which they come does not
 * matter. A point costs a comparison with each on the front at most.
 */
export class GrowingFront {
  #objectives = 0;
  #size = 0;
  /** Costs of the points on the front, side by side for each point. */
  #costs = new Float64Array(0);
  #rows = new Uint32Array(0);

  /**
   * Takes a point by its costs, smaller is better, and its row. Whether it is on the front for now; equal points all are, and
   * one with a `NaN` never is. All points have as many objectives as the first.
   */
  add(point: readonly number[], row: number): boolean {
    if (this.#rows.length === 0) this.#reserve(point.length);
    if (point.length !== this.#objectives) throw new RangeError(`${point.length} objectives, not ${this.#objectives}`);
    if (point.length === 0 || point.some(Number.isNaN)) return false;
    let kept = 0;
    for (let place = 0; place < this.#size; place++) {
      const relation = this.#compare(place, point);
      if (relation === 'dominates') {
        // It will dominate others too, so it is asked earlier the next time. Nothing has been dropped in this case.
        this.#swap(place, place >>> 1);
        return false;
      }
      if (relation === 'dominated') continue;
      if (kept < place) this.#move(place, kept);
      kept++;
    }
    this.#size = kept;
    if (this.#size === this.#rows.length) this.#reserve(this.#objectives);
    this.#costs.set(point, this.#size * this.#objectives);
    this.#rows[this.#size++] = row;
    return true;
  }

  /** Rows of the points on the front, ascending. */
  rows(): Uint32Array {
    return this.#rows.slice(0, this.#size).sort();
  }

  /** What the point at `place` is to the new `point`. */
  #compare(place: number, point: readonly number[]): 'dominates' | 'dominated' | 'neither' {
    let isBetter = false;
    let isWorse = false;
    const first = place * this.#objectives;
    for (let objective = 0; objective < this.#objectives; objective++) {
      const cost = this.#costs[first + objective];
      if (cost < point[objective]) isBetter = true;
      else if (cost > point[objective]) isWorse = true;
      if (isBetter && isWorse) return 'neither';
    }
    if (isBetter) return 'dominates';
    return isWorse ? 'dominated' : 'neither';
  }

  #move(from: number, to: number): void {
    const objectives = this.#objectives;
    this.#costs.copyWithin(to * objectives, from * objectives, (from + 1) * objectives);
    this.#rows[to] = this.#rows[from];
  }

  #swap(a: number, b: number): void {
    const row = this.#rows[b];
    const costs = this.#costs.slice(b * this.#objectives, (b + 1) * this.#objectives);
    this.#move(a, b);
    this.#costs.set(costs, a * this.#objectives);
    this.#rows[a] = row;
  }

  #reserve(objectives: number): void {
    const capacity = Math.max(FIRST_CAPACITY, 2 * this.#rows.length);
    const costs = new Float64Array(capacity * objectives);
    const rows = new Uint32Array(capacity);
    costs.set(this.#costs);
    rows.set(this.#rows);
    this.#objectives = objectives;
    this.#costs = costs;
    this.#rows = rows;
  }
}
