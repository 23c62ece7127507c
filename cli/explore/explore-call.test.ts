import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../usage.ts';
import { readExploreCall } from './explore-call.ts';

test('a call is read as what it asks for', () => {
  const outputs = { json: false, csv: undefined, parquet: undefined, ndjson: undefined };
  const of = { file: 'a.json', isPlan: false };
  assert.deepEqual(readExploreCall(['a.json']), { kind: 'run', of, threads: undefined, outputs });
  assert.deepEqual(readExploreCall(['--run', 'p.json', '--json', '--csv=c', '--ndjson', 'n', '--threads', '4']), {
    kind: 'run',
    of: { file: 'p.json', isPlan: true },
    threads: 4,
    outputs: { json: true, csv: 'c', parquet: undefined, ndjson: 'n' },
  });
  assert.deepEqual(readExploreCall(['a.json', '--plan', '--json']), { kind: 'plan', of, json: true });
  assert.deepEqual(readExploreCall(['a.json', '--shard', '2/3', '--out', 'd']), {
    kind: 'shard',
    of,
    shard: { index: 2, count: 3 },
    out: 'd',
    threads: undefined,
  });
  assert.deepEqual(readExploreCall(['--merge', 'd']), { kind: 'merge', folder: 'd' });
  const emit = readExploreCall(['a.json', '--emit', 'slurm', '--shards', '12', '--out', 'd']);
  assert.deepEqual(emit, { kind: 'emit', of, recipe: 'slurm', shards: 12, out: 'd' });
});

for (const [call, reason] of [
  ['', /no config given/],
  ['a.json b.json', /one config expected, 2 given/],
  ['a.json --fast', /--fast/],
  ['a.json --run p.json', /--run takes a plan/],
  ['a.json --shards 3', /--shards alone makes no sense/],
  ['a.json --out d', /--out alone makes no sense/],
  ['a.json --threads 0', /--threads 0: expected a whole number from 1 to 1024/],
  ['a.json --threads two', /--threads two: expected/],
  ['a.json --threads 1.5', /--threads 1\.5: expected/],
  ['a.json --csv=', /--csv needs a value/],
  ['a.json --csv x --parquet ./x', /two results cannot have the same file/],
  ['a.json --plan --csv c', /--csv does not go with --plan/],
  ['a.json --plan --threads 2', /--threads does not go with --plan/],
  ['a.json --plan --shard 1/2 --out d', /--shard does not go with --plan/],
  ['a.json --shard 1/2', /--out is missing/],
  ['a.json --shard 1/2 --out=', /--out needs a value/],
  ['a.json --shard 1/2 --out d --csv c', /--csv does not go with --shard/],
  ['a.json --shard 1/2 --out d --ndjson n', /--ndjson does not go with --shard/],
  ['a.json --shard 0/2 --out d', /--shard 0\/2: expected K\/N, K from 1 to N/],
  ['a.json --shard 3/2 --out d', /--shard 3\/2: expected/],
  ['a.json --shard 2 --out d', /--shard 2: expected/],
  ['a.json --shard 1/0 --out d', /--shard 1\/0: expected/],
  ['a.json --shard -1/2 --out d', /--shard/],
  ['--merge d a.json', /--merge takes a folder of parts and no config/],
  ['--merge d --json', /--json does not go with --merge/],
  ['--merge=', /--merge needs a value/],
  ['--merge d --run p', /--run does not go with --merge/],
  ['a.json --emit slurm --shards 3', /--out is missing/],
  ['a.json --emit slurm --out d', /--shards is missing/],
  ['a.json --emit pbs --shards 3 --out d', /--emit pbs: expected parallel, slurm, snakemake/],
  ['a.json --emit slurm --shards 0 --out d', /--shards 0: expected a whole number from 1/],
  ['a.json --emit slurm --shards 3 --out d --threads 2', /--threads does not go with --emit/],
  ['--emit slurm --shards 3 --out d', /no config given/],
] as const) {
  test(`"explore ${call}" is refused with the reason`, () => {
    const args = call.split(' ').filter((word) => word !== '');
    assert.throws(
      () => readExploreCall(args),
      (error) => error instanceof UsageError && reason.test(error.message),
    );
  });
}
