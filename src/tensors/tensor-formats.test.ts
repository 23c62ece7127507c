import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import golden from '../../test/golden/tensor-file-counts.json' with { type: 'json' };
import type { Words } from '../codecs/codec.ts';
import { codecFor, DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import { bytesOf, countNonZero } from '../codecs/words.ts';
import { type Layout, RUN_LENGTH_FORMATS } from '../config/resolved-config.ts';
import { nodeHost } from '../node/node-host.ts';
import { blocksInLayout } from './blocks-in-layout.ts';
import { openTensorFile } from './tensor-container.ts';
import type { TensorSource } from './tensor-source.ts';

/** Counted by the plain encoders of test/fixtures/tensors/make_fixtures.py. */
interface Counts {
  sha256: string;
  nonZero: number;
  zvc: number;
  'word-aligned': number;
  'token-16': number;
  'bit-serial': number;
}
interface Expectation {
  dtype: string;
  shape: readonly number[];
  stored: string;
  layouts: Readonly<Record<string, Counts | undefined>>;
}

const FILES: Readonly<Record<string, Readonly<Record<string, Expectation>>>> = golden.files;
const FOLDER = new URL('../../test/fixtures/tensors/', import.meta.url);
const host = nodeHost();
/** A whole number of windows for every element type; the map has 630 elements. */
const BLOCK_ELEMENTS = 256;
/** From a few elements at a time to everything at once. */
const PART_BYTES = [8, 100, 1000, 2 ** 20];

for (const [name, tensors] of Object.entries(FILES)) {
  test(`${name}: words and sizes in every order, as counted independently`, async () => {
    const hints = name === 'bfloat16-words.npy' ? { dtype: 'bfloat16' as const } : {};
    const opened = await openTensorFile(new URL(name, FOLDER).href, host, hints);
    assert('file' in opened, JSON.stringify(opened));
    const { file } = opened;
    assert.deepEqual(file.names ?? [''], Object.keys(tensors));
    for (const [tensor, expected] of Object.entries(tensors)) {
      const found = await file.tensor(tensor === '' ? undefined : tensor);
      assert('source' in found, JSON.stringify(found));
      const { source } = found;
      assert.deepEqual([source.dtype, source.shape], [expected.dtype, expected.shape]);
      for (const [order, counts] of Object.entries(expected.layouts)) {
        assert.ok(counts);
        for (const partBytes of source.randomAccess ? PART_BYTES : PART_BYTES.slice(-1)) {
          const blocks = blocksOf(source, order, expected.stored as Layout, partBytes);
          await checkBlocks(blocks, source, counts, `${name} ${tensor} ${order} in parts of ${partBytes} bytes`);
        }
      }
    }
    await file.close();
  });
}

function blocksOf(source: TensorSource, order: string, stored: Layout, partBytes: number): AsyncGenerator<Words> {
  if (order === 'as stored') return source.blocks(BLOCK_ELEMENTS);
  return blocksInLayout(source, stored, order as Layout, BLOCK_ELEMENTS, partBytes);
}

async function checkBlocks(
  blocks: AsyncGenerator<Words>,
  { elements }: TensorSource,
  counts: Counts,
  about: string,
): Promise<void> {
  const hash = createHash('sha256');
  const found = { nonZero: 0, zvc: 0, 'word-aligned': 0, 'token-16': 0, 'bit-serial': 0 };
  let done = 0;
  for await (const words of blocks) {
    assert.equal(words.length, Math.min(BLOCK_ELEMENTS, elements - done), about);
    done += words.length;
    hash.update(bytesOf(words));
    found.nonZero += countNonZero(words);
    const config = { ...DEFAULT_CODEC_CONFIG, window: golden.windowBytes };
    found.zvc += codecFor('zvc', config, host).sizeBytes(words);
    for (const runLengthFormat of RUN_LENGTH_FORMATS) {
      found[runLengthFormat] += codecFor('rle', { ...config, runLengthFormat }, host).sizeBytes(words);
    }
  }
  assert.deepEqual({ sha256: hash.digest('hex'), ...found }, counts, about);
}

test('elements can be read at any place, unless they are deflated', async () => {
  for (const [name, tensor] of [
    ['big-endian.npy', undefined],
    ['stored.npz', 'plain'],
    ['several.safetensors', 'brain'],
  ] as const) {
    const opened = await openTensorFile(new URL(name, FOLDER).href, host);
    assert('file' in opened);
    const found = await opened.file.tensor(tensor);
    assert('source' in found);
    const { source } = found;
    assert.ok(source.randomAccess);
    let whole: Words | undefined;
    for await (const words of source.blocks(source.elements)) whole = words.slice();
    assert.deepEqual(await source.read(100, 27), whole?.slice(100, 127));
    assert.deepEqual(await source.read(629, 1), whole?.slice(629));
    await assert.rejects(source.read(629, 2), RangeError);
    await opened.file.close();
  }
  const opened = await openTensorFile(new URL('deflated.npz', FOLDER).href, host);
  assert('file' in opened);
  const found = await opened.file.tensor('plain');
  assert('source' in found);
  assert.equal(found.source.randomAccess, false);
  await assert.rejects(found.source.read(0, 1), /compressed data, which can only be read from the start/);
  await opened.file.close();
});

test('a tensor is named when its file has several', async () => {
  const problemAt = async (name: string, tensor?: string) => {
    const opened = await openTensorFile(new URL(name, FOLDER).href, host);
    assert('file' in opened);
    const found = await opened.file.tensor(tensor);
    await opened.file.close();
    assert('problem' in found);
    return found.problem.message;
  };
  assert.equal(await problemAt('stored.npz'), 'holds 3 tensors; name one of plain, fortran, bytes');
  assert.equal(await problemAt('stored.npz', 'conv1'), 'holds no tensor "conv1"; it has plain, fortran, bytes');
  assert.match(await problemAt('several.safetensors'), /^holds 5 tensors; name one of single, half, brain/);
  assert.match(await problemAt('plain.npy', 'conv1'), /^is one tensor without a name/);
});

test('16-bit unsigned integers are bfloat16 only when that is said', async () => {
  const opened = await openTensorFile(new URL('bfloat16-words.npy', FOLDER).href, host);
  assert('problem' in opened);
  assert.match(
    opened.problem.message,
    /'<u2'; expected .*; it is read as bfloat16 when the manifest or --dtype says so/,
  );
});
