import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GPU_PRESETS, LINK_PRESETS } from '../config/presets.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';

/** Findings that would be noise on a part as it is built in. */
const NOT_OF_PRESETS = ['link-rate', 'preset-override', 'compression-loses', 'zlib-engine'];

const runner = new Runner(nodeHost());

async function codes(config: object): Promise<string[]> {
  const { findings } = await runner.run(JSON.stringify(config), 'file:///a.cdma.json');
  return findings.map(({ code }) => code).filter((code) => NOT_OF_PRESETS.includes(code));
}

for (const { id } of LINK_PRESETS) {
  test(`the link ${id} as it is built in is plausible`, async () =>
    assert.deepEqual(await codes({ link: { preset: id } }), []));
}

for (const { id } of GPU_PRESETS) {
  test(`the GPU ${id} as it is built in is plausible`, async () =>
    assert.deepEqual(await codes({ gpu: { preset: id } }), []));
}
