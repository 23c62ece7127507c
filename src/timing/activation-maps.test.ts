import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LayerSpec } from '../network/network.ts';
import { inferShapes } from '../network/shapes.ts';
import { add, batchNorm, concat, conv, lrn } from '../network/tables/layers.ts';
import { activationMaps } from './activation-maps.ts';

const PLAIN = { relu: false } as const;

/** Maps by name, from layers on an image of 3 x 8 x 8. Every expected value below is read off the layers by hand. */
function mapsOf(layers: readonly LayerSpec[], join: 'zero-copy' | 'copy' = 'zero-copy') {
  const described = { id: 'test', title: 'Test', source: 'this test', input: [3, 8, 8] as const };
  const network = inferShapes({ ...described, defaultBatch: 1, defaultBatchSource: 'this test', layers });
  const maps = activationMaps(network, join);
  return Object.fromEntries(maps.map(({ layer, writers, lastReader }) => [layer, { writers, lastReader }]));
}

function keptForBackward(layers: readonly LayerSpec[]): string[] {
  const described = { id: 'test', title: 'Test', source: 'this test', input: [3, 8, 8] as const };
  const network = inferShapes({ ...described, defaultBatch: 1, defaultBatchSource: 'this test', layers });
  return activationMaps(network, 'zero-copy').flatMap(({ layer, readBackward }) => (readBackward ? [layer] : []));
}

test('branches lie in the map that joins them, one after the other also in a chain of concats', () => {
  const layers = [
    conv('a', 'data', 4, 1),
    conv('b', 'a', 4, 1),
    concat('ab', ['a', 'b']),
    conv('c', 'ab', 4, 1),
    concat('abc', ['ab', 'c']),
    conv('end', 'abc', 4, 1),
  ];
  assert.deepEqual(mapsOf(layers), {
    abc: { writers: [0, 1, 2, 3, 4], lastReader: 5 },
    end: { writers: [5], lastReader: undefined },
  });
});

test('a branch of two concats lies in the first, which the second reads', () => {
  const layers = [
    conv('a', 'data', 4, 1),
    conv('b', 'a', 4, 1),
    concat('first', ['a', 'b']),
    conv('c', 'first', 4, 1),
    concat('second', ['a', 'c']),
  ];
  assert.deepEqual(mapsOf(layers), {
    first: { writers: [0, 1, 2], lastReader: 4 },
    second: { writers: [3, 4], lastReader: undefined },
  });
});

test('a concat of the image copies it, and who reads the image reads no map', () => {
  const layers = [conv('a', 'data', 4, 1), lrn('b', 'data'), conv('c', 'b', 4, 1), concat('joined', ['data', 'c'])];
  assert.deepEqual(mapsOf(layers), {
    a: { writers: [0], lastReader: undefined },
    b: { writers: [1], lastReader: 2 },
    joined: { writers: [2, 3], lastReader: undefined },
  });
});

test('a map that is only added, without a ReLU of its own, is not read backward', () => {
  // Gradients: a sum's is its terms'; batch norm needs its input, ReLU its output, a convolution its input.
  const block = [
    conv('conv1', 'data', 8, 3, { pad: 1, ...PLAIN }), // bn1 reads it
    batchNorm('bn1', 'conv1'), // conv2 reads it
    conv('conv2', 'bn1', 8, 3, { pad: 1, ...PLAIN }), // bn2 reads it
    batchNorm('bn2', 'conv2', false), // only added
    conv('shortcut', 'data', 8, 1, PLAIN), // only added
    add('sum1', ['bn2', 'shortcut']), // its own ReLU reads it
    batchNorm('bn3', 'sum1'), // only added, but behind a ReLU
    add('sum2', ['bn3', 'sum1']),
  ];
  assert.deepEqual(keptForBackward(block), ['conv1', 'bn1', 'conv2', 'sum1', 'bn3', 'sum2']);
});
