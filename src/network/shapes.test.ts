import assert from 'node:assert/strict';
import { test } from 'node:test';
import golden from '../../test/golden/network-shapes.json' with { type: 'json' };
import { findNetworkTable, NETWORK_TABLES, networkById } from './catalogue.ts';
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
    NETWORK_TABLES.map(({ id, defaultBatch }) => [id, defaultBatch]),
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

test('a layer that reads an unknown map is refused', () => {
  const table = findNetworkTable('alexnet');
  assert.ok(table);
  const layers = [{ kind: 'lrn', name: 'norm', input: ['nowhere'] }] as const;
  assert.throws(() => inferShapes({ ...table, layers }), /norm reads nowhere/);
});

function biases(layer: Layer): number {
  return layer.kind === 'conv' || layer.kind === 'fc' ? layer.channels : 0;
}

function multiplyAccumulates(layer: Layer): number {
  const [, height, width] = layer.outputShape;
  return weightCount(layer) * height * width;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
