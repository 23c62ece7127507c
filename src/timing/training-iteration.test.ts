import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { EVALUATION_NETWORKS, findNetworkTable, networkById } from '../network/catalogue.ts';
import { IMAGE, inferShapes } from '../network/shapes.ts';
import { trainingTimes } from './training-times.ts';

// All expected values: docs/model.md, "Golden numbers" and "Sensitivity", from an independent implementation.

for (const { gpu, network, oracle, vdnn, cdma } of [
  { gpu: MAXWELL_TITAN_X, network: 'alexnet', oracle: '256.82', vdnn: '374.37', cdma: '283.32' },
  { gpu: MAXWELL_TITAN_X, network: 'vgg16', oracle: '1622.80', vdnn: '2034.53', cdma: '1723.29' },
  { gpu: MAXWELL_TITAN_X, network: 'googlenet', oracle: '852.83', vdnn: '1495.10', cdma: '1016.78' },
  { gpu: TITAN_XP, network: 'alexnet', oracle: '151.06', vdnn: '292.65', cdma: '187.73' },
]) {
  test(`golden iteration times of ${network} on ${gpu.preset}`, () => {
    const times = trainingTimes(referenceConfig(gpu, network), networkById(network), () => 2.6);
    assert.equal(ms(times.oracleSeconds), oracle);
    assert.equal(ms(times.vdnn.seconds), vdnn);
    assert.equal(ms(times.cdma.seconds), cdma);
  });
}

test('golden forward and backward time of vDNN', () => {
  const { vdnn } = trainingTimes(referenceConfig(MAXWELL_TITAN_X, 'alexnet'), networkById('alexnet'), () => 2.6);
  assert.equal(ms(vdnn.forwardSeconds), '147.88');
  assert.equal(ms(vdnn.backwardSeconds), '226.49');
});

test('performance of vDNN relative to the oracle, network by network', () => {
  const rounded = (gpu: typeof TITAN_XP, change: Change = unchanged) =>
    performances(gpu, change).map((performance) => performance.toFixed(2));
  assert.deepEqual(rounded(MAXWELL_TITAN_X), ['0.69', '0.89', '0.80', '0.80', '0.55', '0.57']);
  assert.deepEqual(rounded(TITAN_XP), ['0.52', '0.80', '0.64', '0.62', '0.40', '0.42']);
  const copying = workload({ concat: 'copy' });
  assert.deepEqual(rounded(MAXWELL_TITAN_X, copying).slice(4), ['0.45', '0.52']);
  assert.deepEqual(rounded(TITAN_XP, copying).slice(4), ['0.31', '0.37']);
});

type Change = (config: ResolvedConfig) => ResolvedConfig;
const unchanged: Change = (config) => config;
const workload =
  (change: Partial<ResolvedConfig['workload']>): Change =>
  (config) => ({ ...config, workload: { ...config.workload, ...change } });
const link =
  (bandwidth: number): Change =>
  (config) => ({ ...config, link: { ...config.link, bandwidth } });
const gpuSpeed =
  (factor: number): Change =>
  (config) => ({
    ...config,
    gpu: {
      ...config.gpu,
      peakCompute: config.gpu.peakCompute * factor,
      dramBandwidth: config.gpu.dramBandwidth * factor,
    },
  });
const library =
  (computeLibrary: ResolvedConfig['gpu']['computeLibrary']): Change =>
  (config) => ({ ...config, gpu: { ...config.gpu, computeLibrary } });

/** vDNN's loss against the oracle, average and worst of six networks, in per cent. */
const SENSITIVITY: { name: string; change: Change; withoutNormalisation?: boolean; maxwell: Loss; xp: Loss }[] = [
  { name: 'base', change: unchanged, maxwell: [28, 45], xp: [43, 60] },
  { name: 'copying concat', change: workload({ concat: 'copy' }), maxwell: [31, 55], xp: [46, 69] },
  { name: 'no LRN layers', change: unchanged, withoutNormalisation: true, maxwell: [26, 45], xp: [41, 60] },
  { name: 'link at 11 GB/s', change: link(11e9), maxwell: [32, 49], xp: [48, 64] },
  { name: 'link at 14 GB/s', change: link(14e9), maxwell: [26, 42], xp: [41, 58] },
  { name: 'link at 16 GB/s', change: link(16e9), maxwell: [23, 39], xp: [37, 54] },
  { name: 'GPU x0.85', change: gpuSpeed(0.85), maxwell: [24, 40], xp: [39, 55] },
  { name: 'GPU x1.15', change: gpuSpeed(1.15), maxwell: [32, 49], xp: [48, 64] },
  { name: 'GPU x1.3', change: gpuSpeed(1.3), maxwell: [36, 53], xp: [51, 67] },
  { name: 'cuDNN 4', change: library('cudnn-4'), maxwell: [24, 41], xp: [37, 57] },
  { name: 'cuDNN 5.0', change: library('cudnn-5.0'), maxwell: [26, 43], xp: [40, 58] },
  {
    name: 'a quarter of the batch',
    change: (config) => workload({ batch: config.workload.batch / 4 })(config),
    maxwell: [27, 45],
    xp: [41, 59],
  },
  { name: 'policy conv', change: workload({ policy: 'conv' }), maxwell: [11, 24], xp: [22, 39] },
];
type Loss = [average: number, worst: number];

