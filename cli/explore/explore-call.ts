import path from 'node:path';
import { RECIPES, type RecipeKind } from '../recipes/recipe.ts';
import { onlyFile, readArguments, UsageError } from '../usage.ts';

/** What `cdma explore` is asked to do. */
export type ExploreCall =
  | { kind: 'run'; of: SweepName; threads: number | undefined; outputs: Outputs }
  | { kind: 'plan'; of: SweepName; json: boolean }
  | { kind: 'shard'; of: SweepName; shard: Shard; out: string; threads: number | undefined }
  | { kind: 'merge'; folder: string }
  | { kind: 'emit'; of: SweepName; recipe: RecipeKind; shards: number; out: string };

/** A sweep by the file that describes it: a config, or a plan that was made of one. */
export interface SweepName {
  file: string;
  isPlan: boolean;
}

/** Where results go besides the screen. */
export interface Outputs {
  /** JSON on the screen instead of a table. */
  json: boolean;
  csv: string | undefined;
  parquet: string | undefined;
  ndjson: string | undefined;
}

/** Part `index`, from 1, of `count`. */
export interface Shard {
  index: number;
  count: number;
}

/** As many as anyone has. */
const MOST_THREADS = 1024;
const MOST_SHARDS = 1_000_000;

const OPTIONS = {
  json: { type: 'boolean' },
  csv: { type: 'string' },
  parquet: { type: 'string' },
  ndjson: { type: 'string' },
  threads: { type: 'string' },
  plan: { type: 'boolean' },
  run: { type: 'string' },
  shard: { type: 'string' },
  merge: { type: 'string' },
  emit: { type: 'string' },
  shards: { type: 'string' },
  out: { type: 'string' },
} as const;
type Option = keyof typeof OPTIONS;

/** What goes with what. Whatever is not named does not. */
const GOES_WITH: Readonly<Record<ExploreCall['kind'], readonly Option[]>> = {
  run: ['run', 'json', 'csv', 'parquet', 'ndjson', 'threads'],
  plan: ['plan', 'json'],
  shard: ['shard', 'run', 'out', 'threads'],
  merge: ['merge'],
  emit: ['emit', 'shards', 'out'],
};
/** What decides the kind, so that all but the first of these is one too many. */
const KINDS = ['plan', 'shard', 'merge', 'emit'] as const;

/** Throws {@link UsageError} for a call that makes no sense. */
export function readExploreCall(args: string[]): ExploreCall {
  const { values, positionals } = readArguments(args, OPTIONS);
  const kind = KINDS.find((one) => values[one] !== undefined) ?? 'run';
  for (const option of Object.keys(values) as Option[]) {
    if (values[option] === '') throw new UsageError(`--${option} needs a value`);
    if (GOES_WITH[kind].includes(option)) continue;
    throw new UsageError(
      kind === 'run' ? `--${option} alone makes no sense` : `--${option} does not go with --${kind}`,
    );
  }
  if (kind === 'merge') {
    if (positionals.length > 0) throw new UsageError('--merge takes a folder of parts and no config');
    return { kind, folder: values.merge ?? '' };
  }
  const of = sweepName(values.run, positionals);
  switch (kind) {
    case 'run': {
      const { json = false, csv, parquet, ndjson } = values;
      const files = [csv, parquet, ndjson].flatMap((file) => (file === undefined ? [] : path.resolve(file)));
      if (new Set(files).size < files.length) throw new UsageError('two results cannot have the same file');
      return { kind, of, threads: threadsOf(values.threads), outputs: { json, csv, parquet, ndjson } };
    }
    case 'plan':
      return { kind, of, json: values.json ?? false };
    case 'shard':
      return {
        kind,
        of,
        shard: shardOf(values.shard ?? ''),
        out: given('out', values.out, 'a folder for the parts'),
        threads: threadsOf(values.threads),
      };
    case 'emit': {
      const recipe = RECIPES.find((one) => one === values.emit);
      if (recipe === undefined) throw new UsageError(`--emit ${values.emit}: expected ${RECIPES.join(', ')}`);
      const shards = wholeNumber('shards', given('shards', values.shards, 'how many parts'), MOST_SHARDS);
      return { kind, of, recipe, shards, out: given('out', values.out, 'a folder for the parts') };
    }
  }
}

function sweepName(plan: string | undefined, positionals: readonly string[]): SweepName {
  if (plan === undefined) return { file: onlyFile(positionals, 'config'), isPlan: false };
  if (positionals.length > 0) throw new UsageError('--run takes a plan, which names its config: give no other');
  return { file: plan, isPlan: true };
}

/** The value of an option that must be there. */
function given(option: Option, value: string | undefined, what: string): string {
  if (value === undefined) throw new UsageError(`--${option} is missing: ${what}`);
  return value;
}

function threadsOf(value: string | undefined): number | undefined {
  return value === undefined ? undefined : wholeNumber('threads', value, MOST_THREADS);
}

function shardOf(value: string): Shard {
  const [, index, count] = /^(\d{1,7})\/(\d{1,7})$/.exec(value) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count && shard.count <= MOST_SHARDS) return shard;
  throw new UsageError(`--shard ${value}: expected K/N, K from 1 to N`);
}

function wholeNumber(option: Option, value: string, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= 1 && number <= most) return number;
  throw new UsageError(`--${option} ${value}: expected a whole number from 1 to ${most}`);
}
