import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type NpyArray, readNpy, type TensorProblem } from './npy.ts';

interface Parts {
  magic?: string;
  version?: number;
  header?: string;
  data?: Uint8Array;
}

const FLOATS = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);

function header({ descr = '<f4', fortran = 'False', shape = '(2, 3)' } = {}): string {
  return `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
}

function file({ magic = '\x93NUMPY', version = 1, header: text = header(), data = FLOATS }: Parts = {}): Uint8Array {
  const start = Buffer.from(`${magic}${String.fromCharCode(version)}\0`, 'latin1');
  const padded = `${text.padEnd(69)}\n`;
  const length = Buffer.alloc(version === 1 ? 2 : 4);
  length.writeUIntLE(padded.length, 0, length.length);
  return Buffer.concat([start, length, Buffer.from(padded, 'latin1'), data]);
}

function array(bytes: Uint8Array): NpyArray {
  const result = readNpy(bytes, 'file:///t.npy');
  assert('array' in result, JSON.stringify(result));
  return result.array;
}

function problem(bytes: Uint8Array): TensorProblem {
  const result = readNpy(bytes, 'file:///t.npy');
  assert('problem' in result, 'the file was read');
  assert.equal(result.problem.uri, 'file:///t.npy');
  return result.problem;
}

const floats = (words: NpyArray['words']) => [...new Float32Array(words.slice().buffer)];

test('reads every format version, at any alignment', () => {
  for (const version of [1, 2, 3]) {
    const bytes = file({ version });
    for (let shift = 0; shift < 4; shift++) {
      const moved = new Uint8Array(bytes.length + shift);
      moved.set(bytes, shift);
      const { dtype, shape, words } = array(moved.subarray(shift));
      assert.deepEqual(
        { dtype, shape, values: floats(words) },
        { dtype: 'float32', shape: [2, 3], values: [1, 2, 3, 4, 5, 6] },
      );
    }
  }
});

test('big-endian files hold the same words, and are left alone', () => {
  const data = Uint8Array.from(FLOATS);
  for (let i = 0; i < data.length; i += 4) data.subarray(i, i + 4).reverse();
  const bytes = file({ header: header({ descr: '>f4' }), data });
  const before = Uint8Array.from(bytes);
  assert.deepEqual(floats(array(bytes).words), [1, 2, 3, 4, 5, 6]);
  assert.deepEqual(Uint8Array.from(bytes), before);
  const half = file({ header: header({ descr: '>f2', shape: '(2,)' }), data: Uint8Array.of(0x3c, 0x00, 0x80, 0x01) });
  assert.deepEqual(array(half).words, Uint16Array.of(0x3c00, 0x8001));
});

test('Fortran order becomes C order', () => {
  // Column by column: the matrix [[1, 3, 5], [2, 4, 6]].
  const { words } = array(file({ header: header({ fortran: 'True' }) }));
  assert.deepEqual(floats(words), [1, 3, 5, 2, 4, 6]);
});

test('keys in any order, and Python 2 integers', () => {
  const text = "{'shape': (3L, 2L), 'fortran_order': False, 'descr': '<f4'}";
  assert.deepEqual(array(file({ header: text })).shape, [3, 2]);
});

const HOSTILE: [name: string, bytes: Uint8Array, offset: number, message: RegExp][] = [
  ['0 bytes', new Uint8Array(0), 0, /is empty/],
  ['other magic', file({ magic: '\x93NUMPZ' }), 5, /does not start like/],
  ['magic alone', file().subarray(0, 6), 6, /cut short/],
  ['version 4', file({ version: 4 }), 6, /version 4/],
  ['cut in the header length', file().subarray(0, 9), 9, /cut short/],
  ['cut in the header', file().subarray(0, 40), 40, /cut short: expected a header of 70 bytes/],
  ['cut in the data', file().subarray(0, 96), 96, /needs 24 bytes of data, found 16/],
  ['trailing bytes', file({ data: new Uint8Array(25) }), 104, /1 bytes behind the data/],
  ['no dictionary', file({ header: '[]' }), 10, /no Python dictionary/],
  ['no shape', file({ header: "{'descr': '<f4', 'fortran_order': False}" }), 10, /lacks 'shape'/],
  ['structured type', file({ header: header().replace("'<f4'", "[('a', '<f4')]") }), 10, /lacks 'descr'/],
  ['float64', file({ header: header({ descr: '<f8' }) }), 10, /element type '<f8'; expected float32/],
  ['objects', file({ header: header({ descr: '|O' }) }), 10, /element type '\|O'/],
  ['negative dimension', file({ header: header({ shape: '(-2, -3)' }) }), 10, /dimension '-2'/],
  ['zero dimension', file({ header: header({ shape: '(0, 3)' }) }), 10, /dimension '0'/],
  ['fraction', file({ header: header({ shape: '(2.5, 3)' }) }), 10, /dimension '2.5'/],
  ['scalar', file({ header: header({ shape: '()' }) }), 10, /0 dimensions/],
  ['five dimensions', file({ header: header({ shape: '(1, 1, 1, 2, 3)' }) }), 10, /5 dimensions/],
  ['overflowing shape', file({ header: header({ shape: '(4294967296, 4294967296, 2)' }) }), 10, /more than a file can/],
  ['huge shape', file({ header: header({ shape: '(100000, 100000)' }) }), 104, /needs 40000000000 bytes/],
];
for (const [name, bytes, offset, message] of HOSTILE) {
  test(`refuses: ${name}`, () => {
    const found = problem(bytes);
    assert.match(found.message, message);
    assert.equal(found.offset, offset);
  });
}

test('damaged files are read or refused, never thrown on', () => {
  const original = file();
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat({ max: 63 }), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      (edits) => {
        const bytes = Uint8Array.from(original);
        for (const [at, byte] of edits) bytes[at] = byte;
        readNpy(bytes, 'file:///t.npy');
      },
    ),
    { seed: 7, numRuns: 3000 },
  );
});
