import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, TITAN_XP } from '../../test/golden/reference-configs.ts';
import { networkById } from '../network/catalogue.ts';
import { layerComputeTimes } from './compute-time.ts';
import { MEASURED_LOGS, measuredLogFor, measuredTimes } from './measured-times.ts';

/** The card as its preset describes it, which is the one that was measured. */
const TITAN_X = { ...MAXWELL_TITAN_X, dramBandwidth: 336.5e9 };
const measured = { batch: 128, weightUpdate: false, layerTimes: 'measured' } as const;

for (const log of MEASURED_LOGS) {
  const [id = ''] = log.networks;
  test(`the rows of ${id} sum to the log's own totals, and every one belongs to a layer`, () => {
    const times = [...measuredTimes(networkById(id), TITAN_X, log.batch).values()];
    const forwardMs = times.reduce((sum, { forward }) => sum + forward, 0) * 1e3;
    const backwardMs = times.reduce((sum, { backward }) => sum + backward, 0) * 1e3;
    // The log times the whole pass too; what lies between the layers is less than 1 % of it.
    assert.ok(Math.abs(forwardMs / log.totalMs[0] - 1) < 0.01, `${forwardMs} of ${log.totalMs[0]}`);
    assert.ok(Math.abs(backwardMs / log.totalMs[1] - 1) < 0.01, `${backwardMs} of ${log.totalMs[1]}`);
    assert.deepEqual(
      layerComputeTimes(networkById(id), TITAN_X, measured).filter(({ source }) => source !== 'measured'),
      [],
    );
  });
}

test('a layer has its own row, its ReLU and the sum of its gradients, scaled with the batch', () => {
  // caffe/output_alexnet.log: conv3 5.48363 and 10.7821 ms, its ReLU 0.298499 and 0.451782 ms, at batch 128.
  const alexnet = measuredTimes(networkById('alexnet-owt'), TITAN_X, 256).get('conv3/3x3_s1');
  assert.equal(alexnet?.forward.toFixed(9), '0.011564258');
  assert.equal(alexnet?.backward.toFixed(9), '0.022467764');
  // caffe/output_googlenet.log: pool2 2.46508 and 10.6933 ms, the split behind it 0.0035904 and 2.58223 ms.
  const googlenet = measuredTimes(networkById('googlenet-cb'), TITAN_X, 128).get('pool2/3x3_s2');
  assert.equal(googlenet?.forward.toFixed(9), '0.002468670');
  assert.equal(googlenet?.backward.toFixed(9), '0.013275530');
});

test('networks that share layers share their rows, and the model fills the rest', () => {
  const layers = layerComputeTimes(networkById('googlenet'), TITAN_X, measured);
  const modelled = layers.filter(({ source }) => source === 'model').map(({ layer }) => layer);
  // The log's network has no normalisation, and its classifier has another name.
  assert.deepEqual(modelled, ['pool1/norm1', 'conv2/norm2', 'loss3/classifier']);
});

test('DRAM traffic and operations stay the model’s, and so does the weight update', () => {
  const network = networkById('alexnet-owt');
  const times = (settings: Partial<Parameters<typeof layerComputeTimes>[2]>) =>
    layerComputeTimes(network, TITAN_X, { ...measured, ...settings });
  const modelled = times({ layerTimes: 'model', weightUpdate: true });
  times({ weightUpdate: true }).forEach(({ forward, backward, source }, index) => {
    assert.equal(source, 'measured');
    assert.equal(forward.dramBytes, modelled[index]?.forward.dramBytes);
    assert.equal(backward.flop, modelled[index]?.backward.flop);
  });
  const fc6 = network.layers.findIndex(({ name }) => name === 'fc6');
  const added = (times({ weightUpdate: true })[fc6]?.backward.seconds ?? 0) - (times({})[fc6]?.backward.seconds ?? 0);
  // 5 transfers of 9216 x 4096 weights of 4 B at 0.68 of 336.5 GB/s, and a launch of 20 us.
  assert.equal((added * 1e3).toFixed(4), ((5 * 9216 * 4096 * 4 * 1e3) / (0.68 * 336.5e9) + 0.02).toFixed(4));
});

test('only the card that was measured has measured times, and the reason is given', () => {
  const reasonFor = (id: string, gpu: typeof TITAN_X) => {
    const found = measuredLogFor(networkById(id), gpu);
    return 'reason' in found ? found.reason : null;
  };
  assert.equal(reasonFor('overfeat', TITAN_X), null);
  assert.match(reasonFor('nin', TITAN_X) ?? '', /no public log of nin/);
  assert.match(reasonFor('overfeat', TITAN_XP) ?? '', /measured on titanx-maxwell only/);
  assert.match(reasonFor('overfeat', { ...TITAN_X, peakCompute: 8e12 }) ?? '', /the config changes titanx-maxwell/);
  const changed = layerComputeTimes(networkById('overfeat'), { ...TITAN_X, dramBandwidth: 400e9 }, measured);
  assert.ok(changed.every(({ source }) => source === 'model'));
});
