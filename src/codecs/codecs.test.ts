import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { checkQuantity } from '../config/quantity-rule.ts';
import {
  CODEC_IDS,
  type CodecId,
  PARTIAL_WINDOWS,
  RUN_LENGTH_FORMATS,
  ZERO_VALUE_WINDOWS,
} from '../config/resolved-config.ts';
import { schemaAt } from '../config/schema.ts';
import { nodeHost } from '../node/node-host.ts';
import { type Codec, CorruptStream, type WordBytes, type Words } from './codec.ts';
import { type CodecConfig, codecFor, DEFAULT_CODEC_CONFIG } from './registry.ts';
import { newWords, wordBytesOf } from './words.ts';

const host = nodeHost();
const SEED = 20180224;
/** The least a window can be, one that is no multiple of a word, common ones, and one that holds everything. */
const WINDOWS = [4, 7, 256, 4096, 2 ** 20];

const PARTIAL = PARTIAL_WINDOWS.map((partialWindow) => ({ partialWindow }));
/** Settings, besides the window, that change the bytes of a codec. */
const VARIANTS: Partial<Record<CodecId, Partial<CodecConfig>[]>> = {
  zvc: ZERO_VALUE_WINDOWS.map((zeroValueWindow) => ({ zeroValueWindow })),
  rle: PARTIAL.flatMap((partial) => RUN_LENGTH_FORMATS.map((runLengthFormat) => ({ ...partial, runLengthFormat }))),
  zlib: PARTIAL,
};
const codecsOf = (window: number): Codec[] =>
  CODEC_IDS.flatMap((id) =>
    (VARIANTS[id] ?? [{}]).map((variant) => codecFor(id, { ...DEFAULT_CODEC_CONFIG, window, ...variant }, host)),
  );
const CODECS = WINDOWS.flatMap(codecsOf);

/** Runs of zeros and of words of every class: negative zero, subnormal, NaN, infinity, any. */
const run32 = fc.tuple(
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(0) },
    fc.constantFrom(0x80000000, 1, 0x7fc00001, 0x7f800000),
    fc.integer({ min: 0, max: 0xffffffff }),
  ),
  fc.oneof(fc.constantFrom(1, 2, 62, 63, 64, 126, 127), fc.integer({ min: 1, max: 40 })),
);
const anyWords: fc.Arbitrary<Words> = fc
  .tuple(fc.array(run32, { maxLength: 30 }), fc.constantFrom<WordBytes>(4, 2, 1))
  .map(([runs, wordBytes]) => {
    const list = runs.flatMap(([word, length]) => new Array<number>(length).fill(word));
    // The upper part of narrow words, so that -0.0 and NaN stay what they are.
    const words = newWords(list.length, wordBytes);
    words.set(list.map((word) => Math.floor(word / 2 ** (32 - 8 * wordBytes))));
    return words;
  });

test('every codec gives back the same bits, and sizes what it encodes', () => {
  fc.assert(
    fc.property(anyWords, fc.constantFrom(...CODECS), (words, codec) => {
      const stream = codec.encode(words);
      assert.equal(stream.length, codec.sizeBytes(words), codec.format);
      assert.deepEqual(codec.decode(stream, words.length, wordBytesOf(words)), words, codec.format);
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test('a damaged stream is refused or is itself what the encoder writes', () => {
  const damage = fc.oneof(
    fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), bit: fc.integer({ min: 0, max: 7 }) }),
    fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
    fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) }),
  );
  fc.assert(
    fc.property(anyWords, fc.constantFrom(...CODECS), damage, (words, codec, what) => {
      const stream = [...codec.encode(words)];
      const at = what.at % (stream.length + 1);
      if (what.kind === 'flip' && at < stream.length) stream[at] ^= 1 << what.bit;
      if (what.kind === 'cut') stream.length = at;
      if (what.kind === 'insert') stream.splice(at, 0, what.byte);
      expectCanonicalOrCorrupt(codec, Uint8Array.from(stream), words.length, wordBytesOf(words));
    }),
    { seed: SEED, numRuns: 5000 },
  );
});

test('arbitrary bytes never crash a decoder', () => {
  const elements = fc.oneof(fc.nat({ max: 5000 }), fc.constantFrom(2 ** 31, 2 ** 40));
  const width = fc.constantFrom<WordBytes>(4, 2, 1);
  const codecs = [4, 7, 256, 4096].flatMap(codecsOf);
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 600 }),
      fc.constantFrom(...codecs),
      elements,
      width,
      (bytes, codec, n, w) => {
        expectCanonicalOrCorrupt(codec, bytes, n, w);
      },
    ),
    { seed: SEED, numRuns: 3000 },
  );
});

function expectCanonicalOrCorrupt(codec: Codec, stream: Uint8Array, elements: number, wordBytes: WordBytes): void {
  let words: Words;
  try {
    words = codec.decode(stream, elements, wordBytes);
  } catch (error) {
    assert(error instanceof CorruptStream, `${codec.format}: ${String(error)}`);
    assert(error.offset >= 0 && error.offset <= stream.length, error.message);
    return;
  }
  // Different DEFLATE streams hold the same data; the other formats have one stream for each input.
  if (codec.id !== 'zlib') assert.deepEqual(codec.encode(words), stream, codec.format);
}

/** Words with a non-zero at every index for which `isSet` holds. */
function pattern(elements: number, isSet: (index: number) => boolean): Uint32Array {
  return Uint32Array.from({ length: elements }, (_, i) => (isSet(i) ? 0x3f800000 + i : 0));
}

