import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { countNonZero } from '../codecs/words.ts';
import { layOut } from '../tensors/layout.ts';
import { elementsOf, type Tensor, type TensorShape } from '../tensors/tensor.ts';
import type { Clustering } from './clustering.ts';
import { fitTensor } from './fit.ts';
import { generateLike } from './generate-like.ts';
import type { MapStatistics } from './layer-activations.ts';

const NONE: MapStatistics = {
  density: 0,
  channelShare: 0,
  positionShare: 0,
  mapShare: 0,
  neighbourCorrelation: 0,
  verticalCorrelation: 0,
  deadChannels: 0,
  deadMaps: 0,
};

function near(found: number, expected: number, tolerance: number, what: string): void {
  assert.ok(Math.abs(found - expected) <= tolerance, `${what} ${found}, expected ${expected} within ${tolerance}`);
}

/** Shares of channel, position and map; correlations along W and H that they allow. */
const CLUSTERINGS: readonly Partial<Clustering>[] = [
  {},
  { neighbourCorrelation: 0.3, verticalCorrelation: 0.5 },
  { channelShare: 0.15, positionShare: 0.2, neighbourCorrelation: 0.6, verticalCorrelation: 0.6 },
  { channelShare: 0.1, positionShare: 0.3, mapShare: 0.15, neighbourCorrelation: 0.4, verticalCorrelation: 0.6 },
  { channelShare: 0.5, positionShare: 0.2, mapShare: 0.1, neighbourCorrelation: 0.6, verticalCorrelation: 0.7 },
  { mapShare: 0.4, neighbourCorrelation: 0.5, verticalCorrelation: 0.5 },
];
const DEAD = [
  { deadChannels: 0, deadMaps: 0 },
  { deadChannels: 0.25, deadMaps: 0.1 },
];

for (const density of [0.05, 0.2, 0.5]) {
  test(`fitting generated maps finds what they were generated from (density ${density})`, () => {
    const shape: TensorShape = [16, 256, 13, 13];
    for (const clustering of CLUSTERINGS) {
      for (const dead of DEAD) {
        const wanted = { ...NONE, density, ...clustering, ...dead };
        const { parameters: found, undetermined } = fitTensor(generateLike(shape, wanted, 1));
        assert.deepEqual(undetermined, []);
        near(found.density, density, 1e-6, 'density');
        // 256 channels know a share of .5 to .5 sqrt(2 / 256) = .044 (one standard deviation).
        near(found.channelShare, wanted.channelShare, density < 0.1 ? 0.1 : 0.07, 'channelShare');
        near(found.positionShare, wanted.positionShare, 0.04, 'positionShare');
        near(found.mapShare, wanted.mapShare, 0.06, 'mapShare');
        near(found.neighbourCorrelation, wanted.neighbourCorrelation, 0.03, 'neighbourCorrelation');
        near(found.verticalCorrelation, wanted.verticalCorrelation, 0.03, 'verticalCorrelation');
        // In sparse maps most zeros of whole maps are by chance, and shares and dead parts explain the rest alike.
        near(found.deadChannels, wanted.deadChannels, density < 0.1 ? 0.06 : 0.02, 'deadChannels');
        near(found.deadMaps, wanted.deadMaps, density < 0.1 ? 0.16 : 0.02, 'deadMaps');
      }
    }
  });
}

test('small sparse maps that are zero by chance do not count as dead', () => {
  // Of 4 x 4 independent elements at density 0.05, 0.95^16 = 44 % of the maps are zero.
  const shape: TensorShape = [32, 256, 4, 4];
  const { parameters } = fitTensor(generateLike(shape, { ...NONE, density: 0.05 }, 1));
  near(parameters.deadMaps, 0, 0.02, 'deadMaps');
  near(parameters.deadChannels, 0, 0.02, 'deadChannels');
});

test('fully connected maps have a channel share only', () => {
  for (const [channelShare, density] of [
    [0, 0.3],
    [0.13, 0.3],
    [0.5, 0.1],
    [0.92, 0.5],
  ]) {
    const { parameters } = fitTensor(generateLike([64, 2048, 1, 1], { ...NONE, density, channelShare }, 1));
    near(parameters.channelShare, channelShare, 0.03, 'channelShare');
    assert.deepEqual({ ...parameters, density: 0, channelShare: 0 }, NONE);
  }
});

test('one image does not tell what images have in common, and the fit says so', () => {
  const wanted = {
    ...NONE,
    density: 0.3,
    neighbourCorrelation: 0.5,
    verticalCorrelation: 0.5,
    mapShare: 0.2,
    deadMaps: 0.25,
  };
  const { parameters, undetermined } = fitTensor(generateLike([1, 512, 20, 20], wanted, 1));
  assert.deepEqual(undetermined, ['channelShare', 'positionShare', 'deadChannels']);
  assert.deepEqual([parameters.channelShare, parameters.positionShare, parameters.deadChannels], [0, 0, 0]);
  near(parameters.mapShare, 0.2, 0.04, 'mapShare');
  near(parameters.deadMaps, 0.25, 0.01, 'deadMaps');
  near(parameters.neighbourCorrelation, 0.5, 0.03, 'neighbourCorrelation');
  assert.deepEqual(fitTensor(generateLike([1, 512, 1, 1], wanted, 1)).undetermined, ['channelShare']);
});

