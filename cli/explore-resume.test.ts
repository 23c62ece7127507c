import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { copyFileSync, readFileSync, truncateSync } from 'node:fs';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandLine, linesOf } from '../test/beyond-one-machine/command-line.ts';
import { SMALL } from '../test/unit/small-sweep.ts';

const commandLine = await CommandLine.create();
after(() => commandLine.remove());
const convolution = { kind: 'conv', channels: 4, kernel: 3, pad: 1, relu: true };
const layers = [
  { name: 'conv1', ...convolution },
  { name: 'conv2', ...convolution },
  { name: 'fc1', kind: 'fc', channels: 10 },
];
commandLine.config('two-maps.cdma-network.json', { title: 'Two maps', input: [3, 8, 8], layers });

/** More than half a millisecond a point: copies run ahead, so that there is no closed form. */
const SLOW = { network: './two-maps.cdma-network.json', batch: 64, sync: 'async', staging: '1 MB' };
const RANGES = {
  'dma.buffer': { from: '4 KB', to: '96 KB', count: 100 },
  'gpu.dramEfficiency': { from: 0.5, to: 0.9, count: 100 },
};
/** Waits until a file has so many complete lines. */
async function hasLines(file: string, count: number, child: ChildProcess): Promise<void> {
  while (linesOf(file).length < count) {
    assert.equal(child.exitCode, null, 'it has ended too early');
    await sleep(20);
  }
}

test('10,000 points: killed half way and started again, the file is that of one run, and no point is run twice', async () => {
  const sweep = commandLine.config('slow.cdma.json', { workload: SLOW, explore: { parameters: RANGES } });
  const [whole, killed] = [commandLine.at('whole.ndjson'), commandLine.at('killed.ndjson')];
  const uninterrupted = commandLine.start(sweep, '--ndjson', whole, '--threads', '1');
  const first = commandLine.start(sweep, '--ndjson', killed, '--threads', '1');
  await hasLines(killed, 4000, first.child);
  first.child.kill('SIGKILL');
  assert.equal(await first.ended, 'SIGKILL');
  const there = linesOf(killed).length - 1;
  assert.ok(there >= 3999 && there < 10_000, `${there} points`);

  const second = commandLine.explore(sweep, '--ndjson', killed); // on threads, where there are processors
  assert.equal(second.status, 0);
  const words = `10,000 points (${there.toLocaleString('en')} were there, ${(10_000 - there).toLocaleString('en')} run)`;
  assert.ok(second.stderr.includes(words), second.stderr);
  assert.equal(await uninterrupted.ended, 0);
  assert.ok(readFileSync(killed).equals(readFileSync(whole)), 'the same bytes');
  const [header, ...points] = linesOf(whole);
  assert.equal(JSON.parse(header ?? '').points, 10_000);
  assert.deepEqual(
    points.map((line) => JSON.parse(line).id),
    [...Array(10_000).keys()],
  );
  // What the file had is in the results, too.
  const again = commandLine.explore(sweep, '--ndjson', killed, '--json');
  const { points: read } = JSON.parse(again.stdout);
  assert.deepEqual(
    read.map(({ pareto: _, ...point }: { pareto: boolean }) => JSON.stringify(point)),
    points,
  );
});

test('a line that was torn is written again; a file of another sweep is refused and left as it is', () => {
  const sweep = commandLine.config('torn.cdma.json', SMALL);
  const [whole, torn] = [commandLine.at('torn-whole.ndjson'), commandLine.at('torn.ndjson')];
  commandLine.explore(sweep, '--ndjson', whole);
  copyFileSync(whole, torn);
  truncateSync(torn, readFileSync(whole).length - 40);
  assert.equal(commandLine.explore(sweep, '--ndjson', torn).status, 0);
  assert.ok(readFileSync(torn).equals(readFileSync(whole)));

  const others = [
    { ...SMALL, link: { bandwidth: '12 GB/s' } },
    { explore: { ...SMALL.explore, constraints: ['dma.buffer > 8 KB', 'speedupOverVdnn > 1.3'] } },
    { explore: { ...SMALL.explore, parameters: { ...SMALL.explore.parameters, 'gpu.memoryControllers': [4, 8] } } },
  ];
  for (const other of others) {
    const { status, stderr } = commandLine.explore(commandLine.config('torn.cdma.json', other), '--ndjson', torn);
    assert.equal(status, 2);
    assert.match(stderr, /torn\.ndjson has points of another sweep or version \((config|sweep)\): give another name/);
    assert.ok(readFileSync(torn).equals(readFileSync(whole)));
  }
  // Another objective ranks the same points anew.
  const ranked = { explore: { ...SMALL.explore, objectives: { iterationTime: 'minimise' } } };
  assert.equal(commandLine.explore(commandLine.config('torn.cdma.json', ranked), '--ndjson', torn).status, 0);
});

test('Ctrl+C ends a run with exit code 130 and keeps what is written, on one thread and on two', async () => {
  const sweep = commandLine.config('interrupted.cdma.json', { workload: SLOW, explore: { parameters: RANGES } });
  for (const threads of ['1', '2']) {
    const file = commandLine.at(`interrupted-${threads}.ndjson`);
    const { child, ended } = commandLine.start(sweep, '--ndjson', file, '--threads', threads);
    await hasLines(file, 100, child);
    child.kill('SIGINT');
    assert.equal(await ended, 130);
    assert.ok(readFileSync(file, 'utf8').endsWith('}\n'), 'whole lines');
    assert.deepEqual(
      linesOf(file)
        .slice(1)
        .map((line) => JSON.parse(line).id),
      [...Array(linesOf(file).length - 1).keys()],
    );
  }
});
