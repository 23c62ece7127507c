/** Files of points that lose their folder, or have two writers, while a sweep runs. */
import assert from 'node:assert/strict';
import {
  appendFileSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PointFile } from '../../cli/explore/point-file.ts';
import { linesOf } from '../beyond-one-machine/command-line.ts';
import { Command, linesWith, untilLines } from './command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const command = await Command.create();
after(() => command.remove());
copyFileSync(path.join(ROOT, 'examples/tiny.cdma-network.json'), command.at('tiny.cdma-network.json'));

/** 160 points of some milliseconds: copies run ahead, so that there is no closed form. */
const SWEEP = command.write('slow.cdma.json', {
  workload: { network: './tiny.cdma-network.json', batch: 64, sync: 'async', staging: '1 MB' },
  explore: {
    parameters: {
      'dma.buffer': { from: '4 KB', to: '96 KB', count: 20 },
      'gpu.dramEfficiency': { from: 0.5, to: 0.9, count: 8 },
    },
  },
});
/** Done at once. */
const QUICK = command.write('quick.cdma.json', {
  explore: { parameters: { 'dma.buffer': ['8 KB', '35 KB', '70 KB'] } },
});
const WHOLE = command.at('whole.ndjson');
const { status: fine } = command.run(['explore', SWEEP, '--ndjson', WHOLE]);

function folderFor(name: string): string {
  mkdirSync(command.at(name));
  return command.at(name, 'points.ndjson');
}

test('a folder that is removed while a sweep runs: the run ends soon, and says so once', async () => {
  assert.equal(fine, 0);
  const file = folderFor('removed');
  const { child, ended } = command.start('explore', SWEEP, '--ndjson', file, '--threads', '1');
  await untilLines(file, 20, child);
  rmSync(command.at('removed'), { recursive: true });
  const { status, stderr } = await ended;
  assert.equal(status, 2, stderr);
  assert.deepEqual(linesWith(stderr, 'cannot write'), [
    `cdma: cannot write ${file}: it was removed or replaced while points were written to it`,
  ]);
});

test('a file that is moved away keeps its points: moved back, the run goes on from there', async () => {
  const file = folderFor('moved');
  const { child, ended } = command.start('explore', SWEEP, '--ndjson', file, '--threads', '1');
  await untilLines(file, 20, child);
  renameSync(command.at('moved'), command.at('elsewhere'));
  assert.equal((await ended).status, 2);
  renameSync(command.at('elsewhere'), command.at('moved'));
  const there = linesOf(file).length - 1;
  assert.ok(there >= 19 && there < 160, `${there} points`);
  const { status, stderr } = command.run(['explore', SWEEP, '--ndjson', file]);
  assert.equal(status, 0, stderr);
  assert.ok(stderr.includes(`(${there.toLocaleString('en')} were there`), stderr);
  assert.ok(readFileSync(file).equals(readFileSync(WHOLE)), 'the same bytes');
});

test('a folder that becomes read-only while a sweep runs: the file in it is written on', async () => {
  const file = folderFor('read-only');
  const { child, ended } = command.start('explore', SWEEP, '--ndjson', file, '--threads', '1');
  await untilLines(file, 20, child);
  chmodSync(command.at('read-only'), 0o555);
  const { status, stderr } = await ended;
  chmodSync(command.at('read-only'), 0o755);
  assert.equal(status, 0, stderr);
  assert.ok(readFileSync(file).equals(readFileSync(WHOLE)), 'the same bytes');
});

test('two processes that write the same file at once, one of which is killed: the file is that of one run', async () => {
  const file = command.at('both.ndjson');
  const first = command.start('explore', SWEEP, '--ndjson', file, '--threads', '1');
  await untilLines(file, 20, first.child);
  const second = command.start('explore', SWEEP, '--ndjson', file, '--threads', '1');
  await untilLines(file, 60, first.child);
  second.child.kill('SIGKILL');
  await second.ended;
  const third = command.start('explore', SWEEP, '--ndjson', file, '--threads', '1');
  for (const { status, stderr } of [await first.ended, await third.ended]) assert.equal(status, 0, stderr);
  assert.ok(readFileSync(file).equals(readFileSync(WHOLE)), 'the same bytes');
});

test('two sweeps that begin the same file at once: one is refused, and the file is that of the other', async () => {
  const PLACES = Uint32Array.of(0, 1);
  for (let round = 0; round < 50; round++) {
    const file = command.at(`race-${round}.ndjson`);
    const headers = ['{"cdmaExploration":1,"sweep":"one"}', '{"cdmaExploration":1,"sweep":"another"}'];
    const opened = await Promise.allSettled(headers.map((header) => PointFile.open(file, header, PLACES)));
    const taken = opened.flatMap((result, index) =>
      result.status === 'fulfilled' ? [{ index, file: result.value }] : [],
    );
    assert.equal(taken.length, 1, `round ${round}`);
    for (const { index, file: points } of taken) {
      await points.append(['{"id":0,"x":1}\n', '{"id":1,"x":1}\n']);
      await points.close();
      assert.equal(readFileSync(file, 'utf8'), `${headers[index]}\n{"id":0,"x":1}\n{"id":1,"x":1}\n`);
    }
  }
});

test('a process that begins to read while another writes takes none of its lines away', async () => {
  const places = Uint32Array.of(0, 1, 2, 3);
  const header = '{"cdmaExploration":1}\n';
  const lines = [...places].map((id) => `{"id":${id},"parameters":{}}\n`);
  for (let round = 0; round < 50; round++) {
    const file = command.write(`reader-${round}.ndjson`, header + lines[0]);
    // Another process writes on as soon as the reader has read what was there.
    let isWritten = false;
    const reader = await PointFile.open(file, header.trim(), places, () => {
      if (!isWritten) appendFileSync(file, lines.slice(1, 3).join(''));
      isWritten = true;
    });
    await reader.close();
    assert.equal(readFileSync(file, 'utf8'), [header, ...lines.slice(0, 3)].join(''), `${reader.had} were there`);
  }
});

test('two processes that write the same table at once: each writes its own, and the last one stays', async () => {
  const file = command.at('table.csv');
  const alone = command.at('alone.csv');
  assert.equal(command.run(['explore', QUICK, '--csv', alone]).status, 0);
  const both = [1, 2].map(() => command.start('explore', QUICK, '--csv', file));
  for (const { ended } of both) assert.equal((await ended).status, 0);
  assert.ok(readFileSync(file).equals(readFileSync(alone)), 'the same bytes');
});

test('a result whose name is a link goes where the link leads', () => {
  const [link, target] = [command.at('link.csv'), command.write('target.csv', 'older')];
  symlinkSync(target, link);
  assert.equal(command.run(['explore', QUICK, '--csv', link]).status, 0);
  assert.ok(readFileSync(target).equals(readFileSync(command.at('alone.csv'))), 'the same bytes');
});
