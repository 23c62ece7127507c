import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { CODEC_IDS } from '../src/config/resolved-config.ts';
import counts from '../test/golden/codec-counts.json' with { type: 'json' };
import fixtures from '../test/golden/tensor-file-counts.json' with { type: 'json' };
import { compress } from './commands/compress.ts';
import { decompress } from './commands/decompress.ts';
import { EXIT_CANNOT_RUN, UsageError } from './usage.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** As it ships: built before any test is run. */
const PROGRAM = 'dist/cdma.cjs';
const FIXTURES = path.join(ROOT, 'test/fixtures/tensors');
const TENSOR = path.join(ROOT, 'examples/traces/p100/conv5.npy');
const TEXT = path.join(ROOT, 'README.md');
const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma compress ')); // with a space in its name
after(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string) => path.join(folder, name);

const COMMANDS = { compress, decompress };

/** Runs a command in this process: starting one takes most of a second. */
async function cdma(command: keyof typeof COMMANDS, ...args: string[]) {
  const lines: string[] = [];
  const log = console.log;
  console.log = (line: string) => void lines.push(line);
  try {
    return { status: await COMMANDS[command](args), stdout: lines.join('\n'), stderr: '' };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { status: EXIT_CANNOT_RUN, stdout: lines.join('\n'), stderr: error.message };
  } finally {
    console.log = log;
  }
}

/** Runs the command line as a user does, in the project's folder. */
function inOwnProcess(...args: string[]) {
  const command = [PROGRAM, ...args];
  return spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
}

async function rowsOf(...args: string[]) {
  const { status, stdout, stderr } = await cdma('compress', ...args, '--json');
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout) as {
    tensor: string | null;
    codec: string;
    format: string;
    layout: string | null;
    dtype: string;
    shape: number[];
    elements: number;
    zeroElements: number;
    density: number;
    rawBytes: number;
    compressedBytes: number;
    ratio: number;
  }[];
}

test('exit codes, rows and messages of the command itself', () => {
  const fine = inOwnProcess('compress', TENSOR, '--codec', 'zvc', '--json');
  assert.deepEqual([fine.status, fine.stderr], [0, '']);
  assert.equal(JSON.parse(fine.stdout)[0].format, 'zvc-32');
  const broken = inOwnProcess('compress', 'README.md');
  assert.deepEqual([broken.status, broken.stdout], [2, '']);
  assert.match(
    broken.stderr,
    /^cdma: README\.md does not start like a NumPy \.npy file .*\nUsage: cdma compress .*\n$/,
  );
});

const TRACES: Readonly<
  Record<string, { layouts: Record<string, { zvc: number; wordAligned: number; token16: number }> }>
> = counts.tensors;

for (const [name, { layouts }] of Object.entries(TRACES)) {
  test(`exact sizes on a real tensor in every layout: ${name}`, async () => {
    const file = path.join(ROOT, 'examples/traces', name);
    const rows = [
      ...(await rowsOf(file, '--layout', 'NCHW,NHWC,CHWN', '--codec', 'zvc,rle')),
      ...(await rowsOf(file, '--layout', 'NCHW,NHWC,CHWN', '--codec', 'rle', '--run-length-format', 'token-16')),
    ];
    assert.equal(rows.length, 9);
    for (const { tensor, format, layout, compressedBytes, elements, zeroElements, density, rawBytes, ratio } of rows) {
      const golden = layouts[layout ?? ''];
      assert.ok(golden);
      const key = { 'zvc-32': 'zvc', 'rle-word-aligned': 'wordAligned', 'rle-token-16': 'token16' }[format];
      assert.equal(compressedBytes, golden[key as keyof typeof golden], `${format} ${layout}`);
      assert.equal(rawBytes, elements * 4);
      assert.equal(ratio, rawBytes / compressedBytes);
      assert.equal(density, (elements - zeroElements) / elements);
      assert.equal(tensor, null);
    }
  });
}

const FORMATS = ['zvc', 'word-aligned', 'token-16', 'bit-serial'] as const;

