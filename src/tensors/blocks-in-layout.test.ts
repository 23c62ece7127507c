import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Words } from '../codecs/codec.ts';
import { bytesOf, newWords, wordBytesOf } from '../codecs/words.ts';
import { LAYOUTS, type Layout } from '../config/resolved-config.ts';
import { blocksInLayout } from './blocks-in-layout.ts';
import { checkEffort } from './box.ts';
import { fileTensor } from './file-tensor.ts';
import { DIMENSIONS } from './layout.ts';
import { runsInFile } from './runs-in-file.ts';
import { storageOf } from './storage.ts';
import type { TensorSource } from './tensor-source.ts';

/** A tensor in memory; `reads` counts how it is read. Its words are consecutive numbers in memory order. */
function tensorOf(
  shape: readonly number[],
  { order = 'C' as 'C' | 'Fortran', bytes = 4 as 4 | 2 | 1, randomAccess = true } = {},
): { source: TensorSource; words: Words; reads: { times: number; bytes: number } } {
  const words = newWords(
    shape.reduce((product, dimension) => product * dimension, 1),
    bytes,
  );
  for (let i = 0; i < words.length; i++) words[i] = i;
  const data = bytesOf(words);
  const reads = { times: 0, bytes: 0 };
  const read = async (into: Uint8Array, position: number) => {
    reads.times++;
    reads.bytes += into.length;
    into.set(data.subarray(position, position + into.length));
  };
  async function* pieces() {
    for (let start = 0; start < data.length; start += 17) yield data.subarray(start, start + 17);
  }
  const dtype = bytes === 4 ? 'float32' : bytes === 2 ? 'bfloat16' : 'int8';
  const source = fileTensor(
    { uri: 'file:///t', name: null, npyHeader: null },
    { dtype, shape, order, byteOrder: 'little' },
    randomAccess ? { read, pieces: null } : { read: null, pieces },
  );
  return { source, words, reads };
}

/** The elements one by one, at the places that the names of the dimensions give: slow and plain. */
function expected(words: Words, shape: readonly number[], order: 'C' | 'Fortran', stored: Layout, wanted: Layout) {
  const names = [...stored];
  const extents = new Map(names.map((name, i) => [name, shape[i] ?? 1]));
  const slowestFirst = order === 'C' ? names : [...names].reverse();
  const strides = new Map<string, number>();
  let stride = 1;
  for (const name of [...slowestFirst].reverse()) {
    strides.set(name, stride);
    stride *= extents.get(name) ?? 1;
  }
  let places = [0];
  for (const name of wanted) {
    places = places.flatMap((place) =>
      Array.from({ length: extents.get(name) ?? 1 }, (_, i) => place + i * (strides.get(name) ?? 0)),
    );
  }
  return places.map((place) => words[place]);
}

async function collect(blocks: AsyncGenerator<Words>, blockElements: number): Promise<number[]> {
  const all: number[] = [];
  let ended = false;
  for await (const block of blocks) {
    assert.equal(ended, false, 'a short block before the last');
    assert.ok(block.length > 0 && block.length <= blockElements);
    ended = block.length < blockElements;
    all.push(...block);
  }
  return all;
}

const dimension = fc.integer({ min: 1, max: 7 });

test('any order of any map is what the names of its dimensions say, in parts of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(dimension, dimension, dimension, dimension),
      fc.constantFrom('C' as const, 'Fortran' as const),
      fc.constantFrom(...LAYOUTS),
      fc.constantFrom(...LAYOUTS),
      fc.integer({ min: 1, max: 700 }),
      fc.integer({ min: 1, max: 3000 }),
      fc.constantFrom(4 as const, 2 as const),
      async (shape, order, stored, wanted, blockElements, partBytes, bytes) => {
        const { source, words } = tensorOf(shape, { order, bytes });
        const found = await collect(blocksInLayout(source, stored, wanted, blockElements, partBytes), blockElements);
        assert.deepEqual(found, expected(words, shape, order, stored, wanted));
      },
    ),
    { seed: 11, numRuns: 400 },
  );
});

test('what is read in an order can be written back from it, in parts of any size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(dimension, dimension, dimension, dimension),
      fc.constantFrom('C' as const, 'Fortran' as const),
      fc.constantFrom(...LAYOUTS),
      fc.constantFrom(...LAYOUTS),
      fc.integer({ min: 1, max: 700 }),
      fc.integer({ min: 1, max: 3000 }),
      async (shape, order, stored, given, blockElements, partBytes) => {
        const { source, words } = tensorOf(shape, { order });
        const written: number[] = [];
        const blocks = blocksInLayout(source, stored, given, blockElements);
        const storage = storageOf(source, stored);
        for await (const run of runsInFile(blocks, source.dtype, storage, DIMENSIONS[given], partBytes)) {
          for (const [i, word] of run.words.entries()) {
            assert.equal(written[run.first + i], undefined, 'written twice');
            written[run.first + i] = word;
          }
        }
        assert.deepEqual(written, [...words]);
      },
    ),
    { seed: 12, numRuns: 200 },
  );
});

