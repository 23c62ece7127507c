/** A disk that is full while results are written: said once, nothing half under its final name, and what was there is kept. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { writeNpyHeader } from '../../src/tensors/npy-write.ts';
import { linesOf } from '../beyond-one-machine/command-line.ts';
import { Command, linesWith, type Outcome } from './command.ts';

const command = await Command.create();
const disk = command.at('disk');
const mounted = mountSmallDisk();
after(() => {
  if (mounted) spawnSync('umount', ['-l', disk]);
  command.remove();
});
const needsDisk = mounted ? {} : { skip: 'a small file system may not be mounted here' };
const needsFullDevice = existsSync('/dev/full') ? {} : { skip: 'there is no /dev/full here' };

/** Results of 64 to 400 kB each. */
const SWEEP = command.write('sweep.cdma.json', {
  explore: {
    parameters: {
      'dma.buffer': { from: '16 KB', to: '256 KB', count: 150 },
      'gpu.memoryControllers': [4, 6, 8],
    },
  },
});

/** A file system of 64 kB. */
function mountSmallDisk(): boolean {
  mkdirSync(disk);
  return spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]).status === 0;
}

function isToldOnce({ status, stderr }: Outcome, file: string): void {
  assert.equal(status, 2, stderr);
  assert.deepEqual(linesWith(stderr, 'the disk is full'), [`cdma: cannot write ${file}: the disk is full`]);
}

for (const [option, name] of [
  ['--csv', 'points.csv'],
  ['--parquet', 'points.parquet'],
] as const) {
  test(
    `a full disk, explore ${option}: one line, and neither a half file nor a loss of the older one`,
    needsDisk,
    () => {
      const file = path.join(disk, name);
      const filler = path.join(disk, 'filler');
      writeFileSync(filler, new Uint8Array(60_000));
      isToldOnce(command.run(['explore', SWEEP, option, file]), file);
      assert.deepEqual(readdirSync(disk), ['filler']);

      writeFileSync(file, 'older');
      isToldOnce(command.run(['explore', SWEEP, option, file]), file);
      assert.equal(readFileSync(file, 'utf8'), 'older');
      rmSync(file);
      rmSync(filler);
    },
  );
}

test(
  'a full disk, explore --ndjson: the points that are written stay, and a run with room goes on behind them',
  needsDisk,
  () => {
    const [file, whole] = [path.join(disk, 'points.ndjson'), command.at('whole.ndjson')];
    assert.equal(command.run(['explore', SWEEP, '--ndjson', whole]).status, 0);
    isToldOnce(command.run(['explore', SWEEP, '--ndjson', file]), file);
    const there = linesOf(file).length - 1;
    assert.ok(there > 50 && there < 450, `${there} points`);
    assert.deepEqual(linesOf(file), linesOf(whole).slice(0, there + 1));
    isToldOnce(command.run(['explore', SWEEP, '--ndjson', file]), file);
    assert.equal(linesOf(file).length - 1, there, 'kept, too, by a second run without room');

    assert.equal(spawnSync('mount', ['-o', 'remount,size=2m', disk]).status, 0, 'room is made');
    const { status, stderr } = command.run(['explore', SWEEP, '--ndjson', file]);
    assert.equal(status, 0, stderr);
    assert.ok(stderr.includes(`450 points (${there} were there, ${450 - there} run)`), stderr);
    assert.ok(readFileSync(file).equals(readFileSync(whole)), 'the same bytes');
    rmSync(file);
    assert.equal(spawnSync('mount', ['-o', 'remount,size=64k', disk]).status, 0, 'and taken away');
  },
);

for (const args of [
  ['explore', SWEEP, '--json'],
  ['simulate', SWEEP, '--json'],
] as const) {
  const words = args.filter((argument) => argument !== SWEEP).join(' ');
  test(
    `a full disk behind ${words} > file: one line and exit code 2, as the text that is there is half`,
    needsDisk,
    () => {
      const file = path.join(disk, 'printed.json');
      writeFileSync(path.join(disk, 'filler'), new Uint8Array(args[0] === 'simulate' ? 50_000 : 30_000));
      const stdout = openSync(file, 'w');
      isToldOnce(command.run(args, { stdout }), 'the standard output');
      closeSync(stdout);
      assert.throws(() => JSON.parse(readFileSync(file, 'utf8')), SyntaxError);
      for (const name of readdirSync(disk)) rmSync(path.join(disk, name));
    },
  );
}

test('a full disk, compress --out: one line and no half stream', needsDisk, () => {
  const header = writeNpyHeader('float32', [8, 64, 16, 16]);
  const data = Float32Array.from({ length: 8 * 64 * 16 * 16 }, (_, index) => index + 1);
  const tensor = command.write('tensor.npy', Buffer.concat([header, new Uint8Array(data.buffer)]));
  const file = path.join(disk, 'stream');
  isToldOnce(command.run(['compress', tensor, '--codec', 'zvc', '--out', file]), file);
  assert.deepEqual(readdirSync(disk), []);
});

test('a device that is always full: --csv and what is printed', needsFullDevice, () => {
  isToldOnce(command.run(['explore', SWEEP, '--csv', '/dev/full']), '/dev/full');
  isToldOnce(command.run(['explore', SWEEP, '--ndjson', '/dev/full']), '/dev/full');
  const stdout = openSync('/dev/full', 'w');
  isToldOnce(command.run(['explore', SWEEP], { stdout }), 'the standard output');
  isToldOnce(command.run(['validate', SWEEP], { stdout }), 'the standard output');
  closeSync(stdout);
});
