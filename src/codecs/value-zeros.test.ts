import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withValueZeros } from './value-zeros.ts';

test('-0.0 becomes 0, and nothing else changes', () => {
  const float32 = Uint32Array.of(0, 0x80000000, 1, 0x80000001, 0x7fc00000, 0x80000000);
  assert.deepEqual(withValueZeros(float32), Uint32Array.of(0, 0, 1, 0x80000001, 0x7fc00000, 0));
  assert.equal(float32[1], 0x80000000, 'the words themselves stay as they are');
  const float16 = Uint16Array.of(0x8000, 0x8001, 0x0080, 0x00ff, 0xffff);
  assert.deepEqual(withValueZeros(float16), Uint16Array.of(0, 0x8001, 0x0080, 0x00ff, 0xffff));
});

test('8-bit integers have one zero only: -128 stays', () => {
  const int8 = Uint8Array.of(0, 0x80, 1);
  assert.equal(withValueZeros(int8), int8);
});

test('words without -0.0 are given back without a copy', () => {
  const words = Uint32Array.of(0, 1, 0xffffffff);
  assert.equal(withValueZeros(words), words);
});

test('zero by value is what a comparison of floats says', () => {
  const floats = Float32Array.of(0, -0, 1e-45, -1e-45, Number.NaN, Number.NEGATIVE_INFINITY, -1.5);
  const words = withValueZeros(new Uint32Array(floats.buffer));
  assert.deepEqual(
    Array.from(words, (word) => word === 0),
    Array.from(floats, (value) => value === 0),
  );
});
