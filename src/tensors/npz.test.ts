import assert from 'node:assert/strict';
import { test } from 'node:test';
import { constants, deflateRawSync } from 'node:zlib';
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { writeNpy } from '../../test/unit/npy-files.ts';
import { type ZipMemberBytes, zipBytes } from '../../test/unit/zip-bytes.ts';
import type { FileReader } from '../host.ts';
import { nodeHost } from '../node/node-host.ts';
import { writeNpyHeader } from './npy-write.ts';
import { openTensorFile } from './tensor-container.ts';
import { problemOf, type TensorProblem } from './tensor-problem.ts';

const URI = 'file:///t.npz';
const WORDS = Uint32Array.from({ length: 600 }, (_, i) => (i % 3 === 0 ? 0 : i));
const NPY = writeNpy({ dtype: 'float32', shape: [600], words: WORDS });

/** Reads all of the only tensor, in order and, where that is possible, at one place. */
async function readAll(bytes: Uint8Array, files: FileReader = memoryFiles({ [URI]: bytes })) {
  const opened = await openTensorFile(URI, { ...nodeHost(), files });
  if ('problem' in opened) return opened;
  const { file } = opened;
  try {
    const found = await file.tensor();
    if ('problem' in found) return found;
    const { source } = found;
    if (source.randomAccess) await source.read(source.elements - 1, 1);
    const words: number[] = [];
    for await (const block of source.blocks(256)) words.push(...block);
    return { words, randomAccess: source.randomAccess };
  } catch (error) {
    return { problem: problemOf(error, URI) };
  } finally {
    await file.close();
  }
}

async function problem(bytes: Uint8Array): Promise<TensorProblem> {
  const result = await readAll(bytes);
  assert('problem' in result, 'the file was read');
  return result.problem;
}

const archive = (member: Partial<ZipMemberBytes> = {}, ...more: ZipMemberBytes[]) =>
  zipBytes([{ name: 'conv1.npy', content: NPY, ...member }, ...more]);

for (const method of ['stored', 'deflated'] as const) {
  for (const zip64 of [false, true]) {
    test(`reads ${method} members${zip64 ? ' with 64-bit sizes' : ''}`, async () => {
      const result = await readAll(zipBytes([{ name: 'conv1.npy', content: NPY, method }], zip64));
      assert.deepEqual(result, { words: [...WORDS], randomAccess: method === 'stored' });
    });
  }
}

test('folders and other files of an archive are no tensors', async () => {
  const bytes = zipBytes([
    { name: 'folder/', content: new Uint8Array(0) },
    { name: 'readme.txt', content: NPY },
    { name: 'folder/conv1.npy', content: NPY },
  ]);
  const opened = await openTensorFile(URI, { ...nodeHost(), files: memoryFiles({ [URI]: bytes }) });
  assert('file' in opened);
  assert.deepEqual(opened.file.names, ['folder/conv1']);
});

const BOMB = new Uint8Array(2 ** 24);
const header = (shape: readonly number[]) => writeNpyHeader('float32', shape);
/** A deflated member of which the directory and the `.npy` header declare the 600 elements, and more comes. */
const tooMuch = deflateRawSync(Buffer.concat([NPY, BOMB]));
const tooLittle = deflateRawSync(NPY.subarray(0, 1000));

