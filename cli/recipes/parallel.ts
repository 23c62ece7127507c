import type { RecipeInputs } from './recipe-inputs.ts';
import { mergeFunction, shardFunction } from './shell-functions.ts';
import { shellQuote } from './shell-quote.ts';

/**
 * A script for GNU parallel (O. Tange, 2011). What is to be run is a function, so that nothing in a path passes through
 * the replacement strings of parallel or through a second shell.
 */
export function parallelRecipe(inputs: RecipeInputs): string {
  return `#!/usr/bin/env bash
# A sweep in ${inputs.shards} shards with GNU parallel, as many at a time as there are processors, and the merge of its parts.
#
#   bash FILE             start, and resume after an interruption
#   JOBS=4 bash FILE      four shards at a time
#   PARALLEL='--sshloginfile HOSTS' bash FILE
#                         on the machines that the file HOSTS names, which must see the same folders
#
# On resuming, the log of jobs names the shards that failed or were not begun, and a shard skips the points that its part
# already has. Another sweep, or another number of shards, needs a folder of its own.
set -euo pipefail

results=${shellQuote(inputs.out)}
joblog="$results/joblog-of-${inputs.shards}.tsv"

${shardFunction(inputs)}

${mergeFunction(inputs)}

if [[ $(parallel --version 2>&1) != 'GNU parallel'* ]]; then
  echo 'GNU parallel is not installed; on Debian and Ubuntu: apt-get install parallel' >&2
  exit 2
fi
mkdir -p -- "$results"
export -f run_shard
export PARALLEL_SHELL=$BASH # parallel takes the login shell, which need not know bash's functions

if seq 1 ${inputs.shards} | parallel --jobs "\${JOBS:-100%}" --joblog "$joblog" --resume-failed \\
  --env run_shard --tag --line-buffer run_shard; then
  mv -- "$joblog" "$joblog.done" # all are complete: the next start asks every shard again
else
  echo "Some shards failed (parallel ended with $?). Start this file again to resume." >&2
fi

# The merge counts what is missing, and its exit code is that of this file.
merge
`;
}
