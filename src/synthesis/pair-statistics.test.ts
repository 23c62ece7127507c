import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TensorShape } from '../tensors/tensor.ts';
import { type PairStatistics, pairStatistics } from './pair-statistics.ts';

/** All pairs of elements, looked at one by one. */
function bruteForce(mask: Uint8Array, [images, channels, height, width]: TensorShape): PairStatistics {
  const at = (n: number, c: number, h: number, w: number) => mask[((n * channels + c) * height + h) * width + w];
  const found = { nonZero: 0, zeroChannels: 0, zeroMaps: 0, horizontal: 0, vertical: 0, apart: 0 };
  let acrossImages = 0;
  let apartAcrossImages = 0;
  for (let c = 0; c < channels; c++) {
    let liveMaps = 0;
    for (let n = 0; n < images; n++) {
      let nonZero = 0;
      for (let h = 0; h < height; h++) {
        for (let w = 0; w < width; w++) {
          if (at(n, c, h, w) === 0) continue;
          nonZero++;
          const [far, wide] = [(h + Math.floor(height / 2)) % height, (w + Math.floor(width / 2)) % width];
          if (w + 1 < width) found.horizontal += at(n, c, h, w + 1);
          if (h + 1 < height) found.vertical += at(n, c, h + 1, w);
          found.apart += at(n, c, far, wide);
          for (let other = 0; other < images; other++) {
            if (other === n) continue;
            acrossImages += at(other, c, h, w);
            apartAcrossImages += at(other, c, far, wide);
          }
        }
      }
      found.nonZero += nonZero;
      if (nonZero > 0) liveMaps++;
    }
    if (liveMaps === 0) found.zeroChannels++;
    else found.zeroMaps += images - liveMaps;
  }
  return { ...found, acrossImages, apartAcrossImages };
}

test('sums over images count the pairs that a look at each pair finds', () => {
  const sizes = fc.tuple(
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 4 }),
    fc.integer({ min: 1, max: 5 }),
    fc.integer({ min: 1, max: 5 }),
  );
  const cases = sizes.chain((shape) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const bits = fc.array(fc.constantFrom(0, 0, 0, 1), { minLength: length, maxLength: length });
    return fc.tuple(fc.constant(shape), bits);
  });
  fc.assert(
    fc.property(cases, ([shape, bits]) => {
      const mask = Uint8Array.from(bits);
      assert.deepEqual(pairStatistics(mask, shape), bruteForce(mask, shape));
    }),
    { numRuns: 500, seed: 1 },
  );
});
