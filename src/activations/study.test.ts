import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import counts from '../../test/golden/codec-counts.json' with { type: 'json' };
import { Cancelled } from '../cancelled.ts';
import { DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import { LAYOUTS } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import { nodeHost } from '../node/node-host.ts';
import { readManifest } from '../tensors/read-manifest.ts';
import type { ActivationStudy, LayoutStatistics } from './activation-study.ts';
import { generatedFeatureMaps, recordedFeatureMaps } from './feature-maps.ts';
import { fitMap } from './fitted-layer.ts';
import { studyModel } from './study-model.ts';
import { type StudyRequest, studyTensors } from './study-tensors.ts';

const host = nodeHost();
const HERE = new URL('../../examples/traces/', import.meta.url).href;
const DMA = DEFAULT_CODEC_CONFIG;
const request: StudyRequest = { measure: { dma: DMA, seed: 1, zlibWindows: 'all' }, zeroTest: 'bit-pattern' };

const sampled: StudyRequest = { ...request, measure: { ...request.measure, zlibWindows: 'sampled' } };

/** Of the example's tensors, which are named by their manifest alone; nothing that is asked of it depends on zlib. */
let unnamed: ActivationStudy;
before(async () => {
  const { manifest, uri } = await exampleManifest();
  unnamed = (await studyTensors(manifest, uri, null, sampled, host)).study;
});

async function exampleManifest() {
  const read = await readManifest('./manifest.json', HERE, host);
  assert('manifest' in read);
  return read;
}

test('a study of recorded tensors has the exact counts of independent encoders, in every memory order', async () => {
  const { manifest, uri } = await exampleManifest();
  const seen: number[] = [];
  const onProgress = (done: number, total: number) => {
    assert.equal(total, manifest.tensors.length);
    seen.push(done);
  };
  const { study, problems } = await studyTensors(
    manifest,
    uri,
    networkById('alexnet'),
    { ...request, onProgress },
    host,
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(
    seen,
    manifest.tensors.map((_, i) => i + 1),
  );
  let compared = 0;
  for (const entry of manifest.tensors) {
    const layer = study.layers.find(({ name }) => name === entry.layer);
    const coded = layer?.coded.find(({ trainingProgress }) => trainingProgress === entry.trainingProgress);
    assert(layer !== undefined && coded !== undefined);
    const golden = counts.tensors[entry.file as keyof typeof counts.tensors];
    assert.equal(coded.nonZeroElements, golden.nonZero, entry.file);
    for (const layout of LAYOUTS) {
      const { sizes }: LayoutStatistics = coded.layouts[layout];
      assert.deepEqual(sizes.zvc, { bytes: golden.layouts[layout].zvc, halfWidth: 0 }, entry.file);
      assert.deepEqual(sizes.rle, { bytes: golden.layouts[layout].wordAligned, halfWidth: 0 }, entry.file);
      // zlib differs a little between implementations; the golden ones are those of zlib 1.2.13.
      assert(Math.abs(sizes.zlib.bytes / golden.layouts[layout].zlib - 1) < 0.05, entry.file);
      compared++;
    }
  }
  assert.equal(compared, 3 * manifest.tensors.length);
});

test('the mean run of zeros is that of a plain count', async () => {
  const { manifest, uri } = await exampleManifest();
  const fc = unnamed.layers.find(({ name }) => name === 'fc7')?.coded.at(-1);
  const [maps] = await recordedFeatureMaps(manifest, uri, null, 'fc7', 0, 'bit-pattern', host);
  assert(fc !== undefined && maps !== undefined);
  // All six images one after the other are the tensor in NCHW.
  let runs = 0;
  let zeros = 0;
  let previous = false;
  for (let image = 0; image < fc.images; image++) {
    const points = await recordedFeatureMaps(manifest, uri, null, 'fc7', image, 'bit-pattern', host);
    const { nonZero } = points.at(-1) ?? maps;
    for (let i = 0; i < 512; i++) {
      const zero = ((nonZero[i >>> 3] >>> (i & 7)) & 1) === 0;
      if (zero) zeros++;
      if (zero && !previous) runs++;
      previous = zero;
    }
  }
  assert.equal(fc.elements - fc.nonZeroElements, zeros);
  assert.equal(fc.layouts.NCHW.meanZeroRun, zeros / runs);
});

test('layers come in forward order with kind, input, and the whole recorded curve', async () => {
  assert.deepEqual(
    unnamed.layers.map(({ name }) => name),
    ['conv1', 'pool1', 'conv2', 'pool2', 'conv3', 'conv4', 'conv5', 'pool5', 'fc6', 'fc7'],
  );
  assert.deepEqual(unnamed.points, [
    { trainingProgress: 0, testAccuracy: 0.1165 },
    { trainingProgress: 0.1, testAccuracy: 0.8883 },
    { trainingProgress: 1, testAccuracy: 0.9927 },
  ]);
  const [conv1, pool1] = unnamed.layers;
  assert.deepEqual(
    [conv1?.kind, conv1?.input, conv1?.shape, conv1?.densities.length],
    ['conv', null, [32, 32, 32], 48],
  );
  assert.deepEqual([pool1?.kind, pool1?.input], ['pool', 'conv1']);
  // Found when the training was recorded: the first convolution stays within .484-.536, pools are always denser.
  const verdicts = Object.fromEntries(unnamed.observations.map(({ slide, verdict }) => [slide, verdict]));
  assert.deepEqual(verdicts, { 29: 'holds', 30: 'holds', 31: 'holds', 32: 'holds' });
});

test('a study of the generator: every layer with zeros of its own, reproducible', async () => {
  const activations = { trainingProgress: 0.5, layout: 'NCHW', seed: 1 } as const;
  const study = await studyModel(networkById('alexnet'), activations, sampled, host);
  assert.deepEqual(
    study.layers.map(({ name }) => name),
    ['conv1', 'pool1', 'conv2', 'pool2', 'conv3', 'conv4', 'conv5', 'pool5', 'fc6', 'fc7'],
  );
  for (const { coded } of study.layers) assert.equal(coded.length, study.points.length);
  assert.deepEqual(study, await studyModel(networkById('alexnet'), activations, sampled, host));
  // Zeros cluster within rows: in NHWC, neighbours are other channels.
  const conv3 = study.layers.find(({ name }) => name === 'conv3')?.coded.at(-1);
  assert((conv3?.layouts.NCHW.meanZeroRun ?? 0) > 1.2 * (conv3?.layouts.NHWC.meanZeroRun ?? 0));
});

test('feature maps: the zeros of one image, at every point', async () => {
  const { manifest, uri } = await exampleManifest();
  const maps = await recordedFeatureMaps(manifest, uri, networkById('alexnet'), 'conv1', 5, 'bit-pattern', host);
  assert.deepEqual(
    maps.map(({ trainingProgress, image, images, shape }) => ({ trainingProgress, image, images, shape })),
    [0, 0.1, 1].map((trainingProgress) => ({ trainingProgress, image: 5, images: 6, shape: [32, 32, 32] })),
  );
  for (const { nonZero, density } of maps) {
    const set = nonZero.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
    assert.equal(set / 32 ** 3, density);
  }
  assert.deepEqual(await recordedFeatureMaps(manifest, uri, null, 'conv1', 6, 'bit-pattern', host), []);
  assert.deepEqual(await recordedFeatureMaps(manifest, uri, null, 'conv9', 0, 'bit-pattern', host), []);
  const generated = await generatedFeatureMaps(
    networkById('alexnet'),
    { trainingProgress: 1, layout: 'NCHW', seed: 1 },
    'conv5',
    0,
    host,
  );
  assert.deepEqual(
    generated.map(({ trainingProgress }) => trainingProgress),
    [0, 0.2, 0.4, 0.6, 0.8, 1],
  );
});

test('a cancelled study ends', async () => {
  const { manifest, uri } = await exampleManifest();
  await assert.rejects(studyTensors(manifest, uri, null, { ...request, signal: AbortSignal.abort() }, host), Cancelled);
});

test('a single image that is too large to look at is not fitted, and not read', async () => {
  const refuse = () => assert.fail('was read');
  const map = {
    dtype: 'float32',
    shape: [1, 64, 1024, 512],
    elements: 2 ** 25,
    blocks: refuse,
    images: refuse,
  } as const;
  assert.equal(await fitMap(map), null);
});
