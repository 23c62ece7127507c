import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Cancelled } from '../cancelled.ts';
import { CODEC_IDS, type CodecId } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import { nodeHost } from '../node/node-host.ts';
import { type ActivationManifest, parseManifest } from '../tensors/manifest.ts';
import { characteriseSynthetic } from './characterise.ts';
import { characteriseTensors } from './characterise-tensors.ts';
import { DEFAULT_CODING } from './coding.ts';

const host = nodeHost();
const dma = DEFAULT_CODING;
const TRACES = new URL('../../examples/traces/', import.meta.url);
const MANIFEST_URI = new URL('manifest.json', TRACES).href;

const request = (network: string, layers: string[], trainingProgress: number | 'average' = 0.5) => ({
  network: networkById(network),
  layers,
  activations: { trainingProgress, layout: 'NCHW' as const, seed: 1 },
  dma,
});

async function exampleManifest(): Promise<ActivationManifest> {
  const parsed = parseManifest(JSON.parse(await host.files.readText(MANIFEST_URI)));
  assert('manifest' in parsed, JSON.stringify(parsed));
  return parsed.manifest;
}

test('one answer a layer, reproducible, with an LRN like its input', async () => {
  const layers = ['pool1', 'norm1', 'conv1'];
  const samples = await characteriseSynthetic(request('alexnet', layers), host);
  assert.deepEqual(
    samples.map((sample) => sample.layer),
    layers,
  );
  assert.deepEqual(samples, await characteriseSynthetic(request('alexnet', layers), host));
  assert.deepEqual({ ...samples[1], layer: 'conv1' }, samples[2]);
  const [alone] = await characteriseSynthetic(request('alexnet', ['pool1']), host);
  assert.deepEqual(alone, samples[0]);
});

test('averaging adds the six points of training', async () => {
  const [average] = await characteriseSynthetic(request('alexnet', ['conv3'], 'average'), host);
  assert.deepEqual(average.trainingProgress, [0.05, 0.15, 0.3, 0.5, 0.7, 0.9]);
  let zvc = 0;
  for (const point of average.trainingProgress) {
    const [sample] = await characteriseSynthetic(request('alexnet', ['conv3'], point), host);
    zvc += sample.compressedBytes.zvc;
  }
  assert.equal(average.compressedBytes.zvc, zvc);
});

test('a cancelled request ends', async () => {
  await assert.rejects(characteriseSynthetic(request('vgg16', ['conv1_1']), host, AbortSignal.abort()), Cancelled);
  const manifest = await exampleManifest();
  const pending = characteriseTensors(manifest, MANIFEST_URI, request('alexnet', ['conv1']), host, AbortSignal.abort());
  await assert.rejects(pending, Cancelled);
});

// Network ratios of an independent implementation of a similar generator, averaged over training. It clusters
// zeros less (so smaller run-length ratios, and denser pools); docs/activations.md puts all six side by side.
const REFERENCE: Record<string, Partial<Record<CodecId, number>>> = {
  alexnet: { rle: 1.51, zvc: 2.11, zlib: 2.29 },
  nin: { rle: 1.91, zvc: 2.92, zlib: 2.94 },
};
for (const [id, expected] of Object.entries(REFERENCE)) {
  test(`network ratios of ${id} are near the reference`, async (t) => {
    const network = networkById(id);
    const moved = network.layers.filter((layer) => layer.kind !== 'fc' && layer.name !== network.layers.at(-1)?.name);
    const samples = await characteriseSynthetic(
      request(
        id,
        moved.map((layer) => layer.name),
        'average',
      ),
      host,
    );
    const elements = moved.map(({ outputShape: [c, h, w] }) => c * h * w);
    const total = (bytes: (i: number) => number) =>
      elements.reduce((sum, count, i) => sum + (count * bytes(i)) / samples[i].elements, 0);
    for (const codec of CODEC_IDS) {
      const reference = expected[codec];
      if (reference === undefined) continue;
      const ratio = total((i) => samples[i].rawBytes) / total((i) => samples[i].compressedBytes[codec]);
      t.diagnostic(`${id} ${codec}: ${ratio.toFixed(2)}, reference ${reference}`);
      assert(Math.abs(ratio / reference - 1) <= (codec === 'rle' ? 0.15 : 0.08), `${codec}: ${ratio}`);
    }
  });
}

test('the example tensors stand for AlexNet', async () => {
  const manifest = await exampleManifest();
  const layers = ['conv1', 'norm1', 'pool1', 'fc6'];
  const result = await characteriseTensors(manifest, MANIFEST_URI, request('alexnet', layers, 0.9), host);
  const { samples, problems, nonFinite, unknownLayers } = result;
  assert.deepEqual({ problems, nonFinite, unknownLayers }, { problems: [], nonFinite: [], unknownLayers: [] });
  assert.deepEqual(samples[0].origin, { kind: 'measured', tensor: 'p100/conv1.npy' });
  assert.deepEqual(samples[0].trainingProgress, [1]);
  assert.equal(
    samples[1].origin.kind === 'measured' && samples[1].origin.note,
    'tensor of conv1: LRN keeps the zeros of its input',
  );
  assert.deepEqual(samples[1].compressedBytes, samples[0].compressedBytes);
  assert.deepEqual(
    result.shapeDifferences.map(({ layer, expected, found }) => ({ layer, expected, found })),
    [
      { layer: 'conv1', expected: [96, 55, 55], found: [32, 32, 32] },
      { layer: 'pool1', expected: [96, 27, 27], found: [32, 16, 16] },
      { layer: 'fc6', expected: [4096, 1, 1], found: [512, 1, 1] },
    ],
  );
});

