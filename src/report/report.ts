import type { ActivationOrigin } from '../activations/activation.ts';
import type { Attribution } from '../attribution/attribute.ts';
import type { CodecId, Fidelity, ResolvedConfig } from '../config/resolved-config.ts';
import type { CostReport } from '../cost/cost-report.ts';
import type { Finding } from '../findings/finding.ts';
import type { MemoryOverIteration } from '../memory/memory-over-iteration.ts';
import type { LayerKind } from '../network/network.ts';
import type { StationLimit } from '../timing/critical-ratio.ts';
import type { Resource } from '../timing/resource.ts';
import type { PublishedFigure } from './published.ts';

export type { Resource, TransferResource } from '../timing/resource.ts';

/** What a figure is worth (facts and their confidence: docs/validation.md). */
export type FigureKind = 'measured' | 'published' | 'calibrated' | 'predicted' | 'assumed';

/** Everything one simulation says. Plain JSON; field names are a contract with scripts (README, "Results"). */
export interface Report {
  tool: { name: string; version: string; modelVersion: string };
  /** Whether the rates of transfers are bounds in closed form or come from the pipeline. */
  fidelity: Fidelity;
  config: { name: string; hash: string; resolved: ResolvedConfig };
  network: { id: string; title: string; source: string };
  /** Figures below are for `config.resolved.dma.codec`; `codecs` has every codec. */
  layers: LayerReport[];
  totals: Totals;
  time: IterationTime;
  /** Iteration time of vDNN divided by that of cDMA. */
  speedupOverVdnn: number;
  /** Oracle time divided by cDMA time: 1 is a GPU that never waits for the link. */
  performanceVsOracle: number;
  bottleneck: Bottleneck;
  /** Stations before the link, with the compression ratio from which on each of them and not the link is the limit. */
  stations: StationLimit[];
  /** The four views of every resource, for the run and for each layer. */
  attribution: Attribution;
  /** GPU memory over the iteration, with the offload schedule and with everything resident. */
  memory: MemoryOverIteration;
  /** What an iteration loses because compute and DMA share DRAM (slide 55), and who goes first there. */
  dramPressure: { priority: ResolvedConfig['dma']['dramPriority']; vdnnMs: number; cdmaMs: number };
  codecs: CodecReport[];
  /** Published means of the six networks that this config can be held against. */
  published: PublishedFigure[];
  cost: CostReport;
  /** Provenance of each group of figures. */
  provenance: { figure: string; kind: FigureKind; source: string }[];
  seeds: number[];
  /** Located by config path; `RunOutcome.findings` has their places in files. */
  findings: readonly Finding[];
}

export interface LayerReport {
  name: string;
  kind: LayerKind;
  /** Channels, height, width of the layer's output map, per image. */
  shape: [number, number, number];
  /** Whether vDNN moves the output map to the host. The byte and transfer figures are 0 when it does not. */
  offloaded: boolean;
  density: number | null;
  origin: ActivationOrigin | null;
  /** Bytes of the output map for the whole batch. */
  rawBytes: number;
  compressedBytes: number;
  ratio: number;
  codecRatios: Record<CodecId, number> | null;
  /** Compute time of the layer alone. */
  forwardMs: number;
  backwardMs: number;
  /** Whether those two come from the compute model or from a public log (`workload.layerTimes`). */
  timeSource: 'model' | 'measured';
  /** Time the link path needs for the output map, alone. */
  offloadMs: number;
  prefetchMs: number;
  /** What the step waits for in which the output map is offloaded. `compute` means that the copy is hidden. */
  bottleneck: Resource | null;
  /** Extra time of the layer's own two steps because compute and DMA share DRAM (slide 55). */
  dramPressureMs: number;
}

export interface Totals {
  rawBytes: number;
  compressedBytes: number;
  compressionRatio: number;
  maxLayerRatio: number;
}

export interface IterationTime {
  oracleMs: number;
  vdnnMs: number;
  cdmaMs: number;
}

export interface Bottleneck {
  /** Resource of the transfer path with the longest part of the critical path; `compute` when transfers are hidden. */
  resource: Resource;
  /** Next resource to bind the transfers at the network's ratio, and its rate over the binding one's. */
  next: Resource | null;
  slack: number | null;
  /** "PCIe-bound (transfers are 31 % of the critical path; ...); next limit: crossbar at 3.96x; ...". */
  sentence: string;
}

export interface CodecReport {
  codec: CodecId;
  format: string;
  totals: Totals;
  /** Offloaded bytes relative to vDNN's (slide 59). */
  trafficVsVdnn: number;
  cdmaMs: number;
  /** Slide 60. */
  performanceVsOracle: number;
  speedupOverVdnn: number;
}