for (const [name, tensors] of Object.entries(fixtures.files)) {
  test(`sizes of ${name} in every form of run length, as counted independently`, async () => {
    const options = [`${FIXTURES}/${name}`, '--window', `${fixtures.windowBytes} B`];
    const hints = name === 'bfloat16-words.npy' ? ['--dtype', 'bfloat16'] : [];
    for (const format of FORMATS) {
      const codec = format === 'zvc' ? ['--codec', 'zvc'] : ['--codec', 'rle', '--run-length-format', format];
      const rows = await rowsOf(...options, ...codec, ...hints);
      assert.deepEqual(
        rows.map(({ tensor }) => tensor ?? ''),
        Object.keys(tensors),
      );
      for (const [index, { dtype, shape, layouts }] of Object.values(tensors).entries()) {
        const row = rows[index];
        assert.deepEqual([row?.dtype, row?.shape, row?.layout], [dtype, shape, null]);
        assert.equal(row?.compressedBytes, layouts['as stored'][format], format);
        assert.equal(row?.elements - row?.zeroElements, layouts['as stored'].nonZero);
      }
    }
  });
}

test('--stored says what the dimensions of a file are', async () => {
  const every = ['--layout', 'NCHW,NHWC,CHWN'];
  const nhwc = await rowsOf(`${FIXTURES}/nhwc.npy`, '--stored', 'NHWC', ...every);
  const chwn = await rowsOf(`${FIXTURES}/chwn.npy`, '--stored', 'CHWN', ...every);
  const plain = await rowsOf(`${FIXTURES}/plain.npy`, ...every);
  const sizes = (rows: typeof plain) => rows.map(({ layout, compressedBytes }) => [layout, compressedBytes]);
  assert.deepEqual(sizes(nhwc), sizes(plain));
  assert.deepEqual(sizes(chwn), sizes(plain));
  assert.notDeepEqual(plain[2]?.compressedBytes, plain[5]?.compressedBytes);
});

test('--zero-test value takes -0.0 for a zero', async () => {
  const file = `${FIXTURES}/plain.npy`; // has one -0.0
  const [pattern] = await rowsOf(file, '--codec', 'zvc');
  const [value] = await rowsOf(file, '--codec', 'zvc', '--zero-test', 'value');
  assert.ok(pattern && value);
  assert.equal(value.zeroElements, pattern.zeroElements + 1);
  assert.equal(value.compressedBytes, pattern.compressedBytes - 4);
});

test('--zero-value-window and --partial-window', async () => {
  const file = `${FIXTURES}/plain.npy`;
  const [row] = await rowsOf(file, '--codec', 'zvc', '--zero-value-window', '8');
  assert.equal(row?.compressedBytes, Math.ceil(630 / 8) + 4 * fixtures.files['plain.npy'][''].layouts.NCHW.nonZero);
  const sizes: number[] = [];
  for (const partial of ['short', 'zero-padded']) {
    const options = ['--codec', 'rle', '--window', '1 MiB', '--partial-window', partial];
    assert.deepEqual(await roundTrip(file, options), readFileSync(file));
    const [found] = await rowsOf(file, ...options);
    sizes.push(found?.compressedBytes ?? 0);
  }
  const zlib = ['--codec', 'zlib', '--window', '1 MiB', '--partial-window', 'zero-padded'];
  assert.deepEqual(await roundTrip(file, zlib), readFileSync(file));
  // The padding is one more run of zeros, or the end of the last one.
  assert.ok([0, 8].includes((sizes[1] ?? 0) - (sizes[0] ?? 0)), sizes.join());
});

test('--tensor takes one of several', async () => {
  const [row, ...more] = await rowsOf(`${FIXTURES}/several.safetensors`, '--tensor', 'brain', '--codec', 'zvc');
  assert.deepEqual([row?.tensor, row?.dtype, more], ['brain', 'bfloat16', []]);
});

test('of several tensors, those that no codec takes are named, and the others measured', async () => {
  const header = JSON.stringify({
    steps: { dtype: 'I64', shape: [1], data_offsets: [0, 8] },
    fc6: { dtype: 'F32', shape: [2], data_offsets: [8, 16] },
  });
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const file = inFolder('mixed.safetensors');
  writeFileSync(file, Buffer.concat([length, Buffer.from(header), Buffer.alloc(16)]));
  const { status, stdout, stderr } = inOwnProcess('compress', file, '--json', '--codec', 'zvc');
  assert.equal(status, 1);
  assert.deepEqual(
    JSON.parse(stdout).map(({ tensor, zeroElements }: { tensor: string; zeroElements: number }) => [
      tensor,
      zeroElements,
    ]),
    [['fc6', 2]],
  );
  assert.match(
    stderr,
    /mixed\.safetensors has "steps" of element type I64; expected F32, F16, BF16, I8, U8 \(byte 8\)\n$/,
  );
  const none = await cdma('compress', file, '--layout', 'NCHW');
  assert.equal(none.status, 2);
  assert.match(none.stderr, /has 1 dimensions; a memory order is one of 2 or 4/);
});

