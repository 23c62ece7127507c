import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codecFor } from '../codecs/registry.ts';
import { nodeHost } from '../node/node-host.ts';
import { reluOutput } from '../synthesis/latent-gaussian.ts';
import { randomFor } from '../synthesis/random.ts';
import { estimateSize } from './zlib-sampling.ts';

const host = nodeHost();
const zlib = codecFor('zlib', { window: 4096, runLengthFormat: 'word-aligned' }, host);
const clustering = { channelShare: 0.15, positionShare: 0.2, neighbourCorrelation: 0.6 };

function clusteredWords(channels: number): Uint32Array {
  const values = reluOutput([4, channels, 56, 56], 0.35, clustering, randomFor(3, 'clustered'));
  return new Uint32Array(values.buffer);
}

test('few windows are all coded', () => {
  const words = clusteredWords(8);
  assert.deepEqual(estimateSize(zlib, words, 4096, 1), { bytes: zlib.sizeBytes(words), halfWidth: 0 });
});

test('a sample of the windows comes within 1 % of all of them', () => {
  const words = clusteredWords(64);
  const exact = zlib.sizeBytes(words);
  let calls = 0;
  const counting = { ...zlib, sizeBytes: (window: Uint32Array) => zlib.sizeBytes(window) + 0 * calls++ };
  for (let seed = 0; seed < 10; seed++) {
    const { bytes, halfWidth } = estimateSize(counting, words, 4096, seed);
    assert(halfWidth > 0 && halfWidth <= 0.01);
    assert(Math.abs(bytes / exact - 1) <= 0.01, `seed ${seed}: ${bytes}, exactly ${exact}`);
  }
  assert(calls <= 10 * 192, `${calls} windows coded`);
  assert.deepEqual(estimateSize(zlib, words, 4096, 5), estimateSize(zlib, words, 4096, 5));
});

test('windows that the zero-value size says nothing about are all coded', () => {
  // Half of the windows repeat one word: the same zero-value size, a hundredth of the zlib size.
  const random = randomFor(1, 'hostile');
  const words = new Uint32Array(1024 * 400);
  for (let window = 0; window < 400; window++) {
    const repeats = random.uniform() < 0.5;
    for (let i = 0; i < 1024; i++) words[window * 1024 + i] = repeats ? 7 : 1 + Math.floor(random.uniform() * 2 ** 31);
  }
  assert.deepEqual(estimateSize(zlib, words, 4096, 1), { bytes: zlib.sizeBytes(words), halfWidth: 0 });
});
