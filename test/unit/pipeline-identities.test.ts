/**
 * Eleven bounds and identities that hold for every design, whatever its numbers: bounds of stations, Little's law,
 * throughput, slide 45, conservation, monotony, homogeneity, elasticities, the flow shop, vDNN's bounds, determinism.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ResolvedConfig } from '../../src/config/resolved-config.ts';
import { NETWORK_TABLES, networkById } from '../../src/network/catalogue.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import type { PipelineDesign, PipelineRun } from '../../src/pipeline/design.ts';
import { runOffload } from '../../src/pipeline/offload.ts';
import { offloadFinishTimes } from '../../src/pipeline/offload-times.ts';
import { prefetchFinishTimes, runPrefetch } from '../../src/pipeline/prefetch.ts';
import { Runner } from '../../src/run.ts';
import { trainingTimes } from '../../src/timing/training-times.ts';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../golden/reference-configs.ts';
import { simulateOffload, simulatePrefetch } from '../oracle/pipeline-events.ts';
import { designs, lineSequences } from '../oracle/random-designs.ts';
import {
  designOf,
  reservableLines,
  type Shape,
  shapes,
  type WholeTimes,
  wholeTimes,
} from '../oracle/whole-picoseconds.ts';

const RUNS = { seed: 47, numRuns: 500 };
const LINE = 128;
const INFINITE = Number.POSITIVE_INFINITY;
const DIRECTIONS = [
  { run: runOffload, finishTimes: offloadFinishTimes, simulate: simulateOffload, inOrder: true },
  { run: runPrefetch, finishTimes: prefetchFinishTimes, simulate: simulatePrefetch, inOrder: false },
];

test('1: no run is shorter than any station needs for its bytes', () => {
  fc.assert(
    fc.property(designs, lineSequences, (design, lineBytes) => {
      for (const { run } of DIRECTIONS) {
        const { picoseconds } = run(design, lineBytes);
        for (const [station, seconds] of Object.entries(stationSeconds(design, lineBytes))) {
          // Each busy period is rounded once.
          const least = 1e12 * seconds - lineBytes.length;
          assert.ok(picoseconds >= least, `${picoseconds} ps, but ${station} needs ${least}`);
        }
      }
      const { picoseconds } = runOffload(design, lineBytes);
      assert.ok(picoseconds >= 1e12 * design.dramLatency - 4, 'shorter than one round trip');
    }),
    RUNS,
  );
});

test('2, Little: reserved bytes are throughput times residence, and so throughput is at most buffer over round trip', () => {
  fc.assert(
    fc.property(designs, reservableLines, (design, lineBytes) => {
      for (const { run, simulate } of DIRECTIONS) {
        const { residenceBytePicoseconds, picoseconds } = simulate(design, lineBytes);
        const { reservedBytePicoseconds, highWaterBytes } = run(design, lineBytes);
        assert.equal(reservedBytePicoseconds, residenceBytePicoseconds);
        assert.ok(highWaterBytes <= design.buffer && reservedBytePicoseconds <= highWaterBytes * picoseconds);
      }
      const { picoseconds, reservedBytePicoseconds } = runOffload(design, lineBytes);
      const roundTrip = 1e12 * design.dramLatency - 4;
      assert.ok(reservedBytePicoseconds >= LINE * lineBytes.length * roundTrip);
      assert.ok(LINE * lineBytes.length * roundTrip <= design.buffer * picoseconds);
    }),
    RUNS,
  );
  // The paper's buffer, recalled: 70 KB are 200 GB/s x 350 ns. All other stations are much faster.
  const paper = { ...SLIDE_47, buffer: 70e3, dramLatency: 350e-9, dramBandwidth: 3000e9, linkBandwidth: 100e9 };
  const lines = 100_000;
  const rate = (LINE * lines) / (runOffload(paper, new Array(lines).fill(8)).picoseconds * 1e-12);
  assert.ok(rate <= 200e9 && rate > 198e9, `${rate} B/s`);
});

test('3: throughput is that of the slowest station or of the buffer, up to the time to fill the pipeline', () => {
  // Without a buffer limit: rounds in which every controller gives one block.
  fc.assert(
    fc.property(wholeTimes, shapes, fc.integer({ min: 0, max: 132 }), fc.integer({ min: 1, max: 12 }), (...values) => {
      const [times, anyShape, size, rounds] = values;
      const shape: Shape = { ...anyShape, interleavingOrder: 'modulo', packing: 'line', buffer: INFINITE };
      const round = (shape.memoryControllers * shape.interleaving) / LINE;
      const { issue, dram, engine, crossbar, link } = lineTimes(times, shape, size);
      const block = shape.interleaving / LINE;
      const stations = [round * issue, block * dram, block * engine, round * crossbar, round * link];
      const slowest = Math.max(...stations);
      // Nothing waits for the last request's turn to end.
      const { picoseconds } = runOffload(designOf(times, shape), new Array(rounds * round).fill(size));
      assert.ok(picoseconds >= rounds * slowest - issue);
      assert.ok(picoseconds <= times.delay + sum(stations) + (rounds - 1) * slowest);
    }),
    RUNS,
  );
  // With one: n equal lines of one controller, w of which fit, are a closed loop with an exact solution.
  fc.assert(
    fc.property(wholeTimes, shapes, fc.integer({ min: 0, max: 132 }), fc.integer({ min: 1, max: 300 }), (...values) => {
      const [times, anyShape, size, lines] = values;
      const buffer = Number.isFinite(anyShape.buffer) ? anyShape.buffer : LINE;
      const shape: Shape = { ...anyShape, memoryControllers: 1, packing: 'line', reservation: 'hold', buffer };
      const window = Math.floor(buffer / LINE);
      const { issue, dram, engine, crossbar, link } = lineTimes(times, shape, size);
      const slowest = Math.max(issue, dram, engine, crossbar, link);
      const unloaded = times.delay + dram + engine + crossbar + link;
      const last = lines - 1;
      const loops = Math.floor(last / window) * unloaded + (last % window) * slowest;
      const { picoseconds } = runOffload(designOf(times, shape), new Array(lines).fill(size));
      assert.equal(picoseconds, unloaded + Math.max(last * slowest, loops));
    }),
    RUNS,
  );
});

test('4, slide 45: the link is saturated if and only if DRAM reads at least ratio x link bandwidth', () => {
  const lines = 6 * 2 * 200;
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 132 }),
      fc.double({ min: 1e9, max: 100e9, noNaN: true }),
      fc.double({ min: 0.2, max: 4, noNaN: true }),
      (size, linkBandwidth, share) => {
        const ratio = LINE / size;
        const design = { ...SLIDE_47, linkBandwidth, dramBandwidth: share * ratio * linkBandwidth };
        const { picoseconds, busyPicoseconds } = runOffload(design, new Array(lines).fill(size));
        const used = busyPicoseconds.link / (picoseconds - 1e12 * design.dramLatency);
        // Filling costs a round of blocks out of 200.
        assert.ok(Math.abs(used - Math.min(1, share)) < 0.01, `${used} of the link is used at ${share} of DRAM`);
      },
    ),
    RUNS,
  );
  // Slides 43-45, 61: 16 GB/s at the largest ratio, 13.8, need 220.8 of the 336 GB/s. Of eleven lines eight take 9 B and
  // three 10 B, which is that ratio.
  const lineBytes = Array.from({ length: 60_000 }, (_, line) => (line % 11 < 8 ? 9 : 10));
  const used = (dramBandwidth: number): number => {
    const { picoseconds, busyPicoseconds } = runOffload({ ...SLIDE_47, dramBandwidth }, lineBytes);
    return busyPicoseconds.link / picoseconds;
  };
  assert.ok(used(336e9) > 0.99 && used(224e9) > 0.99);
  assert.ok(Math.abs(used(200e9) - 200 / 220.8) < 0.01);
});

test('5, conservation: every line leaves once and in order, every station carries every byte, none looks ahead', () => {
  fc.assert(
    fc.property(designs, lineSequences, fc.nat({ max: 60 }), (design, lineBytes, cut) => {
      for (const { run, finishTimes, inOrder } of DIRECTIONS) {
        const times = finishTimes(design, lineBytes);
        assert.equal(times.length, lineBytes.length);
        assert.ok(times.every((time) => Number.isSafeInteger(time)));
        if (inOrder) assert.ok(times.every((time, line) => line === 0 || time >= times[line - 1]));

        const { busyPicoseconds } = run(design, lineBytes);
        const { link, dram, crossbar } = stationSeconds(design, lineBytes);
        near(busyPicoseconds.link, 1e12 * link, lineBytes.length);
        near(busyPicoseconds.dram, 1e12 * dram * design.memoryControllers, lineBytes.length);
        near(busyPicoseconds.crossbar, 1e12 * crossbar, lineBytes.length);

        const alone = { ...design, packing: 'line' } as const;
        const start = lineBytes.slice(0, cut);
        assert.deepEqual(finishTimes(alone, start), finishTimes(alone, lineBytes).slice(0, start.length));
      }
    }),
    RUNS,
  );
});

test('6: a faster station, a shorter latency or a larger buffer never costs time', () => {
  const better = fc.record({
    key: fc.constantFrom('issue', 'parser', 'dram', 'engine', 'crossbar', 'link', 'delay', 'buffer' as const),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  fc.assert(
    fc.property(wholeTimes, shapes, reservableLines, better, (times, shape, lineBytes, { key, share }) => {
      for (const { run } of DIRECTIONS) {
        const before = run(designOf(times, shape), lineBytes).picoseconds;
        const after =
          key === 'buffer'
            ? designOf(times, { ...shape, buffer: shape.buffer / Math.max(share, 0.1) })
            : designOf({ ...times, [key]: Math.ceil(times[key] * Math.max(share, 0.5)) }, shape);
        assert.ok(run(after, lineBytes).picoseconds <= before);
      }
    }),
    { ...RUNS, numRuns: 2000 },
  );
});

test('7, homogeneity: all rates and latencies k times slower take exactly k times as long', () => {
  fc.assert(
    fc.property(wholeTimes, shapes, lineSequences, fc.integer({ min: 2, max: 9 }), (times, shape, lineBytes, k) => {
      for (const { run } of DIRECTIONS) {
        const { picoseconds } = run(designOf(times, shape), lineBytes);
        assert.equal(run(designOf(scaled(times, k, ...TIMES), shape), lineBytes).picoseconds, k * picoseconds);
      }
    }),
    RUNS,
  );
});

test('8, Euler: critical-path shares sum to 1 and are the elasticities, away from ties', () => {
  const resources = [
    { times: ['issue'], of: (path) => path.issue },
    { times: ['dram'], of: (path) => path.dram },
    { times: ['engine', 'parser'], of: (path) => path.engine },
    { times: ['crossbar'], of: (path) => path.crossbar },
    { times: ['link'], of: (path) => path.link },
    { times: ['delay'], of: (path) => path.latency + path.buffer },
  ] satisfies { times: (keyof WholeTimes)[]; of: (path: PipelineRun['criticalPathPicoseconds']) => number }[];
  let awayFromTies = 0;
  fc.assert(
    fc.property(wholeTimes, shapes, reservableLines, (times, shape, lineBytes) => {
      for (const { run } of DIRECTIONS) {
        const { picoseconds, criticalPathPicoseconds } = run(designOf(times, shape), lineBytes);
        assert.equal(sum(Object.values(criticalPathPicoseconds)), picoseconds);
        for (const resource of resources) {
          const share = resource.of(criticalPathPicoseconds) / 100;
          const rerun = (factor: number): number =>
            run(designOf(scaled(times, factor, ...resource.times), shape), lineBytes).picoseconds - picoseconds;
          const slower = rerun(1.01);
          const faster = rerun(0.99);
          // Where whole lines are held, the path is one of those whose longest is the time: a slope from both sides.
          if (shape.reservation === 'hold' || run === runPrefetch) assert.ok(slower >= share && faster >= -share);
          if (slower !== -faster) continue;
          near(slower, share, 0);
          awayFromTies++;
        }
      }
    }),
    RUNS,
  );
  assert.ok(awayFromTies > 10 * RUNS.numRuns, `only ${awayFromTies} re-runs of ${12 * RUNS.numRuns} had no tie`);
});

test('9: two stations, no latency and no buffer limit are the two-machine flow shop of the textbook', () => {
  const unlimited: Shape & Pick<PipelineDesign, 'dramLatency'> = {
    memoryControllers: 1,
    interleaving: 256,
    interleavingOrder: 'modulo',
    placement: 'memory-controller',
    buffer: INFINITE,
    reservation: 'shrink',
    packing: 'line',
    maxPayload: 64,
    packetHeader: 24,
    dramLatency: 0,
  };
  fc.assert(
    fc.property(wholeTimes, reservableLines, fc.boolean(), (times, lineBytes, crossbarFirst) => {
      const all = { ...designOf(times, unlimited), dramLatency: 0, issueLinesPerCycle: INFINITE };
      const design = crossbarFirst
        ? { ...all, dramBandwidth: INFINITE, engineBytesPerCycle: INFINITE }
        : { ...all, engineBytesPerCycle: INFINITE, crossbarBandwidth: INFINITE };
      const first = lineBytes.map((size) => (crossbarFirst ? size * times.crossbar : times.dram));
      const second = lineBytes.map((size) => (size + 24 * Math.ceil(size / 64)) * times.link);
      assert.equal(runOffload(design, lineBytes).picoseconds, flowShopMakespan(first, second));
    }),
    RUNS,
  );
});

test('10, vDNN: at least compute or copies alone, at most both in a row; with an unlimited link, compute alone', () => {
  const configs = fc.record({
    gpu: fc.constantFrom(MAXWELL_TITAN_X, TITAN_XP),
    network: fc.constantFrom(...NETWORK_TABLES.map(({ id }) => id)),
    batch: fc.integer({ min: 1, max: 256 }),
    bandwidth: fc.double({ min: 1e9, max: 500e9, noNaN: true }),
    dramEfficiency: fc.double({ min: 0.68, max: 1, noNaN: true }),
    sync: fc.constantFrom('layer' as const, 'async' as const),
    dramPriority: fc.constantFrom('dma' as const, 'compute' as const),
    ratio: fc.double({ min: 1, max: 32, noNaN: true }),
  });
  fc.assert(
    fc.property(configs, ({ gpu, network, batch, bandwidth, dramEfficiency, sync, dramPriority, ratio }) => {
      const reference = referenceConfig({ ...gpu, dramEfficiency }, network);
      const config: ResolvedConfig = {
        ...reference,
        link: { ...reference.link, bandwidth },
        dma: { ...reference.dma, dramPriority },
        workload: { ...reference.workload, batch, sync },
      };
      const { oracleSeconds, vdnn, cdma } = trainingTimes(config, networkById(network), () => ratio);
      for (const { seconds, steps } of [vdnn, cdma]) {
        const copies = sum(steps.map(({ transferSeconds }) => transferSeconds));
        assert.ok(seconds >= Math.max(oracleSeconds, copies) * (1 - 1e-9));
        assert.ok(seconds <= (oracleSeconds + copies) * (1 + 1e-9));
      }
      const unlimited: ResolvedConfig = {
        ...config,
        gpu: { ...config.gpu, dramEfficiency: INFINITE },
        link: { ...config.link, bandwidth: INFINITE, readRequests: INFINITE },
      };
      const free = trainingTimes(unlimited, networkById(network), () => ratio);
      near(free.vdnn.seconds, free.oracleSeconds, 1e-9 * oracleSeconds);
    }),
    // Three for each network, GPU, synchronisation and priority.
    { ...RUNS, numRuns: 150 },
  );
});

test('11: the same config gives the same bytes, again, from a fresh simulator, and in any order', async () => {
  const configs = ['closed-form', 'pipeline'].flatMap((fidelity) =>
    ['alexnet', 'squeezenet'].map((network) => JSON.stringify({ fidelity, workload: { network, batch: 4 } })),
  );
  const reports = async (runner: Runner, texts: readonly string[]): Promise<string[]> => {
    const bytes: string[] = [];
    for (const text of texts) {
      const { report, timelines, findings } = await runner.run(text, 'file:///same.cdma.json');
      assert.ok(report, JSON.stringify(findings));
      bytes.push(JSON.stringify([report, timelines, findings]));
    }
    return bytes;
  };
  const runner = new Runner(nodeHost());
  const first = await reports(runner, configs);
  assert.equal(new Set(first).size, configs.length);
  assert.deepEqual(await reports(runner, configs), first);
  assert.deepEqual((await reports(new Runner(nodeHost()), [...configs].reverse())).reverse(), first);
});

/** Slides 43-47: six controllers, 336 GB/s and 16 GB/s; stations of which the slides give no rate set no limit. */
const SLIDE_47: PipelineDesign = {
  coreClock: 1e9,
  issueLinesPerCycle: INFINITE,
  memoryControllers: 6,
  dramBandwidth: 336e9,
  dramLatency: 0,
  interleaving: 256,
  interleavingOrder: 'modulo',
  engineBytesPerCycle: INFINITE,
  placement: 'memory-controller',
  crossbarBandwidth: INFINITE,
  buffer: INFINITE,
  reservation: 'hold',
  packing: 'stream',
  linkBandwidth: 16e9,
  maxPayload: 128,
  packetHeader: 0,
  parsedLinesPerCycle: INFINITE,
};