test('closed forms of the sizes, float32', () => {
  const sizes = (words: Words) => [
    codecFor('zvc', DEFAULT_CODEC_CONFIG, host).sizeBytes(words),
    ...RUN_LENGTH_FORMATS.map((format) =>
      codecFor('rle', { ...DEFAULT_CODEC_CONFIG, runLengthFormat: format }, host).sizeBytes(words),
    ),
  ];
  // Two windows of 1024 elements. Columns: ZVC 4n/32 + 4 nnz; word-aligned 4 nnz + 8 runs;
  // tokens 4 nnz + 2 tokens (zeros first); bit-serial ceil((33 nnz + 7 ceil(run / 63)) / 8) per window.
  assert.deepEqual(sizes(pattern(2048, () => false)), [256, 16, 4, 2 * Math.ceil((17 * 7) / 8)]);
  assert.deepEqual(sizes(pattern(2048, () => true)), [256 + 8192, 8192, 8192 + 2 * 4, 2 * 4224]);
  // Alternating, zero first: 512 runs of either kind in a window.
  assert.deepEqual(sizes(pattern(2048, (i) => i % 2 === 1)), [256 + 4096, 12288, 4096 + 4096, 2 * (2112 + 448)]);
  // A run of 64 zeros needs two bit-serial tokens but one of the others.
  assert.deepEqual(sizes(pattern(65, (i) => i === 64)), [12 + 4, 4 + 8, 4 + 4, Math.ceil((33 + 14) / 8)]);
  assert.deepEqual(sizes(new Uint32Array(0)), [0, 0, 0, 0]);
});

test('float16 words: 32-bit masks, 2-byte run lengths, 17-bit literals', () => {
  const words = Uint16Array.from({ length: 64 }, (_, i) => (i < 4 ? 0x3c00 : 0));
  assert.deepEqual(
    RUN_LENGTH_FORMATS.map((runLengthFormat) =>
      codecFor('rle', { ...DEFAULT_CODEC_CONFIG, runLengthFormat }, host).sizeBytes(words),
    ),
    [8 + 4, 8 + 3 * 2, Math.ceil((4 * 17 + 7) / 8)],
  );
  assert.equal(
    codecFor('zvc', { ...DEFAULT_CODEC_CONFIG, runLengthFormat: 'token-16' }, host).sizeBytes(words),
    2 * 4 + 8,
  );
});

test('runs longer than 65,535 are cut as the formats say', () => {
  const window = 2 ** 30;
  const zeros = new Uint16Array(200_000);
  const dense = new Uint16Array(200_000).fill(1);
  const size = (format: (typeof RUN_LENGTH_FORMATS)[number], words: Words) => {
    const codec = codecFor('rle', { ...DEFAULT_CODEC_CONFIG, window, runLengthFormat: format }, host);
    assert.deepEqual(codec.decode(codec.encode(words), words.length, 2), words);
    return codec.sizeBytes(words);
  };
  assert.equal(size('word-aligned', zeros), 4 * 4);
  // Four runs with three empty tokens between; before literals also the empty first token.
  assert.equal(size('token-16', zeros), 2 * 7);
  assert.equal(size('token-16', dense), 400_000 + 2 * 8);
});

test('zlib stores what it cannot shrink: 11 bytes more than the window, up to 64 KiB', () => {
  const noise = Uint32Array.from(
    { length: 16_383 },
    (_, i) => Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(i, i * 0x85ebca6b),
  );
  for (const window of [4096, 32_768, 65_532]) {
    const codec = codecFor('zlib', { ...DEFAULT_CODEC_CONFIG, window }, host);
    const stream = codec.encode(noise);
    assert(stream.length <= noise.byteLength + 11 * Math.ceil(noise.byteLength / window));
    assert.deepEqual(codec.decode(stream, noise.length, 4), noise);
  }
  const refusing = { ...host, deflate: (raw: Uint8Array) => new Uint8Array(raw.length * 2) };
  const codec = codecFor('zlib', DEFAULT_CODEC_CONFIG, refusing);
  assert.equal(codec.sizeBytes(noise), noise.byteLength + 11 * 16);
  assert.deepEqual(codec.decode(codec.encode(noise), noise.length, 4), noise);
});

test('a corrupt stream says where and what was expected', () => {
  const codec = codecFor('zvc', DEFAULT_CODEC_CONFIG, host);
  assert.throws(() => codec.decode(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0), 32, 4), /byte 4: expected a non-zero word/);
  assert.throws(() => codec.decode(Uint8Array.of(2, 0, 0, 0), 1, 4), /byte 0: expected no mask bit beyond element 0/);
});

test('padding that is not zero is refused', () => {
  const padding = (id: 'rle' | 'zlib') => codecFor(id, { ...DEFAULT_CODEC_CONFIG, partialWindow: 'zero-padded' }, host);
  const whole = Uint8Array.from({ length: 4096 }, (_, i) => Number(i <= 100));
  for (const codec of [padding('rle'), padding('zlib')]) {
    const stream = codec.encode(whole);
    assert.deepEqual(codec.decode(stream, 101, 1), whole.subarray(0, 101));
    assert.deepEqual(codec.encode(whole.subarray(0, 101)), stream);
    assert.throws(() => codec.decode(stream, 100, 1), /expected zeros behind element 99/);
  }
});

test('what a config means that says nothing of codecs is what the schema says', () => {
  for (const [key, value] of Object.entries(DEFAULT_CODEC_CONFIG)) {
    const written = schemaAt(['dma', key]);
    const quantity = written?.cdmaQuantity && checkQuantity(String(written.default), written.cdmaQuantity);
    assert.deepEqual(quantity ?? { value: written?.default }, { value }, key);
  }
});
