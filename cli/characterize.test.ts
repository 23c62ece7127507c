import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { ActivationStudy } from '../src/activations/activation-study.ts';
import counts from '../test/golden/codec-counts.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** As it ships: built before any test is run. */
const PROGRAM = 'dist/cdma.cjs';
const MANIFEST = 'examples/traces/manifest.json';
const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma characterize '));
after(() => rmSync(folder, { recursive: true, force: true }));

function cdma(...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  assert.doesNotMatch(stderr, /\n\s+at /, 'no stack trace');
  return { status, stdout, stderr };
}

test('a table of every layer at every point, and what it comes to', () => {
  const { status, stdout, stderr } = cdma('characterize', MANIFEST);
  assert.equal(status, 0, stderr);
  assert.match(stdout, /Sign Language Digits Dataset .*, Apache-2\.0/);
  // 399,988 of 786,432 bytes, counted by independent encoders.
  assert.match(stdout, /conv1 +100 % +1\.97x/);
  assert.match(stdout, /slide 30: holds\. Denser than its input in 144 of 144 cases/);
  assert.equal(stdout.match(/^pool5 +10 %/gm)?.length, 3, 'statistics, ratios, fit');
});

test('--json has the exact counts, --zlib all no interval', () => {
  const { status, stdout } = cdma(
    'characterize',
    MANIFEST,
    '--json',
    '--zlib',
    'all',
    '--run-length-format',
    'token-16',
  );
  assert.equal(status, 0);
  const { layers } = JSON.parse(stdout) as ActivationStudy;
  for (const { name, coded } of layers) {
    for (const { trainingProgress, layouts } of coded) {
      const file = `p${String(100 * trainingProgress).padStart(3, '0')}/${name}.npy`;
      const golden = counts.tensors[file as keyof typeof counts.tensors];
      for (const layout of ['NCHW', 'NHWC', 'CHWN'] as const) {
        assert.equal(layouts[layout].sizes.rle.bytes, golden.layouts[layout].token16, file);
        assert.equal(layouts[layout].sizes.zlib.halfWidth, 0);
      }
    }
  }
});

test('--out writes a config that others can extend', () => {
  const fitted = path.join(folder, 'fitted.cdma.json');
  assert.equal(cdma('characterize', MANIFEST, '--out', fitted).status, 0);
  const own = path.join(folder, 'own.cdma.json');
  writeFileSync(
    own,
    JSON.stringify({ extends: './fitted.cdma.json', workload: { activations: { trainingProgress: 1 } } }),
  );
  const { status, stdout } = cdma('simulate', own, '--json');
  assert.ok(status === 0 || status === 1, stdout);
  const conv3 = JSON.parse(stdout).layers.find(({ name }: { name: string }) => name === 'conv3');
  const recorded = JSON.parse(readFileSync(path.join(ROOT, MANIFEST), 'utf8')).densities.layers.conv3.at(-1);
  assert.ok(Math.abs(conv3.density - recorded) < 1e-4, `${conv3.density}, recorded ${recorded}`);
});

test('a broken tensor costs its own row only, and the exit code says so', () => {
  cpSync(path.join(ROOT, 'examples', 'traces'), path.join(folder, 'traces'), { recursive: true });
  const broken = path.join(folder, 'traces', 'p010', 'conv2.npy');
  writeFileSync(broken, readFileSync(broken).subarray(0, 5000));
  const { status, stdout, stderr } = cdma('characterize', path.join(folder, 'traces', 'manifest.json'));
  assert.equal(status, 1);
  assert.match(stderr, /^conv2\.npy is cut short: .* \(byte 5000\)\.$/m);
  assert.match(stdout, /^conv2 +0 %/m);
  assert.doesNotMatch(stdout, /^conv2 +10 %/m);
});

const WRONG: [title: string, args: string[], message: RegExp][] = [
  ['no manifest', [], /no manifest given/],
  ['a manifest that is not there', ['missing.json'], /missing\.json does not exist/],
  ['a file that is no manifest', ['examples/alexnet.cdma.json'], /is not (a manifest|JSON)/],
  ['an unknown network', [MANIFEST, '--network', 'alexnets'], /--network alexnets: expected .*alexnet/],
  ['an unknown zlib mode', [MANIFEST, '--zlib', 'some'], /--zlib some: expected sampled, all/],
  ['a seed that is none', [MANIFEST, '--seed', '-1'], /seed/],
];
for (const [title, args, message] of WRONG) {
  test(`${title}: one message, exit code 2`, () => {
    const { status, stderr } = cdma('characterize', ...args);
    assert.equal(status, 2);
    assert.match(stderr, message);
  });
}
