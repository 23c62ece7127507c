/**
 * A tensor that is larger than what its reader may take of memory: the size of the file decides the time, not the
 * memory.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { ActivationStudy } from '../src/activations/activation-study.ts';
import { writeNpyHeader } from '../src/tensors/npy-write.ts';

const SHAPE = [50, 64, 224, 224];
const ELEMENTS = SHAPE.reduce((product, dimension) => product * dimension, 1);
/** Kilobytes, Node.js itself included. */
const MOST_MEMORY = 300e3;
/** Prints the largest resident set of a process at its end, in kilobytes. */
const REPORT = 'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma large '));
const program = path.join(folder, 'cdma.cjs');
const tensor = path.join(folder, 'large.npy');

before(async () => {
  // As it ships: the compiler that runs the tests would take memory of its own.
  const entry = fileURLToPath(new URL('main.ts', import.meta.url));
  await build({
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    outfile: program,
  });
  writeSparseTensor();
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** 642 MB, nearly all of it a hole of the file system that reads as zeros: one element of each image is not zero. */
function writeSparseTensor(): void {
  const header = writeNpyHeader('float32', SHAPE);
  const file = openSync(tensor, 'w');
  writeSync(file, header);
  ftruncateSync(file, header.length + 4 * ELEMENTS);
  const imageBytes = (4 * ELEMENTS) / SHAPE[0];
  for (let image = 0; image < SHAPE[0]; image++) {
    writeSync(file, Uint8Array.of(0, 0, 0x80, 0x3f), 0, 4, header.length + image * imageBytes);
  }
  closeSync(file);
}

/** What a command prints, once it is sure that it stayed within its memory. */
function printed(...args: string[]): unknown {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', REPORT, program, ...args], {
    encoding: 'utf8',
  });
  assert.equal(status, 0, stderr);
  const memory = Number(stderr);
  assert.ok(memory > 20e3 && memory < MOST_MEMORY, `${memory} kB`);
  return JSON.parse(stdout);
}

test('640 MB of float32 are encoded in every order within 300 MB of memory', () => {
  const rows = printed('compress', tensor, '--codec', 'zvc,rle', '--layout', 'NCHW,NHWC,CHWN', '--json');
  for (const { codec, layout, elements, zeroElements, compressedBytes } of rows as Record<string, number>[]) {
    assert.deepEqual([elements, elements - zeroElements], [ELEMENTS, SHAPE[0]], `${layout}`);
    if (String(codec) === 'zvc') assert.equal(compressedBytes, 4 * (ELEMENTS / 32) + 4 * SHAPE[0], `${layout}`);
  }
});

test('640 MB of float32 are characterised within 300 MB of memory', () => {
  const manifest = path.join(folder, 'manifest.json');
  const entry = { layer: 'conv1', file: 'large.npy', shape: SHAPE, dtype: 'float32', trainingProgress: 1 };
  writeFileSync(manifest, JSON.stringify({ layout: 'NCHW', tensors: [entry] }));
  const { layers } = printed('characterize', manifest, '--json') as ActivationStudy;
  const [coded] = layers[0]?.coded ?? [];
  assert.deepEqual([coded?.elements, coded?.nonZeroElements, coded?.images], [ELEMENTS, SHAPE[0], SHAPE[0]]);
  // The non-zero elements start the images: a run of zeros follows each, in the order of the file.
  assert.equal(coded?.layouts.NCHW.meanZeroRun, ELEMENTS / SHAPE[0] - 1);
});
