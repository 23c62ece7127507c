/** Little memory: what is taken at all is run within 64 MB of JavaScript's heap; what is too large is refused with its limit. */
import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, openSync, statSync } from 'node:fs';
import { after, test } from 'node:test';
import { LARGEST_TEXT_BYTES } from '../../src/host.ts';
import { NETWORK_TABLES } from '../../src/network/catalogue.ts';
import { writeNpyHeader } from '../../src/tensors/npy-write.ts';
import { Command, linesWith } from './command.ts';

const command = await Command.create();
after(() => command.remove());
/** Megabytes; Node.js alone takes about 5. */
const LITTLE = { node: ['--max-old-space-size=64'] };

test('the built-in network of most layers is simulated', () => {
  const [largest] = [...NETWORK_TABLES].sort((a, b) => b.layers.length - a.layers.length);
  const config = command.write('largest.cdma.json', {
    workload: { network: largest?.id, batch: 16, activations: { source: 'uniform', ratio: 2 } },
  });
  const { status, stdout, stderr } = command.run(['simulate', config, '--json'], LITTLE);
  assert.ok(status === 0 || status === 1, stderr);
  assert.ok(JSON.parse(stdout).layers.length >= 100, `${largest?.id}`);
});

/** A grid of 1,000 x `count` designs. */
function grid(count: number, more: object = {}): string {
  return command.write(`grid-${count}.cdma.json`, {
    workload: { activations: { source: 'uniform', ratio: 2 } },
    explore: {
      parameters: {
        'dma.buffer': { from: '16 KB', to: '256 KB', count: 1000 },
        'gpu.memoryControllers': Array.from({ length: count }, (_, index) => index + 1),
      },
      ...more,
    },
  });
}

test('a grid of 100,000 designs is explored, and its table is written', () => {
  const csv = command.at('grid.csv');
  const { status, stderr } = command.run(['explore', grid(100), '--csv', csv], LITTLE);
  assert.equal(status, 0, stderr);
});

test('a grid of more than 1,000,000 designs is refused with the limit, before any memory is taken', () => {
  const config = command.write('too-many.cdma.json', {
    explore: {
      parameters: {
        'dma.buffer': { from: '16 KB', to: '256 KB', count: 1001 },
        'gpu.dramEfficiency': { from: 0.5, to: 0.9, count: 1000 },
      },
    },
  });
  const { status, stderr } = command.run(['explore', config], LITTLE);
  assert.equal(status, 2);
  assert.equal(linesWith(stderr, 'error[explore-size]').length, 1, stderr);
  assert.match(stderr, /1,?000,?000/);
});

/** A file of zeros of which the disk holds nothing. */
function hole(name: string, bytes: number): string {
  const file = openSync(command.at(name), 'w');
  ftruncateSync(file, bytes);
  closeSync(file);
  return command.at(name);
}

for (const [what, name, config] of [
  ['base', 'base.cdma.json', { extends: './base.cdma.json' }],
  ['network file', 'huge.cdma-network.json', { workload: { network: './huge.cdma-network.json' } }],
  ['manifest', 'manifest.json', { workload: { activations: { source: 'tensors', manifest: './manifest.json' } } }],
] as const) {
  test(`a ${what} of 8 GB is refused with the limit, and not read`, () => {
    hole(name, 8e9);
    const { status, stderr } = command.run(['simulate', command.write('opened.cdma.json', config)], LITTLE);
    assert.equal(status, 1);
    const told = linesWith(stderr, `has 8000000000 bytes, more than the ${LARGEST_TEXT_BYTES} that are read`);
    assert.equal(told.length, 1, stderr);
  });
}

test('a header that asks for more elements than the file has is refused, whatever it asks for', () => {
  const header = writeNpyHeader('float32', [2 ** 31, 2 ** 20, 1, 1]);
  const file = command.write('boast.npy', Buffer.concat([header, new Uint8Array(64)]));
  const { status, stderr } = command.run(['compress', file], LITTLE);
  assert.equal(status, 2);
  assert.match(
    stderr,
    /^cdma: .*boast\.npy has shape \(2147483648,1048576,1,1\), which is more than a file can hold \(byte \d+\)/,
  );
});

test('a tensor of four times that memory is compressed piece by piece', () => {
  const elements = 2 ** 26;
  const file = command.write('large.npy', writeNpyHeader('float32', [64, 64, 128, 128]));
  const handle = openSync(file, 'a');
  ftruncateSync(handle, statSync(file).size + 4 * elements);
  closeSync(handle);
  const { status, stdout, stderr } = command.run(['compress', file, '--codec', 'zvc', '--json'], LITTLE);
  assert.equal(status, 0, stderr);
  const [row] = JSON.parse(stdout);
  // Zeros alone: a bit each.
  assert.deepEqual([row.elements, row.zeroElements, row.compressedBytes], [elements, elements, elements / 8]);
});
