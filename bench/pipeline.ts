/**
 * Speed of the pipeline's recurrence, against the same recurrence in C++ (bench/pipeline.cpp), both in lines of 128 B a
 * second on one core. TypeScript is bundled as it ships. The two take turns, and their finish times must be equal.
 *
 * Usage: npm run bench -- pipeline [rounds]
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../scripts/project.ts';
import type { PipelineDesign } from '../src/pipeline/design.ts';
import { linesOfRatio, MAXWELL_PATH } from '../test/golden/pipeline-reference.ts';
import { handOver, judged, unmeasured } from './measurement.ts';

/** About what one map needs. No power of two, or arrays get in each other's way in the cache. */
const LINES = 7000;
const RUNS = 400;
const TARGET_RATE = 30;
const TARGET_RATIO = 0.3;
const rounds = Number(process.argv[2] ?? 15);

const folder = mkdtempSync(path.join(tmpdir(), 'pipeline-bench-'));
try {
  const offloadFinishTimes = await bundled();
  const program = compiled();
  const clustered = linesOfRatio(2.6);
  const cases: readonly { name: string; lines: Uint8Array }[] = [
    { name: 'lines of 52 B', lines: new Uint8Array(LINES).fill(52) },
    {
      name: 'generated map, ratio 2.6',
      lines: Uint8Array.from({ length: LINES }, (_, i) => clustered[i % clustered.length]),
    },
  ];
  for (const { name, lines } of cases) {
    const typescript: number[] = [];
    const cpp: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      let times: Float64Array = new Float64Array();
      for (let run = 0; run < RUNS; run++) times = offloadFinishTimes(MAXWELL_PATH, lines);
      typescript.push((RUNS * LINES) / (performance.now() - start) / 1e3);
      if (program === null) continue;
      const other = runProgram(program, lines);
      cpp.push((RUNS * LINES) / other.seconds / 1e6);
      if (round === 0) compare(times, other.times);
    }
    console.log(`${name}: TypeScript ${describe(typescript)} (target ${TARGET_RATE})`);
    handOverBudgets(name, typescript, cpp);
    if (program === null) continue;
    const ratio = (median(typescript) / median(cpp)).toFixed(2);
    console.log(`  C++ ${describe(cpp)}; ratio of the medians ${ratio} (target ${TARGET_RATIO}); equal times`);
  }
  if (program === null) console.log('g++ is missing: no comparison with C++.');
} finally {
  rmSync(folder, { recursive: true });
}

async function bundled(): Promise<(design: PipelineDesign, lineBytes: Uint8Array) => Float64Array> {
  const outfile = path.join(folder, 'offload.mjs');
  const entryPoints = [path.join(ROOT, 'src', 'pipeline', 'offload-times.ts')];
  await build({ entryPoints, outfile, bundle: true, format: 'esm', logLevel: 'error' });
  const module: { offloadFinishTimes: Awaited<ReturnType<typeof bundled>> } = await import(pathToFileURL(outfile).href);
  return module.offloadFinishTimes;
}

/** The compiled program, or null without a compiler. */
function compiled(): string | null {
  const program = path.join(folder, 'pipeline');
  try {
    execFileSync('g++', ['--version'], { stdio: 'ignore' });
  } catch {
    return null;
  }
  execFileSync('g++', ['-O3', '-march=native', '-o', program, path.join(ROOT, 'bench', 'pipeline.cpp')]);
  return program;
}

/** As many measured runs, after as many that warm up caches and memory. */
function runProgram(program: string, lines: Uint8Array): { seconds: number; times: Float64Array } {
  const design = MAXWELL_PATH;
  const linesFile = path.join(folder, 'lines');
  const timesFile = path.join(folder, 'times');
  writeFileSync(linesFile, lines);
  const parameters = [
    design.issueLinesPerCycle * design.coreClock,
    design.memoryControllers,
    design.dramBandwidth,
    design.dramLatency,
    design.interleaving,
    design.engineBytesPerCycle * design.coreClock,
    design.crossbarBandwidth,
    design.buffer,
    design.linkBandwidth,
    design.maxPayload,
    design.packetHeader,
  ];
  const output = execFileSync(program, [linesFile, timesFile, String(2 * RUNS)], {
    input: parameters.join(' '),
    encoding: 'utf8',
  });
  const bytes = readFileSync(timesFile);
  const seconds = output
    .trim()
    .split('\n')
    .slice(RUNS)
    .reduce((sum, text) => sum + Number(text), 0);
  return { seconds, times: new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)) };
}

function compare(times: Float64Array, others: Float64Array): void {
  const line = times.findIndex((time, i) => time !== others[i]);
  if (line >= 0 || times.length !== others.length) throw new Error(`line ${line} finishes at another time in C++`);
}

/** The budgets: lines a second, and the same beside C++. */
function handOverBudgets(name: string, typescript: readonly number[], cpp: readonly number[]): void {
  const rival = cpp.length === 0 ? {} : { rival: { name: 'C++', value: median(cpp) } };
  const figure = { value: median(typescript), unit: 'M lines/s', ...rival, rounds };
  const beside = `${name}, beside C++`;
  handOver(judged({ ...figure, name, budget: { of: 'value', bound: 'at least', limit: TARGET_RATE } }));
  if (cpp.length === 0) handOver(unmeasured(beside, 'g++ is missing'));
  else handOver(judged({ ...figure, name: beside, budget: { of: 'ratio', bound: 'at least', limit: TARGET_RATIO } }));
}

function describe(rates: readonly number[]): string {
  return `median ${median(rates).toFixed(1)}, best ${Math.max(...rates).toFixed(1)} M lines/s`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
