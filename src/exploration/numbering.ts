type Branch = Map<number, Branch | number>;

/** Numbers from 0 on for tuples of figures: equal ones have the same. Tuples of one numbering are equally long. */
export class Numbering {
  private readonly root: Branch = new Map();
  private count = 0;

  /** How many different tuples there were. */
  get size(): number {
    return this.count;
  }

  of(...tuple: readonly number[]): number {
    let branch = this.root;
    for (let at = 0; at < tuple.length - 1; at++) {
      const value = tuple[at] ?? Number.NaN;
      let next = branch.get(value);
      if (!(next instanceof Map)) {
        next = new Map();
        branch.set(value, next);
      }
      branch = next;
    }
    const last = tuple.at(-1) ?? Number.NaN;
    const known = branch.get(last);
    if (typeof known === 'number') return known;
    branch.set(last, this.count);
    return this.count++;
  }
}
