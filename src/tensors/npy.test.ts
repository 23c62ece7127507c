import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { nodeHost } from '../node/node-host.ts';
import { openTensorFile } from './tensor-container.ts';
import type { TensorProblem } from './tensor-problem.ts';
import type { TensorSource } from './tensor-source.ts';

const URI = 'file:///t.npy';

interface Parts {
  magic?: string;
  version?: number;
  header?: string;
  /** Instead of the header's. */
  length?: number;
  data?: Uint8Array;
}

const FLOATS = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);

function header({ descr = '<f4', fortran = 'False', shape = '(2, 3)' } = {}): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
}

function file(parts: Parts = {}): Uint8Array {
  const { magic = '\x93NUMPY', version = 1, header: text = header(), data = FLOATS } = parts;
  const start = Buffer.from(`${magic}${String.fromCharCode(version)}\0`, 'latin1');
  const padded = `${text.padEnd(69)}\n`;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(parts.length ?? padded.length, 0, length.length);
  return Buffer.concat([start, length, Buffer.from(padded, 'latin1'), data]);
}

const open = (bytes: Uint8Array) => openTensorFile(URI, { ...nodeHost(), files: memoryFiles({ [URI]: bytes }) });

async function sourceOf(bytes: Uint8Array): Promise<TensorSource> {
  const opened = await open(bytes);
  assert('file' in opened, JSON.stringify(opened));
  const found = await opened.file.tensor();
  assert('source' in found, JSON.stringify(found));
  return found.source;
}

async function problem(bytes: Uint8Array): Promise<TensorProblem> {
  const opened = await open(bytes);
  assert('problem' in opened, 'the file was read');
  assert.equal(opened.problem.uri, URI);
  return opened.problem;
}

const floatsOf = async ({ elements, read }: TensorSource) => [...new Float32Array((await read(0, elements)).buffer)];

