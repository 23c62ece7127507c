/**
 * A tensor that is larger than what its reader may take of memory: the size of the file decides the time, not the
 * memory.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { writeNpyHeader } from '../src/tensors/npy-write.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SHAPE = [50, 64, 224, 224];
const ELEMENTS = SHAPE.reduce((product, dimension) => product * dimension, 1);
/** Kilobytes: 300 MB, of which Node.js with the compiler that runs the tests takes about 100. */
const MOST_MEMORY = 300e3;
/** Prints the largest resident set of a process at its end, in kilobytes. */
const REPORT = 'data:text/javascript,process.on("exit",()=>console.error(process.resourceUsage().maxRSS))';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma large '));
after(() => rmSync(folder, { recursive: true, force: true }));

/** 642 MB, nearly all of it a hole of the file system that reads as zeros: one element of each image is not zero. */
function writeSparseTensor(): string {
  const name = path.join(folder, 'large.npy');
  const header = writeNpyHeader('float32', SHAPE);
  const file = openSync(name, 'w');
  writeSync(file, header);
  ftruncateSync(file, header.length + 4 * ELEMENTS);
  const imageBytes = (4 * ELEMENTS) / SHAPE[0];
  for (let image = 0; image < SHAPE[0]; image++) {
    writeSync(file, Uint8Array.of(0, 0, 0x80, 0x3f), 0, 4, header.length + image * imageBytes);
  }
  closeSync(file);
  return name;
}

test('640 MB of float32 are encoded in every order within 300 MB of memory', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      ...['--import', 'tsx', '--import', REPORT, 'cli/main.ts', 'compress', writeSparseTensor()],
      ...['--codec', 'zvc,rle', '--layout', 'NCHW,NHWC,CHWN', '--json'],
    ],
    { cwd: ROOT, encoding: 'utf8' },
  );
  assert.equal(status, 0, stderr);
  for (const { codec, layout, elements, zeroElements, compressedBytes } of JSON.parse(stdout)) {
    assert.deepEqual([elements, elements - zeroElements], [ELEMENTS, SHAPE[0]], layout);
    if (codec === 'zvc') assert.equal(compressedBytes, 4 * (ELEMENTS / 32) + 4 * SHAPE[0], layout);
  }
  const memory = Number(stderr);
  assert.ok(memory > 20e3 && memory < MOST_MEMORY, `${memory} kB`);
});
