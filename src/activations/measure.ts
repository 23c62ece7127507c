import { type CodecConfig, type CodecHost, codecFor } from '../codecs/registry.ts';
import { countNonZero } from '../codecs/words.ts';
import type { CodecId, Layout } from '../config/resolved-config.ts';
import type { ActivationSample } from './activation.ts';
import { layOut } from './layout.ts';
import type { Tensor } from './tensor.ts';
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
  };
}

/** Measurements of one layer at several points of training as one: their sizes are added. */
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
  };
}
