import { type CodecConfig, type CodecHost, codecFor } from '../codecs/registry.ts';
import { countNonZero } from '../codecs/words.ts';
import { zeroValueLineBytes } from '../codecs/zero-value.ts';
import type { CodecId, Layout } from '../config/resolved-config.ts';
import { spreadLines } from '../pipeline/line-sizes.ts';
import { layOut } from '../tensors/layout.ts';
import type { Tensor } from '../tensors/tensor.ts';
import { type ActivationSample, MOST_SAMPLED_LINES } from './activation.ts';
import { estimateSize } from './zlib-sampling.ts';

/** The part of an {@link ActivationSample} that encoding a tensor gives. */
export type Measurement = Omit<ActivationSample, 'layer' | 'origin' | 'trainingProgress'>;

/** What of a config decides a measurement, besides the tensor. */
export interface MeasureConfig {
  activations: { layout: Layout; seed: number };
  dma: CodecConfig;
}

/** Sizes of a tensor in every codec, with its elements in the layout of the config. */
export function measure(tensor: Tensor, config: MeasureConfig, host: CodecHost): Measurement {
  const { words } = layOut(tensor, config.activations.layout);
  const size = (id: CodecId) => codecFor(id, config.dma, host).sizeBytes(words);
  const zlib = estimateSize(codecFor('zlib', config.dma, host), words, config.dma.window, config.activations.seed);
  const nonZeroElements = countNonZero(words);
  return {
    elements: words.length,
    nonZeroElements,
    density: nonZeroElements / words.length,
    rawBytes: words.byteLength,
    compressedBytes: { rle: size('rle'), zvc: size('zvc'), zlib: zlib.bytes },
    zlibHalfWidth: zlib.halfWidth,
    zeroValueLineBytes: chosen(zeroValueLineBytes(words), MOST_SAMPLED_LINES),
  };
}

/** Measurements of one layer at several points of training as one: their sizes are added, and each gives its share of lines. */
export function combine(parts: readonly Measurement[]): Measurement {
  const sum = (value: (part: Measurement) => number) => parts.reduce((total, part) => total + value(part), 0);
  const elements = sum((part) => part.elements);
  const nonZeroElements = sum((part) => part.nonZeroElements);
  const zlib = sum((part) => part.compressedBytes.zlib);
  return {
    elements,
    nonZeroElements,
    density: nonZeroElements / elements,
    rawBytes: sum((part) => part.rawBytes),
    compressedBytes: {
      rle: sum((part) => part.compressedBytes.rle),
      zvc: sum((part) => part.compressedBytes.zvc),
      zlib,
    },
    zlibHalfWidth: Math.sqrt(sum((part) => (part.zlibHalfWidth * part.compressedBytes.zlib) ** 2)) / zlib,
    zeroValueLineBytes: combinedLines(parts),
  };
}

function combinedLines(parts: readonly Measurement[]): Uint8Array | null {
  const share = Math.floor(MOST_SAMPLED_LINES / parts.length);
  const lines: number[] = [];
  for (const { zeroValueLineBytes: partLines } of parts) {
    if (partLines === null) return null;
    lines.push(...chosen(partLines, share));
  }
  return Uint8Array.from(lines);
}

function chosen(lineBytes: Uint8Array, count: number): Uint8Array {
  return Uint8Array.from(spreadLines(lineBytes.length, count), (line) => lineBytes[line]);
}
