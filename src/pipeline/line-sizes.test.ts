import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { constantLineSizes, spreadLines, withMean } from './line-sizes.ts';

const RUNS = { seed: 20180228 };
const sumOf = (sizes: ArrayLike<number>): number => Array.from(sizes).reduce((sum, size) => sum + size, 0);

test('lines of a constant ratio differ by a byte at most and add up to the ratio', () => {
  assert.deepEqual([...constantLineSizes(2, 3)], [64, 64, 64]);
  // 128 / 3 = 42.67 B
  assert.deepEqual([...constantLineSizes(3, 6)], [42, 43, 43, 42, 43, 43]);
  fc.assert(
    fc.property(fc.double({ min: 0.5, max: 40, noNaN: true }), fc.integer({ min: 1, max: 3000 }), (ratio, lines) => {
      const sizes = constantLineSizes(ratio, lines);
      assert.ok(Math.abs(sumOf(sizes) - (lines * 128) / ratio) <= 1);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
    }),
    RUNS,
  );
});

test('lines are chosen in runs from all over: all when there are few, the first and the last when there are many', () => {
  assert.deepEqual([...spreadLines(3, 5)], [0, 1, 2]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 3000 }), (available, count) => {
      const positions = spreadLines(available, count);
      assert.equal(positions.length, Math.min(available, count));
      assert.ok(positions.every((position) => position >= 0 && position < available));
      if (count < available) {
        assert.equal(positions[0], 0);
        // The last run may be cut short, but it is taken from the end.
        if (count > 16) assert.ok(positions[count - 1] >= available - 16);
      }
    }),
    RUNS,
  );
});

test('a sample brought to a mean has it, in whole words, and keeps its sizes when it had it already', () => {
  const words = fc.array(fc.integer({ min: 1, max: 33 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(words, fc.double({ min: 0.8, max: 1.25, noNaN: true }), (sizesInWords, scale) => {
      const sizes = sizesInWords.map((count) => 4 * count);
      const mean = sumOf(sizes) / sizes.length;
      assert.deepEqual([...withMean(sizes, mean, 4)], sizes);
      const scaled = withMean(sizes, mean * scale, 4);
      assert.ok(Math.abs(sumOf(scaled) - sumOf(sizes) * scale) <= 2.001);
      scaled.forEach((size, i) => {
        assert.ok(size % 4 === 0 && Math.abs(size - sizes[i] * scale) <= 4.001);
      });
    }),
    RUNS,
  );
});
