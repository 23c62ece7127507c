import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { whyNot } from './engines.ts';
import { killHalfWay } from './kill-half-way.ts';
import { run, Sweep } from './sweep.ts';

const SHARDS = 4;
const KILLED = 2;
const skip = whyNot('snakemake') ?? false;
const sweep = skip ? undefined : await Sweep.create(3000, SHARDS);
after(() => sweep?.remove());

test('Snakemake: after one shard was killed half way and the recipe started again, the merge is that of one process', {
  skip,
}, async () => {
  assert.ok(sweep);
  const args = ['--snakefile', sweep.emit('snakemake'), '--cores', 'all', '--keep-going'];

  const first = spawn('snakemake', args, { stdio: 'ignore' });
  const ended = new Promise<number | null>((done) => first.once('exit', done));
  const linesThen = await killHalfWay(sweep, KILLED, ended);
  assert.equal(await ended, 1, 'a rule has failed');
  assert.ok(!existsSync(sweep.merged), 'no result that lacks points');
  assert.ok(sweep.linesOfShard(KILLED) >= linesThen, 'Snakemake leaves the part to resume from');

  const second = run('snakemake', args);
  assert.equal(second.status, 0, second.stderr);
  assert.ok(sweep.linesOfShard(KILLED) > linesThen, 'the shard was killed before its end');
  assert.equal(sweep.hashOfMerged(), sweep.hashOfOneProcess());
});
