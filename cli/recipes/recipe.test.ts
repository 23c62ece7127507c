import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { RECIPES, type RecipeInputs, recipeFor } from './recipe.ts';

const SHARDS = 12;
/** Instead of the program: prints its arguments, each followed by NUL. */
const PRINT_WORDS = ['printf', '%s\\0'];

const name = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...'\'"\\$`!*{}[]%#&;~ \n-aé가'), minLength: 1, maxLength: 12 }),
);
const folder = name
  .map((text) => path.posix.normalize(`/data/${text.replaceAll(/[\0/]/g, '_')}`))
  .filter((file) => file.startsWith('/data/'));
const inputs: fc.Arbitrary<RecipeInputs> = fc
  .record({ config: folder, out: folder })
  .map((paths) => ({ ...paths, shards: SHARDS, command: PRINT_WORDS }));

function wordsOfShard({ config, out }: RecipeInputs, shard: number): string[] {
  return ['explore', config, '--out', out, '--shard', `${shard}/${SHARDS}`, ''];
}

function run(program: string, args: readonly string[], input: string, env = process.env): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', input, env });
  assert.equal(status, 0, `${program}: ${stderr}`);
  return stdout;
}

for (const kind of ['parallel', 'slurm'] as const) {
  test(`${kind}: bash accepts the script whatever the paths are`, () => {
    fc.assert(
      fc.property(inputs, (given) => void run('bash', ['-n'], recipeFor(kind, given))),
      { numRuns: 60, seed: 2 },
    );
  });
}

test('parallel: a shard gets config and folder as they are', () => {
  fc.assert(
    fc.property(inputs, (given) => {
      const script = recipeFor('parallel', given);
      const definitions = script.slice(0, script.lastIndexOf('\nif [[ $(parallel --version'));
      assert.deepEqual(run('bash', ['-s'], `${definitions}\nrun_shard 3\n`).split('\0'), wordsOfShard(given, 3));
    }),
    { numRuns: 60, seed: 3 },
  );
});

test('slurm: a task of the array gives its shard config and folder as they are', () => {
  fc.assert(
    fc.property(inputs, fc.integer({ min: 1, max: SHARDS }), (given, shard) => {
      const env = { ...process.env, SLURM_ARRAY_TASK_ID: String(shard) };
      assert.deepEqual(run('bash', ['-s'], recipeFor('slurm', given), env).split('\0'), wordsOfShard(given, shard));
    }),
    { numRuns: 60, seed: 4 },
  );
});

/** Reads Snakefiles up to their rules, which is plain Python, and prints the commands that they make. */
const READ_SNAKEFILES = `
import json, sys
for text in json.load(sys.stdin):
    found = {}
    exec(text, found)
    print(json.dumps([found["RUN_SHARD"], found["MERGE"], list(found["SHARDS"])]))
`;
const python = spawnSync('python3', ['--version']).status === 0;

test('snakemake: a shard gets config and folder as they are', { skip: python ? false : 'no python3 here' }, () => {
  const samples = fc.sample(inputs, { numRuns: 60, seed: 5 });
  const heads = samples.map((given) => {
    const snakefile = recipeFor('snakemake', given);
    return snakefile.slice(0, snakefile.lastIndexOf('\nworkdir:'));
  });
  const read = run('python3', ['-c', READ_SNAKEFILES], JSON.stringify(heads)).trim().split('\n');
  assert.equal(read.length, samples.length);
  for (const [index, given] of samples.entries()) {
    const [shard, merge, shards] = JSON.parse(read[index] ?? '');
    assert.deepEqual(run('bash', ['-s'], `${shard} --shard 3/${SHARDS}`).split('\0'), wordsOfShard(given, 3));
    assert.deepEqual(run('bash', ['-s'], merge).split('\0'), ['explore', '--merge', given.out, '']);
    assert.deepEqual([shards[0], shards.at(-1), shards.length], [1, SHARDS, SHARDS]);
  }
});

test('snakemake: one rule for the shards, one for the merge that needs all of them', () => {
  const rules = recipeFor('snakemake', { config: '/c', out: '/o', shards: 7, command: ['cdma'] });
  assert.deepEqual(
    [...rules.matchAll(/^rule (\w+):$/gm)].map(([, rule]) => rule),
    ['merge', 'shard'],
    'the goal is first',
  );
  assert.match(rules, /^rule merge:\n {4}input:\n {8}expand\("shard-\{k\}-of-7\.done", k=SHARDS\),$/m);
  assert.match(rules, /^ {8}touch\("shard-\{k\}-of-7\.done"\),$/m);
});

test('comments, directives of Slurm and rules of Snakemake are the same for all paths', () => {
  const withPaths = (kind: (typeof RECIPES)[number], where: string): string[] => {
    const text = recipeFor(kind, { config: `${where}/c`, out: `${where}/o`, shards: SHARDS, command: PRINT_WORDS });
    return text.split('\n').filter((line) => line.startsWith('#') || /^(rule|ruleorder| {4})/.test(line));
  };
  for (const kind of RECIPES) assert.deepEqual(withPaths(kind, '/a\n\'\n"/{b}'), withPaths(kind, '/plain'), kind);
});

test('slurm: an array with one task for each shard', () => {
  const script = recipeFor('slurm', { config: 'c.json', out: 'o', shards: 7, command: ['cdma'] });
  const directives = script.split('\n').filter((line) => line.startsWith('#SBATCH'));
  assert.ok(directives.includes('#SBATCH --array=1-7'), script);
  assert.ok(script.indexOf('#SBATCH') === script.indexOf('\n') + 1, 'directives come before the first command');
});

test('relative paths become absolute: a job starts in another folder', () => {
  for (const kind of RECIPES) {
    const text = recipeFor(kind, { config: 'sweep.cdma.json', out: 'results', shards: 2, command: ['cdma'] });
    assert.ok(text.includes(path.resolve('sweep.cdma.json')), text);
    assert.ok(text.includes(path.resolve('results')), text);
  }
});

test('there must be something to run', () => {
  const good = { config: 'c', out: 'o', shards: 1, command: ['cdma'] };
  for (const shards of [0, -1, 1.5, Number.NaN])
    assert.throws(() => recipeFor('parallel', { ...good, shards }), /shards/);
  assert.throws(() => recipeFor('slurm', { ...good, command: [] }), /command/);
});
