import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import { zeroValueLineBytes } from '../codecs/zero-value.ts';
import { nodeHost } from '../node/node-host.ts';
import { randomFor } from '../synthesis/random.ts';
import type { Tensor } from '../tensors/tensor.ts';
import { MOST_SAMPLED_LINES } from './activation.ts';
import { mapOfTensor } from './activation-map.ts';
import { lineSizesOf, ratioOf } from './compressibility.ts';
import { combine, measure } from './measure.ts';

const CONFIG = {
  layout: 'NCHW',
  seed: 1,
  zlibWindows: 'sampled',
  dma: DEFAULT_CODEC_CONFIG,
} as const;
const measured = (tensor: Tensor) => measure(mapOfTensor(tensor), CONFIG, nodeHost());

/** Float32 words of which a share is not zero, the first half of the tensor half as many as the second. */
function tensorOf(elements: number, density: number): Tensor {
  const random = randomFor(1, `${elements}`);
  const words = Uint32Array.from({ length: elements }, (_, i) =>
    random.uniform() < density * (i < elements / 2 ? 2 / 3 : 4 / 3) ? 0x3f800000 + i : 0,
  );
  return { dtype: 'float32', shape: [1, 1, 1, elements], layout: 'NCHW', words };
}

// Slides 50-52: a 32-bit mask for 32 elements, then what is not zero.
test('a line of float32 has one mask, a line of float16 two', () => {
  const float32 = new Uint32Array(64);
  float32.fill(1, 0, 3);
  assert.deepEqual([...zeroValueLineBytes(float32)], [4 + 3 * 4, 4]);
  const float16 = new Uint16Array(70).fill(1);
  // The last line is short: six elements.
  assert.deepEqual([...zeroValueLineBytes(float16)], [8 + 64 * 2, 4 + 6 * 2]);
});

test('a measurement has lines from all over the tensor, no more than a few thousand', async () => {
  const short = await measured(tensorOf(320, 0.5));
  assert.deepEqual(short.zeroValueLineBytes, zeroValueLineBytes(tensorOf(320, 0.5).words));
  const { zeroValueLineBytes: lines, compressedBytes, elements } = await measured(tensorOf(2 ** 18, 0.5));
  assert.equal(lines?.length, MOST_SAMPLED_LINES);
  const mean = (lines ?? []).reduce((sum, size) => sum + size, 0) / MOST_SAMPLED_LINES;
  assert.ok(Math.abs(mean / ((compressedBytes.zvc * 32) / elements) - 1) < 0.02, `${mean}`);
});

test('points of training give equal shares, in their order', async () => {
  const sparse = await measured(tensorOf(2 ** 17, 0.1));
  const dense = await measured(tensorOf(2 ** 17, 0.7));
  const lines = combine([sparse, dense]).zeroValueLineBytes ?? new Uint8Array();
  assert.equal(lines.length, MOST_SAMPLED_LINES);
  const half = lines.length / 2;
  assert.ok(Math.max(...lines.subarray(0, half)) < 80 && lines.subarray(half).some((size) => size > 100));
  assert.equal(combine([sparse, { ...dense, zeroValueLineBytes: null }]).zeroValueLineBytes, null);
});

test('line sizes have exactly the ratio of the whole sample', async () => {
  const sample = {
    layer: 'conv0',
    origin: { kind: 'synthetic' } as const,
    trainingProgress: [1],
    ...(await measured(tensorOf(2 ** 18, 0.3))),
  };
  for (const codec of ['zvc', 'rle', 'zlib'] as const) {
    const sizes = lineSizesOf(sample, codec);
    const ratio = (128 * sizes.length) / sizes.reduce((sum, size) => sum + size, 0);
    assert.ok(Math.abs(ratio / ratioOf(sample, codec) - 1) < 1e-4, `${codec}: ${ratio}`);
  }
  assert.ok(lineSizesOf(sample, 'zvc').every((size) => size % 4 === 0));
  // The other codecs look at windows of many lines.
  assert.ok(new Set(lineSizesOf(sample, 'rle')).size <= 2);
});
