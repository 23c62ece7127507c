/**
 * Tensor files that lie about themselves: each is read as what it holds or refused with a problem of the file, in memory
 * that its size explains. Small changes of sound files are in src/tensors/damaged-files.test.ts, too; here are also
 * files that are built to deceive.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { bytesOf } from '../../src/codecs/words.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { swapBytes } from '../../src/tensors/byte-order.ts';
import { writeNpyHeader } from '../../src/tensors/npy-write.ts';
import { ELEMENT_TYPES, wordBytesOfType } from '../../src/tensors/tensor.ts';
import { openTensorFile } from '../../src/tensors/tensor-container.ts';
import { problemOf } from '../../src/tensors/tensor-problem.ts';
import { memoryFiles } from '../unit/memory-files.ts';
import { zipBytes } from '../unit/zip-bytes.ts';
import { fuzz } from './fuzz.ts';
import { damaged, damages, HOSTILE_KEYS, HOSTILE_NUMBERS, hostileText } from './hostile.ts';
import { changed, hostileLeaf, jsonTree, printJson, treeChanges, treeOf } from './json-text.ts';

const FOLDER = new URL('../fixtures/tensors/', import.meta.url);
const FILES = readdirSync(FOLDER).filter((name) => /\.(npy|npz|safetensors)$/.test(name));
const BLOCK_ELEMENTS = 4096;
/** DEFLATE shrinks by this at most, and whoever reads may have the pieces in memory. */
const LARGEST_EXPANSION = 1032;
/** Blocks and pieces of files are of this order, however small the file. */
const WORKING_MEMORY_BYTES = 2 ** 24;

/** Every tensor of a file as bytes in the order of the file; null where it is refused. Throws on anything else. */
async function readAll(name: string, bytes: Uint8Array): Promise<Map<string, Uint8Array | null> | null> {
  const uri = `file:///w/${name}`;
  const before = memoryBytes();
  const hints = name === 'bfloat16-words.npy' ? { dtype: 'bfloat16' as const } : {};
  const opened = await openTensorFile(uri, { ...nodeHost(), files: memoryFiles({ [uri]: bytes }) }, hints);
  if ('problem' in opened) {
    const { message, offset } = opened.problem;
    assert.ok(message.length > 0);
    assert.ok(offset === undefined || (offset >= 0 && offset <= bytes.length), `byte ${offset} of ${bytes.length}`);
    assertModest(before, bytes.length);
    return null;
  }
  const { file } = opened;
  const tensors = new Map<string, Uint8Array | null>();
  for (const tensor of file.names ?? [undefined]) tensors.set(tensor ?? '', await readOne(file, tensor, uri));
  await file.close();
  assertModest(before, bytes.length);
  return tensors;
}

type OpenedFile = Extract<Awaited<ReturnType<typeof openTensorFile>>, { file: unknown }>['file'];

async function readOne(file: OpenedFile, name: string | undefined, uri: string): Promise<Uint8Array | null> {
  try {
    const found = await file.tensor(name);
    if ('problem' in found) return null;
    const { source } = found;
    const parts: Uint8Array[] = [];
    let elements = 0;
    for await (const words of source.blocks(BLOCK_ELEMENTS)) {
      elements += words.length;
      const copy = words.slice();
      parts.push(bytesOf(source.byteOrder === 'big' ? swapBytes(copy) : copy));
    }
    assert.equal(elements, source.elements);
    return Buffer.concat(parts);
  } catch (error) {
    problemOf(error, uri); // throws on what is no problem of the file
    return null;
  }
}

function memoryBytes(): number {
  const { arrayBuffers, external } = process.memoryUsage();
  return Math.max(arrayBuffers, external);
}

function assertModest(before: number, fileBytes: number): void {
  const taken = memoryBytes() - before;
  const allowed = LARGEST_EXPANSION * fileBytes + WORKING_MEMORY_BYTES;
  assert.ok(taken <= allowed, `took ${taken} bytes for a file of ${fileBytes}`);
}

test('the fixtures are read', async () => {
  assert.ok(FILES.length > 10);
  for (const name of FILES) {
    const tensors = await readAll(name, readFileSync(new URL(name, FOLDER)));
    assert.ok(tensors !== null && [...tensors.values()].some((bytes) => bytes !== null), name);
  }
});

