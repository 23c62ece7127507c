import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readNpy } from '../../test/unit/npy-files.ts';
import { type CodecConfig, codecFor, DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import { countNonZero } from '../codecs/words.ts';
import { loadConfig } from '../config/load.ts';
import type { Layout } from '../config/resolved-config.ts';
import { NETWORK_TABLES, networkById } from '../network/catalogue.ts';
import { nodeHost } from '../node/node-host.ts';
import { layOut } from '../tensors/layout.ts';
import { type ActivationManifest, type ManifestTensor, parseManifest } from '../tensors/manifest.ts';
import type { Tensor } from '../tensors/tensor.ts';
import { fitTensor } from './fit.ts';
import { generateLike } from './generate-like.ts';
import { synthesizer } from './synthesize.ts';

const TRACES = new URL('../../examples/traces/', import.meta.url);
const LAYOUTS: readonly Layout[] = ['NCHW', 'NHWC', 'CHWN'];
const SEEDS = [1, 2, 3, 4];

const host = nodeHost();
const codec = (id: 'rle' | 'zlib', runLengthFormat: CodecConfig['runLengthFormat']) =>
  codecFor(id, { ...DEFAULT_CODEC_CONFIG, runLengthFormat }, host);
const CODECS = {
  token16: codec('rle', 'token-16'),
  wordAligned: codec('rle', 'word-aligned'),
  zlib: codec('zlib', 'word-aligned'),
};
type CodecName = keyof typeof CODECS;

function readManifest(): ActivationManifest {
  const parsed = parseManifest(JSON.parse(readFileSync(new URL('manifest.json', TRACES), 'utf8')));
  assert.ok('manifest' in parsed);
  return parsed.manifest;
}

function load({ file, dtype }: ManifestTensor): Tensor {
  const { shape, words } = readNpy(readFileSync(new URL(file, TRACES)));
  const [images, channels, height = 1, width = 1] = shape;
  return { dtype, shape: [images, channels, height, width], layout: 'NCHW', words: words.slice() };
}

const MANIFEST = readManifest();
const RECORDED = MANIFEST.tensors.map((entry) => {
  const tensor = load(entry);
  return { ...entry, real: tensor, parameters: fitTensor(tensor).parameters };
});
type Recorded = (typeof RECORDED)[number];

/** Maps with a layer's fitted statistics; a pool's are pooled from maps with those of the layer that it reads. */
function fitted(recorded: Recorded, seed: number): Tensor {
  const { layer, trainingProgress, real, parameters } = recorded;
  const described = MANIFEST.layers?.find(({ name }) => name === layer);
  if (described?.pool === undefined) return generateLike(real.shape, parameters, seed);
  const input = RECORDED.find(
    (other) => other.layer === described.input && other.trainingProgress === trainingProgress,
  );
  assert.ok(input !== undefined);
  const [, ...outputShape] = real.shape;
  return generateLike(input.real.shape, input.parameters, seed, { pad: 0, ...described.pool, outputShape });
}

/** Independent zeros of the same density. */
function independent({ real, parameters: { density } }: Recorded, seed: number): Tensor {
  const clustering = { channelShare: 0, positionShare: 0, mapShare: 0, deadChannels: 0, deadMaps: 0 };
  return generateLike(real.shape, { density, ...clustering, neighbourCorrelation: 0, verticalCorrelation: 0 }, seed);
}

type Kind = 'conv' | 'pool' | 'fc';
const kindOf = (layer: string): Kind => (layer.startsWith('conv') ? 'conv' : layer.startsWith('pool') ? 'pool' : 'fc');

interface Errors {
  mean: number;
  worst: number;
}

/** Relative errors of sizes, each of the mean size over the seeds, in per cent by kind of layer, layout and codec. */
function errorsOf(
  make: (recorded: Recorded, seed: number) => Tensor,
  layouts: readonly Layout[],
  seeds: readonly number[],
): Map<string, Errors> {
  const errors = new Map<string, number[]>();
  for (const recorded of RECORDED) {
    const made = seeds.map((seed) => make(recorded, seed));
    for (const layout of layouts) {
      const real = layOut(recorded.real, layout).words;
      const generated = made.map((each) => layOut(each, layout).words);
      for (const [name, { sizeBytes }] of Object.entries(CODECS)) {
        const size = meanOf(generated.map((words) => sizeBytes(words)));
        const key = `${kindOf(recorded.layer)} ${layout} ${name}`;
        errors.set(key, [...(errors.get(key) ?? []), 100 * Math.abs(size / sizeBytes(real) - 1)]);
      }
    }
  }
  return new Map([...errors].map(([key, values]) => [key, { mean: meanOf(values), worst: Math.max(...values) }]));
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * Largest mean and single error in per cent. Measured errors are below two thirds of most of these; docs/activations.md has them.
 * In CHWN neighbours are consecutive images, of which there are six: which ones follow each other shows.
 */
const BOUNDS: Readonly<Record<Kind, Readonly<Record<Layout, Readonly<Record<CodecName, readonly [number, number]>>>>>> =
  {
    conv: {
      NCHW: { token16: [1.5, 4], wordAligned: [2.5, 6], zlib: [1, 3] },
      NHWC: { token16: [2, 5], wordAligned: [3, 7], zlib: [1, 2] },
      CHWN: { token16: [2, 6], wordAligned: [3, 8], zlib: [1, 3] },
    },
    pool: {
      NCHW: { token16: [4, 12], wordAligned: [4, 12], zlib: [4, 8] },
      NHWC: { token16: [8, 25], wordAligned: [8, 25], zlib: [4, 12] },
      CHWN: { token16: [8, 25], wordAligned: [8, 25], zlib: [4, 10] },
    },
    fc: {
      NCHW: { token16: [1, 2.5], wordAligned: [1.5, 4], zlib: [1, 2] },
      NHWC: { token16: [1, 2.5], wordAligned: [1.5, 4], zlib: [1, 2] },
      CHWN: { token16: [6, 12], wordAligned: [8, 16], zlib: [2, 4] },
    },
  };

const FITTED = errorsOf(fitted, LAYOUTS, SEEDS);

for (const kind of ['conv', 'pool', 'fc'] as const) {
  for (const layout of LAYOUTS) {
    test(`generated like recorded ${kind} maps in ${layout}, sizes come near`, () => {
      for (const name of Object.keys(CODECS) as CodecName[]) {
        const { mean, worst } = FITTED.get(`${kind} ${layout} ${name}`) ?? { mean: Number.NaN, worst: Number.NaN };
        const [mostMean, mostWorst] = BOUNDS[kind][layout][name];
        assert.ok(mean <= mostMean && worst <= mostWorst, `${name}: mean ${mean} %, worst ${worst} %`);
      }
    });
  }
}

test('the fitted generator is far better than independent zeros of the same density where zeros cluster', () => {
  const baseline = errorsOf(independent, ['NCHW'], [1]);
  for (const kind of ['conv', 'pool'] as const) {
    for (const name of Object.keys(CODECS)) {
      const [found, without] = [FITTED, baseline].map(
        (errors) => errors.get(`${kind} NCHW ${name}`)?.mean ?? Number.NaN,
      );
      assert.ok(found < without / 3, `${kind} ${name}: ${found} %, independent ${without} %`);
    }
  }
});

test('pools of fitted convolutions have nearly the density of the recorded pools', () => {
  const pools = RECORDED.filter(({ layer }) => kindOf(layer) === 'pool');
  assert.equal(pools.length, 9);
  for (const recorded of pools) {
    const found = meanOf(SEEDS.map((seed) => densityOf(fitted(recorded, seed))));
    const { density } = recorded.parameters;
    assert.ok(Math.abs(found - density) <= 0.025, `${recorded.layer}: ${found}, recorded ${density}`);
  }
});

function densityOf({ words }: Tensor): number {
  return countNonZero(words) / words.length;
}

test('the shapes that are generated are those that were recorded', () => {
  for (const recorded of RECORDED) assert.deepEqual(fitted(recorded, 1).shape, recorded.real.shape);
});

test('fits can be written into a config as the measured curves of its layers', async () => {
  const layers: Record<string, { points: object[] }> = {};
  for (const { layer, trainingProgress, parameters } of RECORDED) {
    if (kindOf(layer) === 'pool') continue;
    layers[layer] ??= { points: [] };
    layers[layer].points.push({ trainingProgress, ...parameters });
  }
  const config = JSON.stringify({ workload: { network: 'alexnet', activations: { source: 'model', layers } } });
  const { resolved, findings } = await loadConfig(config, 'file:///a.cdma.json', nodeHost().files, NETWORK_TABLES);
  assert.deepEqual(findings, []);
  const activations = resolved?.workload.activations;
  assert.ok(activations?.source === 'model');
  assert.deepEqual(activations.layers, layers);

  // The network's maps then have the recorded densities at the recorded points.
  for (const { layer, trainingProgress, parameters } of RECORDED) {
    if (kindOf(layer) === 'pool') continue;
    const sample = synthesizer(networkById('alexnet'), trainingProgress, 1, activations).sample(layer);
    assert.ok(Math.abs(densityOf(sample) - parameters.density) < 1e-4, `${layer} at ${trainingProgress}`);
  }
});
