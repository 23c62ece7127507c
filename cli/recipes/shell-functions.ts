import { MERGED_NAME, type RecipeInputs } from './recipe-inputs.ts';
import { shellQuote, shellWords } from './shell-quote.ts';

/** `run_shard K`: runs what is missing of shard K. */
export function shardFunction({ config, shards, out, command }: RecipeInputs): string {
  return `run_shard() {
  ${shellWords([...command, 'explore', config, '--out', out])} --shard "$1/${shards}"
}`;
}

/** `merge`: makes one result of all parts. It takes its name when it is complete. */
export function mergeFunction({ out, command }: RecipeInputs): string {
  const merged = `${out}/${MERGED_NAME}`;
  return `merge() {
  ${shellWords([...command, 'explore', '--merge', out])} >${shellQuote(`${merged}.part`)}
  mv -- ${shellQuote(`${merged}.part`)} ${shellQuote(merged)}
}`;
}