test('damaged files are read or refused; a .npy file that is read holds its last bytes', async (t) => {
  const inputs = fc.constantFrom(...FILES).chain((name) => {
    const whole = readFileSync(new URL(name, FOLDER));
    return damages(whole.length).map((changes) => ({ name, changes }));
  });
  await fuzz(t, inputs, 800, async ({ name, changes }) => {
    const bytes = damaged(readFileSync(new URL(name, FOLDER)), changes);
    const tensors = await readAll(name, bytes);
    const data = name.endsWith('.npy') ? tensors?.get('') : undefined;
    if (data) assert.ok(Buffer.from(bytes.subarray(bytes.length - data.length)).equals(data));
  });
});

/** What is usual, and now and then what is not. */
function mostly<T>(usual: readonly T[], unusual: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, fc.constantFrom(...unusual));
}

const dimension = fc.oneof(
  fc.constantFrom(
    ...HOSTILE_NUMBERS,
    '4294967295',
    '4294967297',
    '94906267',
    '3L',
    ' 3 ',
    '+3',
    '0x3',
    'None',
    '3.',
    '1_000',
  ),
  fc.integer({ min: 0, max: 12 }).map(String),
);
const shapeText = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 })
      .map((items) => `(${items.join(', ')}${items.length === 1 ? ',' : ''})`),
  },
  fc.array(dimension, { maxLength: 5 }).map((items) => `(${items.join(', ')}${items.length === 1 ? ',' : ''})`),
  fc.constantFrom('()', '(,)', '(', ')', '[3, 4]', '3', '((3,),)', `(${'1,'.repeat(33)})`, `(${'9'.repeat(400)},)`),
);
const npyHeader = fc
  .record({
    descr: fc.oneof(
      fc.constantFrom("'<f4'", "'>f2'", "'|i1'", "'|V2'", "'<u2'", "'|O'", "[('a', '<f4')]", "'<f4"),
      fc.string({ maxLength: 6 }),
    ),
    order: mostly(['False', 'True'], ['0', 'None', "'False'"]),
    shape: shapeText,
    more: mostly([''], ["'descr': '<f4'", "'__proto__': (1,)", "'constructor': True", '}', '{', "'a': 'b'"]),
    swap: fc.boolean(),
  })
  .map(({ descr, order, shape, more, swap }) => {
    const entries = [
      `'descr': ${descr}`,
      `'fortran_order': ${order}`,
      `'shape': ${shape}`,
      ...(more === '' ? [] : [more]),
    ];
    return `{${(swap ? entries.reverse() : entries).join(', ')}, }`;
  });
/** A `.npy` file with a header as it is written, whatever its length says. */
const builtNpy = fc
  .record({
    text: npyHeader,
    version: mostly<readonly number[]>(
      [
        [1, 0],
        [2, 0],
        [3, 0],
      ],
      [
        [0, 0],
        [1, 1],
        [255, 255],
      ],
    ),
    length: fc.oneof(
      { weight: 4, arbitrary: fc.constant(undefined) },
      fc.constantFrom(0, 1, 0xffff, 0x7fffffff, 0xffffffff),
      fc.nat({ max: 200 }),
    ),
    data: fc.oneof({ weight: 3, arbitrary: fc.constant('fits' as const) }, fc.nat({ max: 600 })),
  })
  .map(({ text, version: [major = 1, minor = 0], length, data }) => {
    const header = new TextEncoder().encode(`${text}\n`);
    const lengthBytes = Buffer.alloc(major === 1 ? 2 : 4);
    const declared = (length ?? header.length) % 2 ** (8 * lengthBytes.length);
    lengthBytes.writeUIntLE(declared, 0, lengthBytes.length);
    const magic = Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, major, minor);
    const dataBytes = data === 'fits' ? Math.min(10_000, elementsIn(text) * (text.includes("f4'") ? 4 : 1)) : data;
    return Buffer.concat([magic, lengthBytes, header, Buffer.alloc(dataBytes, 0x3f)]);
  });

