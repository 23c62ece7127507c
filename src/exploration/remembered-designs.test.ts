import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Explorer } from '../explore.ts';
import { METRIC_IDS } from '../metrics/metric.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { type EvaluateDesigns, evaluateHere } from './evaluation.ts';
import type { Prepared } from './prepared.ts';
import { evaluateRemembering, RememberedDesigns } from './remembered-designs.ts';

const explorer = new Explorer(new Runner(nodeHost()));

async function sweepOfBuffers(buffers: readonly string[], gpu: object = {}): Promise<Prepared> {
  const workload = { network: 'alexnet', activations: { source: 'uniform', ratio: 2.6 } };
  const config = { gpu, workload, explore: { parameters: { 'dma.buffer': buffers } } };
  const prepared = await explorer.prepare(JSON.stringify(config), 'file:///sweep.cdma.json');
  assert.ok(prepared);
  return prepared;
}

/** Evaluates all designs of a sweep line by line; says which were really run, and what was told meanwhile. */
async function evaluateAll(prepared: Prepared, remembered: RememberedDesigns) {
  const run: number[] = [];
  const told: { done: number; finished: number }[] = [];
  const counting: EvaluateDesigns = (request) => {
    run.push(...request.places);
    return evaluateHere(prepared)(request);
  };
  const places = Uint32Array.from({ length: prepared.space.size }, (_, place) => place);
  const { metrics, failed } = await evaluateRemembering(
    prepared,
    remembered,
    counting,
  )({
    places,
    fidelity: 'pipeline',
    wanted: METRIC_IDS,
    onProgress: (done, soFar) => {
      const column = soFar?.metrics.get('speedupOverVdnn');
      if (column !== undefined) told.push({ done, finished: column.slice(0, done).filter((one) => one > 0).length });
    },
  });
  return { run, told, metrics, failed };
}

test('a wider sweep runs only the designs that are new, and all figures are those of running everything', async () => {
  const remembered = new RememberedDesigns();
  const first = await evaluateAll(await sweepOfBuffers(['16 KB', '70 KB']), remembered);
  assert.deepEqual(first.run, [0, 1]);
  const wider = await sweepOfBuffers(['8 KB', '16 KB', '70000 B', '140 KB']);
  const second = await evaluateAll(wider, remembered);
  assert.deepEqual(second.run, [0, 3], '70000 B is 70 KB');
  const anew = await evaluateAll(wider, new RememberedDesigns());
  assert.deepEqual(second.metrics, anew.metrics);
  assert.deepEqual(second.failed, anew.failed);
  assert.ok(second.told.length > 0);
  for (const { done, finished } of second.told) assert.equal(finished, done, 'the first rows are complete');
  assert.equal(second.told.at(-1)?.done, 4);
});

test('another card is another design', async () => {
  const remembered = new RememberedDesigns();
  await evaluateAll(await sweepOfBuffers(['16 KB']), remembered);
  const other = await evaluateAll(await sweepOfBuffers(['16 KB'], { dramBandwidth: '100 GB/s' }), remembered);
  assert.deepEqual(other.run, [0]);
});
