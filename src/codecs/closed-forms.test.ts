/**
 * Sizes on independent zeros against their expectations in closed form. Words are drawn from a fixed seed; a mean of N windows may
 * be four standard errors off its expectation, which by chance it is once in 16,000 times.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunLengthFormat, ZERO_VALUE_WINDOWS } from '../config/resolved-config.ts';
import { nodeHost } from '../node/node-host.ts';
import { randomFor } from '../synthesis/random.ts';
import type { Codec, WordBytes, Words } from './codec.ts';
import { codecFor, DEFAULT_CODEC_CONFIG } from './registry.ts';
import { newWords } from './words.ts';
import { zeroValueLineBytes } from './zero-value.ts';

const SEED = 20180224;
const WIDTHS: readonly WordBytes[] = [4, 2, 1];
const DENSITIES = [0.01, 0.05, 0.1, 0.38, 0.5, 0.9];
const WINDOW_BYTES = 4096;
const WINDOWS = 300;
const host = nodeHost();

/** Words of which each is non-zero with probability `density`. */
function independent(elements: number, density: number, wordBytes: WordBytes): Words {
  const words = newWords(elements, wordBytes);
  const { uniform } = randomFor(SEED, `${elements} words of ${wordBytes} B, density ${density}`);
  for (let i = 0; i < elements; i++) words[i] = Number(uniform() < density);
  return words;
}

/**
 * Expected tokens for zero runs in a window of n elements, when a token takes `limit` zeros at most. A token begins at a
 * zero with a whole number of tokens between it and the last non-zero element, or the start.
 */
function expectedTokens(elements: number, density: number, limit: number): number {
  const zero = 1 - density;
  let tokens = 0;
  for (let i = 0; i < elements; i++) {
    for (let before = 0; before <= i; before += limit) {
      tokens += zero ** (before + 1) * (before === i ? 1 : density);
    }
  }
  return tokens;
}

/** The same for each element of a window without end: runs are geometric, so one has 1 / (1 - zero^limit) tokens. */
function tokensPerElement(density: number, limit: number): number {
  return (density * (1 - density)) / (1 - (1 - density) ** limit);
}

function checkMean(sizes: readonly number[], expected: number, slack: number, about: string): void {
  const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
  const variance = sizes.reduce((sum, size) => sum + (size - mean) ** 2, 0) / (sizes.length - 1);
  const allowed = 4 * Math.sqrt(variance / sizes.length);
  const [least, most] = [expected - allowed, expected + slack + allowed];
  assert(mean >= least && mean <= most, `${about}: ${mean} B a window, expected ${least} to ${most}`);
}

function windowSizes(codec: Codec, words: Words): number[] {
  const step = words.length / WINDOWS;
  return Array.from({ length: WINDOWS }, (_, i) => codec.sizeBytes(words.subarray(i * step, (i + 1) * step)));
}

const runLength = (runLengthFormat: RunLengthFormat) =>
  codecFor('rle', { ...DEFAULT_CODEC_CONFIG, window: WINDOW_BYTES, runLengthFormat }, host);

test('the tokens of a window come to d (1 - d) / (1 - (1 - d)^R) an element, R the longest run', () => {
  for (const density of DENSITIES) {
    for (const limit of [63, 255]) {
      const perElement = expectedTokens(20_000, density, limit) / 20_000;
      assert(Math.abs(perElement / tokensPerElement(density, limit) - 1) < 0.01, `${density}, ${limit}`);
    }
  }
});

for (const density of DENSITIES) {
  test(`independent zeros of density ${density}: every format has its expected size, for every width`, () => {
    for (const wordBytes of WIDTHS) {
      const n = WINDOW_BYTES / wordBytes;
      const words = independent(WINDOWS * n, density, wordBytes);
      const about = (format: string) => `${format}, ${wordBytes} B`;

      for (const zeroValueWindow of ZERO_VALUE_WINDOWS) {
        const codec = codecFor('zvc', { ...DEFAULT_CODEC_CONFIG, zeroValueWindow }, host);
        checkMean(windowSizes(codec, words), n * (1 / 8 + wordBytes * density), 0, about(codec.format));
      }
      const pairs = expectedTokens(n, density, 2 ** (8 * wordBytes) - 1);
      const wordAligned = wordBytes * (n * density + 2 * pairs);
      checkMean(windowSizes(runLength('word-aligned'), words), wordAligned, 0, about('word-aligned'));

      // Two tokens for each zero run inside, and one or two at the start: with a non-zero word there, an empty one.
      const tokens = 1 + density + 2 * (n - 1) * density * (1 - density);
      checkMean(windowSizes(runLength('token-16'), words), n * wordBytes * density + 2 * tokens, 0, about('token-16'));

      const bits = n * density * (1 + 8 * wordBytes) + 7 * expectedTokens(n, density, 63);
      // 0 to 7 bits fill the last byte.
      checkMean(windowSizes(runLength('bit-serial'), words), bits / 8, 7 / 8, about('bit-serial'));
    }
  });
}

test('the ratio of zero-value compression is v / (1 + v d), and 32 at most for float32', () => {
  const codec = codecFor('zvc', DEFAULT_CODEC_CONFIG, host);
  for (const [density, ratio] of [
    [0.353, 2.6],
    [0.0412, 13.8],
  ] as const) {
    const words = independent(2 ** 20, density, 4);
    const bits = (8 * codec.sizeBytes(words)) / words.length;
    const standardError = 32 * Math.sqrt((density * (1 - density)) / words.length);
    assert(Math.abs(bits - (1 + 32 * density)) < 4 * standardError, `${bits} bits an element`);
    assert(Math.abs(32 / bits / ratio - 1) < 0.01, `ratio ${32 / bits}, expected ${ratio}`);
  }
  assert.equal(2 ** 22 / codec.sizeBytes(new Uint32Array(2 ** 20)), 32);
});

test('lines rounded up to sectors of g bytes take E[ceil((4 + 4 K) / g) g], K binomial', () => {
  const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k);
  for (const density of DENSITIES) {
    const lines = [...zeroValueLineBytes(independent(32 * 20_000, density, 4))];
    for (const sector of [4, 8, 16, 32, 64]) {
      const rounded = (bytes: number) => Math.ceil(bytes / sector) * sector;
      let expected = 0;
      let expectedSquare = 0;
      for (let k = 0; k <= 32; k++) {
        const probability = binomial(32, k) * density ** k * (1 - density) ** (32 - k);
        expected += probability * rounded(4 + 4 * k);
        expectedSquare += probability * rounded(4 + 4 * k) ** 2;
      }
      const mean = lines.reduce((sum, bytes) => sum + rounded(bytes), 0) / lines.length;
      // The variance in closed form, too: few lines or none may differ from the others.
      const standardError = Math.sqrt((expectedSquare - expected ** 2) / lines.length);
      const about = `density ${density}, sectors of ${sector} B: ${mean}, expected ${expected}`;
      assert(Math.abs(mean - expected) <= 4 * standardError + 1e-9, about);
    }
  }
});

test('sectors of 32 B keep the ratio of a line at 4 or below', () => {
  const [line] = zeroValueLineBytes(new Uint32Array(32));
  assert.equal(128 / (Math.ceil((line ?? 0) / 32) * 32), 4);
});
