/** Streams and sizes of every format against encoders written from its text, for every width of words. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cut, naiveBitSerial, naiveToken16, naiveWordAligned, naiveZeroValue } from '../../test/oracle/naive-codecs.ts';
import { RUN_LENGTH_FORMATS, type RunLengthFormat, ZERO_VALUE_WINDOWS } from '../config/resolved-config.ts';
import { nodeHost } from '../node/node-host.ts';
import type { WordBytes, Words } from './codec.ts';
import { masksFrom, nonZeroMasks } from './masks.ts';
import { type CodecConfig, codecFor, DEFAULT_CODEC_CONFIG } from './registry.ts';
import { newWords, wordBytesOf } from './words.ts';

const SEED = 20180224;
const WIDTHS: readonly WordBytes[] = [4, 2, 1];
const host = nodeHost();

const NAIVE: Readonly<Record<RunLengthFormat, (window: readonly number[], wordBytes: number) => number[]>> = {
  'word-aligned': naiveWordAligned,
  'token-16': naiveToken16,
  'bit-serial': naiveBitSerial,
};

function wordsFrom(list: readonly number[], wordBytes: WordBytes): Words {
  const words = newWords(list.length, wordBytes);
  words.set(list);
  return words;
}

/** Bytes of `list` with zeros behind it up to a whole number of windows, if it is to be padded. */
function naiveRunLength(list: readonly number[], wordBytes: WordBytes, config: CodecConfig): number[] {
  const step = Math.max(1, Math.floor(config.window / wordBytes));
  const missing = config.partialWindow === 'zero-padded' ? Math.ceil(list.length / step) * step - list.length : 0;
  const padded = [...list, ...new Array<number>(missing).fill(0)];
  return cut(padded, step).flatMap((window) => NAIVE[config.runLengthFormat](window, wordBytes));
}

/** Both codecs. */
function check(list: readonly number[], wordBytes: WordBytes, config: CodecConfig): void {
  checkZeroValue(list, wordBytes, config);
  checkRunLength(list, wordBytes, config);
}

function checkZeroValue(list: readonly number[], wordBytes: WordBytes, config: CodecConfig): void {
  checkCodec('zvc', list, wordBytes, config, naiveZeroValue(list, wordBytes, config.zeroValueWindow));
}

function checkRunLength(list: readonly number[], wordBytes: WordBytes, config: CodecConfig): void {
  checkCodec('rle', list, wordBytes, config, naiveRunLength(list, wordBytes, config));
}

function checkCodec(
  id: 'zvc' | 'rle',
  list: readonly number[],
  wordBytes: WordBytes,
  config: CodecConfig,
  expected: readonly number[],
): void {
  const words = wordsFrom(list, wordBytes);
  const codec = codecFor(id, config, host);
  const about = `${codec.format}, ${list.length} words of ${wordBytes} B, ${JSON.stringify(config)}`;
  const stream = codec.encode(words);
  assert.equal(Buffer.compare(stream, Uint8Array.from(expected)), 0, about);
  assert.equal(codec.sizeBytes(words), expected.length, about);
  assert.equal(codec.sizeOfMasks(nonZeroMasks(words), words.length, wordBytesOf(words)), expected.length, about);
  assert.deepEqual(codec.decode(stream, words.length, wordBytes), words, about);
}

const configs: fc.Arbitrary<CodecConfig> = fc.record({
  window: fc.constantFrom(1, 4, 7, 32, 64, 100, 128, 250, 256, 4096),
  runLengthFormat: fc.constantFrom(...RUN_LENGTH_FORMATS),
  zeroValueWindow: fc.constantFrom(...ZERO_VALUE_WINDOWS),
  partialWindow: fc.constantFrom('short', 'zero-padded'),
});
const runs = fc.array(
  fc.tuple(
    fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.constant(0x80), fc.integer({ min: 1, max: 255 })),
    fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(31, 32, 33, 62, 63, 64, 126, 127, 254, 255, 256, 511)),
  ),
  { maxLength: 20 },
);

