import fc from 'fast-check';
import type { PipelineDesign } from '../../src/pipeline/design.ts';

/**
 * A pipeline by the time that each station takes, in whole picoseconds: nothing is ever rounded in it, so identities
 * hold exactly.
 */
export interface WholeTimes {
  /** A line at the issue server, at the parser, at one DRAM channel, in one engine. */
  issue: number;
  parser: number;
  dram: number;
  engine: number;
  /** A byte on the crossbar and on the wire. */
  crossbar: number;
  link: number;
  /** All fixed times from request to buffer: what the round trip has beyond DRAM and engine. */
  delay: number;
}

/** What of a design is not a time. */
export type Shape = Pick<
  PipelineDesign,
  | 'memoryControllers'
  | 'interleaving'
  | 'interleavingOrder'
  | 'placement'
  | 'buffer'
  | 'reservation'
  | 'packing'
  | 'maxPayload'
  | 'packetHeader'
>;

export function designOf(times: WholeTimes, shape: Shape): PipelineDesign {
  const coreClock = 1e9;
  const picosecondsPerCycle = 1e12 / coreClock;
  return {
    ...shape,
    coreClock,
    issueLinesPerCycle: picosecondsPerCycle / times.issue,
    parsedLinesPerCycle: picosecondsPerCycle / times.parser,
    dramBandwidth: (shape.memoryControllers * 128e12) / times.dram,
    engineBytesPerCycle: (128 * picosecondsPerCycle) / times.engine,
    crossbarBandwidth: 1e12 / times.crossbar,
    linkBandwidth: ((1e12 / times.link) * shape.maxPayload) / (shape.maxPayload + shape.packetHeader),
    dramLatency: (times.dram + times.engine + times.delay) * 1e-12,
  };
}

/** Multiples of 100 ps, so that a change by 1 % is a whole number too. */
const hundreds = (most: number): fc.Arbitrary<number> => fc.integer({ min: 1, max: most }).map((n) => 100 * n);

/**
 * Stations of similar speed, hardly ever the same. The delay leaves room for DRAM and engine within the middle part of
 * the round trip.
 */
export const wholeTimes: fc.Arbitrary<WholeTimes> = fc
  .record({
    issue: hundreds(100_000),
    parser: hundreds(100_000),
    dram: hundreds(400_000),
    engine: hundreds(400_000),
    crossbar: hundreds(1200),
    link: hundreds(2400),
    delay: hundreds(6_000_000),
  })
  .map((times) => ({ ...times, delay: times.delay + 2 * (times.dram + times.engine) }));

export const shapes: fc.Arbitrary<Shape> = fc.record({
  memoryControllers: fc.integer({ min: 1, max: 12 }),
  interleaving: fc.constantFrom(128, 256, 512, 1024, 4096),
  interleavingOrder: fc.constantFrom('modulo', 'hashed'),
  placement: fc.constantFrom('memory-controller', 'dma-engine'),
  buffer: fc.oneof(fc.integer({ min: 128, max: 6000 }), fc.constant(Number.POSITIVE_INFINITY)),
  reservation: fc.constantFrom('shrink', 'hold'),
  packing: fc.constantFrom('stream', 'sector', 'line'),
  maxPayload: fc.constantFrom(64, 128, 256),
  packetHeader: fc.constantFrom(0, 24),
});

/** Sizes of lines that are not larger than the 128 B reserved for them. */
export const reservableLines: fc.Arbitrary<readonly number[]> = fc.array(fc.integer({ min: 0, max: 128 }), {
  minLength: 1,
  maxLength: 80,
  size: 'max',
});
