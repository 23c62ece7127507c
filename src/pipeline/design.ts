import type { Bytes, BytesPerSecond, Hertz, Seconds } from '../units.ts';

/** Uncompressed bytes of one step of the pipeline: the line of slide 52, four beats of 32 B. */
export const LINE_BYTES = 128;
/** Unit of a transfer that is packed in sectors. */
export const SECTOR_BYTES = 32;

/** Time within a run of the pipeline; always a whole number. */
export type Picoseconds = number;

/** The path between GPU DRAM and host, station by station (slides 47-48; docs/pipeline.md has the recurrence). */
export interface PipelineDesign {
  coreClock: Hertz;
  /** Lines that the DMA engine requests in a core clock cycle, at most. */
  issueLinesPerCycle: number;
  memoryControllers: number;
  /** Usable bandwidth of all controllers together. */
  dramBandwidth: BytesPerSecond;
  /** Round trip of one unloaded read: request to compressed data at the crossbar. */
  dramLatency: Seconds;
  /** Consecutive bytes that one controller holds. */
  interleaving: Bytes;
  /** How blocks of that size are dealt to the controllers. */
  interleavingOrder: 'modulo' | 'hashed';
  /** Uncompressed bytes that one engine takes or gives in a core clock cycle; one engine per controller. */
  engineBytesPerCycle: number;
  /** `memory-controller`: compressed before the crossbar (slide 47); `dma-engine`: after it (slide 46). */
  placement: 'memory-controller' | 'dma-engine';
  crossbarBandwidth: BytesPerSecond;
  buffer: Bytes;
  /** When the unused part of a line's 128 B is returned: on arrival in the buffer, or only once it has been sent. */
  reservation: 'shrink' | 'hold';
  packing: 'stream' | 'sector' | 'line';
  /** Payload bandwidth with full packets, this GPU's share. */
  linkBandwidth: BytesPerSecond;
  maxPayload: Bytes;
  packetHeader: Bytes;
  /** Lines whose mask a decompressor can count in a core clock cycle (prefetch only). */
  parsedLinesPerCycle: number;
}

/** Where the time on the critical path goes. `buffer`: round trips waited for because space ran out; `latency`: the first one. */
export const PATH_RESOURCES = ['issue', 'dram', 'engine', 'crossbar', 'link', 'buffer', 'latency'] as const;
export type PathResource = (typeof PATH_RESOURCES)[number];

/** What one run of the pipeline over `lines` lines shows. All times are whole picoseconds. */
export interface PipelineRun {
  lines: number;
  /** From the first request to the last line on the link (offload) or in DRAM (prefetch). */
  picoseconds: number;
  /** Service time of each kind of station, summed over its servers; `buffer` and `latency` serve nothing. */
  busyPicoseconds: Readonly<Record<'issue' | 'dram' | 'engine' | 'crossbar' | 'link', number>>;
  /** Time on the critical path; sums to `picoseconds` exactly. */
  criticalPathPicoseconds: Readonly<Record<PathResource, number>>;
  /** Most bytes reserved at once. */
  highWaterBytes: Bytes;
  /** Integral of the reserved bytes over time, in byte-picoseconds. */
  reservedBytePicoseconds: number;
}
