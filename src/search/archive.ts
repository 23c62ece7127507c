import { GrowingFront } from '../decisions/growing-front.ts';
import { hypervolume } from '../decisions/hypervolume.ts';
import { type Design, keyOf } from './space.ts';

/** A design and its cost in each objective, smaller is better; null when it is not feasible. */
export interface EvaluatedDesign {
  design: Design;
  costs: readonly number[] | null;
}

/** How good the front was once so many designs had been evaluated. */
export interface ConvergencePoint {
  evaluated: number;
  /** In the product of the objectives' units, up to a reference point that is the same for a whole curve. */
  hypervolume: number;
}

/** The reference lies beyond the worst cost by this share of the range, so that the front's ends count. */
const MARGIN = 0.1;

/** Every design that a search has evaluated, in that order, and the front after each generation. */
export class Archive {
  readonly evaluated: EvaluatedDesign[] = [];
  readonly keys = new Set<string>();
  /** A column for each objective, a row for each design up to the limit; `NaN` where there are no costs. */
  costs: readonly Float64Array[] = [];
  readonly #front = new GrowingFront();
  readonly #generations: { evaluated: number; front: Uint32Array }[] = [];

  /** `limit`: designs at most. */
  constructor(private readonly limit: number) {}

  /** Takes a generation; returns its rows. Designs with a cost that is not finite count as not feasible. */
  add(designs: readonly Design[], costs: readonly (readonly number[] | null)[]): number[] {
    const rows = designs.map((design, index) => {
      const row = this.evaluated.length;
      const own = costs[index] ?? null;
      this.evaluated.push({ design, costs: own });
      this.keys.add(keyOf(design));
      if (own?.every(Number.isFinite)) this.#rank(own, row);
      return row;
    });
    this.#generations.push({ evaluated: this.evaluated.length, front: this.#front.rows() });
    return rows;
  }

  #rank(costs: readonly number[], row: number): void {
    if (this.costs.length === 0) this.costs = costs.map(() => new Float64Array(this.limit).fill(Number.NaN));
    for (const [objective, cost] of costs.entries()) this.costs[objective][row] = cost;
    this.#front.add(costs, row);
  }

  /** Rows of the designs that no other is better than, ascending. */
  front(): Uint32Array {
    return this.#front.rows();
  }

  /**
   * Of the front, up to the worst costs so far. More designs only move that outwards, so it does not fall, save where all
   * cost the same in an objective until then.
   */
  hypervolume(): number {
    return this.#below(this.#reference(), this.front());
  }

  /** After each generation, all up to the worst costs of all. */
  convergence(): ConvergencePoint[] {
    const reference = this.#reference();
    return this.#generations.map(({ evaluated, front }) => ({
      evaluated,
      hypervolume: this.#below(reference, front),
    }));
  }

  #below(reference: readonly number[], front: Uint32Array): number {
    return front.length === 0 ? 0 : hypervolume(this.costs, front, reference);
  }

  #reference(): number[] {
    return this.costs.map((column) => {
      const known = column.filter((cost) => !Number.isNaN(cost));
      const worst = known.reduce((most, cost) => Math.max(most, cost), Number.NEGATIVE_INFINITY);
      const best = known.reduce((least, cost) => Math.min(least, cost), Number.POSITIVE_INFINITY);
      return worst + (MARGIN * (worst - best) || 1);
    });
  }
}
