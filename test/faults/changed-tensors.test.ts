/** Tensor files that are cut, overwritten, replaced or removed while they are read. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ActivationStudy } from '../../src/activations/activation-study.ts';
import { studyTensors } from '../../src/activations/study-tensors.ts';
import type { Host, OpenFile } from '../../src/host.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { describeProblem } from '../../src/rules/tensor-files.ts';
import { writeNpyHeader } from '../../src/tensors/npy-write.ts';
import { readManifest } from '../../src/tensors/read-manifest.ts';
import { openTensorFile } from '../../src/tensors/tensor-container.ts';
import { problemOf } from '../../src/tensors/tensor-problem.ts';
import { Command } from './command.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const command = await Command.create();
after(() => command.remove());
const at = (name: string): string => command.at(name);
const uriOf = (name: string): string => pathToFileURL(at(name)).href;

const ELEMENTS = 2 ** 20;
const SHAPE = [16, 64, 32, 32];
const HEADER = writeNpyHeader('float32', SHAPE);
const ALL_BYTES = HEADER.length + 4 * ELEMENTS;

/** 4 MiB, every element alike. */
function writeLarge(name: string, element: number): void {
  const data = new Float32Array(ELEMENTS).fill(element);
  writeFileSync(at(name), Buffer.concat([HEADER, new Uint8Array(data.buffer)]));
}

/** Writes a file that seems to be an hour old: file systems tell times apart by milliseconds only. */
function writeOld(name: string, element: number): void {
  writeLarge(name, element);
  const hourAgo = Date.now() / 1000 - 3600;
  utimesSync(at(name), hourAgo, hourAgo);
}

/** What reading 64 blocks gives while something happens behind the first: the elements, or why there are none. */
async function readWhile(name: string, happens: () => void): Promise<number[] | string> {
  const opened = await openTensorFile(uriOf(name), nodeHost(), {});
  assert.ok('file' in opened, 'it is there');
  const { file } = opened;
  const elements = new Set<number>();
  try {
    const found = await file.tensor(undefined);
    assert.ok('source' in found, 'it is a tensor');
    let blocks = 0;
    for await (const words of found.source.blocks(ELEMENTS / 64)) {
      for (const element of new Float32Array(words.buffer, words.byteOffset, words.length)) elements.add(element);
      if (blocks++ === 0) happens();
    }
    assert.equal(blocks, 64);
    return [...elements];
  } catch (error) {
    return describeProblem(problemOf(error, file.uri));
  } finally {
    await file.close();
  }
}

const SECOND_BLOCK_ENDS = HEADER.length + (2 * 4 * ELEMENTS) / 64;

test('untouched, a tensor has the elements that were written', async () => {
  writeLarge('quiet.npy', 1);
  assert.deepEqual(await readWhile('quiet.npy', () => undefined), [1]);
});

test('cut while it is read: the file, and the byte that is missing', async () => {
  writeLarge('cut.npy', 1);
  assert.equal(
    await readWhile('cut.npy', () => truncateSync(at('cut.npy'), 5000)),
    `cut.npy ends before byte ${SECOND_BLOCK_ENDS}.`,
  );
});

test('overwritten by as many bytes while it is read: the two contents are not taken for one', async () => {
  writeOld('overwritten.npy', 1);
  assert.equal(
    await readWhile('overwritten.npy', () => writeLarge('overwritten.npy', 2)),
    'overwritten.npy was changed while it was read.',
  );
  assert.deepEqual(await readWhile('overwritten.npy', () => undefined), [2], 'read again, it is the new one');
});

test('longer while it is read: it was changed', async () => {
  writeLarge('longer.npy', 1);
  assert.equal(
    await readWhile('longer.npy', () => truncateSync(at('longer.npy'), ALL_BYTES + 1)),
    'longer.npy was changed while it was read.',
  );
});

test('replaced or removed while it is read: what was opened is read to its end', async (context) => {
  if (process.platform === 'win32') {
    context.skip('an open file can be neither replaced nor removed here');
    return;
  }
  writeLarge('replaced.npy', 1);
  writeLarge('other.npy', 2);
  assert.deepEqual(await readWhile('replaced.npy', () => renameSync(at('other.npy'), at('replaced.npy'))), [1]);
  assert.deepEqual(await readWhile('replaced.npy', () => rmSync(at('replaced.npy'))), [2]);
});

test('a pipe is refused rather than waited for', async (context) => {
  if (spawnSync('mkfifo', [at('pipe.npy')]).status !== 0) {
    context.skip('there are no named pipes here');
    return;
  }
  const opened = await openTensorFile(uriOf('pipe.npy'), nodeHost(), {});
  assert.ok('problem' in opened, 'it is refused');
  assert.equal(describeProblem(opened.problem), 'pipe.npy is not a regular file.');
});