test('streams and sizes are those of encoders written from the formats', () => {
  fc.assert(
    fc.property(runs, fc.constantFrom(...WIDTHS), configs, (parts, wordBytes, config) => {
      const list = parts.flatMap(([word, length]) => new Array<number>(length).fill(word * 256 ** (wordBytes - 1)));
      check(list, wordBytes, config);
    }),
    // Some 36 for each width, run-length format and end of a last window; limits of counters have tests of their own.
    { seed: SEED, numRuns: 650 },
  );
});

test('runs at and beyond the limit of every counter, for every width', () => {
  const window = 2 ** 22;
  for (const limit of [63, 255, 65_535]) {
    for (const zeros of [limit - 1, limit, limit + 1, 2 * limit, 2 * limit + 7]) {
      for (const before of [0, 5]) {
        for (const after of [0, 1]) {
          const ones = (length: number) => new Array<number>(length).fill(1);
          const list = [...ones(before), ...new Array<number>(zeros).fill(0), ...ones(after)];
          for (const wordBytes of WIDTHS) {
            checkZeroValue(list, wordBytes, { ...DEFAULT_CODEC_CONFIG, window });
            for (const runLengthFormat of RUN_LENGTH_FORMATS) {
              checkRunLength(list, wordBytes, { ...DEFAULT_CODEC_CONFIG, window, runLengthFormat });
            }
          }
        }
      }
    }
  }
});

test('non-zero runs at and beyond the limit of a token', () => {
  const zeros = (count: number) => new Array<number>(count).fill(0);
  for (const length of [65_535, 65_536, 131_071]) {
    for (const before of [0, 3]) {
      const list = [...zeros(before), ...new Array<number>(length).fill(9), ...zeros(3 - before)];
      for (const wordBytes of WIDTHS) {
        checkRunLength(list, wordBytes, { ...DEFAULT_CODEC_CONFIG, window: 2 ** 22, runLengthFormat: 'token-16' });
      }
    }
  }
  // Masks know no limit: the longest run stands for all.
  const longest = new Array<number>(131_071).fill(9);
  for (const wordBytes of WIDTHS) checkZeroValue(longest, wordBytes, DEFAULT_CODEC_CONFIG);
});

test('last windows of one element, of all but one, and none', () => {
  for (const wordBytes of WIDTHS) {
    for (const last of [0, 1]) {
      for (const length of [0, 1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65]) {
        for (const partialWindow of ['short', 'zero-padded'] as const) {
          const list = Array.from({ length }, (_, i) => (i === length - 1 ? last : i % 3));
          const config: CodecConfig = { ...DEFAULT_CODEC_CONFIG, window: 32 * wordBytes, partialWindow };
          for (const zeroValueWindow of ZERO_VALUE_WINDOWS) {
            checkZeroValue(list, wordBytes, { ...config, zeroValueWindow });
          }
          for (const runLengthFormat of RUN_LENGTH_FORMATS) {
            checkRunLength(list, wordBytes, { ...config, runLengthFormat });
          }
        }
      }
    }
  }
});

test('sizes of blocks, by masks of their own or of the whole, add up to that of the whole', () => {
  fc.assert(
    fc.property(
      runs,
      fc.constantFrom(...WIDTHS),
      configs,
      fc.integer({ min: 1, max: 5 }),
      (parts, width, config, of) => {
        const list = parts.flatMap(([word, length]) => new Array<number>(length).fill(word));
        const words = wordsFrom(list, width);
        const masks = nonZeroMasks(words);
        const step = Math.max(1, Math.floor(config.window / width)) * of;
        for (const id of ['rle', 'zvc'] as const) {
          const codec = codecFor(id, { ...config, zeroValueWindow: 8 }, host);
          // Blocks of whole windows, which for zero-value compression have 8 elements.
          const block = id === 'rle' ? step : 8 * of;
          let own = 0;
          let moved = 0;
          for (let start = 0; start < words.length; start += block) {
            const part = words.subarray(start, start + block);
            own += codec.sizeOfMasks(nonZeroMasks(part), part.length, width);
            moved += codec.sizeOfMasks(masksFrom(masks, start, part.length), part.length, width);
          }
          assert.deepEqual([own, moved], [codec.sizeBytes(words), codec.sizeBytes(words)], codec.format);
        }
      },
    ),
    { seed: SEED, numRuns: 300 },
  );
});
