import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { writeNpy } from '../../test/unit/npy-files.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma tensors #1 ')); // a name that URIs must escape
after(() => rmSync(folder, { recursive: true, force: true }));
const runner = new Runner(nodeHost());

/** conv5 of AlexNet for one image. */
const SHAPE = [1, 256, 13, 13];
const GOOD = tensor(SHAPE, (index) => (index % 3 === 0 ? 1 + index : 0));

function tensor(shape: readonly number[], value: (index: number) => number): Uint8Array {
  const elements = shape.reduce((product, dimension) => product * dimension, 1);
  const words = new Uint32Array(Float32Array.from({ length: elements }, (_, index) => value(index)).buffer);
  return writeNpy({ dtype: 'float32', shape, words });
}

/** Simulates AlexNet with one recorded tensor, `conv5.npy`, of which the manifest says `entry`. */
function runWith(file: Uint8Array | null, entry: object = {}) {
  const tensorFile = path.join(folder, 'conv5.npy');
  if (file === null) rmSync(tensorFile, { force: true });
  else writeFileSync(tensorFile, file);
  const declared = { layer: 'conv5', file: 'conv5.npy', shape: SHAPE, dtype: 'float32', trainingProgress: 1, ...entry };
  return runManifest({ layout: 'NCHW', tensors: [declared] });
}

function runManifest(manifest: unknown) {
  writeFileSync(path.join(folder, 'manifest.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
  const config = { workload: { activations: { source: 'tensors', manifest: './manifest.json' } } };
  return runner.run(JSON.stringify(config), pathToFileURL(path.join(folder, 'test.cdma.json')).href);
}

const BROKEN: [title: string, run: () => ReturnType<typeof runManifest>, message: RegExp][] = [
  ['missing', () => runWith(null), /^conv5\.npy does not exist\.$/],
  ['0 bytes long', () => runWith(new Uint8Array(0)), /^conv5\.npy is empty; expected a NumPy \.npy file \(byte 0\)\.$/],
  [
    'cut short',
    () => runWith(GOOD.subarray(0, 1000)),
    /is cut short: shape .* needs 173056 bytes of data, found \d+ \(byte 1000\)/,
  ],
  [
    'of another shape',
    () => runWith(tensor([1, 256, 13, 12], () => 1)),
    /has shape \(1,256,13,12\); the manifest says \(1,256,13,13\)/,
  ],
  [
    'not a tensor',
    () => runWith(new TextEncoder().encode('PK\u0003\u0004 a zip file')),
    /does not start like a NumPy \.npy file/,
  ],
  ['of another type', () => runWith(GOOD, { dtype: 'float16' }), /holds float32; the manifest says float16/],
  [
    'changed since',
    () => runWith(GOOD, { sha256: '0'.repeat(64) }),
    /differs from the file that the manifest was made for/,
  ],
];

for (const [title, run, message] of BROKEN) {
  test(`a tensor file that is ${title}: one error at the manifest, and no figures`, async () => {
    const { report, findings } = await run();
    assert.equal(report, null);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.code, 'tensor-file');
    assert.match(findings[0]?.message ?? '', message);
  });
}

test('a manifest that is no JSON, or no manifest, says so', async () => {
  const noJson = await runManifest('{ "tensors": [');
  assert.match(noJson.findings[0]?.message ?? '', /^manifest\.json is not JSON/);
  const noManifest = await runManifest({ layout: 'NCHW', tensors: [{ layer: 'conv5', files: 'conv5.npy' }] });
  assert.equal(noManifest.findings.length, 1);
  assert.match(noManifest.findings[0]?.message ?? '', /^manifest\.json is not a manifest: tensors\.0/);
});

test('NaN and infinities are encoded as they are, with a warning', async () => {
  const diverged = tensor(SHAPE, (index) => [0, Number.NaN, Number.POSITIVE_INFINITY, 1][index % 4] ?? 0);
  const { report, findings } = await runWith(diverged);
  assert.ok(report);
  const warning = findings.find(({ code }) => code === 'tensor-values');
  assert.equal(warning?.severity, 'warning');
  assert.match(warning?.message ?? '', /conv5\.npy holds 21632 NaN or infinite values/);
  assert.equal(report.layers.find(({ name }) => name === 'conv5')?.density, 0.75);
});

test('a file that is mended is read again', async () => {
  assert.equal((await runWith(null)).report, null);
  const { report } = await runWith(GOOD);
  assert.equal(report?.layers.find(({ name }) => name === 'conv5')?.origin?.kind, 'measured');
});

test("a tensor of the network's own shape raises no finding", async () => {
  const { findings } = await runWith(GOOD);
  assert.equal(
    findings.some(({ code }) => code.startsWith('tensor')),
    false,
  );
});
