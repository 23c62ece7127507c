import type { ActivationSample } from './activations/activation.ts';
import { type CompressibilityMemo, compressibilityOf, lineSizesOf, ratioOf } from './activations/compressibility.ts';
import { attribute } from './attribution/attribute.ts';
import type { Design } from './attribution/what-if.ts';
import { throwIfCancelled } from './cancelled.ts';
import { perCodec } from './codecs/per-codec.ts';
import { hashConfig } from './config/load.ts';
import type { CodecId, ResolvedConfig } from './config/resolved-config.ts';
import type { Finding } from './findings/finding.ts';
import type { Host } from './host.ts';
import { memoryOverIteration } from './memory/memory-over-iteration.ts';
import { networkById } from './network/catalogue.ts';
import type { Network } from './network/network.ts';
import type { LineSizes } from './pipeline/line-sizes.ts';
import { assembleReport } from './report/assemble.ts';
import type { Report } from './report/report.ts';
import type { Timelines } from './report/trace.ts';
import { findAll } from './rules/rules.ts';
import { findTensorProblems } from './rules/tensor-files.ts';
import type { LayerCompute } from './timing/compute-time.ts';
import { compressedIteration, uncompressedTimes } from './timing/training-times.ts';

export interface SimulationContext {
  host: Host;
  /** Where relative paths of the config start. */
  configUri: string;
  /** Keep one for as long as configs are simulated: compression is what takes time. */
  memo: CompressibilityMemo;
  signal?: AbortSignal | undefined;
  /** Where the config names a network file; otherwise its network is a built-in one. */
  ownNetwork?: Network | undefined;
}

/** A simulation that went through: its report, and what figures beyond it are made of. */
export interface SimulationDone {
  kind: 'done';
  report: Report;
  timelines: Timelines;
  /** Per layer, in forward order. */
  compute: readonly LayerCompute[];
  /** Maps that move, and how they compress. */
  samples: readonly ActivationSample[];
}

export type Simulation = { dependencies: readonly string[] } & (
  | SimulationDone
  /** The input files do not allow it; the findings say why. */
  | { kind: 'impossible'; findings: readonly Finding[] }
);

/**
 * The door of the simulator: one training iteration under a config. Pure but for the files that the config names;
 * the same input gives the same report, byte for byte. Throws `Cancelled` once the signal is aborted.
 */
export async function simulate(config: ResolvedConfig, context: SimulationContext): Promise<Simulation> {
  const network = context.ownNetwork ?? networkById(config.workload.network);
  const uncompressed = uncompressedTimes(config, network);
  const maps = uncompressed.plan.map(({ layer }) => layer);
  const { dependencies, problems, samples, tensors } = await compressibilityOf(config, network, maps, context);
  if (problems.length > 0) return { kind: 'impossible', findings: findTensorProblems(problems), dependencies };

  const sampleOf = new Map(samples.map((sample) => [sample.layer, sample]));
  const lines = linesByCodec(samples);
  const cdmaWith = (codec: CodecId, design: Design['config'] = config, compute = uncompressed.compute) =>
    compressedIteration(
      { ...design, dma: { ...design.dma, codec } },
      network,
      { ...uncompressed, compute },
      (layer) => {
        const sample = sampleOf.get(layer);
        if (sample === undefined) throw new Error(`the map of ${layer} moves but was not characterised`);
        return ratioOf(sample, codec);
      },
      (layer) => lines[codec].get(layer),
    );
  const cdma = perCodec((id) => cdmaWith(id));
  const { codec } = config.dma;
  const attribution = await attribute(
    { config, compute: uncompressed.compute },
    cdma[codec],
    (design) => cdmaWith(codec, design.config, design.compute),
    async () => {
      await context.host.pause();
      throwIfCancelled(context.signal);
    },
  );
  const memory = memoryOverIteration({ network, workload: config.workload }, cdma[codec], config.gpu.dramCapacity);
  const hash = hashConfig(config, context.host.sha256, context.ownNetwork);
  const result = { config, hash, network, samples, uncompressed, cdma, attribution, memory };
  const report = assembleReport(result, context.host);
  const offloaded = report.layers.filter((layer) => layer.offloaded);
  const iterationSeconds = (design: ResolvedConfig) => cdmaWith(codec, design).seconds;
  report.findings = findAll({ config, report, offloaded, iterationSeconds, tensors });
  const timelines = { vdnn: uncompressed.vdnn, cdma: cdma[codec] };
  return { kind: 'done', report, timelines, compute: uncompressed.compute, samples, dependencies };
}

function linesByCodec(samples: readonly ActivationSample[]): Record<CodecId, Map<string, LineSizes>> {
  return perCodec((codec) => new Map(samples.map((sample) => [sample.layer, lineSizesOf(sample, codec)])));
}