test('a table for people, with the names of several tensors', async () => {
  const { stdout } = await cdma('compress', `${FIXTURES}/stored.npz`, '--codec', 'zvc');
  assert.match(
    stdout,
    /^tensor +codec +format +layout +density +raw B +compressed B +ratio\nplain +zvc +zvc-32 +as stored/,
  );
  assert.doesNotMatch((await cdma('compress', TENSOR, '--codec', 'zvc')).stdout, /tensor/);
});

for (const codec of CODEC_IDS) {
  for (const layout of ['NCHW', 'NHWC', 'CHWN']) {
    test(`--out and decompress give the tensor back bit for bit: ${codec}, ${layout}`, async () => {
      const back = await roundTrip(TENSOR, ['--codec', codec, '--layout', layout]);
      assert.deepEqual(back, readFileSync(TENSOR));
    });
  }
}

const NPY_FIXTURES = readdirSync(FIXTURES).filter((name) => name.endsWith('.npy'));
for (const name of NPY_FIXTURES) {
  test(`a .npy file comes back byte for byte: ${name}`, async () => {
    const original = readFileSync(path.join(FIXTURES, name));
    const hints = name === 'bfloat16-words.npy' ? ['--dtype', 'bfloat16'] : [];
    const layouts = /scalar|six/.test(name)
      ? [[]]
      : [[], ['--layout', 'CHWN', '--stored', name === 'chwn.npy' ? 'NHWC' : 'NCHW']];
    for (const layout of layouts) {
      assert.deepEqual(await roundTrip(`${FIXTURES}/${name}`, ['--codec', 'rle', ...layout, ...hints]), original);
    }
  });
}

test('a tensor of an .npz or .safetensors file comes back as the .npy file that NumPy writes of it', async () => {
  const file = (name: string) => readFileSync(path.join(FIXTURES, name));
  for (const archive of ['stored.npz', 'deflated.npz']) {
    assert.deepEqual(
      await roundTrip(`${FIXTURES}/${archive}`, ['--codec', 'zvc', '--tensor', 'plain']),
      file('plain.npy'),
    );
  }
  for (const [tensor, npy] of [
    ['single', 'plain.npy'],
    ['half', 'half.npy'],
    ['brain', 'bfloat16-records.npy'],
    ['signed', 'int8.npy'],
    ['unsigned', 'uint8.npy'],
  ] as const) {
    const back = await roundTrip(`${FIXTURES}/several.safetensors`, ['--codec', 'rle', '--tensor', tensor]);
    assert.deepEqual(back, file(npy));
  }
});

/** What decompressing a compressed tensor gives. */
async function roundTrip(file: string, options: string[]): Promise<Buffer> {
  const [stream, back] = [inFolder('round.cdma-stream'), inFolder('round.npy')];
  const compressed = await cdma('compress', file, ...options, '--out', stream);
  assert.equal(compressed.status, 0, compressed.stderr);
  const decompressed = await cdma('decompress', stream, '--out', back);
  assert.equal(decompressed.status, 0, decompressed.stderr);
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith('.part')),
    [],
  );
  const content = readFileSync(back);
  rmSync(back);
  return content;
}

