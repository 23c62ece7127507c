import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countNonZero } from '../codecs/words.ts';
import { elementsOf, type TensorShape } from '../tensors/tensor.ts';
import { generateLike } from './generate-like.ts';
import type { MapStatistics } from './layer-activations.ts';
import { pool } from './pooling.ts';

const FITTED: MapStatistics = {
  density: 0.24,
  channelShare: 0.1,
  positionShare: 0.3,
  mapShare: 0.1,
  neighbourCorrelation: 0.5,
  verticalCorrelation: 0.6,
  deadChannels: 0.1,
  deadMaps: 0.05,
};

test('maps have the real shape and the fitted density; the seed decides them', () => {
  const shape: TensorShape = [6, 32, 16, 12];
  const tensor = generateLike(shape, FITTED, 1);
  assert.deepEqual(tensor.shape, shape);
  assert.equal(countNonZero(tensor.words), Math.round(0.24 * elementsOf(shape)));
  assert.deepEqual(generateLike(shape, FITTED, 1), tensor);
  assert.notDeepEqual(generateLike(shape, FITTED, 2), tensor);
});

test('large tensors are stood for by fewer images and channels of the real size', () => {
  const cases: readonly [real: TensorShape, made: TensorShape][] = [
    [
      [64, 96, 55, 55],
      [10, 34, 55, 55],
    ],
    [
      [256, 4096, 1, 1],
      [256, 4096, 1, 1],
    ],
    [
      [512, 4096, 1, 1],
      [512, 2048, 1, 1],
    ],
    [
      [8, 3, 1000, 1000],
      [2, 1, 1000, 1000],
    ],
  ];
  for (const [real, made] of cases) {
    const { shape, words } = generateLike(real, FITTED, 1);
    assert.deepEqual(shape, made);
    assert.equal(countNonZero(words), Math.round(0.24 * elementsOf(made)));
  }
});

test('a pool is the literal pool of the maps that it reads, in the size that was recorded', () => {
  const shape: TensorShape = [6, 32, 16, 16];
  const window = { mode: 'max', kernel: 3, stride: 2, pad: 0 } as const;
  const input = generateLike(shape, FITTED, 1);
  const values = new Float32Array(input.words.slice().buffer);
  // Caffe rounds (16 - 3) / 2 up, Torch down.
  for (const size of [8, 7]) {
    const outputShape = [32, size, size] as const;
    const pooled = generateLike(shape, FITTED, 1, { ...window, outputShape });
    assert.deepEqual(pooled.shape, [6, 32, size, size]);
    const expected = pool(values, shape, { ...window, outputShape });
    assert.deepEqual(pooled.words, new Uint32Array(expected.buffer));
    assert.ok(countNonZero(pooled.words) / pooled.words.length > 0.35);
  }
});