test('a map that would have to be read for hours is refused', () => {
  const origin = { starts: [0, 0, 0, 0] } as const;
  // 20 GB stored in NHWC order, of which a part in CHWN order has 4 of 1600 channels.
  const scattered = { ...origin, dimensions: [256, 112, 112, 1600], extents: [256, 112, 112, 4] } as const;
  assert.throws(() => checkEffort(scattered, 4), /elements lie too far apart: store it in NCHW order/);
  // The same in NCHW order: each image has 4 whole maps of 50 kB.
  checkEffort({ ...origin, dimensions: [256, 1600, 112, 112], extents: [256, 4, 112, 112] }, 4);
  checkEffort({ ...scattered, dimensions: [256, 112, 112, 16] }, 4);
});

test('compressed maps: in any order while they fit, image by image beyond, and else a problem', async () => {
  const shape = [6, 4, 3, 5];
  for (const wanted of LAYOUTS) {
    const { source, words } = tensorOf(shape, { randomAccess: false });
    const found = await collect(blocksInLayout(source, 'NCHW', wanted, 50, 4 * 360), 50);
    assert.deepEqual(found, expected(words, shape, 'C', 'NCHW', wanted));
  }
  const { source, words } = tensorOf(shape, { randomAccess: false });
  const twoImages = 2 * 4 * 60;
  const found = await collect(blocksInLayout(source, 'NCHW', 'NHWC', 50, twoImages), 50);
  assert.deepEqual(found, expected(words, shape, 'C', 'NCHW', 'NHWC'));
  await assert.rejects(collect(blocksInLayout(source, 'NCHW', 'CHWN', 50, twoImages), 50), /store it uncompressed/);
  await assert.rejects(collect(blocksInLayout(source, 'NCHW', 'NHWC', 50, 4 * 59), 50), /store it uncompressed/);
});

test('fully connected maps of two dimensions', async () => {
  const images = tensorOf([3, 5]);
  const features = Array.from({ length: 15 }, (_, i) => (i % 3) * 5 + Math.floor(i / 3));
  assert.deepEqual(await collect(blocksInLayout(images.source, 'NCHW', 'NHWC', 4), 4), [...images.words]);
  assert.deepEqual(await collect(blocksInLayout(images.source, 'NCHW', 'CHWN', 4), 4), features);
  // In Fortran order the first dimension is the fastest: the images are.
  const fortran = tensorOf([3, 5], { order: 'Fortran' });
  assert.deepEqual(await collect(blocksInLayout(fortran.source, 'NCHW', 'CHWN', 4), 4), [...fortran.words]);
  const { source } = tensorOf([2, 3, 4]);
  await assert.rejects(collect(blocksInLayout(source, 'NCHW', 'NHWC', 4), 4), /has 3 dimensions; a memory order/);
});

test('a map that is larger than memory is read once, in runs that lie near each other', async () => {
  const shape = [8, 16, 12, 12];
  for (const wanted of LAYOUTS) {
    const { source, reads } = tensorOf(shape);
    const bytes = 4 * source.elements;
    await collect(blocksInLayout(source, 'NCHW', wanted, 1024, bytes / 8), 1024);
    // A part of CHWN is two channels of each image, which lie 14 channels apart: near enough to read those too.
    assert.ok(reads.bytes <= (wanted === 'CHWN' ? 8 : 1) * bytes, `${wanted}: ${reads.bytes} of ${bytes} bytes`);
    assert.ok(reads.times <= 20, `${wanted}: ${reads.times} reads`);
  }
});

test('the last letter of a layout is the fastest dimension', () => {
  for (const layout of LAYOUTS) assert.equal([...'NCHW'][DIMENSIONS[layout][3]], layout.at(-1));
});

test('bytes of any width', async () => {
  const { source, words } = tensorOf([2, 3, 4, 5], { bytes: 1 });
  assert.equal(wordBytesOf(words), 1);
  const found = await collect(blocksInLayout(source, 'NHWC', 'CHWN', 7, 13), 7);
  assert.deepEqual(found, expected(words, [2, 3, 4, 5], 'C', 'NHWC', 'CHWN'));
});