/** Product of the plain numbers of a shape. */
function elementsIn(text: string): number {
  const [, shape = ''] = /'shape': \(([^)]*)\)/.exec(text) ?? [];
  return [...shape.matchAll(/\d+/g)].reduce((product, [number]) => product * Number(number), 1);
}

test('.npy headers that promise anything are read or refused', async (t) => {
  let read = 0;
  await fuzz(t, builtNpy, 1500, async (bytes) => {
    const data = (await readAll('a.npy', bytes))?.get('');
    if (!data) return;
    read++;
    assert.ok(Buffer.from(bytes.subarray(bytes.length - data.length)).equals(data));
    assert.ok(data.every((byte) => byte === 0x3f));
  });
  assert.ok(read > 10, `${read} were read`);
});

const SOUND_HEADER = {
  __metadata__: { format: 'pt' },
  conv1: { dtype: 'F32', shape: [2, 3], data_offsets: [0, 24] },
  conv2: { dtype: 'I8', shape: [4], data_offsets: [24, 28] },
};

test('safetensors headers that promise anything are read or refused', async (t) => {
  const key = fc.constantFrom('conv1', 'dtype', 'shape', 'data_offsets', '__metadata__', ...HOSTILE_KEYS);
  const leaf = fc.oneof(
    hostileLeaf,
    fc
      .constantFrom(
        '"F32"',
        '"BF16"',
        '[0, 24]',
        '[24, 0]',
        '[1, 25]',
        '[0, 9007199254740991]',
        '[-1, 24]',
        '[2, 3]',
        '[0]',
      )
      .map((text) => ({ kind: 'raw', text }) as const),
  );
  const length = fc.oneof(
    { weight: 5, arbitrary: fc.constant(undefined) },
    fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    fc.bigInt({ min: 0n, max: 400n }),
  );
  const inputs = fc.record({
    text: treeChanges(key, fc.oneof(leaf, jsonTree(key, leaf))).map((changes) =>
      printJson(changed(treeOf(SOUND_HEADER), changes)),
    ),
    length,
    data: fc.constantFrom(28, 28, 28, 24, 0, 29),
  });
  await fuzz(t, inputs, 1000, async ({ text, length, data }) => {
    const header = new TextEncoder().encode(text);
    const start = Buffer.alloc(8);
    start.writeBigUInt64LE(length ?? BigInt(header.length));
    const content = Uint8Array.from({ length: data }, (_, index) => index);
    const tensors = await readAll('a.safetensors', Buffer.concat([start, header, content]));
    // All that is read lies one behind the other.
    if (tensors === null || length !== undefined) return;
    for (const bytes of tensors.values()) {
      if (bytes === null || bytes.length === 0) continue;
      const from = bytes[0] ?? 0;
      assert.deepEqual([...bytes], [...content.subarray(from, from + bytes.length)]);
    }
  });
});

const sizeBytes = fc.constantFrom(undefined, undefined, undefined, 0, 1, 127, 128, 200, 2 ** 31, 2 ** 32 - 1);
const memberName = fc.oneof(
  fc.constantFrom(
    'a.npy',
    'b.npy',
    'a',
    '../a.npy',
    '/a.npy',
    'C:\\a.npy',
    '..\\a.npy',
    'a/b/../../c.npy',
    '.npy',
    'a.npy/',
    '\u0000.npy',
  ),
  fc.constantFrom(...HOSTILE_KEYS.map((name) => `${name}.npy`)),
  hostileText.map((text) => text.slice(0, 100)),
);
const member = fc
  .record({
    name: memberName,
    shape: fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 4 }),
    dtype: fc.constantFrom(...ELEMENT_TYPES),
    missing: fc.constantFrom(0, 0, 0, 1, -1, 64),
    method: fc.constantFrom('stored' as const, 'deflated' as const),
    sizeBytes,
    crc32: fc.constantFrom(undefined, undefined, 0, 1),
    encrypted: fc.constantFrom(false, false, false, true),
    methodNumber: fc.constantFrom(undefined, undefined, undefined, 0, 8, 9, 12, 99),
  })
  .map(({ name, shape, dtype, missing, sizeBytes, crc32, methodNumber, ...rest }) => {
    const header = writeNpyHeader(dtype, shape);
    const bytes = shape.reduce((product, each) => product * each, wordBytesOfType(dtype));
    return {
      ...rest,
      name,
      content: Buffer.concat([header, Buffer.alloc(Math.max(0, bytes - missing), 7)]),
      ...(sizeBytes !== undefined && { sizeBytes }),
      ...(crc32 !== undefined && { crc32 }),
      ...(methodNumber !== undefined && { methodNumber }),
    };
  });

