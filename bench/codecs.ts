/**
 * Speed of the codecs' kernels on 64 MiB of words, one thread, against loops with AVX2 in C++ (bench/codecs.cpp): GB/s of raw
 * words, medians over rounds in which all take turns, and medians of the ratios within a round. All must give equal
 * results. TypeScript is bundled as it ships.
 *
 * Usage: npm run bench -- codecs [rounds]
 */
import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../scripts/project.ts';
import type { WordBytes, Words } from '../src/codecs/codec.ts';
import type { Kernels } from '../src/codecs/kernels/kernels.ts';
import type { plainKernels } from '../src/codecs/kernels/plain.ts';
import type { webAssemblyKernels } from '../src/codecs/kernels/web-assembly.ts';
import type { runLengthCodec } from '../src/codecs/run-length.ts';
import type { wordAlignedRunLength } from '../src/codecs/run-length-word-aligned.ts';
import { newWords, wordsOf } from '../src/codecs/words.ts';
import { handOver, judged, unmeasured } from './measurement.ts';

const BYTES = 64 * 2 ** 20;
const DENSITY = 0.38;
const MEAN_RUN_OF_NON_ZEROS = 8;
const WINDOW_BYTES = 4096;
const TYPES: readonly { name: string; wordBytes: WordBytes }[] = [
  { name: 'float32', wordBytes: 4 },
  { name: 'float16', wordBytes: 2 },
  { name: 'int8', wordBytes: 1 },
];
/** How much of C++ the sizing of float32 has to reach. */
const SIZING_BUDGETS: readonly { variant: string; limit: number }[] = [
  { variant: 'WebAssembly, words in its memory', limit: 0.8 },
  { variant: 'TypeScript', limit: 0.25 },
];
const rounds = Number(process.argv[2] ?? 9);

interface Codecs {
  plainKernels: typeof plainKernels;
  webAssemblyKernels: typeof webAssemblyKernels;
  runLengthCodec: typeof runLengthCodec;
  wordAlignedRunLength: typeof wordAlignedRunLength;
}

/** Runs once and returns its seconds. */
type Variant = () => number | Promise<number>;

type CppResults = Record<'size' | 'encode' | 'decode' | 'runs', number>;

/** The program of bench/codecs.cpp, which waits for its turns. */
class CppLoops {
  private readonly process: ChildProcess;
  private readonly answers: AsyncIterator<string>;

