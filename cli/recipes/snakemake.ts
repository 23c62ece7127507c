import { MERGED_NAME, type RecipeInputs } from './recipe-inputs.ts';

/**
 * A Snakefile (Mölder et al., "Sustainable data analysis with Snakemake", 2021). Paths are Python literals and never part
 * of an input, an output or a shell template, where braces would be wildcards.
 *
 * What a shard leaves for Snakemake is a mark, not its part: Snakemake deletes the outputs of a job that was killed, and
 * the part is what the job resumes from. A mark is worth no more than the merge says: that one removes all marks if points
 * are missing, so that the next start asks every shard again.
 */
export function snakemakeRecipe({ config, shards, out, command }: RecipeInputs): string {
  return `# A sweep in ${shards} shards with Snakemake, and the merge of its parts.
#
#   snakemake --snakefile FILE --cores all --keep-going
#       start, and resume after an interruption: a shard skips the points that its part already has
#   with --unlock
#       before that, where Snakemake itself was killed
#
# Another sweep, or another number of shards, needs a folder of its own.
import shlex

COMMAND = [${command.map(pythonLiteral).join(', ')}, "explore"]
CONFIG = ${pythonLiteral(config)}
RESULTS = ${pythonLiteral(out)}
SHARDS = range(1, ${shards} + 1)

RUN_SHARD = shlex.join([*COMMAND, CONFIG, "--out", RESULTS])
MERGE = shlex.join([*COMMAND, "--merge", RESULTS])


workdir: RESULTS


localrules:
    merge,


rule merge:
    input:
        expand("shard-{k}-of-${shards}.done", k=SHARDS),
    output:
        "${MERGED_NAME}",
    shell:
        "{MERGE} >{output} || {{ rm -f {input}; exit 1; }}"


# Exit code 1 says that some points cannot be simulated: that is a result, and the merge has the last word.
rule shard:
    input:
        lambda wildcards: CONFIG,
    output:
        touch("shard-{k}-of-${shards}.done"),
    shell:
        "{RUN_SHARD} --shard {wildcards.k}/${shards} || [ $? -eq 1 ]"
`;
}

/** A string of JSON is one of Python, too; only halves of pairs are none that Python could pass on. */
function pythonLiteral(text: string): string {
  return JSON.stringify(text);
}