test('the mean over training uses every recorded point', async () => {
  const manifest = await exampleManifest();
  const { samples } = await characteriseTensors(manifest, MANIFEST_URI, request('alexnet', ['conv2'], 'average'), host);
  assert.deepEqual(samples[0].trainingProgress, [0, 0.1, 1]);
  assert.equal(samples[0].elements, 3 * 6 * 64 * 16 * 16);
});

test('slide names are understood when the manifest uses them', async () => {
  const manifest = await exampleManifest();
  const [first, second] = ['p100/conv1.npy', 'p100/conv2.npy'].map((file) =>
    manifest.tensors.find((t) => t.file === file),
  );
  assert(first !== undefined && second !== undefined);
  const renamed = {
    ...manifest,
    tensors: [
      { ...first, layer: 'conv0' },
      { ...second, layer: 'conv1' },
    ],
  };
  const { samples } = await characteriseTensors(renamed, MANIFEST_URI, request('alexnet', ['conv1', 'conv2']), host);
  const tensors = samples.map(({ origin }) => origin.kind === 'measured' && origin.tensor);
  assert.deepEqual(tensors, ['p100/conv1.npy', 'p100/conv2.npy']);
});

let folder = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cdma tensors #'));
});
after(() => rm(folder, { recursive: true }));

test('files that cannot be used are reported, and their layers generated', async () => {
  const good = await readFile(new URL('p100/fc6.npy', TRACES));
  const nan = Buffer.from(good);
  nan.writeFloatLE(Number.NaN, 128);
  await Promise.all([
    writeFile(join(folder, 'empty.npy'), ''),
    writeFile(join(folder, 'short.npy'), good.subarray(0, 5000)),
    writeFile(join(folder, 'good #1.npy'), good),
    writeFile(join(folder, 'nan.npy'), nan),
  ]);
  const cases: [file: string, shape: number[], dtype: 'float32' | 'float16', message: RegExp][] = [
    ['missing.npy', [6, 512, 1, 1], 'float32', /does not exist/],
    ['.', [6, 512, 1, 1], 'float32', /is a folder/],
    ['empty.npy', [6, 512, 1, 1], 'float32', /is empty/],
    ['short.npy', [6, 512, 1, 1], 'float32', /cut short/],
    ['good #1.npy', [6, 256, 1, 2], 'float32', /shape \(6,512,1,1\); the manifest says \(6,256,1,2\)/],
    ['good #1.npy', [6, 512, 1, 1], 'float16', /holds float32; the manifest says float16/],
  ];
  const uri = pathToFileURL(join(folder, 'manifest.json')).href;
  for (const [file, shape, dtype, message] of cases) {
    const tensors = [{ layer: 'fc6', file, shape, dtype, trainingProgress: 1 }];
    const result = await characteriseTensors({ layout: 'NCHW', tensors }, uri, request('alexnet', ['fc6']), host);
    assert.equal(result.problems.length, 1, file);
    assert.match(result.problems[0].message, message);
    assert.deepEqual(result.samples[0].origin, { kind: 'synthetic', note: 'its tensors could not be used' });
  }

  const entry = { shape: [6, 512, 1, 1], dtype: 'float32', trainingProgress: 1 } as const;
  const tensors = [
    { ...entry, layer: 'fc6', file: 'nan.npy' },
    { ...entry, layer: 'fc7', file: 'good #1.npy', sha256: '0'.repeat(64) },
    { ...entry, layer: 'fc9', file: 'good #1.npy' },
  ];
  const result = await characteriseTensors(
    { layout: 'NCHW', tensors },
    uri,
    request('alexnet', ['fc6', 'fc7', 'conv3']),
    host,
  );
  assert.deepEqual(
    result.nonFinite.map(({ layer, count }) => ({ layer, count })),
    [{ layer: 'fc6', count: 1 }],
  );
  assert.match(result.problems[0].message, /SHA-256/);
  assert.deepEqual(result.unknownLayers, ['fc9']);
  assert.deepEqual(result.samples[2].origin, { kind: 'synthetic', note: 'the manifest has no tensor of this layer' });
});

test('a manifest that the schema does not allow is explained', () => {
  const tensor = { layer: 'conv1', file: 'a.npy', shape: [1, -1], dtype: 'float64', trainingProgress: 2 };
  const parsed = parseManifest({ layout: 'HWNC', tensors: [tensor], tensor: [] });
  assert('problems' in parsed);
  const messages = parsed.problems.map(({ path, message }) => `${path.join('.')}: ${message}`);
  assert(messages.includes(': has a key "tensor" that no manifest has'), messages.join('\n'));
  for (const json of [null, 3, 'x', [], {}, { layout: 'NCHW', tensors: [] }]) assert('problems' in parseManifest(json));
});