  constructor(program: string, words: Words) {
    const file = path.join(folder, 'words');
    writeFileSync(file, bytes(words));
    this.process = spawn(program, [file, String(words.BYTES_PER_ELEMENT)], { stdio: ['pipe', 'pipe', 'inherit'] });
    const { stdout } = this.process;
    assert.ok(stdout);
    this.answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  async run(operation: string): Promise<{ seconds: number; result: number }> {
    this.process.stdin?.write(`${operation}\n`);
    const { value, done } = await this.answers.next();
    if (done === true) throw new Error('the C++ program has ended');
    const [seconds, result] = value.split(' ').map(Number);
    return { seconds: seconds ?? Number.NaN, result: result ?? Number.NaN };
  }

  async results(): Promise<CppResults> {
    const result = async (operation: string) => (await this.run(operation)).result;
    return {
      size: await result('size'),
      encode: await result('encode'),
      decode: await result('decode'),
      runs: await result('runs'),
    };
  }

  stop(): void {
    this.process.stdin?.end();
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'codecs-bench-'));
try {
  const codecs = await bundled();
  const program = compiled();
  if (program === null) console.log('No g++, or no AVX2: no comparison with C++.');
  for (const { name, wordBytes } of TYPES) {
    for (const clustered of [false, true]) {
      const zeros = clustered ? 'clustered' : 'random';
      console.log(`\n${name}, ${zeros}, density ${DENSITY}, ${rounds} rounds`);
      const seconds = await compare(words(wordBytes, clustered), codecs, program);
      if (name === 'float32') handOverSizing(zeros, seconds);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

/** Seconds of every round of every variant. */
async function compare(words: Words, codecs: Codecs, program: string | null): Promise<Map<string, number[]>> {
  const cpp = program === null ? null : new CppLoops(program, words);
  const variants = new Map<string, Variant>();
  if (cpp !== null) {
    for (const operation of ['read', 'copy', 'size', 'encode', 'decode', 'runs']) {
      variants.set(`${operation}: C++`, async () => (await cpp.run(operation)).seconds);
    }
  }
  const copy = words.slice();
  variants.set(
    'copy: Uint8Array.set',
    timed(() => copy.set(words)),
  );
  const wasm = codecs.webAssemblyKernels();
  const results: Results[] = [];
  if (wasm !== null) {
    const inside = wordsOf(wasm.memory(BYTES), words.BYTES_PER_ELEMENT as WordBytes);
    inside.set(words);
    results.push(addKernels(variants, 'WebAssembly, words in its memory', wasm, inside, codecs));
    results.push(addKernels(variants, 'WebAssembly, words elsewhere', wasm, words, codecs));
  }
  results.push(addKernels(variants, 'TypeScript', codecs.plainKernels, words, codecs));
  addNaive(variants, words);

  const seconds = new Map<string, number[]>([...variants.keys()].map((key) => [key, []]));
  for (let round = -2; round < rounds; round++) {
    for (const [key, run] of variants) {
      const time = await run();
      if (round >= 0) seconds.get(key)?.push(time); // the first two warm up
    }
  }
  const expected = await cpp?.results();
  const [first] = results;
  for (const result of results) {
    checkResult(result, words, expected);
    assert.equal(first && Buffer.compare(result.stream(), first.stream()), 0);
    assert.equal(result.runs(), first?.runs());
  }
  cpp?.stop();
  report(seconds);
  return seconds;
}

/** What kernels gave, for {@link checkResult}. */
interface Results {
  size(): number;
  stream(): Uint8Array;
  decoded(): Words;
  runs(): number;
}

function addKernels(
  variants: Map<string, Variant>,
  name: string,
  kernels: Kernels,
  words: Words,
  { runLengthCodec, wordAlignedRunLength }: Codecs,
): Results {
  const wordBytes = words.BYTES_PER_ELEMENT as WordBytes;
  const masks = new Uint32Array(words.length / 32);
  const stream = new Uint8Array(BYTES + words.length / 8 + wordBytes);
  const decoded = newWords(words.length, wordBytes);
  const runLength = runLengthCodec(wordAlignedRunLength, WINDOW_BYTES);
  const results = { size: 0, streamBytes: 0, runs: 0 };
  variants.set(
    `size: ${name}`,
    timed(() => {
      results.size = words.length / 8 + wordBytes * kernels.countNonZero(words);
    }),
  );
  variants.set(
    `masks: ${name}`,
    timed(() => kernels.nonZeroMasks(words, masks)),
  );
  variants.set(
    `runs: ${name}`,
    timed(() => {
      kernels.nonZeroMasks(words, masks);
      results.runs = runLength.sizeOfMasks(masks, words.length, wordBytes);
    }),
  );
  variants.set(
    `encode: ${name}`,
    timed(() => {
      results.streamBytes = kernels.encodeZeroValue(words, 32, stream);
    }),
  );
  variants.set(
    `decode: ${name}`,
    timed(() => {
      if (kernels.name === 'TypeScript') decoded.fill(0);
      kernels.decodeZeroValue(stream.subarray(0, results.streamBytes), decoded, 32);
    }),
  );
  return {
    size: () => results.size,
    stream: () => stream.subarray(0, results.streamBytes),
    decoded: () => decoded,
    runs: () => results.runs,
  };
}

/** The loops that come to mind first, with a branch for each word. */
function addNaive(variants: Map<string, Variant>, words: Words): void {
  const wordBytes = words.BYTES_PER_ELEMENT as WordBytes;
  const stream = newWords(words.length + (words.length / 32) * (4 / wordBytes), wordBytes);
  const decoded = newWords(words.length, wordBytes);
  let length = 0;
  variants.set(
    'size: a branch for each word',
    timed(() => {
      length = 0;
      for (let i = 0; i < words.length; i++) if (words[i] !== 0) length++;
    }),
  );
  variants.set(
    'encode: a branch for each word',
    timed(() => {
      length = 0;
      for (let start = 0; start < words.length; start += 32) {
        const maskPosition = length;
        length += 4 / wordBytes;
        let mask = 0;
        for (let i = 0; i < 32; i++) {
          if (words[start + i] === 0) continue;
          mask |= 1 << i;
          stream[length++] = words[start + i];
        }
        for (let part = 0; part < 4 / wordBytes; part++) stream[maskPosition + part] = mask >>> (8 * wordBytes * part);
      }
    }),
  );
  variants.set(
    'decode: a branch for each word',
    timed(() => {
      let position = 0;
      for (let start = 0; start < words.length; start += 32) {
        let mask = 0;
        for (let part = 0; part < 4 / wordBytes; part++) mask |= stream[position++] << (8 * wordBytes * part);
        for (let i = 0; i < 32; i++) {
          if (((mask >>> i) & 1) === 0) decoded[start + i] = 0;
          else decoded[start + i] = stream[position++];
        }
      }
    }),
  );
}

function timed(run: () => void): Variant {
  return () => {
    const start = performance.now();
    run();
    return (performance.now() - start) / 1e3;
  };
}

function report(seconds: ReadonlyMap<string, readonly number[]>): void {
  const operationOf = (key: string) => key.split(':')[0] ?? '';
  for (const [key, times] of [...seconds].sort(([a], [b]) => order(operationOf(a)) - order(operationOf(b)))) {
    const against = (other: string, about: string) => {
      const others = seconds.get(other);
      if (others === undefined || other === key) return '';
      return `  ${ratioOfRounds(times, others).toFixed(2)} x ${about}`;
    };
    const operation = operationOf(key);
    const loop = operation === 'masks' ? 'size: C++' : `${operation}: C++`;
    const rate = gigabytesPerSecond(times).toFixed(2);
    const naive = against(`${operation}: a branch for each word`, 'branches');
    console.log(
      `  ${key.padEnd(42)} ${rate.padStart(6)} GB/s${against(loop, 'C++')}${against('read: C++', 'read')}${naive}`,
    );
  }
}

function handOverSizing(zeros: string, seconds: ReadonlyMap<string, readonly number[]>): void {
  const cpp = seconds.get('size: C++');
  for (const { variant, limit } of SIZING_BUDGETS) {
    const name = `float32 size, ${zeros}, ${variant}`;
    const times = seconds.get(`size: ${variant}`);
    if (cpp === undefined || times === undefined) {
      handOver(unmeasured(name, cpp === undefined ? 'g++ or AVX2 is missing' : 'this Node.js has no such kernels'));
      continue;
    }
    const rival = { name: 'C++ with AVX2', value: gigabytesPerSecond(cpp) };
    const budget = { of: 'ratio', bound: 'at least', limit } as const;
    const [value, ratio] = [gigabytesPerSecond(times), ratioOfRounds(times, cpp)];
    handOver(judged({ name, value, unit: 'GB/s', rival, ratio, budget, rounds }));
  }
}

/** How many times as fast as the others: the median over rounds. */
function ratioOfRounds(times: readonly number[], others: readonly number[]): number {
  return median(times.map((time, round) => (others[round] ?? Number.NaN) / time));
}

/** The median of the rounds. */
function gigabytesPerSecond(times: readonly number[]): number {
  return median(times.map((time) => BYTES / time / 1e9));
}

function order(operation: string): number {
  return ['read', 'copy', 'size', 'masks', 'runs', 'encode', 'decode'].indexOf(operation);
}

function checkResult({ size, stream, decoded, runs }: Results, words: Words, cpp: CppResults | undefined): void {
  assert.equal(stream().length, size());
  // Decoding leaves the windows at the end to the codec, which names faults.
  const whole = words.length - 2 ** 10;
  assert.equal(Buffer.compare(bytes(decoded().subarray(0, whole)), bytes(words.subarray(0, whole))), 0);
  if (cpp === undefined) return;
  assert.deepEqual(
    { size: size(), runs: runs(), stream: fnv1a(stream()), decodes: 1 },
    { size: cpp.size, runs: cpp.runs, stream: cpp.encode, decodes: cpp.decode },
  );
}

function bytes(words: Words): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

function fnv1a(stream: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < stream.length; i++) hash = Math.imul(hash ^ stream[i], 0x01000193);
  return hash >>> 0;
}

async function bundled(): Promise<Codecs> {
  const outfile = path.join(folder, 'codecs.mjs');
  const contents = `
    export { plainKernels } from './kernels/plain.ts';
    export { webAssemblyKernels } from './kernels/web-assembly.ts';
    export { runLengthCodec } from './run-length.ts';
    export { wordAlignedRunLength } from './run-length-word-aligned.ts';`;
  const stdin = { contents, resolveDir: path.join(ROOT, 'src', 'codecs') };
  await build({ stdin, outfile, bundle: true, format: 'esm', logLevel: 'error' });
  const module: Codecs = await import(pathToFileURL(outfile).href);
  return module;
}

/** The compiled program, or null without a compiler or without AVX2. */
function compiled(): string | null {
  const program = path.join(folder, 'codecs');
  const flags = ['-O3', '-std=c++17', '-mavx2', '-mbmi', '-mbmi2', '-mpopcnt', '-mlzcnt'];
  try {
    execFileSync('g++', ['--version'], { stdio: 'ignore' });
    if (!readFileSync('/proc/cpuinfo', 'utf8').includes('avx2')) return null;
  } catch {
    return null;
  }
  execFileSync('g++', [...flags, '-o', program, path.join(ROOT, 'bench', 'codecs.cpp')]);
  return program;
}

/** Words whose zeros are independent, or come in runs. One in a thousand of the others is -0.0, or -128. */
function words(wordBytes: WordBytes, clustered: boolean): Words {
  const words = newWords(BYTES / wordBytes, wordBytes);
  const random = generator(20180224);
  const toZero = clustered ? 1 / MEAN_RUN_OF_NON_ZEROS : 1 - DENSITY;
  const toNonZero = (toZero * DENSITY) / (1 - DENSITY);
  const negativeZero = 2 ** (8 * wordBytes - 1);
  // Too long to be learnt by a branch predictor; then it repeats.
  const tile = 2 ** 20;
  let nonZero = false;
  for (let i = 0; i < tile; i++) {
    nonZero = random() < (nonZero ? 1 - toZero : toNonZero);
    if (nonZero) words[i] = random() < 0.001 ? negativeZero : 1 + Math.floor(random() * (2 ** (8 * wordBytes) - 1));
  }
  for (let start = tile; start < words.length; start += tile) words.copyWithin(start, 0, tile);
  return words;
}

/** Mulberry32: numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let x = Math.imul(state ^ (state >>> 15), 1 | state);
    x = (x + Math.imul(x ^ (x >>> 7), 61 | x)) ^ x;
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32;
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
