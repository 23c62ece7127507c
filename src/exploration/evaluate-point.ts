import { compressibilityOf, lineSizesOf, ratioOf } from '../activations/compressibility.ts';
import { throwIfCancelled } from '../cancelled.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { costOf } from '../cost/cost-report.ts';
import { memoryOverIteration } from '../memory/memory-over-iteration.ts';
import { type Figures, METRIC_IDS, METRICS, type MetricId } from '../metrics/metric.ts';
import { networkById } from '../network/catalogue.ts';
import { totalsOf } from '../report/totals.ts';
import type { SimulationContext } from '../simulate.ts';
import { compressedIteration, uncompressedTimes } from '../timing/training-times.ts';

/** A design's metrics; null where it does not have one. */
export type MetricValues = Readonly<Record<MetricId, number | null>>;

/**
 * The metrics of one design, as `simulate` gives them in its report, without what a sweep does not ask for: other codecs,
 * attribution, findings. Undefined where its tensor files cannot be used. Throws `Cancelled` once the signal is aborted.
 */
export async function evaluatePoint(
  config: ResolvedConfig,
  context: SimulationContext,
): Promise<MetricValues | undefined> {
  const network = context.ownNetwork ?? networkById(config.workload.network);
  const uncompressed = uncompressedTimes(config, network);
  const maps = uncompressed.plan.map(({ layer }) => layer);
  const { problems, samples } = await compressibilityOf(config, network, maps, context);
  throwIfCancelled(context.signal);
  if (problems.length > 0) return undefined;
  const { codec } = config.dma;
  const ratios = new Map(samples.map((sample) => [sample.layer, ratioOf(sample, codec)]));
  const lines =
    config.fidelity === 'pipeline'
      ? new Map(samples.map((sample) => [sample.layer, lineSizesOf(sample, codec)]))
      : undefined;
  const cdma = compressedIteration(
    config,
    network,
    uncompressed,
    (layer) => ratios.get(layer) ?? 1,
    lines && ((layer) => lines.get(layer)),
  );
  const { oracleSeconds, vdnn } = uncompressed;
  const figures: Figures = {
    totals: totalsOf(codec, config, samples, uncompressed),
    time: { oracleMs: oracleSeconds * 1e3, vdnnMs: vdnn.seconds * 1e3, cdmaMs: cdma.seconds * 1e3 },
    speedupOverVdnn: vdnn.seconds / cdma.seconds,
    performanceVsOracle: oracleSeconds / cdma.seconds,
    memory: memoryOverIteration({ network, workload: config.workload }, cdma, config.gpu.dramCapacity),
    cost: costOf(config, { ...uncompressed, cdma }),
  };
  return Object.fromEntries(METRIC_IDS.map((id) => [id, METRICS[id].read(figures)])) as MetricValues;
}
