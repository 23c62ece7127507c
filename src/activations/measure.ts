import { throwIfCancelled } from '../cancelled.ts';
import { masksFrom, nonZeroMasks, nonZerosOf, sizeByMasks, ZeroRuns } from '../codecs/masks.ts';
import { perCodec } from '../codecs/per-codec.ts';
import { type CodecConfig, type CodecHost, codecFor } from '../codecs/registry.ts';
import { leastCommonMultiple, windowElements, windowsOf } from '../codecs/windows.ts';
import { zeroValueLinesOfMasks } from '../codecs/zero-value.ts';
import { CODEC_IDS, type Layout } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import { spreadLines } from '../pipeline/line-sizes.ts';
import { countNonFinite, wordBytesOfType } from '../tensors/tensor.ts';
import type { Bytes } from '../units.ts';
import { type ActivationSample, MOST_SAMPLED_LINES } from './activation.ts';
import { type ActivationMap, windowsAt } from './activation-map.ts';
import { WindowFrame } from './window-frame.ts';
import { estimateSize, type SizeEstimate } from './zlib-sampling.ts';

/** All but zlib, whose windows are a sample: it codes 40 MB/s, the others gigabytes. */
const FULL_PASS_CODECS = CODEC_IDS.filter((id) => id !== 'zlib');

type MeasureHost = CodecHost & Pick<Host, 'pause'>;

/** The part of an {@link ActivationSample} that encoding a map gives. */
export type Measurement = Omit<ActivationSample, 'layer' | 'origin' | 'trainingProgress'>;

/** What of a config decides a measurement, besides the map. */
export interface MeasureConfig {
  layout: Layout;
  /** Of the windows that zlib codes. */
  seed: number;
  /** `all`: zlib codes every window, at about 40 MB/s. */
  zlibWindows: 'sampled' | 'all';
  dma: CodecConfig;
}

/**
 * Sizes of a map in every codec, with its elements in a memory order. The map passes once, block by block, and again for
 * windows that zlib codes. Throws {@link Cancelled} once the signal is aborted.
 */
export async function measure(
  map: ActivationMap,
  config: MeasureConfig,
  host: MeasureHost,
  signal?: AbortSignal,
): Promise<Measurement> {
  const wordBytes = wordBytesOfType(map.dtype);
  const windowLength = windowElements(config.dma.window, wordBytes);
  const lineLength = LINE_BYTES / wordBytes;
  const zeroValue = codecFor('zvc', config.dma, host);
  const codecs = FULL_PASS_CODECS.map((id) => codecFor(id, config.dma, host));
  const bytes = perCodec(() => 0);
  const frame = new WindowFrame(Math.ceil(map.elements / windowLength), config.seed);
  const lines = new LineSample(Math.ceil(map.elements / lineLength));
  const runs = new ZeroRuns();
  let nonZeroElements = 0;
  let nonFiniteElements = 0;

  for await (const block of map.blocks(config.layout, leastCommonMultiple(windowLength, lineLength))) {
    throwIfCancelled(signal);
    const masks = nonZeroMasks(block);
    nonZeroElements += nonZerosOf(masks, 0, block.length);
    nonFiniteElements += countNonFinite(block, map.dtype);
    for (const codec of codecs) bytes[codec.id] += sizeByMasks(codec, block, masks);
    for (let first = 0; first < block.length; first += windowLength) {
      const length = Math.min(windowLength, block.length - first);
      frame.add(zeroValue.sizeOfMasks(masksOfWindow(masks, first, length), length, wordBytes));
    }
    lines.add(zeroValueLinesOfMasks(masks, block.length, wordBytes, config.dma.zeroValueWindow));
    runs.add(masks, block.length);
    await host.pause();
  }
  const zlib = await zlibSize(map, frame, config, host, signal);
  return {
    elements: map.elements,
    nonZeroElements,
    density: nonZeroElements / map.elements,
    rawBytes: map.elements * wordBytes,
    compressedBytes: { ...bytes, zlib: zlib.bytes },
    zlibHalfWidth: zlib.halfWidth,
    zeroValueLineBytes: lines.sizes,
    zeroRuns: runs.count,
    nonFiniteElements,
  };
}