/** A host in which something happens to a file once so many bytes of its data were read. */
function hostIn(happensTo: string, happens: () => void): Host {
  const host = nodeHost();
  let isDone = false;
  const open = async (uri: string): Promise<OpenFile> => {
    const file = await host.files.open(uri);
    if (!uri.endsWith(happensTo)) return file;
    const read: OpenFile['read'] = async (into, offset) => {
      if (offset > 0 && !isDone) {
        isDone = true;
        happens();
      }
      await file.read(into, offset);
    };
    return { ...file, read };
  };
  return { ...host, files: { ...host.files, open } };
}

/** Two layers at the start of their training, studied while something happens to one of the tensors. */
async function study(name: string, happens: (file: string) => void): Promise<[ActivationStudy, string[]]> {
  cpSync(path.join(ROOT, 'examples/traces'), at(name), { recursive: true, preserveTimestamps: true });
  const host = hostIn('p010/conv2.npy', () => happens(at(`${name}/p010/conv2.npy`)));
  const read = await readManifest('manifest.json', uriOf(`${name}/opened.json`), host);
  assert.ok('manifest' in read, 'the manifest is read');
  const isStudied = (layer: string, progress: number): boolean => /^conv[12]$/.test(layer) && progress <= 0.1;
  const tensors = read.manifest.tensors.filter(({ layer, trainingProgress }) => isStudied(layer, trainingProgress));
  const request = { measure: { dma: DMA, seed: 1, zlibWindows: 'sampled' }, zeroTest: 'bit-pattern' } as const;
  const studied = await studyTensors({ ...read.manifest, tensors }, read.uri, null, request, host);
  return [studied.study, studied.problems.map(describeProblem)];
}
const DMA = { window: 4096, runLengthFormat: 'word-aligned', zeroValueWindow: 32, partialWindow: 'short' } as const;

const CHANGES: [what: string, happens: (file: string) => void, problem: RegExp][] = [
  ['cut', (file) => truncateSync(file, 5000), /^conv2\.npy ends before byte \d+\.$/],
  [
    'overwritten',
    (file) => copyFileSync(file.replace('p010', 'p100'), file),
    /^conv2\.npy was changed while it was read\.$/,
  ],
];

test('a study of which a tensor is cut or overwritten meanwhile: one problem, and the other layers as ever', async () => {
  const [whole, none] = await study('quiet', () => undefined);
  assert.deepEqual(none, []);
  const isLost = (layer: string, progress: number): boolean => layer === 'conv2' && progress === 0.1;
  assert.ok(
    whole.layers.some(({ name, coded }) => coded.some(({ trainingProgress }) => isLost(name, trainingProgress))),
    'it is studied where it is left alone',
  );
  for (const [what, happens, problem] of CHANGES) {
    const [rest, problems] = await study(what, happens);
    assert.equal(problems.length, 1, problems.join(' '));
    assert.match(problems[0] ?? '', problem);
    for (const [index, { name, coded }] of whole.layers.entries()) {
      const kept = coded.filter(({ trainingProgress }) => !isLost(name, trainingProgress));
      assert.deepEqual(rest.layers[index]?.coded, kept, `${name}, ${what}`);
    }
  }
});

/** Cuts a file at the third time that a piece of it is read. */
const CUTTING = `
  const promises = require('node:fs/promises');
  const { truncateSync } = require('node:fs');
  const { open } = promises;
  promises.open = async (path, ...more) => {
    const handle = await open(path, ...more);
    const read = handle.read.bind(handle);
    let reads = 0;
    if (/p010.conv2\\.npy$/.test(path)) handle.read = async (...parts) => {
      if (++reads === 3) truncateSync(path, 5000);
      return read(...parts);
    };
    return handle;
  };
`;

test('cdma characterize: the row of a tensor that is cut meanwhile is missing, and one line says why', () => {
  cpSync(path.join(ROOT, 'examples/traces'), command.at('traces'), { recursive: true });
  const recorded = JSON.parse(readFileSync(command.at('traces', 'manifest.json'), 'utf8'));
  const isTaken = ({ file }: { file: string }): boolean => /^p0[01]0.conv[12]\./.test(file);
  const tensors = recorded.tensors.filter(isTaken);
  const manifest = command.write('traces/few.json', { layout: recorded.layout, tensors });
  const quiet = command.run(['characterize', manifest]);
  assert.equal(quiet.status, 0, quiet.stderr);
  const { status, stdout, stderr } = command.run(['characterize', manifest], {
    node: ['--require', command.write('cutting.cjs', CUTTING)],
  });
  assert.equal(status, 1);
  assert.match(stderr, /^conv2\.npy ends before byte \d+\.\n$/);
  const rowsOf = (text: string): string[] => text.split('\n').filter((line) => /^conv\d +\d+ %/.test(line));
  const isKept = (row: string): boolean => !/^conv2 +10 %/.test(row);
  assert.equal(rowsOf(quiet.stdout).length - rowsOf(quiet.stdout).filter(isKept).length, 3, 'statistics, ratios, fit');
  assert.deepEqual(words(rowsOf(stdout)), words(rowsOf(quiet.stdout).filter(isKept)));
});

/** Rows of tables whose columns are as wide as their widest cell. */
function words(rows: readonly string[]): string[] {
  return rows.map((row) => row.replace(/ +/g, ' '));
}
