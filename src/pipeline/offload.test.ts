/**
 * Figures of docs/pipeline.md, "What it shows", from an independent prototype of the same recurrence that was run over
 * recorded tensors; here the lines are generated at the same ratios.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  linesOfRatio,
  linkUtilisation,
  MAXWELL_PATH,
  PCIE5_PATH,
  sumOf,
  uncompressedRate,
} from '../../test/golden/pipeline-reference.ts';
import type { PipelineDesign } from './design.ts';
import { runOffload } from './offload.ts';
import { offloadFinishTimes } from './offload-times.ts';

const lastOf = (times: Float64Array): number => times[times.length - 1];

function rateOf(design: PipelineDesign, lines: Uint8Array): number {
  return uncompressedRate(lines.length, lastOf(offloadFinishTimes(design, lines)));
}

function utilisationOf(design: PipelineDesign, lines: Uint8Array): number {
  return linkUtilisation(lines, design.linkBandwidth, lastOf(offloadFinishTimes(design, lines)));
}

test('golden: 20 000 lines of 52 B', () => {
  const lines = new Uint8Array(20_000).fill(52);
  const rate = (buffer: number) => rateOf({ ...MAXWELL_PATH, buffer }, lines).toFixed(2);
  assert.deepEqual([8e3, 16e3, 70e3].map(rate), ['22.61', '31.37', '31.37']);
});

// Without any smoothing a line waits for the slower of the link and the rest; with full smoothing only means count.
for (const { name, path, ratio, expected, upperBound } of [
  { name: 'PCIe 3', path: MAXWELL_PATH, ratio: 4.15, expected: 53, upperBound: 53 },
  { name: 'PCIe 3', path: MAXWELL_PATH, ratio: 7.3, expected: 93, upperBound: 93 },
  { name: 'PCIe 3', path: MAXWELL_PATH, ratio: 12.6, expected: 159, upperBound: 161 },
  { name: 'PCIe 5', path: PCIE5_PATH, ratio: 2.56, expected: 127, upperBound: 131 },
  { name: 'PCIe 5', path: PCIE5_PATH, ratio: 4.15, expected: 192, upperBound: 200 },
]) {
  test(`${name} at ratio ${ratio}: between the bounds without and with smoothing, and near the upper one`, () => {
    const lines = linesOfRatio(ratio);
    const rest = Math.min(
      path.buffer / path.dramLatency,
      path.memoryControllers * path.engineBytesPerCycle * path.coreClock,
      path.dramBandwidth,
    );
    const upper = Math.min((ratio * path.linkBandwidth) / 1e9, rest / 1e9);
    const slowest = lines.reduce((sum, size) => sum + Math.max(size / path.linkBandwidth, 128 / rest), 0);
    const lower = (128 * lines.length) / slowest / 1e9;
    const rate = rateOf(path, lines);
    assert.ok(lower <= rate * 1.001 && rate <= upper * 1.001, `${lower} <= ${rate} <= ${upper}`);
    assert.equal(upper.toFixed(0), upperBound.toFixed(0));
    assert.ok(Math.abs(rate / expected - 1) < 0.025, `${rate}, prototype ${expected}`);
  });
}

const BUFFERS_KB = [8, 12, 16, 24, 32, 48, 70, 100, 200];
/** Link utilisation by buffer. Recorded maps cluster more than generated ones, which shows where the buffer is small. */
const UTILISATION = [
  { path: MAXWELL_PATH, ratio: 2.06, expected: [0.79, 0.96, 1, 1, 1, 1, 1, 1, 1], tolerance: 0.045 },
  {
    path: MAXWELL_PATH,
    ratio: 4.15,
    expected: [0.42, 0.63, 0.83, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99],
    tolerance: 0.01,
  },
  { path: MAXWELL_PATH, ratio: 7.3, expected: [0.24, 0.36, 0.48, 0.72, 0.94, 0.99, 0.99, 0.99, 0.99], tolerance: 0.01 },
  {
    path: MAXWELL_PATH,
    ratio: 12.6,
    expected: [0.14, 0.21, 0.28, 0.42, 0.56, 0.83, 0.98, 0.98, 0.98],
    tolerance: 0.01,
  },
  {
    path: { ...MAXWELL_PATH, linkBandwidth: 25.6e9 },
    ratio: 12.6,
    expected: [0.07, 0.11, 0.14, 0.21, 0.29, 0.43, 0.61, 0.64, 0.64],
    tolerance: 0.015,
  },
  { path: PCIE5_PATH, ratio: 4.15, expected: [0.11, 0.16, 0.21, 0.32, 0.43, 0.63, 0.91, 0.97, 0.97], tolerance: 0.015 },
];
for (const { path, ratio, expected, tolerance } of UTILISATION) {
  test(`link utilisation against buffer, ${path.linkBandwidth / 1e9} GB/s at ratio ${ratio}`, () => {
    const lines = linesOfRatio(ratio);
    const found = BUFFERS_KB.map((kilobytes) => utilisationOf({ ...path, buffer: kilobytes * 1e3 }, lines));
    assert.ok(
      found.every((value, i) => Math.abs(value - expected[i]) <= tolerance),
      `${found.map((value) => value.toFixed(3))}`,
    );
  });
}

