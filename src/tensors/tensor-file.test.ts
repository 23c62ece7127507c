import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import golden from '../../test/golden/tensor-file-counts.json' with { type: 'json' };
import { bytesOf } from '../codecs/words.ts';
import type { FileReader } from '../host.ts';
import { nodeHost } from '../node/node-host.ts';
import type { ActivationManifest, ManifestTensor } from './manifest.ts';
import { openTensor, readTensor } from './tensor-file.ts';

const MANIFEST_URI = new URL('../../test/fixtures/tensors/manifest.json', import.meta.url).href;
const SHAPE = [3, 5, 6, 7];
const host = nodeHost();
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function entryOf(file: string, more: Partial<ManifestTensor> = {}): ManifestTensor {
  return { layer: 'conv1', file, shape: SHAPE, dtype: 'float32', trainingProgress: 1, ...more };
}

const manifestOf = (layout: ActivationManifest['layout']): ActivationManifest => ({ layout, tensors: [] });

const SAME: [entry: ManifestTensor, layout: ActivationManifest['layout']][] = [
  [entryOf('plain.npy'), 'NCHW'],
  [entryOf('big-endian.npy'), 'NCHW'],
  [entryOf('fortran.npy'), 'NCHW'],
  [entryOf('stored.npz', { tensor: 'plain' }), 'NCHW'],
  [entryOf('deflated.npz', { tensor: 'plain' }), 'NCHW'],
  [entryOf('several.safetensors', { tensor: 'single' }), 'NCHW'],
  [entryOf('nhwc.npy', { shape: [3, 6, 7, 5] }), 'NHWC'],
  [entryOf('fortran-nhwc.npy', { shape: [3, 6, 7, 5] }), 'NHWC'],
  [entryOf('chwn.npy', { shape: [5, 6, 7, 3] }), 'CHWN'],
];
for (const [entry, layout] of SAME) {
  test(`${entry.file} is read in the order of its manifest`, async () => {
    const read = await readTensor(entry, manifestOf(layout), MANIFEST_URI, host);
    assert('tensor' in read, JSON.stringify(read));
    const { tensor } = read;
    assert.deepEqual([tensor.shape, tensor.layout, tensor.dtype], [SHAPE, layout, 'float32']);
    assert.equal(sha256(bytesOf(tensor.words)), golden.files['plain.npy'][''].layouts[layout].sha256);
  });
}

test('a manifest may say that 16-bit integers are bfloat16', async () => {
  const read = await readTensor(
    entryOf('bfloat16-words.npy', { dtype: 'bfloat16' }),
    manifestOf('NCHW'),
    MANIFEST_URI,
    host,
  );
  assert('tensor' in read, JSON.stringify(read));
  assert.equal(sha256(bytesOf(read.tensor.words)), golden.files['bfloat16-words.npy'][''].layouts.NCHW.sha256);
});

const PLAIN = sha256(readFileSync(new URL('plain.npy', MANIFEST_URI)));
const WRONG: [entry: ManifestTensor, message: RegExp][] = [
  [entryOf('none.npy'), /^does not exist$/],
  [entryOf('half.npy'), /^holds float16; the manifest says float32$/],
  [entryOf('plain.npy', { shape: [3, 5, 7, 6] }), /^has shape \(3,5,6,7\); the manifest says \(3,5,7,6\)$/],
  [
    entryOf('six-dimensions.npy', { dtype: 'float16', shape: [3, 5, 1, 2, 3, 7] }),
    /^has 6 dimensions; expected 2 or 4$/,
  ],
  [entryOf('plain.npy', { sha256: PLAIN.replace(/./, 'x') }), /^differs from the file .* \(SHA-256\)$/],
  [entryOf('stored.npz'), /^holds 3 tensors; name one of/],
  [entryOf('plain.npy', { tensor: 'plain' }), /^is one tensor without a name/],
];
for (const [entry, message] of WRONG) {
  test(`a problem: ${entry.file} ${message}`, async () => {
    const { files, opened } = countingFiles();
    const result = await openTensor(entry, manifestOf('NCHW'), MANIFEST_URI, { ...host, files });
    assert('problem' in result);
    assert.match(result.problem.message, message);
    assert.equal(opened(), 0, 'files left open');
  });
}

test('a tensor with the right SHA-256 stays open until it is closed', async () => {
  const { files, opened } = countingFiles();
  const entry = entryOf('plain.npy', { sha256: PLAIN });
  const result = await openTensor(entry, manifestOf('NCHW'), MANIFEST_URI, { ...host, files });
  assert('source' in result);
  assert.deepEqual([result.shape, opened()], [SHAPE, 1]);
  await result.close();
  assert.equal(opened(), 0);
});

function countingFiles(): { files: FileReader; opened: () => number } {
  let count = 0;
  const open: FileReader['open'] = async (uri) => {
    const file = await host.files.open(uri);
    count++;
    const close = async () => {
      count--;
      await file.close();
    };
    return { ...file, close };
  };
  return { files: { ...host.files, open }, opened: () => count };
}
