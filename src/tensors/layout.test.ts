import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LAYOUTS } from '../config/resolved-config.ts';
import { layOut, shapeFromStored } from './layout.ts';
import { countNonFinite, type Tensor } from './tensor.ts';

const [N, C, H, W] = [2, 3, 4, 5];
/** Every word says where its element is: digits n, c, h, w. */
const nchw: Tensor = {
  dtype: 'float32',
  shape: [N, C, H, W],
  layout: 'NCHW',
  words: Uint32Array.from({ length: N * C * H * W }, (_, i) => {
    const w = i % W;
    const h = Math.floor(i / W) % H;
    const c = Math.floor(i / (W * H)) % C;
    return Math.floor(i / (W * H * C)) * 1000 + c * 100 + h * 10 + w;
  }),
};

test('the fastest dimension of a layout is its last letter', () => {
  assert.deepEqual([...layOut(nchw, 'NCHW').words.slice(0, 6)], [0, 1, 2, 3, 4, 10]);
  assert.deepEqual([...layOut(nchw, 'NHWC').words.slice(0, 6)], [0, 100, 200, 1, 101, 201]);
  assert.deepEqual([...layOut(nchw, 'CHWN').words.slice(0, 6)], [0, 1000, 1, 1001, 2, 1002]);
});

test('any sequence of layouts ends where a single step does', () => {
  for (const first of LAYOUTS) {
    for (const second of LAYOUTS) {
      assert.deepEqual(layOut(layOut(nchw, first), second), layOut(nchw, second));
    }
  }
});

test('stored shapes are read in the order of the layout', () => {
  assert.deepEqual(shapeFromStored([2, 3, 4, 5], 'NCHW'), [2, 3, 4, 5]);
  assert.deepEqual(shapeFromStored([2, 4, 5, 3], 'NHWC'), [2, 3, 4, 5]);
  assert.deepEqual(shapeFromStored([3, 4, 5, 2], 'CHWN'), [2, 3, 4, 5]);
  assert.deepEqual(shapeFromStored([6, 512], 'NCHW'), [6, 512, 1, 1]);
  assert.deepEqual(shapeFromStored([512, 6], 'CHWN'), [6, 512, 1, 1]);
  assert.equal(shapeFromStored([2, 3, 4], 'NCHW'), null);
});

test('NaN and infinities are counted', () => {
  const values = Float32Array.of(0, -0, 1e-40, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 3e38);
  assert.equal(countNonFinite(new Uint32Array(values.buffer), 'float32'), 3);
  assert.equal(countNonFinite(Uint16Array.of(0x7c00, 0xfe01, 0x7bff, 0x8000), 'float16'), 2);
});