function masksOfWindow(masks: Uint32Array, first: number, length: number): Uint32Array {
  return first % 32 === 0 ? masks.subarray(first / 32) : masksFrom(masks, first, length);
}

/** Size in zlib: of all windows in one more pass, or estimated from some. */
async function zlibSize(
  map: ActivationMap,
  frame: WindowFrame,
  { layout, dma, zlibWindows, seed }: MeasureConfig,
  host: MeasureHost,
  signal: AbortSignal | undefined,
): Promise<SizeEstimate> {
  const codec = codecFor('zlib', dma, host);
  const windowLength = windowElements(dma.window, wordBytesOfType(map.dtype));
  if (zlibWindows === 'all') {
    let bytes = 0;
    for await (const block of map.blocks(layout, windowLength)) {
      for (const window of windowsOf(block, dma.window)) {
        bytes += codec.sizeBytes(window);
        throwIfCancelled(signal);
      }
      await host.pause();
    }
    return { bytes, halfWidth: 0 };
  }
  const codedSizes = async (positions: readonly number[]) => {
    const sizes: Bytes[] = [];
    for await (const window of windowsAt(map, layout, windowLength, positions, signal)) {
      sizes.push(codec.sizeBytes(window));
    }
    return sizes;
  };
  return estimateSize({ ...frame, drawable: frame, meanZeroValueSize: frame.meanZeroValueSize, codedSizes }, seed);
}

/** Zero-value sizes of lines from all over a map, at most {@link MOST_SAMPLED_LINES}. */
class LineSample {
  readonly sizes: Uint8Array;
  private readonly positions: Int32Array;
  private kept = 0;
  private seen = 0;

  constructor(lines: number) {
    this.positions = spreadLines(lines, MOST_SAMPLED_LINES);
    this.sizes = new Uint8Array(this.positions.length);
  }

  add(lineBytes: Uint8Array): void {
    for (; this.kept < this.positions.length; this.kept++) {
      const size = lineBytes[this.positions[this.kept] - this.seen];
      if (size === undefined) break;
      this.sizes[this.kept] = size;
    }
    this.seen += lineBytes.length;
  }
}

/** Measurements of one layer at several points of training as one: their sizes are added, and each gives its share of lines. */
export function combine(parts: readonly Measurement[]): Measurement {
  const sum = (value: (part: Measurement) => number) => parts.reduce((total, part) => total + value(part), 0);
  const elements = sum((part) => part.elements);
  const nonZeroElements = sum((part) => part.nonZeroElements);
  const zlibBytes = sum((part) => part.compressedBytes.zlib);
  return {
    elements,
    nonZeroElements,
    density: nonZeroElements / elements,
    rawBytes: sum((part) => part.rawBytes),
    compressedBytes: perCodec((codec) => sum((part) => part.compressedBytes[codec])),
    zlibHalfWidth: Math.sqrt(sum((part) => (part.zlibHalfWidth * part.compressedBytes.zlib) ** 2)) / zlibBytes,
    zeroValueLineBytes: combinedLines(parts),
    zeroRuns: sum((part) => part.zeroRuns),
    nonFiniteElements: sum((part) => part.nonFiniteElements),
  };
}

function combinedLines(parts: readonly Measurement[]): Uint8Array | null {
  const share = Math.floor(MOST_SAMPLED_LINES / parts.length);
  const lines: number[] = [];
  for (const { zeroValueLineBytes: partLines } of parts) {
    if (partLines === null) return null;
    lines.push(...Uint8Array.from(spreadLines(partLines.length, share), (line) => partLines[line]));
  }
  return Uint8Array.from(lines);
}
