import type { Bytes, BytesPerSecond, CompressionRatio, FlopPerSecond, Hertz, Seconds } from '../units.ts';

/** Compression algorithms of slides 49-52. */
export const CODEC_IDS = ['rle', 'zvc', 'zlib'] as const;
export type CodecId = (typeof CODEC_IDS)[number];

/** Order in which an activation tensor's elements lie in memory, slowest dimension first. */
export const LAYOUTS = ['NCHW', 'NHWC', 'CHWN'] as const;
export type Layout = (typeof LAYOUTS)[number];

/** Bit formats of run-length encoding; the paper does not publish its own (docs/model.md). */
export const RUN_LENGTH_FORMATS = ['word-aligned', 'token-16', 'bit-serial'] as const;
export type RunLengthFormat = (typeof RUN_LENGTH_FORMATS)[number];

/** cuDNN generation: decides whether 3x3 stride-1 convolutions run as Winograd. */
export const COMPUTE_LIBRARIES = ['cudnn-4', 'cudnn-5.0', 'cudnn-5.1'] as const;
export type ComputeLibrary = (typeof COMPUTE_LIBRARIES)[number];

export interface GpuConfig {
  preset: string;
  memoryControllers: number;
  dramBandwidth: BytesPerSecond;
  /** Share of the nominal DRAM bandwidth that reads and writes reach, 0 to 1. */
  dramEfficiency: number;
  /** Round trip of a DMA read: request to compressed data in the DMA buffer. */
  dramLatency: Seconds;
  dramCapacity: Bytes;
  coreClock: Hertz;
  peakCompute: FlopPerSecond;
  computeLibrary: ComputeLibrary;
}

export interface LinkConfig {
  preset: string;
  /** Payload bandwidth of one direction, after packet overhead, for the whole link. */
  bandwidth: BytesPerSecond;
  /** GPUs that share the link below one root complex (slides 10-12). */
  gpusSharing: number;
}

export interface DmaConfig {
  codec: CodecId;
  /** `memory-controller`: compressed before the crossbar (slide 47); `dma-engine`: after it (slide 46). */
  placement: 'memory-controller' | 'dma-engine';
  /** Uncompressed bytes one compression engine takes in a core clock cycle (slide 52: 32 B). */
  engineBytesPerCycle: number;
  /** Bytes the crossbar delivers to the DMA engine in a core clock cycle. */
  crossbarBytesPerCycle: number;
  buffer: Bytes;
  /** Independent compression window of run-length encoding and zlib. */
  window: Bytes;
  runLengthFormat: RunLengthFormat;
}

/** Where per-layer compression comes from; `trainingProgress` runs from 0 (random weights) to 1 (trained). */
export type ActivationConfig =
  | { source: 'model'; trainingProgress: number | 'average'; layout: Layout; seed: number }
  | { source: 'tensors'; manifest: string; trainingProgress: number | 'average'; layout: Layout; seed: number }
  | { source: 'uniform'; ratio: CompressionRatio };

export interface WorkloadConfig {
  network: string;
  batch: number;
  /** vDNN offload policy: every activation map, or only those last read by a convolution. */
  policy: 'all' | 'conv';
  /** `layer`: compute and copy meet at a barrier after every layer; `async`: unlimited staging, a lower bound on time. */
  sync: 'layer' | 'async';
  /** `zero-copy`: branches write into the concatenated map; `copy`: Caffe's copy, both maps offloaded. */
  concat: 'zero-copy' | 'copy';
  /** Whether the SGD weight update is part of the iteration. */
  weightUpdate: boolean;
  activations: ActivationConfig;
}

/** A config with presets and overrides merged, every quantity in SI units. The only input of the simulator. */
export interface ResolvedConfig {
  name: string;
  gpu: GpuConfig;
  link: LinkConfig;
  dma: DmaConfig;
  workload: WorkloadConfig;
}
