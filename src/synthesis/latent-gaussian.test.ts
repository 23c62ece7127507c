import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { networkById } from '../network/catalogue.ts';
import type { TensorShape } from '../tensors/tensor.ts';
import type { Clustering } from './clustering.ts';
import { reluOutput } from './latent-gaussian.ts';
import { liveMapsOf } from './live-maps.ts';
import { randomFor } from './random.ts';
import { synthesizer } from './synthesize.ts';

const share = (max: number) => fc.double({ min: 0, max, noNaN: true });
const SHAPES = fc.tuple(
  fc.integer({ min: 1, max: 4 }),
  fc.integer({ min: 1, max: 8 }),
  fc.integer({ min: 1, max: 9 }),
  fc.integer({ min: 1, max: 9 }),
);
const CLUSTERINGS: fc.Arbitrary<Clustering> = fc.record({
  channelShare: share(0.33),
  positionShare: share(0.33),
  mapShare: share(0.33),
  neighbourCorrelation: share(0.99),
  verticalCorrelation: share(0.99),
  deadChannels: share(1),
  deadMaps: share(1),
});

function nonZeroOf(values: Float32Array): number {
  return values.reduce((count, value) => count + (value === 0 ? 0 : 1), 0);
}

/** For each channel of each image whether its map has a non-zero. */
function liveMaps(values: Float32Array, [images, channels, height, width]: TensorShape): boolean[] {
  const area = height * width;
  return Array.from({ length: images * channels }, (_, map) =>
    values.subarray(map * area, (map + 1) * area).some((value) => value !== 0),
  );
}

test('density is exact for whatever clustering and dead parts, values are finite, the seed decides them', () => {
  fc.assert(
    fc.property(SHAPES, share(1), CLUSTERINGS, fc.nat(), (shape, density, clustering, seed) => {
      const values = reluOutput(shape, density, clustering, randomFor(seed, 'a'));
      assert.equal(nonZeroOf(values), Math.round(density * values.length));
      assert.ok(values.every(Number.isFinite));
      assert.deepEqual(reluOutput(shape, density, clustering, randomFor(seed, 'a')), values);
    }),
    { numRuns: 500, seed: 1 },
  );
});

test('dead channels and dead maps are counted exactly', () => {
  const shape: TensorShape = [4, 32, 12, 12];
  for (const [deadChannels, deadMaps] of [
    [0.25, 0],
    [0, 0.2],
    [0.5, 0.25],
    [0.3, 0.1],
  ]) {
    const clustering = { ...NO_CLUSTERING, deadChannels, deadMaps };
    const live = liveMaps(reluOutput(shape, 0.3, clustering, randomFor(3, 'dead')), shape);
    const isDead = (channel: number) => [0, 1, 2, 3].every((image) => !live[image * 32 + channel]);
    const channels = Array.from({ length: 32 }, (_, channel) => channel).filter(isDead).length;
    assert.equal(channels, Math.round(deadChannels * 32));
    // At a density above 0.3 no other map of 144 independent elements is zero by chance.
    assert.equal(live.filter((isLive) => !isLive).length - 4 * channels, Math.round(deadMaps * 4 * (32 - channels)));
  }
});

test('as many maps live as are needed: dead maps come back first, then channels', () => {
  const dead = (needed: number) => {
    const live = liveMapsOf([50, 10, 4, 4], needed, { deadChannels: 0.5, deadMaps: 0.5 }, RANDOM());
    const images = Array.from({ length: 10 }, (_, channel) => live.filter((_, map) => map % 10 === channel));
    const channels = images.filter((maps) => !maps.includes(1)).length;
    return [channels, live.filter((isLive) => isLive === 0).length - 50 * channels];
  };
  // 5 of 10 channels of 50 maps each, and half of the 250 other maps.
  assert.deepEqual(dead(0), [5, 125]);
  assert.deepEqual(dead(125), [5, 125]);
  assert.deepEqual(dead(200), [5, 50]);
  assert.deepEqual(dead(250), [5, 0]);
  assert.deepEqual(dead(251), [4, 49]);
  assert.deepEqual(dead(500), [0, 0]);
});

test('a share of maps raises how alike a map is all over, and leaves density as it is', () => {
  const shape: TensorShape = [8, 32, 16, 16];
  const spreadOfMaps = (mapShare: number) => {
    const values = reluOutput(shape, 0.3, { ...NO_CLUSTERING, mapShare }, RANDOM());
    const densities = Array.from(
      { length: 256 },
      (_, map) => nonZeroOf(values.subarray(map * 256, (map + 1) * 256)) / 256,
    );
    return densities.reduce((sum, density) => sum + (density - 0.3) ** 2, 0) / 256;
  };
  // Independent elements: 0.3 x 0.7 / 256. A latent correlation of 0.4 at density 0.3 is one of 0.25 of the mask, so 0.25 x 0.21.
  assert.ok(Math.abs(spreadOfMaps(0) / ((0.3 * 0.7) / 256) - 1) < 0.3);
  assert.ok(Math.abs(spreadOfMaps(0.4) / (0.25 * 0.21) - 1) < 0.3);
});

test('vertical neighbours correlate as asked, whatever the horizontal ones do', () => {
  const shape: TensorShape = [8, 64, 24, 24];
  const values = reluOutput(
    shape,
    0.3,
    { ...NO_CLUSTERING, neighbourCorrelation: 0.3, verticalCorrelation: 0.7 },
    RANDOM(),
  );
  const correlation = (step: number, isPair: (position: number) => boolean) => {
    let pairs = 0;
    let both = 0;
    for (let i = 0; i + step < values.length; i++) {
      if (!isPair(i)) continue;
      pairs++;
      if (values[i] !== 0 && values[i + step] !== 0) both++;
    }
    return (both / pairs - 0.09) / 0.21;
  };
  const horizontal = correlation(1, (i) => i % 24 < 23);
  const vertical = correlation(24, (i) => i % 576 < 552);
  assert.ok(Math.abs(horizontal - 0.3) < 0.02 && Math.abs(vertical - 0.7) < 0.02, `${horizontal}, ${vertical}`);
});

/** SHA-256 (16 digits) of samples as version 7caf3e5 made them, before the generator knew dead parts and map shares. */
const EARLIER: readonly [network: string, layer: string, progress: number, hash: string][] = [
  ['alexnet', 'conv1', 0, 'ae10a3513384c22b'],
  ['alexnet', 'conv3', 0.5, '5a0424ea03be5e83'],
  ['alexnet', 'pool2', 0.5, 'a8c09016c6b0fe3b'],
  ['alexnet', 'fc6', 0, '4b06a39c1a123b4e'],
  ['alexnet', 'fc8', 0.5, 'c6f3cc3be301f0bb'],
  ['googlenet', 'inception_3a/output', 0.5, '93bbd04dccac554a'],
  ['resnet-18', 'layer2.0.add', 0.5, '81900204e4f4bdff'],
];

test('without settings the maps are bit for bit those of earlier versions', () => {
  for (const [network, layer, progress, hash] of EARLIER) {
    const { words } = synthesizer(networkById(network), progress, 1).sample(layer);
    const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
    assert.equal(
      createHash('sha256').update(bytes).digest('hex').slice(0, 16),
      hash,
      `${network} ${layer} ${progress}`,
    );
  }
});

const NO_CLUSTERING: Clustering = {
  channelShare: 0,
  positionShare: 0,
  mapShare: 0,
  neighbourCorrelation: 0,
  verticalCorrelation: 0,
  deadChannels: 0,
  deadMaps: 0,
};
const RANDOM = () => randomFor(1, 'test');
