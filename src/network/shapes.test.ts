import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from '../../test/golden/network-shapes.json' with { type: 'json' };
import { EVALUATION_NETWORKS, findNetworkTable, networkById } from './catalogue.ts';
import type { Layer } from './network.ts';
import { inferShapes, weightCount } from './shapes.ts';

for (const [id, expected] of Object.entries(golden.networks)) {
  test(`${id} has the shapes, parameters and multiply-accumulates of its source`, () => {
    const { layers } = networkById(id);
    assert.deepEqual(Object.fromEntries(layers.map(({ name, outputShape }) => [name, outputShape])), expected.shapes);
    assert.equal(sum(layers.map(weightCount)) + sum(layers.map(biases)), expected.parameters);
    assert.equal(sum(layers.map(multiplyAccumulates)), expected.multiplyAccumulates);
  });
}

test('the catalogue has the six networks of slides 57-60 and the batches of the evaluation', () => {
  assert.deepEqual(
    EVALUATION_NETWORKS.map(({ id, defaultBatch }) => [id, defaultBatch]),
    [
      ['alexnet', 256],
      ['overfeat', 256],
      ['nin', 128],
      ['vgg16', 128],
      ['squeezenet', 512],
      ['googlenet', 256],
    ],
  );
  assert.equal(findNetworkTable('resnet'), undefined);
  assert.throws(() => networkById('resnet'), /no built-in network is called resnet/);
});

/** Parameters and multiply-accumulates as torchvision's documentation states them; ours count no bias or norm as work. */
for (const [id, parameters, gigaMultiplyAccumulates] of [
  ['resnet-18', 11_689_512, '1.81'],
  ['resnet-34', 21_797_672, '3.66'],
  ['resnet-50', 25_557_032, '4.09'],
  ['resnet-101', 44_549_160, '7.80'],
  ['resnet-152', 60_192_808, '11.51'],
] as const) {
  test(`${id} has its published parameters and multiply-accumulates`, () => {
    const { layers } = networkById(id);
    assert.equal(sum(layers.map(weightCount)) + sum(layers.map(biases)), parameters);
    assert.equal((sum(layers.map(multiplyAccumulates)) / 1e9).toFixed(2), gigaMultiplyAccumulates);
    assert.deepEqual(layers.at(-2)?.inputShapes[0], [id === 'resnet-18' || id === 'resnet-34' ? 512 : 2048, 7, 7]);
  });
}

test('VGG-19 has its published parameters', () => {
  // Simonyan and Zisserman, arXiv 1409.1556, table 2: 144 million; torchvision: 143,667,240.
  const { layers } = networkById('vgg19');
  assert.equal(sum(layers.map(weightCount)) + sum(layers.map(biases)), 143_667_240);
});

test('a sum of maps of different shapes is refused', () => {
  const table = findNetworkTable('alexnet');
  assert.ok(table);
  const layers = [
    ...table.layers.slice(0, 4),
    { kind: 'add', name: 'sum', input: ['conv1', 'pool1'], relu: true },
  ] as const;
  assert.throws(() => inferShapes({ ...table, layers }), /sum: adds maps of different shapes/);
});

test('a layer that reads an unknown map is refused', () => {
  const table = findNetworkTable('alexnet');
  assert.ok(table);
  const layers = [{ kind: 'lrn', name: 'norm', input: ['nowhere'] }] as const;
  assert.throws(() => inferShapes({ ...table, layers }), /norm reads nowhere/);
});

function biases(layer: Layer): number {
  if (layer.kind === 'batch-norm') return 2 * layer.outputShape[0];
  return (layer.kind === 'conv' && layer.bias) || layer.kind === 'fc' ? layer.channels : 0;
}

function multiplyAccumulates(layer: Layer): number {
  const [, height, width] = layer.outputShape;
  return weightCount(layer) * height * width;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
