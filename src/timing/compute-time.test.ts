import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import { networkById } from '../network/catalogue.ts';
import { layerComputeTimes, totalCost } from './compute-time.ts';

/** Forward and backward ms of an independent implementation (docs/model.md, "Golden numbers"). */
const ALEXNET_ON_MAXWELL: Record<string, [forward: string, backward: string]> = {
  conv1: ['19.1148', '35.3533'],
  norm1: ['3.5601', '10.1346'],
  pool1: ['2.1699', '9.3673'],
  conv2: ['23.7471', '55.9907'],
  norm2: ['2.2950', '6.5201'],
  pool2: ['1.3491', '5.9826'],
  conv3: ['7.8943', '16.4012'],
  conv4: ['6.2591', '13.1671'],
  conv5: ['4.1927', '8.8548'],
  pool5: ['0.3031', '1.3812'],
  fc6: ['3.7581', '10.8022'],
  fc7: ['1.7129', '4.8760'],
  fc8: ['0.4195', '1.2175'],
};

test('every layer of AlexNet takes its golden time on a Maxwell Titan X', () => {
  const times = layerTimes(MAXWELL_TITAN_X, 'alexnet');
  assert.deepEqual(
    Object.fromEntries(
      times.map(({ layer, forward, backward }) => [layer, [ms(forward.seconds, 4), ms(backward.seconds, 4)]]),
    ),
    ALEXNET_ON_MAXWELL,
  );
});

for (const { gpu, network, forward, backward } of [
  { gpu: MAXWELL_TITAN_X, network: 'alexnet', forward: '76.78', backward: '180.05' },
  { gpu: MAXWELL_TITAN_X, network: 'vgg16', forward: '497.81', backward: '1124.99' },
  { gpu: MAXWELL_TITAN_X, network: 'googlenet', forward: '243.70', backward: '609.13' },
  { gpu: TITAN_XP, network: 'alexnet', forward: '45.10', backward: '105.96' },
]) {
  test(`${network} takes its golden forward and backward time on ${gpu.preset}`, () => {
    const times = layerTimes(gpu, network);
    assert.equal(ms(totalCost(times.map((layer) => layer.forward)).seconds, 2), forward);
    assert.equal(ms(totalCost(times.map((layer) => layer.backward)).seconds, 2), backward);
  });
}

test('the weight update adds DRAM traffic to layers that have weights, and only to them', () => {
  const { workload } = referenceConfig(MAXWELL_TITAN_X, 'alexnet');
  const without = layerComputeTimes(networkById('alexnet'), MAXWELL_TITAN_X, { ...workload, weightUpdate: false });
  const added = layerTimes(MAXWELL_TITAN_X, 'alexnet').flatMap(({ layer, backward }, index) =>
    backward.dramBytes > (without[index]?.backward.dramBytes ?? 0) ? [layer] : [],
  );
  assert.deepEqual(added, ['conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'fc6', 'fc7', 'fc8']);
});

function layerTimes(gpu: typeof TITAN_XP, network: string) {
  return layerComputeTimes(networkById(network), gpu, referenceConfig(gpu, network).workload);
}

function ms(seconds: number, digits: number): string {
  return (seconds * 1e3).toFixed(digits);
}
