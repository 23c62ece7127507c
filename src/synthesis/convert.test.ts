import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ElementType } from '../tensors/tensor.ts';
import { convertTo } from './convert.ts';

function converted(dtype: ElementType, words: readonly number[]): number[] {
  const tensor = {
    dtype: 'float32',
    shape: [1, 1, 1, words.length],
    layout: 'NCHW',
    words: Uint32Array.from(words),
  } as const;
  return [...convertTo(dtype, tensor).words];
}

// Bit patterns of NumPy 2.4 (`astype(numpy.float16)`); the two that underflow to zero there become the smallest value here.
const FLOAT16: readonly [float32: number, float16: number][] = [
  [0, 0],
  [0x3f800000, 0x3c00],
  [0x3dcccccd, 0x2e66],
  [0x477fe000, 0x7bff],
  [0x477fef00, 0x7bff],
  [0x477ff000, 0x7c00],
  [0x387ba882, 0x03ef],
  [0x387fda40, 0x03ff],
  [0x337ffae5, 0x0001],
  [0x32fffae5, 0x0001],
  [0x33006b66, 0x0001],
  [0x3089705f, 0x0001],
  [0x40490fd0, 0x4248],
  [0x3eaaaaab, 0x3555],
  [0x45001000, 0x6800],
  [0x45003000, 0x6802],
];
test('float16: to nearest and even, never to zero', () => {
  assert.deepEqual(
    converted(
      'float16',
      FLOAT16.map(([word]) => word),
    ),
    FLOAT16.map(([, half]) => half),
  );
});

// Bit patterns of PyTorch 1.13 (`tensor.bfloat16()`).
const BFLOAT16: readonly [float32: number, bfloat16: number][] = [
  [0, 0],
  [1065353216, 16256],
  [1036831949, 15821],
  [1199562752, 18304],
  [1078530000, 16457],
  [1051372203, 16043],
  [1157632000, 17664],
  [71362, 1],
  [1065385984, 16256],
  [1065451520, 16258],
];
test('bfloat16: to nearest and even', () => {
  assert.deepEqual(
    converted(
      'bfloat16',
      BFLOAT16.map(([word]) => word),
    ),
    BFLOAT16.map(([, half]) => half),
  );
});

test('bytes: in steps of the largest value, zeros and only zeros are zero', () => {
  const words = new Uint32Array(Float32Array.of(0, 1e-6, 1, 2, 4).buffer);
  for (const dtype of ['int8', 'uint8'] as const) {
    assert.deepEqual(converted(dtype, [...words]), [0, 1, 32, 64, 127]);
    assert.deepEqual(converted(dtype, [0, 0]), [0, 0]);
  }
});