const SPARSE = linesOfRatio(7.3);
const unlimitedLink: PipelineDesign = { ...MAXWELL_PATH, linkBandwidth: Number.POSITIVE_INFINITY };
/** As many controllers of Maxwell's kind. */
const withControllers = (path: PipelineDesign, memoryControllers: number): PipelineDesign => ({
  ...path,
  memoryControllers,
  dramBandwidth: memoryControllers * 0.8 * 56e9,
});

test('fetch rate without a link limit against memory controllers, GB/s', () => {
  const rate = (controllers: number, buffer: number) =>
    rateOf({ ...withControllers(unlimitedLink, controllers), buffer }, SPARSE);
  const expected = [
    [1, 70e3, 34],
    [2, 70e3, 68],
    [4, 70e3, 136],
    [6, 70e3, 194],
    [12, 70e3, 194],
    [8, 280e3, 267],
    [12, 280e3, 395],
  ];
  for (const [controllers, buffer, gigabytes] of expected) {
    const found = rate(controllers, buffer);
    assert.ok(Math.abs(found / gigabytes - 1) < 0.02, `${controllers} controllers, ${buffer} B: ${found}`);
  }
});

test('at ratio 7.3 three memory controllers are enough for PCIe 3', () => {
  const found = [1, 2, 3].map((controllers) => utilisationOf(withControllers(MAXWELL_PATH, controllers), SPARSE));
  assert.deepEqual(
    found.map((value) => value.toFixed(2)),
    ['0.37', '0.73', '0.99'],
  );
});

test('blocks up to 1 KB do no harm, blocks of 4 KB cost a fifth, 64 KB cap at 60 GB/s', () => {
  const rate = (interleaving: number) => rateOf({ ...unlimitedLink, interleaving }, SPARSE);
  assert.ok(rate(1024) > 0.95 * rate(128));
  assert.ok(Math.abs(rate(4096) / rate(128) - 0.8) < 0.02, `${rate(4096)}`);
  assert.ok(Math.abs(rate(65_536) - 60) < 2, `${rate(65_536)}`);
});

test('a hash that deals lines or 256 B blocks costs 5 to 12 %', () => {
  for (const interleaving of [128, 256]) {
    const inOrder = rateOf({ ...unlimitedLink, interleaving }, SPARSE);
    const hashed = rateOf({ ...unlimitedLink, interleaving, interleavingOrder: 'hashed' }, SPARSE);
    const loss = 1 - hashed / inOrder;
    assert.ok(loss > 0.05 && loss < 0.12, `${loss}`);
  }
});

test('link utilisation at ratio 7.3 when compute takes a share of DRAM, and against the round trip', () => {
  const withShare = (share: number) =>
    utilisationOf({ ...MAXWELL_PATH, dramBandwidth: MAXWELL_PATH.dramBandwidth * (1 - share) }, SPARSE);
  [0.99, 0.85, 0.57, 0.29].forEach((expected, i) => {
    assert.ok(Math.abs(withShare([0.5, 0.7, 0.8, 0.9][i]) - expected) < 0.01);
  });
  const withLatency = (nanoseconds: number) =>
    utilisationOf({ ...MAXWELL_PATH, dramLatency: nanoseconds * 1e-9 }, SPARSE);
  for (const nanoseconds of [200, 350, 500, 700]) assert.ok(withLatency(nanoseconds) > 0.98);
  assert.ok(Math.abs(withLatency(1000) - 0.73) < 0.01);
});

test('holding the worst case until a line is sent costs 1 to 9 % below the knee of the buffer, and nothing above', () => {
  for (const { ratio, kneeKilobytes } of [
    { ratio: 4.15, kneeKilobytes: 19 },
    { ratio: 7.3, kneeKilobytes: 33 },
    { ratio: 12.6, kneeKilobytes: 57 },
  ]) {
    const lines = linesOfRatio(ratio);
    const loss = (buffer: number) =>
      1 - rateOf({ ...MAXWELL_PATH, buffer, reservation: 'hold' }, lines) / rateOf({ ...MAXWELL_PATH, buffer }, lines);
    const below = loss(0.85 * kneeKilobytes * 1e3);
    assert.ok(below > 0.01 && below < 0.09, `ratio ${ratio}: ${below}`);
    assert.ok(loss(2 * kneeKilobytes * 1e3) < 0.001);
  }
});

