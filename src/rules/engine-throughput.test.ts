import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';

test('dedicated zlib engines: their own rate, and no width that could not help', async () => {
  const config = { gpu: { memoryControllers: 4 }, dma: { codec: 'zlib', zlibEngine: 'dedicated-hardware' } };
  const { findings } = await new Runner(nodeHost()).run(JSON.stringify(config), 'file:///a.cdma.json');
  const found = findings.find(({ code }) => code === 'engine-throughput');
  assert.match(found?.message ?? '', /take 10 GB\/s \(4 x 2\.5 GB\/s\)/);
  assert.match(found?.help ?? '', /another codec, or more memory controllers/);
  assert.deepEqual(found?.fixes, []);
});
