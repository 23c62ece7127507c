/** What batch norm and sums add to the schedule. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig } from '../../test/golden/reference-configs.ts';
import { networkById } from '../network/catalogue.ts';
import { inferShapes } from '../network/shapes.ts';
import { add, batchNorm, conv } from '../network/tables/layers.ts';
import { layerComputeTimes } from './compute-time.ts';
import { planOffload } from './offload-plan.ts';

const BATCH = 16;
/** One map of 64 x 56 x 56 at batch 16, in bytes. */
const Y = 4 * BATCH * 64 * 56 * 56;
const WEIGHTS = 4 * 64 * 64;

const BLOCK = inferShapes({
  id: 'block',
  title: 'Residual block',
  source: 'this test',
  input: [64, 56, 56],
  defaultBatch: BATCH,
  defaultBatchSource: 'this test',
  layers: [
    conv('conv', 'data', 64, 1, { relu: false, bias: false }),
    batchNorm('bn1', 'conv'),
    batchNorm('bn2', 'bn1', false),
    add('sum', ['bn2', 'bn1']),
    { kind: 'add', name: 'plain', input: ['sum', 'bn1'], relu: false },
  ],
});

test('the kernels of batch norm and sums move what docs/model.md says', () => {
  const costs = layerComputeTimes(BLOCK, MAXWELL_TITAN_X, { batch: BATCH, weightUpdate: false, layerTimes: 'model' });
  const kernels: Record<string, [forward: number[], backward: number[]]> = {
    // Without a bias there is no kernel for it; its input is the image, so there is no data gradient.
    conv: [[2 * Y + WEIGHTS], [2 * Y + WEIGHTS]],
    // Batch norm and ReLU; three gradients of bn1 are added up first.
    bn1: [
      [3 * Y, 2 * Y],
      [4 * Y, 3 * Y, 5 * Y],
    ],
    bn2: [[3 * Y], [5 * Y]],
    sum: [[3 * Y, 2 * Y], [3 * Y]],
    plain: [[3 * Y], []],
  };
  for (const { layer, forward, backward } of costs) {
    const [forwardBytes = [], backwardBytes = []] = kernels[layer] ?? [];
    const seconds = (bytes: readonly number[]) => bytes.reduce((sum, part) => sum + part / (0.68 * 336e9) + 20e-6, 0);
    assert.equal(forward.dramBytes, total(forwardBytes), layer);
    assert.equal(backward.dramBytes, total(backwardBytes), layer);
    if (layer === 'conv') continue; // compute bound
    assert.ok(Math.abs(forward.seconds - seconds(forwardBytes)) < 1e-12, layer);
    assert.ok(Math.abs(backward.seconds - seconds(backwardBytes)) < 1e-12, layer);
  }
});

/** Maps and elements per image, counted from table 1 of He et al. by another program: all but pooled and class scores and terms of sums. */
for (const [id, maps, elements] of [
  ['resnet-18', 38, 4_992_512],
  ['resnet-34', 70, 7_501_312],
  ['resnet-50', 103, 20_923_392],
  ['resnet-101', 205, 31_159_296],
  ['resnet-152', 307, 43_803_648],
] as const) {
  test(`${id} offloads its known volume, and no map that is only added`, () => {
    const { workload, gpu } = referenceConfig(MAXWELL_TITAN_X, id);
    const plan = planOffload(networkById(id), workload, gpu);
    assert.deepEqual([plan.length, plan.reduce((sum, map) => sum + map.elementsPerImage, 0)], [maps, elements]);
  });
}

test('the input of a residual block leaves beside the sum that ends it', () => {
  const { workload, gpu } = referenceConfig(MAXWELL_TITAN_X, 'resnet-50');
  const network = networkById('resnet-50');
  const readerOf = (layer: string) => {
    const map = planOffload(network, workload, gpu).find((candidate) => candidate.layer === layer);
    return network.layers[map?.lastReader ?? -1]?.name;
  };
  assert.equal(readerOf('layer1.1.add'), 'layer1.2.add');
  // The last map of a stage goes through a projection instead, which is listed behind the convolutions.
  assert.equal(readerOf('layer1.2.add'), 'layer2.0.shortcut');
  assert.equal(readerOf('conv1'), 'bn1');
});

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
