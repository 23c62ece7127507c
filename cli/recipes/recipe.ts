import path from 'node:path';
import { parallelRecipe } from './parallel.ts';
import type { RecipeInputs } from './recipe-inputs.ts';
import { slurmRecipe } from './slurm.ts';
import { snakemakeRecipe } from './snakemake.ts';

export { MERGED_NAME, type RecipeInputs } from './recipe-inputs.ts';

/** Programs that can run the shards of a sweep on many processors or machines. */
export const RECIPES = ['parallel', 'slurm', 'snakemake'] as const;
export type RecipeKind = (typeof RECIPES)[number];

const WRITERS: Readonly<Record<RecipeKind, (inputs: RecipeInputs) => string>> = {
  parallel: parallelRecipe,
  slurm: slurmRecipe,
  snakemake: snakemakeRecipe,
};

/**
 * A file that runs a sweep in shards, resumes it, and merges the parts. Paths become absolute, so that it can be started
 * from any folder. Throws where there is nothing to run.
 */
export function recipeFor(kind: RecipeKind, { config, shards, out, command }: RecipeInputs): string {
  if (!Number.isInteger(shards) || shards < 1) throw new Error(`${shards} shards: a whole number from 1 expected`);
  if (command.length === 0) throw new Error('no command to run the shards with');
  return WRITERS[kind]({ config: path.resolve(config), shards, out: path.resolve(out), command });
}