test('reads every format version', async () => {
  for (const version of [1, 2, 3]) {
    const source = await sourceOf(file({ version }));
    assert.deepEqual(
      { dtype: source.dtype, shape: source.shape, values: await floatsOf(source) },
      { dtype: 'float32', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
    );
  }
});

test('big-endian files hold the same words', async () => {
  const data = Uint8Array.from(FLOATS);
  for (let i = 0; i < data.length; i += 4) data.subarray(i, i + 4).reverse();
  const source = await sourceOf(file({ header: header({ descr: '>f4' }), data }));
  assert.deepEqual(await floatsOf(source), [1, 2, 3, 4, 5, 6]);
  const half = file({ header: header({ descr: '>f2', shape: '(2,)' }), data: Uint8Array.of(0x3c, 0x00, 0x80, 0x01) });
  assert.deepEqual(await (await sourceOf(half)).read(0, 2), Uint16Array.of(0x3c00, 0x8001));
});

test('Fortran order stays the order in memory', async () => {
  const source = await sourceOf(file({ header: header({ fortran: 'True' }) }));
  assert.equal(source.order, 'Fortran');
  assert.deepEqual(await floatsOf(source), [1, 2, 3, 4, 5, 6]);
});

test('keys in any order, and Python 2 integers', async () => {
  const text = "{'shape': (3L, 2L), 'fortran_order': False, 'descr': '<f4'}";
  assert.deepEqual((await sourceOf(file({ header: text }))).shape, [3, 2]);
});

/** The header starts at byte 10; in it the type stands at 20, the order at 44 and the shape at 60. */
const HOSTILE: [name: string, bytes: Uint8Array, offset: number, message: RegExp][] = [
  ['0 bytes', new Uint8Array(0), 0, /is empty/],
  ['other magic', file({ magic: '\x93NUMPZ' }), 5, /does not start like/],
  ['magic alone', file().subarray(0, 6), 6, /cut short/],
  ['version 0', file({ version: 0 }), 6, /version 0\.0; expected 1\.0, 2\.0 or 3\.0/],
  ['version 4', file({ version: 4 }), 6, /version 4\.0/],
  ['cut in the header length', file().subarray(0, 9), 9, /cut short/],
  ['cut in the header', file().subarray(0, 40), 40, /cut short: expected a header of 70 bytes/],
  ['header longer than the file', file({ version: 2, length: 2 ** 32 - 1 }), 106, /expected a header of 4294967295 b/],
  [
    'header of megabytes',
    file({ version: 2, header: ' '.repeat(2 ** 21) }),
    8,
    /header of 2097153 bytes; expected 1048576/,
  ],
  ['cut in the data', file().subarray(0, 96), 96, /needs 24 bytes of data, found 16/],
  ['trailing bytes', file({ data: new Uint8Array(25) }), 104, /1 bytes behind the data/],
  ['no dictionary', file({ header: '[]' }), 10, /no Python dictionary as its header: expected '\{'/],
  ['no text', file({ header: '\x00\x01' }), 10, /no Python dictionary/],
  ['an open dictionary', file({ header: header().slice(0, -1) }), 67, /expected a key or '\}'/],
  ['more than a dictionary', file({ header: `${header()} ()` }), 69, /more than a dictionary/],
  ['a key without quotes', file({ header: '{descr: 1}' }), 11, /expected a key in quotes/],
  ['no colon', file({ header: "{'descr' '<f4'}" }), 19, /expected ':'/],
  ['no shape', file({ header: "{'descr': '<f4', 'fortran_order': False}" }), 10, /lacks 'shape'/],
  ['no type', file({ header: "{'fortran_order': False, 'shape': (6,)}" }), 10, /lacks 'descr'/],
  ['two types', file({ header: header().replace('{', "{'descr': '<f4', ") }), 27, /has 'descr' twice/],
  ['an unknown key', file({ header: header().replace('{', "{'order': 'C', ") }), 20, /entry 'order' that no/],
  ['an inherited key', file({ header: header().replace('{', "{'constructor': 'C', ") }), 26, /entry 'constructor'/],
  ['a number as order', file({ header: header({ fortran: '1' }) }), 44, /lacks 'fortran_order': True or False/],
  ['a list as shape', file({ header: header({ shape: '[2, 3]' }) }), 60, /lacks 'shape' with a tuple/],
  ['a tuple in the shape', file({ header: header({ shape: '((2, 3), 1)' }) }), 60, /lacks 'shape' with a tuple/],
  ['structured type', file({ header: header().replace("'<f4'", "[('a', '<f4')]") }), 20, /lacks 'descr' with one el/],
  ['type with a shape', file({ header: header().replace("'<f4'", "('<f4', (2,))") }), 20, /lacks 'descr' with one el/],
  ['float64', file({ header: header({ descr: '<f8' }) }), 20, /element type '<f8'; expected float32/],
  ['objects', file({ header: header({ descr: '|O' }) }), 20, /element type '\|O'/],
  ['objects as a pickle', file({ header: header({ descr: '|O' }), data: new Uint8Array(200) }), 20, /type '\|O'/],
  ['uint16', file({ header: header({ descr: '<u2' }) }), 20, /'<u2'.*read as bfloat16 when the manifest/],
  ['an inherited name as type', file({ header: header({ descr: 'constructor' }) }), 20, /type 'constructor'/],
  ['negative dimension', file({ header: header({ shape: '(-2, -3)' }) }), 60, /dimension '-2'/],
  ['zero dimension', file({ header: header({ shape: '(0, 3)' }) }), 60, /dimension '0'/],
  ['fraction', file({ header: header({ shape: '(2.5, 3)' }) }), 60, /dimension '2.5'/],
  ['nothing between commas', file({ header: header({ shape: '(2,,3)' }) }), 60, /dimension ''/],
  ['33 dimensions', file({ version: 2, header: header({ shape: `(${'1,'.repeat(33)})` }) }), 62, /33 dimensions/],
  ['overflowing shape', file({ header: header({ shape: '(4294967296, 4294967296, 2)' }) }), 60, /more than a file can/],
  ['shape beyond 2^53', file({ header: header({ shape: '(9007199254740993,)' }) }), 60, /more than a file can/],
  [
    'dimension of many digits',
    file({ header: header({ shape: `(1${'0'.repeat(400)},)` }) }),
    60,
    /more than a file can/,
  ],
  ['huge shape', file({ header: header({ shape: '(100000, 100000)' }) }), 104, /needs 40000000000 bytes/],
];
for (const [name, bytes, offset, message] of HOSTILE) {
  test(`refuses: ${name}`, async () => {
    const found = await problem(bytes);
    assert.match(found.message, message);
    assert.equal(found.offset, offset);
  });
}

test('a file that is cut anywhere says where', async () => {
  const whole = file();
  for (let length = 0; length < whole.length; length++) {
    assert.equal((await problem(whole.subarray(0, length))).offset, length);
  }
});

test('a scalar is one element', async () => {
  const source = await sourceOf(file({ header: header({ shape: '()' }), data: FLOATS.subarray(0, 4) }));
  assert.deepEqual([source.shape, source.elements, await floatsOf(source)], [[], 1, [1]]);
});

test('damaged headers are read or refused, never thrown on', async () => {
  const original = file();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat({ max: 103 }), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      async (edits) => {
        const bytes = Uint8Array.from(original);
        for (const [at, byte] of edits) bytes[at] = byte;
        await open(bytes);
      },
    ),
    { seed: 7, numRuns: 3000 },
  );
});
