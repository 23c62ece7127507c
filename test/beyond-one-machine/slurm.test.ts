import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { after, test } from 'node:test';
import { whyNot } from './engines.ts';
import { type Cluster, startCluster } from './one-node-slurm.ts';
import { run, Sweep } from './sweep.ts';

const SHARDS = 4;
const skip = whyNot('slurm') ?? false;
let cluster: Cluster | undefined;
let sweep: Sweep | undefined;
after(async () => {
  await cluster?.stop();
  sweep?.remove();
});

test('Slurm: an array that lacks shards is not merged, and once it has all the merge is that of one process', {
  skip,
}, async () => {
  sweep = await Sweep.create(240, SHARDS);
  cluster = await startCluster(2);
  const recipe = sweep.emit('slurm');

  const oneShard = run('bash', [recipe, '--wait', '--array=2'], cluster.environment);
  assert.equal(oneShard.status, 1, `points are missing: ${oneShard.stderr}`);
  assert.ok(!existsSync(sweep.merged), 'no result that lacks points');

  const all = run('bash', [recipe, '--wait'], cluster.environment);
  assert.equal(all.status, 0, all.stderr);
  assert.equal(sweep.hashOfMerged(), sweep.hashOfOneProcess());
});
