import { throwIfCancelled } from '../cancelled.ts';
import { type Random, randomFor } from '../synthesis/random.ts';
import { Archive, type ConvergencePoint, type EvaluatedDesign } from './archive.ts';
import { crossover, mutate } from './genetics.ts';
import { type Member, survivors, tournament } from './selection.ts';
import { type Design, keyOf, type SearchSpace, sizeOf, spreadDesigns, unseenDesigns } from './space.ts';

export type { ConvergencePoint, EvaluatedDesign } from './archive.ts';
export type { Design, SearchSpace } from './space.ts';

export interface SearchOptions {
  /** Designs that are evaluated, at most. */
  budget: number;
  /** Designs of a generation. */
  population: number;
  seed: number;
  signal?: AbortSignal;
}

/** Costs of each design in every objective, smaller is better; null for one that is not feasible. */
export type EvaluateDesigns = (designs: readonly Design[]) => Promise<readonly (readonly number[] | null)[]>;

export interface SearchProgress {
  /** From 1. */
  generation: number;
  evaluated: number;
  /** As `ConvergencePoint.hypervolume` would be if the search ended here. */
  hypervolume: number;
}

export interface SearchResult {
  /** In the order of evaluation, no design twice. */
  evaluated: readonly EvaluatedDesign[];
  /** Indices into `evaluated`, ascending. */
  front: number[];
  /** After each generation. */
  convergence: readonly ConvergencePoint[];
}

/** Of all children, the rest copy a parent before they mutate (Deb et al. 2002, section IV-A). */
const CROSSOVER_SHARE = 0.9;
/** A child that has been evaluated before mutates on, so often at most. */
const MOST_MUTATIONS = 16;
/** A generation is barren with a smaller share of new designs than this. */
const BARREN_SHARE = 0.1;
/** After so many barren generations the neighbourhood of the best is exhausted, and chance finds more than inheritance. */
const MOST_BARREN_GENERATIONS = 3;

/**
 * Looks for the front of a grid that is too large to evaluate whole: NSGA-II (Deb, Pratap, Agarwal and Meyarivan, A fast
 * and elitist multiobjective genetic algorithm: NSGA-II, IEEE Trans. Evolutionary Computation 6, 2002) over designs that
 * are each evaluated once. Begins with a Latin hypercube; ends when the budget is used or the grid is exhausted, and fills
 * up with random designs once inheritance brings hardly anything new. Feasible designs win over all others. The same arguments give
 * the same result. Throws `Cancelled` once the signal is aborted.
 */
export async function searchFront(
  space: SearchSpace,
  evaluate: EvaluateDesigns,
  { budget, population: size, seed, signal }: SearchOptions,
  onGeneration?: (progress: SearchProgress) => void,
): Promise<SearchResult> {
  const limit = Math.min(budget, sizeOf(space));
  const archive = new Archive(limit);
  const random = randomFor(seed, 'search');
  const largest = Math.max(1, size);
  let population: Member[] = [];
  let barrenGenerations = 0;
  let rest: Design[] | undefined;

  for (let generation = 1; archive.evaluated.length < limit; ) {
    const count = Math.min(largest, limit - archive.evaluated.length);
    if (barrenGenerations === MOST_BARREN_GENERATIONS)
      rest ??= unseenDesigns(space, limit - archive.evaluated.length, archive.keys, random);
    const designs =
      generation === 1
        ? spreadDesigns(space, count, seed)
        : (rest?.splice(0, count) ?? children(space, archive, population, count, random));
    if (designs.length < BARREN_SHARE * count) barrenGenerations++;
    if (designs.length === 0) continue;
    throwIfCancelled(signal);
    const rows = archive.add(designs, await evaluate(designs));
    throwIfCancelled(signal);
    population = survivors(archive.costs, [...population.map(({ row }) => row), ...rows], largest);
    onGeneration?.({ generation, evaluated: archive.evaluated.length, hypervolume: archive.hypervolume() });
    generation++;
  }
  return { evaluated: archive.evaluated, front: [...archive.front()], convergence: archive.convergence() };
}

/** At most `count` designs, all different and none evaluated before. */
function children(
  space: SearchSpace,
  { evaluated, keys }: Archive,
  population: readonly Member[],
  count: number,
  random: Random,
): Design[] {
  const born = new Map<string, Design>();
  for (let birth = 0; birth < count; birth++) {
    const parent = (): Design => evaluated[tournament(population, random).row].design;
    const one = parent();
    let child = random.uniform() < CROSSOVER_SHARE ? crossover(one, parent(), random) : one;
    for (let mutations = 0; mutations < MOST_MUTATIONS; mutations++) {
      child = mutate(child, space, random);
      const key = keyOf(child);
      if (keys.has(key) || born.has(key)) continue;
      born.set(key, child);
      break;
    }
  }
  return [...born.values()];
}
