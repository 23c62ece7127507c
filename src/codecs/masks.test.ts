import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countBits, masksFrom, nonZeroMasks, nonZerosOf, ZeroRuns } from './masks.ts';
import { countZeroRuns, countZeroTokens } from './zero-tokens.ts';
import { zeroValueLineBytes, zeroValueLinesOfMasks } from './zero-value.ts';

const SEED = 20180224;

/** Zeros and ones, in runs long and short. */
const elements = fc
  .array(fc.tuple(fc.constantFrom(0, 1), fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 150 }))), {
    maxLength: 25,
  })
  .map((runs) => runs.flatMap(([value, length]) => new Array<number>(length).fill(value)));
const partOf = (list: readonly number[]) =>
  fc
    .tuple(fc.nat({ max: list.length }), fc.nat({ max: list.length }))
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)]);
const withPart = elements.chain((list) => fc.tuple(fc.constant(list), partOf(list)));

const zeroRunLengths = (list: readonly number[]) =>
  list
    .join('')
    .split(/1+/)
    .map((run) => run.length)
    .filter((length) => length > 0);
const masksOf = (list: readonly number[]) => nonZeroMasks(Uint8Array.from(list));

test('bits are counted', () => {
  for (const mask of [0, 1, 0x80000000, 0xffffffff, -1, 0x55555555, 0x12345678, 0xf0f0f0f0]) {
    assert.equal(countBits(mask), (mask >>> 0).toString(2).replaceAll('0', '').length);
  }
});

test('parts of masks: their non-zero elements, and masks of their own', () => {
  fc.assert(
    fc.property(withPart, ([list, [start = 0, end = 0]]) => {
      const part = list.slice(start, end);
      const masks = masksOf(list);
      assert.equal(nonZerosOf(masks, start, part.length), part.filter((value) => value === 1).length);
      assert.deepEqual(masksFrom(masks, start, part.length), masksOf(part));
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

test('runs of zeros, and tokens for them', () => {
  fc.assert(
    fc.property(elements, fc.nat({ max: 3 }), fc.constantFrom(63, 64, 127, 255), (list, skipped, limit) => {
      const first = Math.min(skipped, Math.floor(list.length / 32));
      const runs = zeroRunLengths(list.slice(32 * first));
      const masks = masksOf(list);
      const length = list.length - 32 * first;
      assert.equal(countZeroRuns(masks, first, length), runs.length);
      const tokens = runs.reduce((sum, run) => sum + Math.ceil(run / limit), 0);
      assert.equal(countZeroTokens(masks, first, length, limit), tokens);
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test('a window may end within a mask: what lies behind it does not count', () => {
  const masks = Uint32Array.of(0b0110, 0xffffffff);
  assert.equal(countZeroRuns(masks, 0, 1), 1);
  assert.equal(countZeroRuns(masks, 0, 3), 1);
  assert.equal(countZeroRuns(masks, 0, 4), 2);
  assert.equal(countZeroTokens(masks, 0, 35, 63), 2);
  assert.equal(countZeroTokens(Uint32Array.of(0, 0, 1), 0, 64, 63), 2);
});

test('maximal runs go on over the borders of blocks of any length', () => {
  fc.assert(
    fc.property(elements, fc.array(fc.integer({ min: 0, max: 130 }), { maxLength: 12 }), (list, lengths) => {
      const whole = zeroRunLengths(list);
      const runs = new ZeroRuns();
      let start = 0;
      for (const length of [...lengths, list.length]) {
        const block = list.slice(start, start + length);
        runs.add(masksOf(block), block.length);
        start += block.length;
      }
      assert.deepEqual([runs.count, runs.zeros], [whole.length, whole.reduce((sum, run) => sum + run, 0)]);
    }),
    { seed: SEED, numRuns: 1000 },
  );
});

test('lines of 128 B: their masks and words', () => {
  const float32 = Uint32Array.from({ length: 40 }, (_, i) => Number(i % 2 === 0 && i < 34));
  assert.deepEqual([...zeroValueLineBytes(float32)], [4 + 16 * 4, 4 + 4]);
  const float16 = Uint16Array.from({ length: 70 }, (_, i) => Number(i > 60));
  assert.deepEqual([...zeroValueLineBytes(float16)], [8 + 3 * 2, 4 + 6 * 2]);
  const int8 = Uint8Array.from({ length: 129 }, () => 5);
  assert.deepEqual([...zeroValueLineBytes(int8)], [16 + 128, 4 + 1]);
  assert.deepEqual([...zeroValueLinesOfMasks(nonZeroMasks(int8), 129, 1, 8)], [16 + 128, 1 + 1]);
  assert.deepEqual([...zeroValueLinesOfMasks(nonZeroMasks(float16), 70, 2, 16)], [8 + 3 * 2, 2 + 6 * 2]);
});
