import fc from 'fast-check';
import type { PipelineDesign } from '../../src/pipeline/design.ts';

/** Spread over orders of magnitude, so that every station binds in some design. */
const spread = (minimum: number, maximum: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(minimum), max: Math.log(maximum), noNaN: true }).map((logarithm) => Math.exp(logarithm));

/** A station's speed; now and then it sets no limit, as in questions of what it costs. */
const rates = (minimum: number, maximum: number): fc.Arbitrary<number> =>
  fc.oneof(
    { weight: 12, arbitrary: spread(minimum, maximum) },
    { weight: 1, arbitrary: fc.constant(Number.POSITIVE_INFINITY) },
  );

/** A line's bytes in its packing: nothing, a lone mask, a line without zeros, and whatever is between. */
const lineSizes: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: 132 }),
  fc.constantFrom(0, 4, 8, 31, 32, 33, 127, 128, 129, 132),
);

/** Sizes of consecutive lines, random or as a malicious tensor would have them. */
export const lineSequences: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 4, arbitrary: fc.array(lineSizes, { minLength: 1, maxLength: 60, size: 'max' }) },
  { weight: 1, arbitrary: fc.tuple(lineSizes, fc.nat({ max: 60 })).map(([size, n]) => new Array(n + 1).fill(size)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(lineSizes, lineSizes, fc.integer({ min: 1, max: 9 }))
      .map(([a, b, run]) => Array.from({ length: 60 }, (_, i) => (Math.floor(i / run) % 2 === 0 ? a : b))),
  },
);

/** Designs of every kind: 1 to 12 controllers, buffers from one line up, no latency to 2 us. */
export const designs: fc.Arbitrary<PipelineDesign> = fc.record({
  coreClock: spread(0.3e9, 3e9),
  issueLinesPerCycle: fc.oneof(fc.constantFrom(1, 4), rates(0.02, 8)),
  memoryControllers: fc.integer({ min: 1, max: 12 }),
  dramBandwidth: rates(2e9, 2000e9),
  dramLatency: fc.oneof(fc.constant(0), fc.constant(350e-9), fc.double({ min: 0, max: 2e-6, noNaN: true })),
  interleaving: fc.constantFrom(128, 256, 384, 512, 1024, 2048, 4096),
  interleavingOrder: fc.constantFrom('modulo', 'hashed'),
  engineBytesPerCycle: fc.oneof(fc.constant(32), rates(0.5, 128)),
  placement: fc.constantFrom('memory-controller', 'dma-engine'),
  crossbarBandwidth: rates(2e9, 2000e9),
  buffer: fc.oneof(
    fc.constant(128),
    fc.integer({ min: 128, max: 1024 }),
    fc.integer({ min: 1024, max: 16384 }),
    fc.constantFrom(70e3, Number.POSITIVE_INFINITY),
  ),
  reservation: fc.constantFrom('shrink', 'hold'),
  packing: fc.constantFrom('stream', 'sector', 'line'),
  linkBandwidth: rates(1e9, 500e9),
  maxPayload: fc.constantFrom(64, 128, 256, 512, 1000),
  packetHeader: fc.constantFrom(0, 16, 24, 30),
  parsedLinesPerCycle: fc.oneof(fc.constant(1), rates(0.05, 4)),
});
