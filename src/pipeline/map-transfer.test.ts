import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linesOfRatio, MAXWELL_PATH, PCIE5_PATH } from '../../test/golden/pipeline-reference.ts';
import { PATH_RESOURCES, type PipelineDesign } from './design.ts';
import { spreadLines, withMean } from './line-sizes.ts';
import { type Direction, transferMap } from './map-transfer.ts';
import { runOffload } from './offload.ts';
import { runPrefetch } from './prefetch.ts';

const RUN = { offload: runOffload, prefetch: runPrefetch };
const DIRECTIONS: readonly Direction[] = ['offload', 'prefetch'];
const PERIOD = 1920;

/** Ratios of all designs, each generated once. */
const LINES = new Map([2.6, 4.15, 7.3, 12.6].map((ratio) => [ratio, linesOfRatio(ratio)]));
/** The first lines of a generated map; a map of more lines repeats them. */
const sizesOfRatio = (ratio: number) => Uint16Array.from(linesOf(ratio).subarray(0, PERIOD));
const repeated = (sizes: Uint16Array, lines: number) =>
  Uint16Array.from({ length: lines }, (_, i) => sizes[i % sizes.length]);

const DESIGNS: readonly { name: string; design: PipelineDesign; ratio: number }[] = [
  { name: 'the link limits', design: MAXWELL_PATH, ratio: 2.6 },
  { name: 'link and buffer tie', design: { ...MAXWELL_PATH, buffer: 19e3 }, ratio: 4.15 },
  { name: 'the buffer limits', design: { ...MAXWELL_PATH, buffer: 16e3 }, ratio: 7.3 },
  { name: 'the engines limit', design: { ...MAXWELL_PATH, engineBytesPerCycle: 4 }, ratio: 7.3 },
  { name: 'DRAM limits', design: { ...MAXWELL_PATH, dramBandwidth: 30e9 }, ratio: 7.3 },
  {
    name: 'the crossbar limits',
    design: { ...MAXWELL_PATH, placement: 'dma-engine', crossbarBandwidth: 30e9 },
    ratio: 7.3,
  },
  { name: 'a buffer of 1 MB', design: { ...PCIE5_PATH, buffer: 1e6 }, ratio: 12.6 },
  { name: 'no buffer limit', design: { ...MAXWELL_PATH, buffer: Number.POSITIVE_INFINITY }, ratio: 4.15 },
];

// What is extrapolated from one period against 20 of them, line by line.
for (const { name, design, ratio } of DESIGNS) {
  for (const direction of DIRECTIONS) {
    test(`${direction}, ${name}: a long map takes as long as its lines one by one`, () => {
      const sizes = sizesOfRatio(ratio);
      const lines = 20 * PERIOD;
      const { alone, busyPicoseconds } = transferMap(design, direction, sizes, lines);
      const run = RUN[direction](design, repeated(sizes, lines));
      // Lines that wait for the buffer in a ring settle into a rhythm only slowly.
      const tolerance = name.includes('buffer') ? 0.01 : 0.001;
      assert.ok(
        Math.abs(alone.picoseconds / run.picoseconds - 1) < tolerance,
        `${alone.picoseconds} ${run.picoseconds}`,
      );
      for (const resource of PATH_RESOURCES) {
        const difference = alone.path[resource] - run.criticalPathPicoseconds[resource];
        // At a tie the path may go either way.
        if (!name.includes('tie'))
          assert.ok(Math.abs(difference) < 0.02 * run.picoseconds, `${resource}: ${difference}`);
      }
      assert.ok(Math.abs(busyPicoseconds.link / run.busyPicoseconds.link - 1) < 0.005);
    });
  }
}

test('a sample of twice as many lines changes the time by less than 2 %', () => {
  const lines = linesOf(4.15);
  const mean = lines.reduce((sum, size) => sum + size, 0) / lines.length;
  for (const buffer of [12e3, 19e3, 70e3]) {
    const timeOf = (count: number) => {
      const sampled = Array.from(spreadLines(lines.length, count), (line) => lines[line]);
      const design = { ...MAXWELL_PATH, buffer };
      return transferMap(design, 'offload', withMean(sampled, mean, 4), 1_000_000).alone.picoseconds;
    };
    const change = timeOf(2 * PERIOD) / timeOf(PERIOD) - 1;
    assert.ok(Math.abs(change) < 0.02, `${buffer} B: ${change}`);
  }
});

test('a short map is exact, the path sums to the time, and what follows pays no second fill', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...DESIGNS),
      fc.constantFrom(...DIRECTIONS),
      fc.oneof(fc.integer({ min: 1, max: 12_000 }), fc.constantFrom(PERIOD, 2 * PERIOD)),
      ({ design, ratio }, direction, lines) => {
        const sizes = sizesOfRatio(ratio);
        const { alone, following } = transferMap(design, direction, sizes, lines);
        if (lines % PERIOD === 0 && lines <= 2 * PERIOD) {
          assert.equal(alone.picoseconds, RUN[direction](design, repeated(sizes, lines)).picoseconds);
        }
        for (const { picoseconds, path } of [alone, following]) {
          const sum = PATH_RESOURCES.reduce((total, resource) => total + path[resource], 0);
          assert.ok(Math.abs(sum - picoseconds) <= 1e-9 * picoseconds);
          assert.ok(PATH_RESOURCES.every((resource) => path[resource] >= 0));
        }
      },
    ),
    { seed: 20180301, numRuns: 60 },
  );
  const sizes = sizesOfRatio(4.15);
  const { alone, following } = transferMap(MAXWELL_PATH, 'offload', sizes, 100_000);
  const fill = alone.picoseconds - following.picoseconds;
  // One round trip of 350 ns, give or take the first lines' sizes.
  assert.ok(fill > 300_000 && fill < 1_500_000, `${fill}`);
});

function linesOf(ratio: number): Uint8Array {
  return LINES.get(ratio) ?? assert.fail(`no lines of ratio ${ratio}`);
}
