/**
 * Memory for a tensor file: the peak resident set, Node.js included, of the command line while it encodes a file of 2.06 GB in every
 * order, and while it characterises it. Tensors are read block by block, so the size of the file decides the time only. The file is a
 * hole that reads as zeros, but for one element of each image: it takes next to no disk where the file system has holes.
 *
 * Usage: npm run bench -- tensor-memory [rounds]
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../scripts/project.ts';
import type { ActivationStudy } from '../src/activations/activation-study.ts';
import { writeNpyHeader } from '../src/tensors/npy-write.ts';
import { handOver, judged } from './measurement.ts';

const IMAGES = 160;
const SHAPE = [IMAGES, 64, 224, 224];
const ELEMENTS = SHAPE.reduce((product, dimension) => product * dimension, 1);
const FILE_GB = ((4 * ELEMENTS) / 1e9).toFixed(2);
const BUDGET_MB = 300;
/** Prints the largest resident set of a process at its end, in KiB. */
const REPORT = 'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';
const ONE = Uint8Array.of(0, 0, 0x80, 0x3f);
const rounds = Number(process.argv[2] ?? 1);

const folder = mkdtempSync(path.join(tmpdir(), 'tensor-memory-bench-'));
const program = path.join(folder, 'cdma.cjs');
const tensor = path.join(folder, 'large.npy');
const manifest = path.join(folder, 'manifest.json');
try {
  await bundle();
  writeSparseTensor();
  const entry = { layer: 'conv1', file: path.basename(tensor), shape: SHAPE, dtype: 'float32', trainingProgress: 1 };
  writeFileSync(manifest, JSON.stringify({ layout: 'NCHW', tensors: [entry] }));
  const compress = ['compress', tensor, '--codec', 'zvc,rle', '--layout', 'NCHW,NHWC,CHWN', '--json'];
  measure('encoded in three orders', compress, checkSizes);
  measure('characterised', ['characterize', manifest, '--json'], checkStudy);
} finally {
  rmSync(folder, { recursive: true });
}

/** Runs a command, makes sure that it did the work, and hands over the median of its peaks. */
function measure(what: string, args: readonly string[], check: (printed: unknown) => void): void {
  const peaks: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', REPORT, program, ...args], {
      encoding: 'utf8',
    });
    const seconds = (performance.now() - start) / 1e3;
    if (status !== 0) throw new Error(`cdma ${args[0]} ended with code ${status}: ${stderr}`);
    check(JSON.parse(stdout));
    const peakMB = (Number(stderr) * 1024) / 1e6;
    console.log(
      `${FILE_GB} GB of float32 ${what}: ${peakMB.toFixed(0)} MB (budget ${BUDGET_MB}), ${seconds.toFixed(1)} s`,
    );
    peaks.push(peakMB);
  }
  const value = peaks.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN;
  const budget = { of: 'value', bound: 'at most', limit: BUDGET_MB } as const;
  handOver(judged({ name: `${FILE_GB} GB file ${what}`, value, unit: 'MB', budget, rounds }));
}

/** A mask of 4 bytes for every 32 words, and the words that are not zero: one an image. */
function checkSizes(printed: unknown): void {
  const rows = printed as { codec: string; layout: string; compressedBytes: number }[];
  const sizes = rows
    .filter(({ codec }) => codec === 'zvc')
    .map(({ layout, compressedBytes }) => [layout, compressedBytes]);
  const expected = 4 * (ELEMENTS / 32) + 4 * IMAGES;
  assert.deepEqual(Object.fromEntries(sizes), { NCHW: expected, NHWC: expected, CHWN: expected });
}

function checkStudy(printed: unknown): void {
  const [coded] = (printed as ActivationStudy).layers[0]?.coded ?? [];
  assert.deepEqual([coded?.elements, coded?.nonZeroElements, coded?.images], [ELEMENTS, IMAGES, IMAGES]);
}

/** As it ships: the compiler that runs this file would take memory of its own. */
async function bundle(): Promise<void> {
  await build({
    entryPoints: [path.join(ROOT, 'cli', 'main.ts')],
    bundle: true,
    platform: 'node',
    mainFields: ['module', 'main'],
    outfile: program,
    logLevel: 'error',
  });
}

function writeSparseTensor(): void {
  const header = writeNpyHeader('float32', SHAPE);
  const file = openSync(tensor, 'w');
  writeSync(file, header);
  ftruncateSync(file, header.length + 4 * ELEMENTS);
  const imageBytes = (4 * ELEMENTS) / IMAGES;
  for (let image = 0; image < IMAGES; image++) writeSync(file, ONE, 0, ONE.length, header.length + image * imageBytes);
  closeSync(file);
}
