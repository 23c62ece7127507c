import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CommandLine, linesOf } from '../test/beyond-one-machine/command-line.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const commandLine = await CommandLine.create();
after(() => commandLine.remove());
copyFileSync(path.join(ROOT, 'examples/tiny.cdma-network.json'), commandLine.at('tiny.cdma-network.json'));

test('one thread, two threads, and threads as needed write the same bytes, from the program and from its sources', () => {
  const parameters = { 'dma.buffer': { from: '16 KB', to: '96 KB', count: 3 }, 'dma.codec': ['zvc', 'rle'] };
  const workload = { network: './tiny.cdma-network.json', batch: 64 };
  const sweep = commandLine.config('threads.cdma.json', { workload, explore: { fidelity: 'pipeline', parameters } });
  const bytes = [['--threads', '1'], ['--threads', '2'], []].map((threads, index) => {
    const file = commandLine.at(`threads-${index}.ndjson`);
    assert.equal(commandLine.explore(sweep, '--ndjson', file, ...threads).status, 0);
    return readFileSync(file, 'utf8');
  });
  assert.equal(JSON.parse(linesOf(commandLine.at('threads-1.ndjson'))[1] ?? '').pipeline, true);
  const sources = commandLine.at('threads-sources.ndjson');
  const args = ['--import', 'tsx', 'cli/main.ts', 'explore', sweep, '--threads', '2', '--ndjson', sources];
  assert.equal(spawnSync(process.execPath, args, { cwd: ROOT }).status, 0);
  assert.deepEqual(new Set([...bytes, readFileSync(sources, 'utf8')]).size, 1);
  const screens = ['1', '2'].map((threads) => commandLine.explore(sweep, '--threads', threads, '--json').stdout);
  assert.equal(screens[0], screens[1]);
});
