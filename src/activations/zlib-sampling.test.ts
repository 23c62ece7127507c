import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codecFor, DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import { windowsOf } from '../codecs/windows.ts';
import { nodeHost } from '../node/node-host.ts';
import { clusteringOf } from '../synthesis/clustering.ts';
import { reluOutput } from '../synthesis/latent-gaussian.ts';
import { randomFor } from '../synthesis/random.ts';
import { WindowFrame } from './window-frame.ts';
import { estimateSize, type WindowPopulation } from './zlib-sampling.ts';

const host = nodeHost();
const config = DEFAULT_CODEC_CONFIG;
const zlib = codecFor('zlib', config, host);
const zeroValue = codecFor('zvc', config, host);

function clusteredWords(channels: number): Uint32Array {
  const clustering = clusteringOf({ kind: 'conv', isFirst: false, width: 56 }, 0.5);
  const values = reluOutput([4, channels, 56, 56], 0.35, clustering, randomFor(3, 'clustered'));
  return new Uint32Array(values.buffer);
}

/** The windows of words in memory, of which `mostDrawable` may be drawn; counts those that were coded. */
function populationOf(words: Uint32Array, mostDrawable?: number): WindowPopulation & { coded: number } {
  const windows = [...windowsOf(words, 4096)];
  const frame = new WindowFrame(windows.length, 1, mostDrawable);
  for (const window of windows) frame.add(zeroValue.sizeBytes(window));
  const population = {
    count: windows.length,
    meanZeroValueSize: frame.meanZeroValueSize,
    drawable: frame,
    coded: 0,
    codedSizes: async (positions: readonly number[]) => {
      assert.deepEqual(
        [...positions],
        [...positions].sort((a, b) => a - b),
        'ascending positions',
      );
      population.coded += positions.length;
      return positions.map((position) => zlib.sizeBytes(windows[position]));
    },
  };
  return population;
}

test('few windows are all coded', async () => {
  const words = clusteredWords(8);
  assert.deepEqual(await estimateSize(populationOf(words), 1), { bytes: zlib.sizeBytes(words), halfWidth: 0 });
});

test('a sample of the windows comes within 1 % of all of them', async () => {
  const words = clusteredWords(64);
  const exact = zlib.sizeBytes(words);
  const coded: number[] = [];
  for (let seed = 0; seed < 10; seed++) {
    const population = populationOf(words);
    const { bytes, halfWidth } = await estimateSize(population, seed);
    assert(halfWidth > 0 && halfWidth <= 0.01);
    assert(Math.abs(bytes / exact - 1) <= 0.01, `seed ${seed}: ${bytes}, exactly ${exact}`);
    coded.push(population.coded);
  }
  coded.sort((a, b) => a - b);
  assert(coded[4] <= 64 && coded[9] <= 192, `${coded} windows coded`);
  assert.deepEqual(await estimateSize(populationOf(words), 5), await estimateSize(populationOf(words), 5));
});

test('a map with more windows than can be kept is drawn from a part of them, and means all', async () => {
  const words = clusteredWords(64);
  const exact = zlib.sizeBytes(words);
  const population = populationOf(words, 300);
  assert(population.drawable.positions.length <= 300 && population.count > 700);
  const { bytes, halfWidth } = await estimateSize(population, 1);
  assert(halfWidth > 0 && Math.abs(bytes / exact - 1) <= 0.015, `${bytes}, exactly ${exact}`);
});

test('windows that the zero-value size says nothing about are all coded', async () => {
  // Half of the windows repeat one word: the same zero-value size, a hundredth of the zlib size.
  const random = randomFor(1, 'hostile');
  const words = new Uint32Array(1024 * 400);
  for (let window = 0; window < 400; window++) {
    const repeats = random.uniform() < 0.5;
    for (let i = 0; i < 1024; i++) words[window * 1024 + i] = repeats ? 7 : 1 + Math.floor(random.uniform() * 2 ** 31);
  }
  assert.deepEqual(await estimateSize(populationOf(words), 1), { bytes: zlib.sizeBytes(words), halfWidth: 0 });
});

test('a frame keeps every window while they fit, else one of each group', () => {
  const small = new WindowFrame(10, 1, 10);
  for (let i = 0; i < 10; i++) small.add(100 + i);
  assert.deepEqual([...small.positions], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.equal(small.meanZeroValueSize, 104.5);
  const large = new WindowFrame(1001, 1, 100);
  for (let i = 0; i < 1001; i++) large.add(i);
  assert.equal(large.positions.length, 91); // groups of 11
  large.positions.forEach((position, group) => {
    assert.equal(Math.floor(position / 11), group);
    assert.equal(large.zeroValueSizes[group], position);
  });
  assert.equal(large.meanZeroValueSize, 500);
});
