import type {
  Bytes,
  BytesPerSecond,
  CompressionRatio,
  FlopPerSecond,
  Hertz,
  JoulesPerBit,
  JoulesPerFlop,
  Metres,
  Seconds,
  SquareMetres,
  Watts,
} from '../units.ts';

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

/** How the rate of a transfer is computed: bounds per station, or line by line (docs/pipeline.md). */
export const FIDELITIES = ['closed-form', 'pipeline'] as const;
export type Fidelity = (typeof FIDELITIES)[number];

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
  /** Consecutive bytes of one memory controller; only the pipeline sees it. */
  interleaving: Bytes;
  interleavingOrder: 'modulo' | 'hashed';
}

export interface LinkConfig {
  preset: string;
  /** Payload bandwidth of one direction, after packet overhead, for the whole link. */
  bandwidth: BytesPerSecond;
  /** GPUs that share the link below one root complex (slides 10-12). */
  gpusSharing: number;
  /** One direction on the wire, before packets. */
  rawBandwidth: BytesPerSecond;
  maxPayload: Bytes;
  packetHeader: Bytes;
  /** Share of the raw bandwidth that link-layer packets take. */
  linkLayerShare: number;
  /** Outstanding reads of host memory, their size and their round trip: what limits the fetch of maps. */
  readRequests: number;
  readRequestSize: Bytes;
  hostLatency: Seconds;
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
  /** 128 B lines requested from DRAM in a core clock cycle, at most. */
  issueLinesPerCycle: number;
  /** Compressed lines whose end the decompressor finds in a core clock cycle. */
  parsedLinesPerCycle: number;
  /** When buffer space that a compressed line does not need is given back: on arrival, or once it was sent. */
  reservation: 'shrink' | 'hold';
  /** How compressed lines lie one behind the other: byte behind byte, in 32 B sectors, or in packets of their own. */
  packing: 'stream' | 'sector' | 'line';
  /** Who goes first in DRAM; `off` models no contention (slide 55). */
  dramPriority: 'dma' | 'compute' | 'off';
  /** `dedicated-hardware`: 2.5 GB/s per zlib engine (slide 49); `ideal`: as wide as the other engines. */
  zlibEngine: 'ideal' | 'dedicated-hardware';
}

/** Where per-layer compression comes from; `trainingProgress` runs from 0 (random weights) to 1 (trained). */
export type ActivationConfig =
  | { source: 'model'; trainingProgress: number | 'average'; layout: Layout; seed: number; layerScatter: number }
  | { source: 'tensors'; manifest: string; trainingProgress: number | 'average'; layout: Layout; seed: number }
  | { source: 'uniform'; ratio: CompressionRatio };

export interface WorkloadConfig {
  network: string;
  batch: number;
  /** Offload policy: every activation map, only those last read by a convolution, or Large Model Support (slide 9). */
  policy: 'all' | 'conv' | 'large-model-support';
  largeModelSupport: {
    /** Only maps of at least this size move. */
    tensorThreshold: Bytes;
    /** Share of the card's memory that may be taken before maps begin to move. */
    memoryFraction: number;
  };
  /** `layer`: compute and copy meet at a barrier after every layer; `async`: they do not. */
  sync: 'layer' | 'async';
  /** GPU memory for maps that wait for the link under `async`; unlimited staging gives a lower bound on time. */
  staging: Bytes | 'unlimited';
  /** `zero-copy`: branches write into the concatenated map; `copy`: Caffe's copy, both maps offloaded. */
  concat: 'zero-copy' | 'copy';
  /** Whether the SGD weight update is part of the iteration. */
  weightUpdate: boolean;
  /** Whether the input batch is fetched again in the backward pass. */
  refetchImage: boolean;
  /** Compute times from the model, or measured ones where a row exists. */
  layerTimes: 'model' | 'measured';
  activations: ActivationConfig;
}

/**
 * What area and energy are computed from (docs/model.md, "Area and energy"). Energies are per bit that passes, but for
 * `computeEnergy` and `staticPower`.
 */
export interface CostConfig {
  /** Whether energy is computed. Off unless asked for, because most of its constants are assumed. */
  energy: 'off' | 'on';
  /** Name of the process node; logic areas scale with its square. */
  logicNode: Metres;
  /** One SRAM cell with one port. */
  sramCell: SquareMetres;
  /** One engine of 32 B a cycle, and the control of the DMA buffer, in 28 nm. */
  engineArea: SquareMetres;
  controlArea: SquareMetres;
  /** Ports of the DMA buffer: each takes the area of a cell. */
  sramPorts: number;
  /** Share of the DMA buffer's macro that is cells, 0 to 1. */
  sramEfficiency: number;
  /** Missing where it is neither in the preset nor in a file. */
  dieArea?: SquareMetres;
  dramEnergy: JoulesPerBit;
  crossbarEnergy: JoulesPerBit;
  /** Per uncompressed bit. */
  engineEnergy: JoulesPerBit;
  /** Both ends of the link together, per bit on the wire. */
  linkEnergy: JoulesPerBit;
  hostEnergy: JoulesPerBit;
  computeEnergy: JoulesPerFlop;
  staticPower: Watts;
}

/** A config with presets and overrides merged, every quantity in SI units. The only input of the simulator. */
export interface ResolvedConfig {
  name: string;
  fidelity: Fidelity;
  gpu: GpuConfig;
  link: LinkConfig;
  dma: DmaConfig;
  workload: WorkloadConfig;
  cost: CostConfig;
}
