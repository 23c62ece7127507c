/**
 * Designs a second in closed form, against the same model in vectorised NumPy (bench/design-points.py), design by design, both on
 * one core: a full grid, a part of it and a sample whose designs share nothing. TypeScript is bundled as it ships. The two take
 * turns, and their figures must be equal to nine digits. Seconds are of processor time, all threads together, so that other work on
 * the machine counts as little as possible.
 *
 * Usage: npm run bench -- design-points [rounds]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { ROOT } from '../scripts/project.ts';
import type { evaluateHere } from '../src/exploration/evaluation.ts';
import type { designsOf, Prepared, structuresOf } from '../src/exploration/prepared.ts';
import type { Explorer } from '../src/explore.ts';
import type { MetricId } from '../src/metrics/metric.ts';
import { networkById } from '../src/network/catalogue.ts';
import type { nodeHost } from '../src/node/node-host.ts';
import type { Runner } from '../src/run.ts';
import type { randomFor } from '../src/synthesis/random.ts';
import { hasNumpy, type Rival, rivalModel, startRival } from './design-points-rival.ts';
import { handOver, judged, unmeasured } from './measurement.ts';

interface Simulator {
  Explorer: typeof Explorer;
  Runner: typeof Runner;
  nodeHost: typeof nodeHost;
  evaluateHere: typeof evaluateHere;
  designsOf: typeof designsOf;
  structuresOf: typeof structuresOf;
  randomFor: typeof randomFor;
}

const NETWORK = 'vgg16';
const POINTS = 1_000_000;
const PART = 200_000;
/** Rounds until the compiler of JavaScript has done with what runs often; the first of them is printed, too. */
const WARM_UPS = 8;
const SEED = 20180224;
const WANTED = ['speedupOverVdnn', 'cdmaArea'] as const satisfies readonly MetricId[];
const ALLOWED_DIFFERENCE = 1e-9;
const TARGET_ANY = 1;
const TARGET_GRID = 10;
const BASE = { gpu: { preset: 'titanx-maxwell' }, workload: { network: NETWORK } };
/** In the order in which the rival reads them. */
const KEYS = [
  'gpu.memoryControllers',
  'gpu.dramBandwidth',
  'link.bandwidth',
  'dma.buffer',
  'dma.engineBytesPerCycle',
] as const;
const GRID = {
  parameters: {
    'gpu.memoryControllers': { from: 3, to: 12, count: 10 },
    'gpu.dramBandwidth': { from: '200 GB/s', to: '2 TB/s', count: 10, scale: 'logarithmic' },
    'link.bandwidth': { from: '8 GB/s', to: '400 GB/s', count: 20, scale: 'logarithmic' },
    'dma.buffer': { from: '4 KB', to: '2 MB', count: 25, scale: 'logarithmic' },
    'dma.engineBytesPerCycle': { from: 4, to: 80, count: 20 },
  },
};
const SAMPLE = {
  parameters: {
    'gpu.memoryControllers': { from: 3, to: 12 },
    'gpu.dramBandwidth': { from: '200 GB/s', to: '2 TB/s', scale: 'logarithmic' },
    'link.bandwidth': { from: '8 GB/s', to: '400 GB/s', scale: 'logarithmic' },
    'dma.buffer': { from: '4 KB', to: '2 MB', scale: 'logarithmic' },
    'dma.engineBytesPerCycle': { from: 4, to: 80 },
  },
  sample: { method: 'sobol', points: POINTS },
};

interface Case {
  name: string;
  explore: object;
  places: Uint32Array;
  target: number;
}

