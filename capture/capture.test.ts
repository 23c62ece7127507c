/**
 * The whole way from a training loop to our figures: the recorder's own tests, in Python, and a small training that it
 * records, read by the simulator. Needs a Python with PyTorch: `CDMA_PYTHON`, or any `python3` or `python` on the PATH.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { nodeHost } from '../src/node/node-host.ts';
import { type ActivationManifest, parseManifest } from '../src/tensors/manifest.ts';
import { readTensor } from '../src/tensors/tensor-file.ts';
import { readNpy } from '../test/unit/npy-files.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const PYTHON_LIMIT_MS = 120_000;

const python = findPython();
const skip = python === undefined && 'no Python with PyTorch found; set CDMA_PYTHON to one (docs/capture.md)';

const traces = mkdtempSync(path.join(os.tmpdir(), 'cdma-capture-'));
after(() => rmSync(traces, { recursive: true, force: true }));

test('the tests of the recorder pass, which are in Python', { skip }, () => {
  const { ok, output } = runPython(['-m', 'unittest']);
  assert.ok(ok, output);
  assert.match(output, /^Ran [1-9]\d* tests/m);
});

test('a training that is recorded is read by the simulator', { skip }, async (t) => {
  const { ok, output } = runPython(['example_training.py', traces]);
  assert.ok(ok, output);
  const manifestFile = path.join(traces, 'manifest.json');
  const parsed = parseManifest(JSON.parse(readFileSync(manifestFile, 'utf8')));
  if ('problems' in parsed) assert.fail(JSON.stringify(parsed.problems));
  const { manifest } = parsed;

  await t.test('the manifest says what was trained', () => {
    assert.equal(manifest.dataset?.name, 'disks, rings and crosses');
    const points = manifest.timePoints ?? [];
    assert.deepEqual(
      points.map(({ trainingProgress }) => trainingProgress),
      [0, 0.1, 0.5, 1],
    );
    const [first, last] = [points.at(0)?.testAccuracy ?? 1, points.at(-1)?.testAccuracy ?? 0];
    assert.ok(first < 0.6 && last > 0.9, `accuracy from ${first} to ${last}: nothing was learnt`);
    const window = { mode: 'max', kernel: 3, stride: 2 };
    assert.deepEqual(manifest.layers, [
      { name: 'conv1', kind: 'conv' },
      { name: 'pool1', kind: 'pool', input: 'conv1', pool: window },
      { name: 'conv2', kind: 'conv', input: 'pool1' },
      { name: 'bn2', kind: 'batch-norm', input: 'conv2' },
      { name: 'pool2', kind: 'pool', input: 'bn2', pool: window },
      { name: 'fc3', kind: 'fc', input: 'pool2' },
    ]);
    assert.equal(manifest.densities?.trainingProgress.length, 21);
    assert.equal(manifest.tensors.length, 4 * 6);
  });

  await t.test('every tensor is what the manifest says, with the density of its curve', async () => {
    for (const entry of manifest.tensors) {
      const read = await readTensor(entry, manifest, pathToFileURL(manifestFile).href, nodeHost());
      if ('problem' in read) assert.fail(`${read.problem.uri} ${read.problem.message}`);
      const { words, shape } = read.tensor;
      assert.equal(shape[0], 16);
      let nonZero = 0;
      for (const word of words) if (word !== 0) nonZero++;
      assert.equal(nonZero / words.length, densityInCurve(manifest, entry), entry.file);
      const npy = readNpy(readFileSync(path.join(traces, entry.file)));
      assert.deepEqual(npy.shape, entry.shape);
    }
  });

  await t.test('a recorded pool is the pooled map of the layer that it reads', async () => {
    const [conv, pool] = await Promise.all(
      ['conv1', 'pool1'].map(async (layer) => {
        const { words, shape } = readNpy(readFileSync(path.join(traces, 'p100', `${layer}.npy`)));
        return { values: new Float32Array(words.buffer, words.byteOffset, words.length), shape };
      }),
    );
    assert.ok(conv && pool);
    assert.deepEqual(maximaOf3By3(conv.values, conv.shape), [...pool.values]);
  });
});

function densityInCurve(
  { densities }: ActivationManifest,
  { layer, trainingProgress }: ActivationManifest['tensors'][number],
): number | undefined {
  const index = densities?.trainingProgress.indexOf(trainingProgress) ?? -1;
  return densities?.layers[layer]?.[index];
}

/** Maxima of 3 x 3 windows, 2 apart, within maps of NCHW order. */
function maximaOf3By3(values: Float32Array, [n = 0, c = 0, height = 0, width = 0]: readonly number[]): number[] {
  const maxima: number[] = [];
  for (let map = 0; map < n * c; map++) {
    for (let top = 0; top + 3 <= height; top += 2) {
      for (let left = 0; left + 3 <= width; left += 2) {
        const rows = [0, 1, 2].map((row) => (map * height + top + row) * width + left);
        maxima.push(Math.max(...rows.flatMap((start) => [...values.subarray(start, start + 3)])));
      }
    }
  }
  return maxima;
}

/** The first Python that has PyTorch and NumPy; `CDMA_PYTHON` alone where it is set. */
function findPython(): string | undefined {
  const given = process.env['CDMA_PYTHON'];
  const names = process.platform === 'win32' ? ['python.exe'] : ['python3', 'python'];
  const folders = (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const onPath = folders.flatMap((folder) => names.map((name) => path.join(folder, name))).filter(existsSync);
  const candidates = given === undefined || given === '' ? [...new Set(onPath)] : [given];
  return candidates.find(
    (file) => spawnSync(file, ['-c', 'import torch, numpy'], { timeout: PYTHON_LIMIT_MS }).status === 0,
  );
}

function runPython(args: readonly string[]): { ok: boolean; output: string } {
  assert.ok(python);
  // -B: no compiled files beside the sources.
  const options = { cwd: FOLDER, encoding: 'utf8', timeout: PYTHON_LIMIT_MS } as const;
  const { status, stdout, stderr, error } = spawnSync(python, ['-B', ...args], options);
  return { ok: status === 0, output: `${stdout}${stderr}${error ?? ''}` };
}