const TIMES = ['issue', 'parser', 'dram', 'engine', 'crossbar', 'link', 'delay'] as const;

/** Some of the times multiplied; whole again, if they were meant to be. */
function scaled(times: WholeTimes, factor: number, ...keys: readonly (keyof WholeTimes)[]): WholeTimes {
  return { ...times, ...Object.fromEntries(keys.map((key) => [key, Math.round(times[key] * factor)])) };
}

/** What one line of the given compressed size costs each server; packets are the line's own. */
function lineTimes(
  times: WholeTimes,
  { placement, maxPayload, packetHeader }: Shape,
  size: number,
): Record<'issue' | 'dram' | 'engine' | 'crossbar' | 'link', number> {
  const { issue, dram, engine } = times;
  const crossbar = times.crossbar * (placement === 'memory-controller' ? size : LINE);
  return { issue, dram, engine, crossbar, link: times.link * (size + packetHeader * Math.ceil(size / maxPayload)) };
}

/** Time that each kind of station needs for all its bytes, its servers sharing them evenly. */
function stationSeconds(
  design: PipelineDesign,
  lineBytes: readonly number[],
): Record<'dram' | 'engine' | 'crossbar' | 'link', number> {
  const { packing, placement, maxPayload, packetHeader, memoryControllers, linkBandwidth } = design;
  const raw = LINE * lineBytes.length;
  const sizes = packing === 'sector' ? lineBytes.map((size) => 32 * Math.ceil(size / 32)) : lineBytes;
  const payload = sum(sizes);
  const packets =
    packing === 'line' ? sum(sizes.map((size) => Math.ceil(size / maxPayload))) : Math.ceil(payload / maxPayload);
  return {
    dram: raw / design.dramBandwidth,
    engine: raw / (memoryControllers * design.engineBytesPerCycle * design.coreClock),
    crossbar: (placement === 'memory-controller' ? payload : raw) / design.crossbarBandwidth,
    link: (((payload + packetHeader * packets) / (maxPayload + packetHeader)) * maxPayload) / linkBandwidth,
  };
}

/** Jobs in fixed order on two machines: the longest of all ways to change from the first machine to the second. */
function flowShopMakespan(first: readonly number[], second: readonly number[]): number {
  return Math.max(...first.map((_, change) => sum(first.slice(0, change + 1)) + sum(second.slice(change))));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected} within ${tolerance}`);
}