const designs = fc.record({
  memoryControllers: fc.integer({ min: 1, max: 12 }),
  dramBandwidth: fc.double({ min: 20e9, max: 3e12, noNaN: true }),
  dramLatency: fc.double({ min: 0, max: 1e-6, noNaN: true }),
  interleaving: fc.constantFrom(128, 256, 1024, 4096),
  engineBytesPerCycle: fc.integer({ min: 1, max: 64 }),
  placement: fc.constantFrom('memory-controller' as const, 'dma-engine' as const),
  crossbarBandwidth: fc.double({ min: 5e9, max: 1e12, noNaN: true }),
  buffer: fc.integer({ min: 256, max: 300_000 }),
  reservation: fc.constantFrom('shrink' as const, 'hold' as const),
  packing: fc.constantFrom('stream' as const, 'sector' as const, 'line' as const),
  linkBandwidth: fc.double({ min: 4e9, max: 500e9, noNaN: true }),
});
const lineSizes = fc.array(
  fc.integer({ min: 0, max: 32 }).map((words) => 4 + 4 * words),
  { minLength: 1, maxLength: 2000, size: 'max' },
);
const RUNS = { seed: 20180227, numRuns: 150 };

// The total order of the events makes this a theorem only for lines that never need more than they reserved.
test('a larger buffer or a faster station never makes a transfer longer', () => {
  fc.assert(
    fc.property(
      designs,
      lineSizes.map((sizes) => sizes.map((size) => Math.min(size, 128))),
      fc.constantFrom('buffer', 'dramBandwidth', 'crossbarBandwidth', 'linkBandwidth', 'engineBytesPerCycle'),
      (drawn, sizes, key) => {
        const design: PipelineDesign = { ...MAXWELL_PATH, ...drawn };
        const time = (factor: number) =>
          lastOf(offloadFinishTimes({ ...design, [key]: design[key as 'buffer'] * factor }, sizes));
        // The rounding of busy periods moves a finish by a picosecond at most, each time one begins.
        assert.ok(time(2) <= time(1) + sizes.length, `${key}: ${time(1)} -> ${time(2)}`);
      },
    ),
    RUNS,
  );
});

test('no transfer beats its slowest station, Little’s law or one round trip', () => {
  fc.assert(
    fc.property(designs, lineSizes, (drawn, sizes) => {
      const design: PipelineDesign = { ...MAXWELL_PATH, ...drawn };
      const lines = Uint8Array.from(sizes);
      const raw = 128 * lines.length;
      const seconds = runOffload(design, lines).picoseconds * 1e-12;
      const crossing = design.placement === 'memory-controller' ? sumOf(lines) : raw;
      const roundTrips = Math.floor(raw / Math.max(design.buffer, 132));
      const least = Math.max(
        raw / design.dramBandwidth,
        raw / (design.memoryControllers * design.engineBytesPerCycle * design.coreClock),
        crossing / design.crossbarBandwidth,
        sumOf(lines) / design.linkBandwidth,
        // Each byte of the buffer is reserved for a whole round trip by one line after the other.
        roundTrips * design.dramLatency,
      );
      assert.ok(seconds >= least - 1e-12 * lines.length, `${seconds} < ${least}`);
    }),
    RUNS,
  );
});

test('a run without any limit takes no time, and one line the unloaded round trip and its time on the link', () => {
  const unlimited: PipelineDesign = {
    ...MAXWELL_PATH,
    issueLinesPerCycle: Number.POSITIVE_INFINITY,
    dramBandwidth: Number.POSITIVE_INFINITY,
    engineBytesPerCycle: Number.POSITIVE_INFINITY,
    crossbarBandwidth: Number.POSITIVE_INFINITY,
    linkBandwidth: Number.POSITIVE_INFINITY,
    buffer: Number.POSITIVE_INFINITY,
    dramLatency: 0,
  };
  assert.equal(runOffload(unlimited, SPARSE).picoseconds, 0);
  const { picoseconds, criticalPathPicoseconds } = runOffload(
    { ...MAXWELL_PATH, crossbarBandwidth: Number.POSITIVE_INFINITY },
    [52],
  );
  // 52 B and one header of 24 B at 12.8 x 152/128 GB/s.
  assert.equal(picoseconds, 350_000 + Math.round((52 + 24) / (12.8e9 * (152 / 128) * 1e-12)));
  assert.equal(criticalPathPicoseconds.buffer, 0);
});

test('below the knee the critical path is round trips that wait for the buffer; above it, the link', () => {
  const share = (buffer: number, resource: 'buffer' | 'link') => {
    const run = runOffload({ ...MAXWELL_PATH, buffer }, SPARSE);
    return run.criticalPathPicoseconds[resource] / run.picoseconds;
  };
  assert.ok(share(16e3, 'buffer') > 0.9);
  assert.ok(share(70e3, 'link') > 0.99);
});
