import type { Costs } from './costs.ts';
import { denseRanks } from './sorted-rows.ts';

/** As many points are compared each with each rather than divided further. */
const LEAF_POINTS = 24;
/** As many pairs of points are compared rather than divided further. */
const LEAF_PAIRS = 1000;

/**
 * 1 for each of `points` that another dominates, for three objectives or more. The points are distinct and lexicographic.
 * Divide and conquer (Kung, Luccio and Preparata 1975, "On finding the maxima of a set of vectors"): the better half by the
 * first objective is compared with the worse half in the other objectives, which are divided in turn.
 */
export function dominatedOfMany(points: Costs): Uint8Array {
  const search = new DividedSearch(points);
  search.frontOf(0, search.dominated.length);
  return search.dominated;
}

class DividedSearch {
  readonly dominated: Uint8Array;
  readonly #objectives: number;
  /** Side by side for each point. A range of ranks is halved without a search for the median. */
  readonly #ranks: Uint32Array;

  constructor(points: Costs) {
    const count = points[0]?.length ?? 0;
    this.dominated = new Uint8Array(count);
    this.#objectives = points.length;
    this.#ranks = new Uint32Array(count * points.length);
    points.forEach((column, objective) => {
      const ranks = denseRanks(column);
      for (let point = 0; point < count; point++) this.#ranks[point * points.length + objective] = ranks[point];
    });
  }

  /** Points from `start` to the one before `end` that none of them dominates; the others are marked. */
  frontOf(start: number, end: number): Uint32Array {
    if (end - start > LEAF_POINTS) {
      const middle = (start + end) >>> 1;
      const better = this.frontOf(start, middle);
      const worse = this.frontOf(middle, end);
      this.#compare(better, worse, this.#objectives);
      const free = this.#free(worse);
      const front = new Uint32Array(better.length + free.length);
      front.set(better);
      front.set(free, better.length);
      return front;
    }
    const front = new Uint32Array(end - start);
    let size = 0;
    for (let point = start; point < end; point++) {
      if (this.#isDominated(point, front.subarray(0, size), this.#objectives)) this.dominated[point] = 1;
      else front[size++] = point;
    }
    return front.subarray(0, size);
  }

  /**
   * Marks those of `worse` that one of `better` dominates by the objectives from the second to the one before `until`; in the
   * others every one of `better` is known to be no worse.
   */
  #compare(better: Uint32Array, worse: Uint32Array, until: number): void {
    if (better.length * worse.length <= LEAF_PAIRS) {
      for (const point of worse) if (this.#isDominated(point, better, until)) this.dominated[point] = 1;
      return;
    }
    if (until === 3) {
      this.#compareByTwo(better, worse);
      return;
    }
    const objective = until - 1;
    const [leastBetter, mostBetter] = this.#rankRange(better, objective);
    const [leastWorse, mostWorse] = this.#rankRange(worse, objective);
    if (leastBetter > mostWorse) return;
    if (mostBetter <= leastWorse) {
      this.#compare(better, worse, objective);
      return;
    }
    const middle = (Math.min(leastBetter, leastWorse) + Math.max(mostBetter, mostWorse)) >>> 1;
    const [lowBetter, highBetter] = this.#split(better, objective, middle);
    const [lowWorse, highWorse] = this.#split(worse, objective, middle);
    // What the strongest comparison marks need not be looked at again.
    this.#compare(lowBetter, highWorse, objective);
    this.#compare(lowBetter, lowWorse, until);
    this.#compare(highBetter, this.#free(highWorse), until);
  }

  #isDominated(point: number, rivals: Uint32Array, until: number): boolean {
    const ranks = this.#ranks;
    const first = point * this.#objectives;
    for (let place = 0; place < rivals.length; place++) {
      const firstOfRival = rivals[place] * this.#objectives;
      let objective = 1;
      while (objective < until && ranks[firstOfRival + objective] <= ranks[first + objective]) objective++;
      if (objective === until) return true;
    }
    return false;
  }

  /** By the second and the third objective alone: both sets ascend by the second, and the least third one so far decides. */
  #compareByTwo(better: Uint32Array, worse: Uint32Array): void {
    const rivals = this.#ascending(better, 1);
    let next = 0;
    let least = Number.POSITIVE_INFINITY;
    for (const point of this.#ascending(worse, 1)) {
      const second = this.#rank(point, 1);
      while (next < rivals.length && this.#rank(rivals[next], 1) <= second) {
        least = Math.min(least, this.#rank(rivals[next++], 2));
      }
      if (least <= this.#rank(point, 2)) this.dominated[point] = 1;
    }
  }

  /** Points by ascending rank. Rank and point share a double, since those are sorted without calls. */
  #ascending(points: Uint32Array, objective: number): Uint32Array {
    const count = this.dominated.length;
    const keys = new Float64Array(points.length);
    for (let place = 0; place < points.length; place++) {
      keys[place] = this.#rank(points[place], objective) * count + points[place];
    }
    keys.sort();
    const sorted = new Uint32Array(points.length);
    for (let place = 0; place < points.length; place++) sorted[place] = keys[place] % count;
    return sorted;
  }

  #split(points: Uint32Array, objective: number, middle: number): [low: Uint32Array, high: Uint32Array] {
    const low = new Uint32Array(points.length);
    const high = new Uint32Array(points.length);
    let lows = 0;
    let highs = 0;
    for (let place = 0; place < points.length; place++) {
      if (this.#rank(points[place], objective) <= middle) low[lows++] = points[place];
      else high[highs++] = points[place];
    }
    return [low.subarray(0, lows), high.subarray(0, highs)];
  }

  #rankRange(points: Uint32Array, objective: number): [least: number, most: number] {
    let least = Number.POSITIVE_INFINITY;
    let most = 0;
    for (let place = 0; place < points.length; place++) {
      const rank = this.#rank(points[place], objective);
      if (rank < least) least = rank;
      if (rank > most) most = rank;
    }
    return [least, most];
  }

  #free(points: Uint32Array): Uint32Array {
    return points.filter((point) => this.dominated[point] === 0);
  }

  #rank(point: number, objective: number): number {
    return this.#ranks[point * this.#objectives + objective];
  }
}