const HOSTILE: [name: string, bytes: Uint8Array, offset: number | undefined, message: RegExp][] = [
  ['0 bytes', new Uint8Array(0), undefined, /not a sound zip archive/],
  ['a .npy file', NPY, undefined, /End of central directory record signature not found/],
  ['cut short', archive().subarray(0, -30), undefined, /not a sound zip archive/],
  ['a directory that is elsewhere', archive().subarray(100), undefined, /not a sound zip archive|ends before/],
  ['no members', zipBytes([]), undefined, /holds no tensor/],
  ['only a folder', zipBytes([{ name: 'a/', content: new Uint8Array(0) }]), undefined, /holds no tensor/],
  ['two members of one name', archive({}, { name: 'conv1.npy', content: NPY }), 2567, /has two members conv1\.npy/],
  ['a name that leads out', archive({ name: '../conv1.npy' }), undefined, /invalid relative path/],
  ['encrypted', archive({ encrypted: true, method: 'deflated' }), 0, /has encrypted data in its member conv1\.npy/],
  ['another compression', archive({ methodNumber: 14, compressed: NPY }), 0, /compression method 14.*conv1\.npy/],
  ['a wrong CRC-32, stored', archive({ crc32: 1 }), 0, /CRC-32 [0-9a-f]{8}, where 00000001 is expected/],
  ['a wrong CRC-32, deflated', archive({ crc32: 1, method: 'deflated' }), 0, /CRC-32 .* where 00000001 is expected/],
  ['no deflated data', archive({ method: 'deflated', compressed: new Uint8Array(50).fill(255) }), 0, /invalid/],
  [
    'deflated data cut short',
    archive({ method: 'deflated', compressed: tooLittle.subarray(0, -9) }),
    0,
    /unexpected end/,
  ],
  ['more than declared', archive({ method: 'deflated', compressed: tooMuch }), 0, /too many bytes.* expected 2528/],
  ['less than declared', archive({ method: 'deflated', compressed: tooLittle }), 0, /not enough bytes.*got only 1000/],
  [
    'a directory that says more',
    archive({ method: 'deflated', sizeBytes: 1e9 }),
    0,
    /has 999997472 bytes behind the data/,
  ],
  [
    'a directory that says less',
    archive({ method: 'deflated', sizeBytes: 1000 }),
    0,
    /too many bytes.* expected 1000.* in its member conv1\.npy/,
  ],
  ['a stored size beyond the file', archive({ sizeBytes: 1e9 }), 0, /overflows file bounds/],
  ['an empty member', archive({ content: new Uint8Array(0) }), 0, /is empty; .*in its member conv1\.npy/],
  ['a member cut short', archive({ content: NPY.subarray(0, 100) }), 0, /cut short: .*conv1\.npy, byte 100/],
  ['a member that is no tensor', archive({ content: BOMB.subarray(0, 99) }), 0, /does not start like .*byte 0/],
  [
    'a shape beyond the member',
    archive({ content: header([1e12]), method: 'deflated' }),
    0,
    /needs 4000000000000 bytes/,
  ],
];
for (const [name, bytes, offset, message] of HOSTILE) {
  test(`refuses: ${name}`, async () => {
    const found = await problem(bytes);
    assert.match(found.message, message);
    assert.deepEqual([found.uri, found.offset], [URI, offset]);
  });
}

test('a member that inflates to more than its header needs is cut off there', async () => {
  // 1 GiB of zeros in 1 MB: flushed parts can be put one behind the other.
  const tensor = deflateRawSync(NPY, { finishFlush: constants.Z_SYNC_FLUSH });
  const zeros = deflateRawSync(new Uint8Array(2 ** 26), { finishFlush: constants.Z_SYNC_FLUSH });
  const compressed = Buffer.concat([tensor, ...Array.from({ length: 16 }, () => zeros)]);
  const before = process.resourceUsage().maxRSS;
  const { message } = await problem(archive({ method: 'deflated', compressed }));
  const [, inflated] = /too many bytes in the stream. expected 2528. got at least (\d+)/.exec(message) ?? [];
  assert.ok(Number(inflated) <= 2528 + 2 ** 17, message);
  assert.ok(process.resourceUsage().maxRSS - before < 50e3, 'took 50 MB or more');
});

test('every file that was opened is closed, whatever happens', async () => {
  let open = 0;
  const counting = (bytes: Uint8Array): FileReader => {
    const files = memoryFiles({ [URI]: bytes });
    return {
      ...files,
      open: async (uri) => {
        const file = await files.open(uri);
        open++;
        return { ...file, close: async () => void open-- };
      },
    };
  };
  for (const [, bytes] of HOSTILE) await readAll(bytes, counting(bytes));
  assert.equal(open, 0);
});
