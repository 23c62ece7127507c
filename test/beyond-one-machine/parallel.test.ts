import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { whyNot } from './engines.ts';
import { killHalfWay } from './kill-half-way.ts';
import { run, Sweep } from './sweep.ts';

const SHARDS = 4;
const KILLED = 2;
const skip = whyNot('parallel') ?? false;
const sweep = skip ? undefined : await Sweep.create(3000, SHARDS);
after(() => sweep?.remove());

test('GNU parallel: after one shard was killed half way and the recipe started again, the merge is that of one process', {
  skip,
}, async () => {
  assert.ok(sweep);
  const recipe = sweep.emit('parallel');

  const first = spawn('bash', [recipe], { stdio: 'ignore' });
  const ended = new Promise<number | null>((done) => first.once('exit', done));
  const linesThen = await killHalfWay(sweep, KILLED, ended);
  assert.equal(await ended, 1, 'points are missing');
  assert.ok(!existsSync(sweep.merged), 'no result that lacks points');
  appendFileSync(sweep.partOfShard(KILLED), '{"id":'); // as if it had been killed within a line

  const second = run('bash', [recipe]);
  assert.equal(second.status, 0, second.stderr);
  assert.ok(sweep.linesOfShard(KILLED) > linesThen, 'the shard was killed before its end');
  assert.deepEqual(shardsInJoblog(), [1, 2, 2, 3, 4], 'only the killed shard was started twice');
  assert.equal(sweep.hashOfMerged(), sweep.hashOfOneProcess());
});

/** Every start that GNU parallel has noted, as the number of a shard. */
function shardsInJoblog(): number[] {
  const joblog = path.join(sweep?.results ?? '', `joblog-of-${SHARDS}.tsv.done`);
  const [, ...lines] = readFileSync(joblog, 'utf8').trim().split('\n');
  return lines.map((line) => Number(/run_shard (\d+)$/.exec(line)?.[1])).sort((a, b) => a - b);
}