test('a damaged stream is refused with the byte at which it goes wrong, and nothing is written', async () => {
  const stream = inFolder('whole.cdma-stream');
  await cdma('compress', TENSOR, '--codec', 'zvc', '--out', stream);
  const whole = readFileSync(stream);
  const streamOffset = 10 + whole.readUInt32LE(6) + 128; // behind settings and .npy header
  const damage: [name: string, bytes: Uint8Array, message: RegExp][] = [
    ['empty', new Uint8Array(0), /does not start like a file of cdma compress .*\(byte 0\)/],
    [
      'an older version',
      Buffer.from(whole).fill(1, 5, 6),
      /has version 1 of the stream file format; expected 2 \(byte 5\)/,
    ],
    ['cut in the settings', whole.subarray(0, 50), /is cut short: expected settings of \d+ bytes \(byte 50\)/],
    ['settings that are no JSON', Buffer.from(whole).fill(0x20, 10, 11), /has settings that are not JSON \(byte 10\)/],
    ['cut in the stream', whole.subarray(0, 3000), /is cut short or damaged: .*\(byte 2996\)/],
    ['trailing bytes', Buffer.concat([whole, whole.subarray(0, 8)]), /is cut short or damaged/],
    [
      'a mask of ones',
      Buffer.from(whole).fill(255, streamOffset, streamOffset + 4),
      /has a corrupt zvc-32 stream: expected a non-zero word \(byte \d+\)/,
    ],
  ];
  for (const [name, bytes, message] of damage) {
    writeFileSync(inFolder('damaged.cdma-stream'), bytes);
    const { status, stderr } = await cdma(
      'decompress',
      inFolder('damaged.cdma-stream'),
      '--out',
      inFolder('never.npy'),
    );
    assert.equal(status, 2, name);
    assert.match(stderr, message, name);
    assert.doesNotMatch(stderr, /\n/, 'one line');
    assert.deepEqual(
      readdirSync(folder).filter((file) => file.startsWith('never')),
      [],
    );
  }
});

const CANNOT_RUN: [title: string, args: string[], message: RegExp][] = [
  ['no tensor', [], /no tensor given/],
  ['an unknown codec', [TENSOR, '--codec', 'lz4'], new RegExp(`--codec lz4: expected ${CODEC_IDS.join(', ')}`)],
  ['an unknown layout', [TENSOR, '--layout', 'NWHC'], /--layout NWHC: expected NCHW, NHWC, CHWN/],
  [
    'a window without a unit',
    [TENSOR, '--window', '4096'],
    /--window: '4096' has no unit; expected a size such as "4 KiB"/,
  ],
  [
    'a window that is too large',
    [TENSOR, '--window', '1 GB'],
    /--window: '1 GB' is too large; expected at most "1 MiB"/,
  ],
  ['an unknown format', [TENSOR, '--run-length-format', 'x'], /expected word-aligned, token-16, bit-serial/],
  ['a missing file', ['nowhere.npy'], /nowhere\.npy does not exist/],
  ['a folder', [path.join(ROOT, 'examples')], /examples is a folder/],
  ['a text file as tensor', [TEXT], /README\.md does not start like a NumPy \.npy file \("\\x93NUMPY"\) \(byte 0\)/],
  [
    'an unknown tensor',
    [`${FIXTURES}/stored.npz`, '--tensor', 'x'],
    /holds no tensor "x"; it has plain, fortran, bytes/,
  ],
  ['another element type', [TENSOR, '--dtype', 'bfloat16'], /holds float32, not bfloat16: leave out --dtype/],
  [
    'a layout of a scalar',
    [`${FIXTURES}/scalar.npy`, '--layout', 'NCHW'],
    /has 0 dimensions; a memory order is one of 2 or 4/,
  ],
  ['--out with loss', [TENSOR, '--codec', 'zvc', '--zero-test', 'value', '--out', 'x'], /loses the sign of zeros/],
  ['--out with several codecs', [TENSOR, '--out', 'x'], /name one --codec/],
  ['--out with several tensors', [`${FIXTURES}/stored.npz`, '--codec', 'zvc', '--out', 'x'], /name one --tensor/],
  ['--out in no folder', [TENSOR, '--codec', 'zvc', '--out', 'no/where'], /cannot write no\/where: it does not exist/],
];
for (const [title, args, message] of CANNOT_RUN) {
  test(`cannot run: ${title}`, async () => {
    const { status, stderr } = await cdma('compress', ...args);
    assert.equal(status, 2);
    assert.match(stderr, message);
  });
}

test('cannot run: a 0-byte tensor', async () => {
  const file = inFolder('empty.npy');
  writeFileSync(file, '');
  const { status, stderr } = await cdma('compress', file);
  assert.equal(status, 2);
  assert.match(stderr, /empty\.npy is empty; expected a NumPy \.npy file \(byte 0\)/);
});
