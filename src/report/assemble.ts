import type { ActivationSample } from '../activations/activation.ts';
import { ratioOf } from '../activations/compressibility.ts';
import type { Attribution } from '../attribution/attribute.ts';
import { perCodec } from '../codecs/per-codec.ts';
import { type CodecHost, codecFor } from '../codecs/registry.ts';
import { CODEC_IDS, type CodecId, type ResolvedConfig } from '../config/resolved-config.ts';
import { costOf } from '../cost/cost-report.ts';
import type { MemoryOverIteration } from '../memory/memory-over-iteration.ts';
import type { Network } from '../network/network.ts';
import { BYTES_PER_ELEMENT } from '../timing/compute-constants.ts';
import { stationLimits } from '../timing/critical-ratio.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Step } from '../timing/training-step.ts';
import type { TrainingTimes, UncompressedTimes } from '../timing/training-times.ts';
import { bindingBound, offloadBounds, prefetchBounds, type TransferBounds } from '../timing/transfer-rate.ts';
import type { Bytes, Seconds } from '../units.ts';
import { MODEL_VERSION, TOOL } from '../version.ts';
import { findBottleneck } from './bottleneck.ts';
import { provenanceOf } from './provenance.ts';
import { publishedFor } from './published.ts';
import type { CodecReport, LayerReport, Report } from './report.ts';
import { totalsOf } from './totals.ts';

/** What a simulation has computed. */
export interface SimulationResult {
  config: ResolvedConfig;
  hash: string;
  network: Network;
  samples: readonly ActivationSample[];
  uncompressed: UncompressedTimes;
  cdma: Record<CodecId, TrainingIteration>;
  /** Of the configured codec's iteration. */
  attribution: Attribution;
  memory: MemoryOverIteration;
}

/** Puts the figures of a simulation together. Findings are left empty. */
export function assembleReport(result: SimulationResult, host: CodecHost): Report {
  const { config, hash, network, samples, uncompressed, cdma, attribution, memory } = result;
  const chosen: TrainingTimes = { ...uncompressed, cdma: cdma[config.dma.codec] };
  const codecs = CODEC_IDS.map((codec) => ({
    ...codecReport(codec, config, samples, { ...uncompressed, cdma: cdma[codec] }),
    format: codecFor(codec, config.dma, host).format,
  }));
  const own = codecs.find(({ codec }) => codec === config.dma.codec);
  if (own === undefined) throw new Error(`no report for codec ${config.dma.codec}`);
  const { activations } = config.workload;
  return {
    tool: { ...TOOL, modelVersion: MODEL_VERSION },
    fidelity: config.fidelity,
    config: { name: config.name, hash, resolved: config },
    network: { id: network.id, title: network.title, source: network.source },
    layers: layerReports(config, network, samples, chosen),
    totals: own.totals,
    time: {
      oracleMs: chosen.oracleSeconds * 1e3,
      vdnnMs: chosen.vdnn.seconds * 1e3,
      cdmaMs: chosen.cdma.seconds * 1e3,
    },
    speedupOverVdnn: own.speedupOverVdnn,
    performanceVsOracle: own.performanceVsOracle,
    bottleneck: findBottleneck(config, attribution, own.totals.compressionRatio),
    stations: stationLimits(config),
    attribution,
    memory,
    dramPressure: {
      priority: config.dma.dramPriority,
      vdnnMs: dramPressureOf(chosen.vdnn.steps) * 1e3,
      cdmaMs: dramPressureOf(chosen.cdma.steps) * 1e3,
    },
    codecs,
    published: publishedFor(config),
    cost: costOf(config, chosen),
    provenance: provenanceOf(config, network, samples, uncompressed.compute),
    seeds: activations.source === 'uniform' ? [] : [activations.seed],
    findings: [],
  };
}

function codecReport(
  codec: CodecId,
  config: ResolvedConfig,
  samples: readonly ActivationSample[],
  times: TrainingTimes,
): Omit<CodecReport, 'format'> {
  const totals = totalsOf(codec, config, samples, times);
  return {
    codec,
    totals,
    trafficVsVdnn: totals.rawBytes === 0 ? 1 : totals.compressedBytes / totals.rawBytes,
    cdmaMs: times.cdma.seconds * 1e3,
    performanceVsOracle: times.oracleSeconds / times.cdma.seconds,
    speedupOverVdnn: times.vdnn.seconds / times.cdma.seconds,
  };
}

function layerReports(
  config: ResolvedConfig,
  network: Network,
  samples: readonly ActivationSample[],
  { compute, plan, cdma }: TrainingTimes,
): LayerReport[] {
  const sampleOf = new Map(samples.map((sample) => [sample.layer, sample]));
  const moved = new Map(plan.map((map) => [map.layer, map.elementsPerImage]));
  const copySeconds = (
    direction: Step['direction'],
    layer: string,
    rawBytes: Bytes,
    bounds: TransferBounds,
  ): Seconds =>
    config.fidelity === 'pipeline'
      ? shareOfCopy(cdma.steps, direction, layer, rawBytes)
      : rawBytes / bindingBound(bounds).rate;
  return network.layers.map((layer, index) => {
    const costs = compute[index];
    const elements = moved.get(layer.name);
    const sample = sampleOf.get(layer.name);
    const rawBytes = elements === undefined ? 0 : elements * config.workload.batch * BYTES_PER_ELEMENT;
    const ratio = sample === undefined ? 1 : ratioOf(sample, config.dma.codec);
    return {
      name: layer.name,
      kind: layer.kind,
      shape: [...layer.outputShape],
      offloaded: elements !== undefined,
      density: sample === undefined || Number.isNaN(sample.density) ? null : sample.density,
      origin: sample?.origin ?? null,
      rawBytes,
      compressedBytes: rawBytes / ratio,
      ratio,
      codecRatios: sample === undefined ? null : codecRatios(sample),
      forwardMs: costs.forward.seconds * 1e3,
      backwardMs: costs.backward.seconds * 1e3,
      timeSource: costs.source,
      offloadMs: copySeconds('forward', layer.name, rawBytes, offloadBounds(config, ratio)) * 1e3,
      prefetchMs: copySeconds('backward', layer.name, rawBytes, prefetchBounds(config, ratio)) * 1e3,
      bottleneck: cdma.steps.find((step) => offloads(step, layer.name))?.binding ?? null,
      dramPressureMs: dramPressureOf(stepsOf(layer.name, cdma.steps)) * 1e3,
    };
  });
}

/** A map's time in the copy that it is part of, by bytes where several maps are copied together. */
function shareOfCopy(steps: readonly Step[], direction: Step['direction'], layer: string, rawBytes: Bytes): Seconds {
  const transfers = steps.filter((step) => step.direction === direction).flatMap((step) => step.transfers);
  const transfer = transfers.find(({ layers }) => layers.includes(layer));
  return transfer === undefined ? 0 : (transfer.seconds * rawBytes) / transfer.rawBytes;
}

function offloads({ direction, transfers }: Step, layer: string): boolean {
  return direction === 'forward' && transfers.some(({ layers }) => layers.includes(layer));
}

/** Time that steps lose because compute and DMA share DRAM. */
function dramPressureOf(steps: readonly Step[]): Seconds {
  return steps.reduce((sum, { dramPressure }) => sum + dramPressure, 0);
}

function stepsOf(layer: string, steps: readonly Step[]): Step[] {
  return steps.filter(({ work }) => work.kind === 'layer' && work.layer === layer);
}

function codecRatios(sample: ActivationSample): Record<CodecId, number> {
  return perCodec((codec) => ratioOf(sample, codec));
}
