/** Files that a config names and that go away after it was found valid: one message, and the next run knows them again. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma-removed-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string): string => path.join(folder, name);

cpSync(path.join(ROOT, 'examples/traces'), at('traces'), { recursive: true });
writeFileSync(at('base.cdma.json'), '{ "dma": { "codec": "rle" } }');
writeFileSync(at('tiny.cdma-network.json'), readFileSync(path.join(ROOT, 'examples/tiny.cdma-network.json')));

const TENSORS = {
  workload: { activations: { source: 'tensors', manifest: './traces/manifest.json', trainingProgress: 1 } },
};
const CASES: [what: string, removed: string, config: object, code: string, message: string][] = [
  [
    'a base',
    'base.cdma.json',
    { extends: './base.cdma.json' },
    'extends-missing',
    "extends: './base.cdma.json' does not exist.",
  ],
  [
    'a network file',
    'tiny.cdma-network.json',
    { workload: { network: './tiny.cdma-network.json' } },
    'network-file',
    "network: './tiny.cdma-network.json' does not exist.",
  ],
  ['a manifest', 'traces/manifest.json', TENSORS, 'tensor-file', 'manifest.json does not exist.'],
  ['a tensor', 'traces/p100/conv3.npy', TENSORS, 'tensor-file', 'conv3.npy does not exist.'],
  ['the folder of all tensors', 'traces', TENSORS, 'tensor-file', 'manifest.json does not exist.'],
];

for (const [what, removed, config, code, message] of CASES) {
  test(`${what} that is removed between validating and running: one message`, async () => {
    const runner = new Runner(nodeHost());
    const text = JSON.stringify(config);
    const uri = pathToFileURL(at('opened.cdma.json')).href;
    assert.deepEqual(await runner.validate(text, uri), []);
    const before = await runner.run(text, uri);
    assert.notEqual(before.report, null, 'it runs while the file is there');

    renameSync(at(removed), at('away'));
    const { report, findings, dependencies } = await runner.run(text, uri);
    assert.equal(report, null);
    const errors = findings.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      errors.map((finding) => [finding.code, finding.message]),
      [[code, message]],
    );
    assert.ok(dependencies.length > 0, 'what is missing is watched, so that its return is seen');

    renameSync(at('away'), at(removed));
    const again = await runner.run(text, uri);
    assert.deepEqual(again.report, before.report, 'the same result once it is back');
  });
}
