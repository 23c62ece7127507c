/** A config gives the same report on a host of Node.js and in a browser, byte for byte. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { webHost } from './web-host.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const inNode = new Runner(nodeHost());
const inBrowser = new Runner(webHost(nodeHost().files));

async function assertSame(text: string, name: string): Promise<void> {
  const uri = new URL(name, EXAMPLES).href;
  const expected = await inNode.run(text, uri);
  assert.ok(expected.report, JSON.stringify(expected.findings));
  assert.equal(JSON.stringify(await inBrowser.run(text, uri)), JSON.stringify(expected));
}

for (const name of ['alexnet.cdma.json', 'own-network.cdma.json', 'slide-densities.cdma.json']) {
  test(`${name}: the same report`, () => assertSame(readFileSync(new URL(name, EXAMPLES), 'utf8'), name));
}

for (const codec of ['zvc', 'rle', 'zlib']) {
  test(`recorded tensors with ${codec}: the same report`, () => {
    const activations = { source: 'tensors', manifest: './traces/manifest.json' };
    return assertSame(JSON.stringify({ dma: { codec }, workload: { activations } }), 'recorded.cdma.json');
  });
}
