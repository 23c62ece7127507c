import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LocatedFinding } from '../findings/finding.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';

const runner = new Runner(nodeHost());

async function problems(batch: number, dramCapacity: string): Promise<LocatedFinding[]> {
  const config = { gpu: { dramCapacity }, workload: { network: 'vgg16', batch } };
  const { findings } = await runner.run(JSON.stringify(config), 'file:///test.cdma.json');
  return findings.filter(({ code }) => code === 'gpu-memory');
}

test('nothing is said where everything fits', async () => {
  assert.deepEqual(await problems(64, '12 GB'), []);
});

test('a batch that fits only because maps move is worth a word', async () => {
  // VGG-16 at batch 128: 7.6 GB of maps, 3.3 GB of gradient maps, 1.7 GB of weights, gradients and momentum, 12.75 GB.
  const [finding, ...others] = await problems(128, '12 GB');
  assert.deepEqual(others, []);
  assert.equal(finding?.severity, 'information');
  assert.match(finding.message, /keeping everything on the GPU takes 12\.\d GB, the card has 12 GB/);
});

test('a batch that does not fit is a warning, with a batch that does', async () => {
  const [finding, ...others] = await problems(256, '12 GB');
  assert.deepEqual(others, []);
  assert.equal(finding?.severity, 'warning');
  const batch = Number(/\d+/.exec(finding.fixes[0]?.title ?? '')?.[0]);
  assert.ok(batch > 0);
  assert.ok((await problems(batch, '12 GB')).every(({ severity }) => severity === 'information'));
  assert.ok((await problems(batch + 2, '12 GB')).some(({ severity }) => severity === 'warning'));
});

test('where not even one image fits, no batch is offered', async () => {
  const [finding] = await problems(1, '1 GB');
  assert.equal(finding?.severity, 'warning');
  assert.deepEqual(finding.fixes, []);
});
