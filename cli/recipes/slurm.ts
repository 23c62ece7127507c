import type { RecipeInputs } from './recipe-inputs.ts';
import { mergeFunction, shardFunction } from './shell-functions.ts';
import { shellQuote } from './shell-quote.ts';

/**
 * A script for Slurm (Yoo, Jette and Grondona, 2003): as a batch job it runs one shard, and started by hand it submits
 * itself as an array with a merge behind it. Shards are the tasks, not points: a scheduler takes longer to start a task
 * than a point takes to run, and arrays are limited (`MaxArraySize`, 1001 by default).
 *
 * No path stands in a line of `#SBATCH`, which has rules of its own for quotes and `%`.
 */
export function slurmRecipe(inputs: RecipeInputs): string {
  return `#!/usr/bin/env bash
#SBATCH --job-name=cdma-explore
#SBATCH --array=1-${inputs.shards}
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=1
#SBATCH --requeue
#SBATCH --open-mode=append
# A sweep in ${inputs.shards} shards as an array of Slurm jobs, and the merge of its parts. All nodes must see the same folders.
#
#   bash FILE [OPTIONS]          submit the array, and a merge that begins when the array has ended; start it again to
#                                resume: a shard skips the points that its part already has
#   bash FILE --wait             the same, and wait for both; the exit code is that of the merge
#   bash FILE --account=NAME --partition=NAME --time=01:00:00 --array=1-${inputs.shards}%16
#                                with options of sbatch, such as at most 16 shards at a time
#   sbatch --wait FILE; bash FILE merge
#                                the same by hand
#
# Messages are in slurm-*.out in the folder of results.
set -euo pipefail

results=${shellQuote(inputs.out)}

${shardFunction(inputs)}

${mergeFunction(inputs)}

submit() {
  local array merging code=0
  mkdir -p -- "$results"
  # Waiting ends with the exit code of the worst shard, and the merge is to say what that one left out.
  array=$(sbatch --parsable --chdir="$results" "$@" "$0") || [[ -n $array ]]
  echo "array of ${inputs.shards} shards: job \${array%%;*}"
  merging=$(sbatch --parsable --chdir="$results" "$@" --array=1 --dependency="afterany:\${array%%;*}" "$0" merge) || code=$?
  echo "merge: job \${merging%%;*}"
  return "$code"
}

if [[ \${1-} == merge ]]; then
  merge
elif [[ -n \${SLURM_ARRAY_TASK_ID-} ]]; then
  run_shard "$SLURM_ARRAY_TASK_ID"
else
  submit "$@"
fi
`;
}
