import assert from 'node:assert/strict';
import { test } from 'node:test';
import { referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import { EVALUATION_NETWORKS, networkById } from '../network/catalogue.ts';
import { planOffload } from './offload-plan.ts';

/** Names of the maps that move, with Large Model Support unless told otherwise. */
function moved(
  id: string,
  batch: number,
  tensorThreshold: number,
  memoryFraction: number,
  dramCapacity = 12e9,
): string[] {
  const { workload } = referenceConfig(TITAN_XP, id);
  const largeModelSupport = { tensorThreshold, memoryFraction };
  const policy = 'large-model-support';
  const plan = planOffload(networkById(id), { ...workload, batch, policy, largeModelSupport }, { dramCapacity });
  return plan.map(({ layer }) => layer);
}

function movedByAll(id: string): string[] {
  const { workload, gpu } = referenceConfig(TITAN_XP, id);
  return planOffload(networkById(id), { ...workload, policy: 'all' }, gpu).map(({ layer }) => layer);
}

test('from the first byte on and without a threshold it is the policy all', () => {
  for (const { id } of EVALUATION_NETWORKS) assert.deepEqual(moved(id, 256, 0, 0), movedByAll(id));
});

test('nothing moves while everything fits into the fraction', () => {
  for (const { id } of EVALUATION_NETWORKS) assert.deepEqual(moved(id, 256, 0, 1, 1e12), []);
});

// By hand, AlexNet at batch 256: a map of 1 M elements an image takes 1.024 GB. conv1 and norm1 have 290,400 elements
// (297 MB), conv2 and norm2 186,624 (191 MB), pool1 69,984 (72 MB), conv3 and conv4 64,896 (66 MB), conv5 and pool2 43,264
// (44 MB).
test('maps below the threshold stay', () => {
  assert.deepEqual(moved('alexnet', 256, 100e6, 0), ['conv1', 'norm1', 'conv2', 'norm2']);
  assert.deepEqual(moved('alexnet', 256, 200e6, 0), ['conv1', 'norm1']);
});

test('maps produced before the fraction is reached stay', () => {
  // 61.0 M weights three times are 731.5 MB and the images 158.3 MB. With conv1 and norm1 that is 1.484 GB, with pool1
  // 1.556 GB and with conv2 1.747 GB, more than half of 3.2 GB.
  assert.deepEqual(moved('alexnet', 256, 0, 0.5, 3.2e9), movedByAll('alexnet').slice(3));
  assert.deepEqual(moved('alexnet', 256, 0, 0.5, 2.9e9), movedByAll('alexnet').slice(1));
});

test('once it is on, it stays on: a later map moves although it would fit by itself', () => {
  // 1.6 GB hold conv1, norm1 and pool1, and after conv2 has moved there would be room for conv3's 66 MB less.
  const maps = moved('alexnet', 256, 0, 0.5, 3.3e9);
  assert.ok(maps.includes('conv2') && maps.includes('conv3'));
});

test('a higher threshold or fraction never moves more', () => {
  for (const { id } of EVALUATION_NETWORKS) {
    for (const [threshold, fraction] of [
      [0, 0.1],
      [20e6, 0.1],
      [20e6, 0.3],
    ] as const) {
      const maps = new Set(moved(id, 128, threshold, fraction));
      assert.ok(moved(id, 128, 2 * threshold, fraction).every((map) => maps.has(map)));
      assert.ok(moved(id, 128, threshold, 2 * fraction).every((map) => maps.has(map)));
    }
  }
});