for (const { name, change, withoutNormalisation = false, maxwell, xp } of SENSITIVITY) {
  test(`vDNN's loss: ${name}`, () => {
    assertLoss(performances(MAXWELL_TITAN_X, change, withoutNormalisation), maxwell);
    assertLoss(performances(TITAN_XP, change, withoutNormalisation), xp);
  });
}

test('without barriers vDNN reaches at most 0.91 and 0.74 of the oracle', () => {
  const async = workload({ sync: 'async' });
  assert.equal(mean(performances(MAXWELL_TITAN_X, async)).toFixed(2), '0.91');
  assert.equal(mean(performances(TITAN_XP, async)).toFixed(2), '0.74');
});

test('the gain over vDNN diminishes with the ratio', () => {
  const gains = (gpu: typeof TITAN_XP) =>
    [1.5, 2, 2.6, 4, 8, 16].map((ratio) => {
      const times = EVALUATION_NETWORKS.map(({ id }) =>
        trainingTimes(referenceConfig(gpu, id), networkById(id), () => ratio),
      );
      return 100 * (mean(times.map(({ vdnn, cdma }) => vdnn.seconds / cdma.seconds)) - 1);
    });
  assertClose(gains(MAXWELL_TITAN_X), [14, 23, 29, 36, 42, 43]);
  assertClose(gains(TITAN_XP), [23, 37, 49, 65, 80, 86]);
});

test('steps follow one another and add up to the iteration', () => {
  const { vdnn } = trainingTimes(referenceConfig(TITAN_XP, 'googlenet'), networkById('googlenet'), () => 2.6);
  let end = 0;
  for (const { start, duration } of vdnn.steps) {
    assert.equal(start, end);
    end = start + duration;
  }
  assert.equal(end, vdnn.seconds);
});

test('every offloaded map comes back, and before its last reader runs backward', () => {
  for (const { id } of EVALUATION_NETWORKS) {
    const network = networkById(id);
    const { plan, cdma } = trainingTimes(referenceConfig(TITAN_XP, id), network, () => 2.6);
    const backward = cdma.steps.filter(({ direction }) => direction === 'backward');
    for (const { layer, lastReader } of plan) {
      const fetched = backward.flatMap(({ transfers }, index) =>
        transfers.some(({ layers }) => layers.includes(layer)) ? [index] : [],
      );
      const reader = network.layers[lastReader]?.name;
      const used = backward.findIndex(({ work }) => work.kind === 'layer' && work.layer === reader);
      assert.equal(fetched.length, 1, `${id} ${layer}`);
      assert.ok((fetched[0] ?? used) < used, `${id} ${layer}`);
    }
  }
});

function performances(gpu: typeof TITAN_XP, change: Change, withoutNormalisation = false): number[] {
  return EVALUATION_NETWORKS.map(({ id }) => {
    const network = withoutNormalisation ? withoutLrn(id) : networkById(id);
    const { oracleSeconds, vdnn } = trainingTimes(change(referenceConfig(gpu, id)), network, () => 1);
    return oracleSeconds / vdnn.seconds;
  });
}

/** The network with its normalisation layers removed: their readers read their inputs. */
function withoutLrn(id: string) {
  const table = findNetworkTable(id);
  assert.ok(table);
  const source = new Map(
    table.layers.flatMap(({ kind, name, input }) => (kind === 'lrn' ? [[name, input[0] ?? IMAGE] as const] : [])),
  );
  const layers = table.layers
    .filter(({ kind }) => kind !== 'lrn')
    .map((layer) => ({ ...layer, input: layer.input.map((name) => source.get(name) ?? name) }));
  return inferShapes({ ...table, layers });
}

function assertLoss(performance: readonly number[], [average, worst]: Loss): void {
  assertClose([100 * (1 - mean(performance)), 100 * (1 - Math.min(...performance))], [average, worst]);
}

/** Equal up to the rounding of a printed whole number. */
function assertClose(actual: readonly number[], printed: readonly number[]): void {
  const wrong = printed.filter((value, index) => Math.abs((actual[index] ?? Number.NaN) - value) > 0.51);
  assert.deepEqual(wrong, [], `${actual.map((value) => value.toFixed(2))} are not ${printed}`);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ms(seconds: number): string {
  return (seconds * 1e3).toFixed(2);
}