const rounds = Number(process.argv[2] ?? 7);
const folder = mkdtempSync(path.join(tmpdir(), 'design-points-bench-'));
try {
  const simulator = await bundled();
  const layers = networkById(NETWORK).layers.length;
  console.log(`${NETWORK}, ${layers} layers; ${KEYS.join(', ')}`);
  console.log(
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores; Node.js ${process.version}; ${rounds} rounds`,
  );
  const rival = hasNumpy() ? await startRival(await modelOf(simulator), folder) : null;
  if (rival === null) console.log('python3 with numpy is missing: no comparison with NumPy.');
  for (const one of casesOf(simulator)) await compare(simulator, one, rival);
  rival?.stop();
} finally {
  rmSync(folder, { recursive: true });
}

async function compare(simulator: Simulator, one: Case, rival: Rival | null): Promise<void> {
  const { name, explore, places, target } = one;
  const prepared = await prepare(simulator, explore);
  const evaluate = simulator.evaluateHere(prepared);
  const request = { places, fidelity: null, wanted: WANTED, onProgress: () => {} };
  if (rival !== null)
    writeFileSync(rival.pointsFile, pointsOf(simulator.designsOf(prepared, null).scalars, prepared, places));
  const ours: number[] = [];
  const theirs: number[] = [];
  let difference = 0;
  let first = Number.NaN;
  for (let round = -WARM_UPS; round < rounds; round++) {
    const start = process.cpuUsage();
    const { metrics } = await evaluate(request);
    const { user, system } = process.cpuUsage(start);
    const seconds = (user + system) / 1e6;
    const other = await rival?.run(places.length);
    if (round === -WARM_UPS) first = places.length / seconds;
    if (round < 0) {
      if (other !== undefined) difference = Math.max(difference, largestDifference(metrics, rival?.results()));
      continue;
    }
    ours.push(places.length / seconds);
    if (other !== undefined) theirs.push(places.length / other);
  }
  console.log(
    `${name}, ${places.length.toLocaleString('en')} designs: TypeScript ${describe(ours)}, at first ${millions(first)}`,
  );
  if (rival === null) {
    handOver(unmeasured(name, 'python3 with numpy is missing'));
    return;
  }
  const ratio = (median(ours) / median(theirs)).toFixed(2);
  const ratios = ours.map((rate, round) => rate / (theirs[round] ?? Number.NaN));
  console.log(
    `  NumPy ${describe(theirs)}; ratio of the medians ${ratio}, median of the ratios ${median(ratios).toFixed(2)} ` +
      `(target ${target}); largest difference ${difference.toExponential(1)}`,
  );
  if (!(difference <= ALLOWED_DIFFERENCE)) throw new Error('the figures differ');
  handOver(
    judged({
      name,
      value: median(ours) / 1e6,
      unit: 'M designs/s',
      rival: { name: 'NumPy', value: median(theirs) / 1e6 },
      budget: { of: 'ratio', bound: 'at least', limit: target },
      rounds,
    }),
  );
}

function casesOf({ randomFor }: Simulator): Case[] {
  const all = Uint32Array.from({ length: POINTS }, (_, place) => place);
  const random = randomFor(SEED, 'part of a grid');
  const part = new Set<number>();
  while (part.size < PART) part.add(Math.floor(random.uniform() * POINTS));
  return [
    { name: 'full grid', explore: GRID, places: all, target: TARGET_GRID },
    { name: 'random part of a grid', explore: GRID, places: Uint32Array.from(part).sort(), target: TARGET_ANY },
    { name: 'Sobol sample', explore: SAMPLE, places: all, target: TARGET_ANY },
  ];
}

async function prepare({ Explorer, Runner, nodeHost }: Simulator, explore: object): Promise<Prepared> {
  const explorer = new Explorer(new Runner(nodeHost()));
  const prepared = await explorer.prepare(JSON.stringify({ ...BASE, explore }), 'file:///bench.cdma.json');
  if (prepared === undefined) throw new Error('the config of the benchmark has errors');
  return prepared;
}

async function modelOf(simulator: Simulator): Promise<object> {
  const structure = await simulator.structuresOf(await prepare(simulator, GRID), null).of(0);
  if (structure === undefined || structure === 'impossible') throw new Error('there is no closed form');
  return rivalModel(structure);
}

/** Values in SI units, a row for each key. */
function pointsOf(
  scalars: ReturnType<typeof designsOf>['scalars'],
  { space }: Prepared,
  places: Uint32Array,
): Float64Array {
  const points = new Float64Array(KEYS.length * places.length);
  for (const [at, key] of KEYS.entries()) {
    const scalar = scalars.find((one) => one.key === key);
    if (scalar === undefined) throw new Error(`${key} is not swept`);
    for (const [row, place] of places.entries()) {
      points[at * places.length + row] = scalar.values[space.indexAt(place, scalar.parameter)] ?? Number.NaN;
    }
  }
  return points;
}

/** Relative, over all figures. */
function largestDifference(
  metrics: ReadonlyMap<MetricId, Float64Array>,
  others: Float64Array = new Float64Array(),
): number {
  let largest = 0;
  for (const [at, id] of WANTED.entries()) {
    const column = metrics.get(id) ?? new Float64Array();
    if (others.length !== WANTED.length * column.length) return Number.POSITIVE_INFINITY;
    for (let row = 0; row < column.length; row++) {
      const [one, other] = [column[row] ?? Number.NaN, others[at * column.length + row] ?? Number.NaN];
      const difference = Math.abs(one / other - 1);
      if (!(difference <= largest)) largest = difference;
    }
  }
  return largest;
}

async function bundled(): Promise<Simulator> {
  const outfile = path.join(folder, 'simulator.mjs');
  const contents = `
    export { Explorer } from './explore.ts';
    export { Runner } from './run.ts';
    export { nodeHost } from './node/node-host.ts';
    export { evaluateHere } from './exploration/evaluation.ts';
    export { designsOf, structuresOf } from './exploration/prepared.ts';
    export { randomFor } from './synthesis/random.ts';`;
  const stdin = { contents, resolveDir: path.join(ROOT, 'src') };
  // Packages in CommonJS ask for Node's own modules with `require`.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  await build({
    stdin,
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner,
    logLevel: 'error',
  });
  const module: Simulator = await import(pathToFileURL(outfile).href);
  return module;
}

function millions(rate: number): string {
  return (rate / 1e6).toFixed(2);
}

function describe(rates: readonly number[]): string {
  return `median ${millions(median(rates))}, best ${millions(Math.max(...rates))} M designs/s`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
