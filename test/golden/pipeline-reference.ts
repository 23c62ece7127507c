import { clusteringOf } from '../../src/synthesis/clustering.ts';
import { reluOutput } from '../../src/synthesis/latent-gaussian.ts';
import { randomFor } from '../../src/synthesis/random.ts';
import { zeroValueLineBytes } from '../../src/codecs/zero-value.ts';
import { LINE_BYTES, type PipelineDesign } from '../../src/pipeline/design.ts';

/** The path for which docs/pipeline.md states figures: Maxwell Titan X, PCIe 3, and a crossbar that never limits. */
export const MAXWELL_PATH: PipelineDesign = {
  coreClock: 1.075e9,
  issueLinesPerCycle: 4,
  memoryControllers: 6,
  dramBandwidth: 0.8 * 336e9,
  dramLatency: 350e-9,
  interleaving: 256,
  interleavingOrder: 'modulo',
  engineBytesPerCycle: 32,
  placement: 'memory-controller',
  crossbarBandwidth: 1e12,
  buffer: 70e3,
  reservation: 'shrink',
  packing: 'stream',
  linkBandwidth: 12.8e9,
  maxPayload: 128,
  packetHeader: 24,
  parsedLinesPerCycle: 1,
};

/** A GPU of ten controllers behind PCIe 5, with Maxwell's round trip. */
export const PCIE5_PATH: PipelineDesign = {
  ...MAXWELL_PATH,
  memoryControllers: 10,
  coreClock: 1.755e9,
  dramBandwidth: 0.8 * 3350e9,
  linkBandwidth: 51.2e9,
};

/** Sizes of 32768 lines of a generated map, clustered like real ones, that zero-value compression shrinks by `ratio`. */
export function linesOfRatio(ratio: number): Uint8Array {
  const density = 1 / ratio - 1 / 32;
  const trained = clusteringOf({ kind: 'conv', isFirst: false, width: 32 }, 1);
  const clustering = { ...trained, neighbourCorrelation: 0.35, verticalCorrelation: 0.35 };
  const map = reluOutput([8, 128, 32, 32], density, clustering, randomFor(1, `${ratio}`));
  return zeroValueLineBytes(new Uint32Array(map.buffer));
}

export function sumOf(bytes: Uint8Array): number {
  return bytes.reduce((sum, size) => sum + size, 0);
}

/** Share of the time in which the link carries payload, when the last of the lines has left at `picoseconds`. */
export function linkUtilisation(lineBytes: Uint8Array, linkBandwidth: number, picoseconds: number): number {
  return sumOf(lineBytes) / linkBandwidth / (picoseconds * 1e-12);
}

/** Uncompressed gigabytes a second. */
export function uncompressedRate(lines: number, picoseconds: number): number {
  return (LINE_BYTES * lines) / (picoseconds * 1e-3);
}