test('the zero mask alone is fitted: every element type and memory order gives the same', () => {
  const float32 = generateLike(
    [6, 32, 16, 16],
    { ...NONE, density: 0.3, positionShare: 0.3, neighbourCorrelation: 0.5 },
    1,
  );
  const expected = fitTensor(float32);
  const flags = (word: number) => (word === 0 ? 0 : 7);
  const others: Tensor[] = [
    { ...float32, dtype: 'float16', words: Uint16Array.from(float32.words, flags) },
    { ...float32, dtype: 'bfloat16', words: Uint16Array.from(float32.words, flags) },
    { ...float32, dtype: 'int8', words: Uint8Array.from(float32.words, flags) },
    { ...float32, dtype: 'uint8', words: Uint8Array.from(float32.words, flags) },
    layOut(float32, 'NHWC'),
  ];
  for (const tensor of others) assert.deepEqual(fitTensor(tensor), expected, `${tensor.dtype} ${tensor.layout}`);
});

test('tensors without zeros, without non-zeros and of one element have a fit in range', () => {
  for (const shape of [
    [2, 3, 4, 4],
    [1, 1, 1, 1],
    [3, 2, 1, 5],
    [3, 2, 5, 1],
  ] as const) {
    for (const word of [0, 1]) {
      const words = new Uint32Array(shape[0] * shape[1] * shape[2] * shape[3]).fill(word);
      const { parameters } = fitTensor({ dtype: 'float32', shape, layout: 'NCHW', words });
      assert.equal(parameters.density, word);
      for (const value of Object.values(parameters)) assert.ok(value >= 0 && value <= 1, JSON.stringify(parameters));
      // The generator takes it.
      assert.deepEqual(generateLike(shape, parameters, 1).shape, shape);
    }
  }
});

test('whatever the zeros, the fit is in range and the generator takes it', () => {
  const side = fc.integer({ min: 1, max: 6 });
  const cases = fc.tuple(fc.integer({ min: 1, max: 4 }), side, side, side).chain((shape) => {
    const length = elementsOf(shape);
    const ones = (weight: number) =>
      fc.array(
        fc.double({ min: 0, max: 1, noNaN: true }).map((x) => (x < weight ? 1 : 0)),
        { minLength: length, maxLength: length },
      );
    return fc.tuple(fc.constant(shape), fc.oneof(ones(0.02), ones(0.3), ones(0.98)));
  });
  fc.assert(
    fc.property(cases, ([shape, ones]) => {
      const tensor: Tensor = { dtype: 'uint8', shape, layout: 'NCHW', words: Uint8Array.from(ones) };
      const { parameters } = fitTensor(tensor);
      const { channelShare, positionShare, mapShare, density } = parameters;
      for (const value of Object.values(parameters)) assert.ok(value >= 0 && value <= 1, JSON.stringify(parameters));
      assert.ok(channelShare + positionShare + mapShare <= 0.99 + 1e-9);
      assert.equal(countNonZero(generateLike(shape, parameters, 1).words), Math.round(density * ones.length));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test('maps that are full or empty have a fit whose shares leave something to each element', () => {
  const shape: TensorShape = [4, 8, 6, 6];
  const words = Uint32Array.from({ length: 4 * 8 * 36 }, (_, i) => (Math.floor(i / 36) % 2 === 0 ? 1 : 0));
  const { parameters } = fitTensor({ dtype: 'float32', shape, layout: 'NCHW', words });
  const { channelShare, positionShare, mapShare } = parameters;
  near(channelShare + positionShare + mapShare, 0.99, 1e-9, 'sum of shares');
  assert.ok(parameters.neighbourCorrelation < 1 && parameters.verticalCorrelation < 1);
});

test('large tensors are fitted to a part of them', () => {
  // 4.7 million elements; beyond 2^20 only whole maps spread over images and channels are looked at.
  const shape: TensorShape = [16, 96, 55, 55];
  const part = generateLike(
    [8, 48, 55, 55],
    { ...NONE, density: 0.4, neighbourCorrelation: 0.6, verticalCorrelation: 0.6 },
    1,
  );
  const area = 55 * 55;
  const [images, channels] = part.shape;
  const words = new Uint32Array(16 * 96 * area);
  for (let map = 0; map < 16 * 96; map++) {
    const from = (Math.floor(map / 96) % images) * channels + (map % channels);
    words.set(part.words.subarray(from * area, (from + 1) * area), map * area);
  }
  const { parameters } = fitTensor({ dtype: 'float32', shape, layout: 'NCHW', words });
  near(parameters.density, 0.4, 0.01, 'density');
  near(parameters.neighbourCorrelation, 0.6, 0.02, 'neighbourCorrelation');
});
