import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readNpy } from '../../test/unit/npy-files.ts';
import { codecFor, DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import { countNonZero } from '../codecs/words.ts';
import { zeroValueCodec } from '../codecs/zero-value.ts';
import type { Layout } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import { nodeHost } from '../node/node-host.ts';
import { layOut } from '../tensors/layout.ts';
import type { TensorShape } from '../tensors/tensor.ts';
import type { Clustering } from './clustering.ts';
import { reluOutput } from './latent-gaussian.ts';
import { pool } from './pooling.ts';
import { randomFor } from './random.ts';
import { synthesizer } from './synthesize.ts';

const TRAINED: Clustering = {
  channelShare: 0.15,
  positionShare: 0.2,
  mapShare: 0,
  neighbourCorrelation: 0.6,
  verticalCorrelation: 0.6,
  deadChannels: 0,
  deadMaps: 0,
};

function close(found: number, expected: number, tolerance: number, what = ''): void {
  assert(Math.abs(found - expected) <= tolerance, `${what} ${found}, expected ${expected} within ${tolerance}`);
}

function generate(
  shape: TensorShape,
  density: number,
  clustering: Partial<Clustering> = {},
  label = 'test',
): Float32Array {
  const { neighbourCorrelation = TRAINED.neighbourCorrelation } = clustering;
  const everywhere = { ...TRAINED, verticalCorrelation: neighbourCorrelation, ...clustering };
  return reluOutput(shape, density, everywhere, randomFor(1, label));
}

function words(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}

function densityOf(values: Float32Array): number {
  return countNonZero(words(values)) / values.length;
}

/** Correlation of horizontal neighbours in the mask of zeros. */
function neighbourCorrelation(values: Float32Array, width: number): number {
  const density = densityOf(values);
  let pairs = 0;
  let both = 0;
  for (let i = 0; i < values.length; i++) {
    if (i % width === width - 1) continue;
    pairs++;
    if (values[i] !== 0 && values[i + 1] !== 0) both++;
  }
  return (both / pairs - density ** 2) / (density * (1 - density));
}

function overlappedPool(values: Float32Array, [n, c, h, w]: TensorShape): Float32Array {
  const out = Math.ceil((h - 3) / 2) + 1;
  return pool(values, [n, c, h, w], {
    mode: 'max',
    kernel: 3,
    stride: 2,
    pad: 0,
    outputShape: [c, out, out],
  });
}

test('density is exact', () => {
  for (const density of [0.02, 0.1, 0.31, 0.5, 0.9]) {
    const values = generate([4, 16, 27, 27], density);
    assert.equal(countNonZero(words(values)), Math.round(density * values.length));
    assert(values.every((value) => value >= 0));
  }
  assert.equal(densityOf(generate([1, 4, 13, 13], 0)), 0);
  assert.equal(densityOf(generate([1, 4, 13, 13], 1)), 1);
});

test('horizontal neighbours correlate as asked', () => {
  for (const density of [0.05, 0.2, 0.5, 0.7]) {
    for (const target of [0.3, 0.45, 0.6, 0.7]) {
      const found = neighbourCorrelation(generate([8, 64, 27, 27], density, { neighbourCorrelation: target }), 27);
      close(found, target, 0.02, `density ${density}:`);
    }
  }
});

test('run-length sizes by layout (published table for 28 x 28 maps)', () => {
  // Mask correlations that a latent neighbour correlation of .89 gives at these densities, by the tetrachoric table.
  const rows = [
    { density: 0.1, correlation: 0.64, nchw: 5.85, nhwc: 3.55, zvc: 7.62 },
    { density: 0.2, correlation: 0.675, nchw: 3.21, nhwc: 1.92, zvc: 4.32 },
    { density: 0.4, correlation: 0.69, nchw: 1.8, nhwc: 1.14, zvc: 2.32 },
    { density: 0.5, correlation: 0.7, nchw: 1.51, nhwc: 1, zvc: 1.88 },
  ];
  const shape: TensorShape = [8, 64, 28, 28];
  const codec = codecFor('rle', DEFAULT_CODEC_CONFIG, nodeHost());
  for (const row of rows) {
    const values = generate(shape, row.density, { neighbourCorrelation: row.correlation });
    const ratio = (layout: Layout, of = codec) => {
      const tensor = layOut({ dtype: 'float32', shape, layout: 'NCHW', words: words(values) }, layout);
      return values.byteLength / of.sizeBytes(tensor.words);
    };
    close(ratio('NCHW'), row.nchw, 0.05 * row.nchw, 'NCHW');
    close(ratio('NHWC'), row.nhwc, 0.03 * row.nhwc, 'NHWC');
    close(ratio('NCHW', zeroValueCodec(32)), row.zvc, 0.01, 'ZVC');
    assert.equal(ratio('NHWC', zeroValueCodec(32)), ratio('NCHW', zeroValueCodec(32)));
    assert(ratio('CHWN') > ratio('NHWC') && ratio('CHWN') < ratio('NCHW'), 'CHWN lies between');
  }
});

test('pooling a generated map gives the density of pooled real maps', () => {
  // Measured in a training from scratch: .358 becomes .702; the neighbour correlation is the median of such maps.
  const shape: TensorShape = [8, 64, 32, 32];
  close(densityOf(overlappedPool(generate(shape, 0.358, { neighbourCorrelation: 0.59 }), shape)), 0.702, 0.04);
  // Measured in another: the mask correlations are those of its fitted latent correlation of about .71.
  const anchors = [
    { width: 24, density: 0.24, correlation: 0.47, pooled: 0.675 },
    { width: 12, density: 0.29, correlation: 0.48, pooled: 0.658 },
    { width: 6, density: 0.16, correlation: 0.44, pooled: 0.5 },
  ];
  for (const { width, density, correlation, pooled } of anchors) {
    const maps: TensorShape = [8, 64, width, width];
    const found = densityOf(overlappedPool(generate(maps, density, { neighbourCorrelation: correlation }), maps));
    close(found, pooled, 0.1, `width ${width}:`);
  }
});

for (const point of ['p000', 'p010', 'p100']) {
  for (const [conv, pooled] of [
    ['conv1', 'pool1'],
    ['conv2', 'pool2'],
    ['conv5', 'pool5'],
  ]) {
    test(`pooling recorded ${point}/${conv} gives the recorded ${pooled}, and generated maps come near`, () => {
      const load = (name: string) => {
        const file = new URL(`../../examples/traces/${point}/${name}.npy`, import.meta.url);
        const { shape, words } = readNpy(readFileSync(file));
        const [n, c, h, w] = shape;
        const values = new Float32Array(words.slice().buffer);
        return { values, shape: [n, c, h, w] as const };
      };
      const input = load(conv);
      const output = load(pooled);
      assert.deepEqual(overlappedPool(input.values, input.shape), output.values);

      const [, , height, width] = input.shape;
      const correlation = neighbourCorrelation(input.values, width);
      const shape: TensorShape = [16, 64, height, width];
      const generated = generate(shape, densityOf(input.values), { neighbourCorrelation: correlation });
      close(densityOf(overlappedPool(generated, shape)), densityOf(output.values), 0.08);
    });
  }
}

test('samples are reproducible and differ by seed and progress', () => {
  const network = networkById('googlenet');
  const sample = (progress: number, seed: number) => synthesizer(network, progress, seed).sample('inception_3a/output');
  assert.deepEqual(sample(0.5, 1), sample(0.5, 1));
  assert.notDeepEqual(sample(0.5, 1), sample(0.5, 2));
  assert.notDeepEqual(sample(0.5, 1), sample(0.4, 1));
});

test('a sample does not depend on the samples taken before it', () => {
  const network = networkById('alexnet');
  const first = synthesizer(network, 0.5, 1);
  first.sample('conv1');
  first.sample('pool1');
  assert.deepEqual(first.sample('pool2'), synthesizer(network, 0.5, 1).sample('pool2'));
});

test('samples have the map size of their layer, and enough maps', () => {
  for (const id of ['alexnet', 'vgg16', 'googlenet', 'squeezenet']) {
    const network = networkById(id);
    const maps = synthesizer(network, 0.5, 1);
    for (const layer of network.layers) {
      const { shape } = maps.sample(layer.name);
      const [images, channels, height, width] = shape;
      assert.deepEqual([height, width], layer.outputShape.slice(1), layer.name);
      assert(channels <= layer.outputShape[0] && images >= 2 && images * channels >= 16, `${layer.name}: ${shape}`);
    }
  }
});
