import type {
  Bytes,
  BytesPerSecond,
  CompressionRatio,
  Density,
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

/** Elements that share one mask of zero-value compression: slide 52's line of 128 B has 32 of float32. */
export const ZERO_VALUE_WINDOWS = [8, 16, 32] as const;
export type ZeroValueWindow = (typeof ZERO_VALUE_WINDOWS)[number];

/** What a last window holds that a tensor does not fill: only what is left, or zeros besides. */
export const PARTIAL_WINDOWS = ['short', 'zero-padded'] as const;
export type PartialWindow = (typeof PARTIAL_WINDOWS)[number];

/** Which words count as zero: those without any bit set, or those of value zero, -0.0 included. */
export const ZERO_TESTS = ['bit-pattern', 'value'] as const;
export type ZeroTest = (typeof ZERO_TESTS)[number];

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
  /** Elements that share one mask of zero-value compression. */
  zeroValueWindow: ZeroValueWindow;
  partialWindow: PartialWindow;
  /** `value`: -0.0 is coded as 0, so its sign is lost. */
  zeroTest: ZeroTest;
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

/** Which maps are coded, and how. */
export interface ActivationSampling {
  /** 0 (random weights) to 1 (trained). */
  trainingProgress: number | 'average';
  layout: Layout;
  /** Of generated maps and of the windows that zlib codes. */
  seed: number;
  /** Windows that zlib codes: enough for 1 %, or all. */
  zlibWindows: 'sampled' | 'all';
}

/** Where per-layer compression comes from; `trainingProgress` runs from 0 (random weights) to 1 (trained). */
export type ActivationConfig =
  | (ActivationSampling & {
      source: 'model';
      layerScatter: number;
      /** By names of the network's layers; absent where no layer has settings of its own. */
      layers?: Readonly<Record<string, LayerActivationSettings>>;
    })
  | (ActivationSampling & { source: 'tensors'; manifest: string })
  | { source: 'uniform'; ratio: CompressionRatio };

/**
 * What is known of one layer's activations (docs/activations.md, "Generated tensors"). The law or the default constant
 * stands for what is left out.
 */
export type LayerActivationSettings = ClusteringSettings &
  (DensityCurveSettings | { points: readonly ActivationPoint[] });

/** Density over training: `d(t) = initial (average / initial)^g(t)`. */
export interface DensityCurveSettings {
  averageDensity?: Density;
  /** At random weights. */
  initialDensity?: Density;
  /** Time constant of the early fall, as a share of the training. */
  fallTime?: number;
  /** How far the fall goes below the average before density recovers. */
  overshoot?: number;
}

/** One point of a measured curve; what it leaves out is interpolated between points that state it. */
export interface ActivationPoint extends ClusteringSettings {
  trainingProgress: number;
  density: Density;
}

/** How zeros cluster: correlations and shares from 0 to 1. */
export interface ClusteringSettings {
  neighbourCorrelation?: number;
  verticalCorrelation?: number;
  channelShare?: number;
  positionShare?: number;
  mapShare?: number;
  deadChannels?: number;
  deadMaps?: number;
}

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