test('archives that promise anything are read or refused', async (t) => {
  const inputs = fc.tuple(fc.array(member, { maxLength: 3 }), fc.boolean()).chain(([members, zip64]) => {
    const whole = zipBytes(members, zip64);
    return fc.oneof(
      { weight: 2, arbitrary: fc.constant({ members, whole }) },
      damages(whole.length).map((changes) => ({ members: [], whole: damaged(whole, changes) })),
    );
  });
  await fuzz(t, inputs, 800, async ({ whole }) => {
    const tensors = await readAll('a.npz', whole);
    for (const bytes of tensors?.values() ?? []) assert.ok(bytes === null || bytes.every((byte) => byte === 7));
  });
});

test('a bomb is refused where it is longer than it says, and inflated piece by piece where it is not', async () => {
  const content = Buffer.concat([writeNpyHeader('uint8', [4e8]), new Uint8Array(1000)]);
  const zeros = deflateRawSync(new Uint8Array(2 ** 26));
  // It says 400 MB and is 64 MB of zeros, no header; and the other way round.
  for (const sizeBytes of [content.length, 2 ** 26, 200]) {
    const bomb = zipBytes([{ name: 'a.npy', content, method: 'deflated', compressed: zeros, sizeBytes }]);
    const tensors = await readAll('a.npz', bomb);
    assert.equal(tensors?.get('a'), null);
  }
  // A header that is right, and a tensor of 64 MB in 64 KB.
  const header = writeNpyHeader('uint8', [2 ** 26]);
  const whole = Buffer.concat([header, new Uint8Array(2 ** 26)]);
  const uri = 'file:///w/a.npz';
  const files = memoryFiles({ [uri]: zipBytes([{ name: 'a.npy', content: whole, method: 'deflated' }]) });
  const opened = await openTensorFile(uri, { ...nodeHost(), files });
  assert.ok('file' in opened);
  const found = await opened.file.tensor('a');
  assert.ok('source' in found);
  let elements = 0;
  for await (const words of found.source.blocks(BLOCK_ELEMENTS)) elements += words.length;
  assert.equal(elements, 2 ** 26);
});

test('an archive of more members than are read is refused', async () => {
  const one = Buffer.from(zipBytes([{ name: 'a.npy', content: new Uint8Array(0) }], true));
  const directory = one.indexOf('PK\u0001\u0002');
  const end = one.indexOf('PK\u0006\u0006');
  const entry = one.subarray(directory, end);
  const members = 65_536;
  const ends = Buffer.from(one.subarray(end));
  // APPNOTE 4.3.14 and 4.3.15: entries on this disk and in all, bytes of the directory; where this record stands.
  for (const at of [24, 32]) ends.writeBigUInt64LE(BigInt(members), at);
  ends.writeBigUInt64LE(BigInt(entry.length * members), 40);
  ends.writeBigUInt64LE(BigInt(directory + entry.length * members), 56 + 8);
  const uri = 'file:///w/a.npz';
  const bytes = Buffer.concat([one.subarray(0, directory), Buffer.alloc(entry.length * members, entry), ends]);
  const opened = await openTensorFile(uri, { ...nodeHost(), files: memoryFiles({ [uri]: bytes }) });
  assert.ok('problem' in opened);
  assert.equal(opened.problem.message, 'has more than 65535 members');
});

test('lists in lists are no header', async () => {
  const text = new TextEncoder().encode(`{"a": ${'['.repeat(1e6)}`);
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(text.length));
  assert.equal(await readAll('a.safetensors', Buffer.concat([start, text])), null);
  const dictionary = `{'shape': ${'('.repeat(60_000)}`;
  const npy = Buffer.concat([
    writeNpyHeader('uint8', [1]).subarray(0, 8),
    Uint8Array.of(0x60, 0xea),
    Buffer.from(dictionary),
  ]);
  assert.equal(await readAll('a.npy', npy), null);
});
