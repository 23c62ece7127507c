import path from 'node:path';
import { type RecipeKind, recipeFor } from '../recipes/recipe.ts';
import { EXIT_CANNOT_RUN, EXIT_FINE } from '../usage.ts';
import type { SweepName } from './explore-call.ts';
import { openSweep, prepareSweep, refuseUnlessDivisible } from './open-sweep.ts';

/** Prints a file with which another program runs the shards of a sweep, and merges their parts. */
export async function emitRecipe(of: SweepName, kind: RecipeKind, shards: number, out: string): Promise<number> {
  const sweep = openSweep(of);
  const prepared = await prepareSweep(sweep);
  if (prepared === undefined) return EXIT_CANNOT_RUN;
  refuseUnlessDivisible(prepared, 'emit');
  const command = [process.execPath, path.resolve(process.argv[1] ?? '')];
  process.stdout.write(recipeFor(kind, { config: sweep.config, shards, out, command }));
  return EXIT_FINE;
}
