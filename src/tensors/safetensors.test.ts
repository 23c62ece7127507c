import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { nodeHost } from '../node/node-host.ts';
import { openTensorFile } from './tensor-container.ts';

const URI = 'file:///t.safetensors';

function bytesOf(header: string | object, dataBytes = 24, length?: number): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const start = Buffer.alloc(8);
  start.writeBigUInt64LE(BigInt(length ?? text.length));
  return Buffer.concat([start, text, Uint8Array.from({ length: dataBytes }, (_, i) => i)]);
}

const entry = (start: number, end: number, more: object = {}) => ({
  dtype: 'F32',
  shape: [(end - start) / 4],
  data_offsets: [start, end],
  ...more,
});

async function open(bytes: Uint8Array, name?: string) {
  const opened = await openTensorFile(URI, { ...nodeHost(), files: memoryFiles({ [URI]: bytes }) });
  return 'problem' in opened ? opened : opened.file.tensor(name);
}

test('tensors in any order of the header, whatever else it holds', async () => {
  const header = {
    __metadata__: { format: 'pt' },
    second: entry(16, 24),
    first: entry(0, 16, { shape: [2, 2] }),
    constructor: entry(16, 16, { shape: [0] }),
  };
  const found = await open(bytesOf(header), 'second');
  assert('source' in found, JSON.stringify(found));
  assert.deepEqual([...(await found.source.read(0, 2))], [0x13121110, 0x17161514]);
});

const LARGE = 2 ** 24;
const HOSTILE: [name: string, bytes: Uint8Array, offset: number | undefined, message: RegExp][] = [
  ['0 bytes', new Uint8Array(0), 0, /cut short: expected the length/],
  ['cut in the length', new Uint8Array(7), 7, /cut short: expected the length/],
  ['a header beyond the file', bytesOf('{}', 0, 100), 10, /cut short: expected a header of 100 bytes/],
  ['a header of 2^64 - 1', new Uint8Array(99).fill(255), 0, /declares a header of 18446744073709552000 bytes/],
  ['megabytes of JSON', bytesOf(`{"a":[${'['.repeat(LARGE)}`, 0), 0, /header of 16777222 bytes; expected 16777216/],
  ['deep JSON', bytesOf(`{"a":${'['.repeat(10 ** 6)}`, 0), 8, /not JSON/],
  ['an empty header', bytesOf('', 0), 8, /expected '\{'/],
  ['a list', bytesOf('[]', 0), 8, /expected '\{'/],
  ['no JSON', bytesOf('{"a": }', 0), 8, /not JSON/],
  ['no text', bytesOf('{"\xff', 0).fill(255, 9, 11), 8, /not JSON/],
  ['no tensors', bytesOf({}, 0), undefined, /holds no tensor/],
  ['no shape', bytesOf({ a: { dtype: 'F32', data_offsets: [0, 24] } }), 8, /faulty entry "a"/],
  ['no object', bytesOf({ a: null }), 8, /faulty entry "a"/],
  ['one offset', bytesOf({ a: entry(0, 24, { data_offsets: [24] }) }), 8, /faulty entry "a"/],
  ['three offsets', bytesOf({ a: entry(0, 24, { data_offsets: [0, 24, 24] }) }), 8, /faulty entry "a"/],
  ['a negative offset', bytesOf({ a: entry(0, 24, { data_offsets: [-1, 24] }) }), 8, /faulty entry "a"/],
  ['a negative dimension', bytesOf({ a: entry(0, 24, { shape: [-6] }) }), 8, /faulty entry "a"/],
  ['a fraction', bytesOf({ a: entry(0, 24, { shape: [1.5] }) }), 8, /faulty entry "a"/],
  ['an infinite offset', bytesOf('{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,1e999]}}'), 8, /faulty entry "a"/],
  ['offsets in the wrong order', bytesOf({ a: entry(0, 24, { data_offsets: [24, 0] }) }), 87, /"a" in bytes 24 to 0/],
  ['offsets beyond the file', bytesOf({ a: entry(0, 28) }), 87, /"a" in bytes 0 to 28 of its 24 bytes/],
  ['overlapping tensors', bytesOf({ a: entry(0, 16), b: entry(8, 24) }), 125, /"b" where it overlaps the data before/],
  ['a hole', bytesOf({ a: entry(0, 8), b: entry(12, 24) }), 125, /"b" where it leaves 4 bytes unused/],
  ['trailing bytes', bytesOf({ a: entry(0, 20) }), 83, /4 bytes behind the data/],
  ['a shape of other size', bytesOf({ a: entry(0, 24, { shape: [7] }) }), 63, /24 bytes of data for "a"; .*needs 28/],
  ['a zero dimension', bytesOf({ a: entry(0, 0, { shape: [0] }) }, 0), 8, /dimension '0'/],
  ['an overflowing shape', bytesOf({ a: entry(0, 24, { shape: [2 ** 52, 2 ** 52] }) }), 8, /more than a file can hold/],
  ['float64', bytesOf({ a: entry(0, 24, { dtype: 'F64', shape: [3] }) }), 8, /"a" of element type F64; expected F32/],
  ['an inherited name as type', bytesOf({ a: entry(0, 24, { dtype: 'toString' }) }), 8, /element type toString/],
];
for (const [name, bytes, offset, message] of HOSTILE) {
  test(`refuses: ${name}`, async () => {
    const found = await open(bytes);
    assert('problem' in found, 'the file was read');
    assert.match(found.problem.message, message);
    assert.deepEqual([found.problem.uri, found.problem.offset], [URI, offset]);
  });
}

test('a file that is cut anywhere is refused', async () => {
  const whole = bytesOf({ a: entry(0, 16), b: entry(16, 24) });
  for (let length = 0; length < whole.length; length++)
    assert('problem' in (await open(whole.subarray(0, length), 'a')));
});
