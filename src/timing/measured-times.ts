import { isCardAsItIs } from '../config/presets.ts';
import type { GpuConfig } from '../config/resolved-config.ts';
import type { FeatureShape, Network } from '../network/network.ts';
import type { Seconds } from '../units.ts';
import titanX from './measured/titanx-maxwell-caffe.json' with { type: 'json' };

/** One row of a benchmark log. ReLU and gradient-sum ("split") rows stand under the layer whose map they work on. */
export interface MeasuredRow {
  kind: string;
  layer: string;
  output: readonly number[];
  /** Forward and backward, for the log's batch. */
  ms: readonly [forward: number, backward: number];
}

/** Layer times of one network, as a public log has them. */
export interface MeasuredLog {
  /** The network timed, and others that share layers with it. */
  networks: readonly string[];
  /** GPU preset. */
  gpu: string;
  batch: number;
  source: string;
  rows: readonly MeasuredRow[];
  /** The log's own sums over all rows. */
  totalMs: readonly [forward: number, backward: number];
}

/** Measured time of a layer's step, in-place ReLU included. */
export interface MeasuredTime {
  forward: Seconds;
  backward: Seconds;
}

// TypeScript widens pairs in JSON to arrays, hence the cast; a test reads every row.
export const MEASURED_LOGS: readonly MeasuredLog[] = titanX.logs.map((log) => ({
  ...(log as unknown as MeasuredLog),
  gpu: titanX.gpu,
}));

/** Under which conditions the logs were made, and what that means for their figures. */
export const MEASURED_CONDITIONS: string = titanX.conditions;

/** What decides whether a GPU is one that was measured. */
export type MeasuredGpu = Pick<GpuConfig, 'preset' | 'peakCompute' | 'dramBandwidth'>;

/**
 * The log that has times for a network on a GPU, or why there is none. A preset whose peak compute or DRAM bandwidth
 * was overridden is another GPU, and nobody measured that.
 */
export function measuredLogFor(
  network: Pick<Network, 'id'>,
  gpu: MeasuredGpu,
): { log: MeasuredLog } | { reason: string } {
  const log = MEASURED_LOGS.find(({ networks }) => networks.includes(network.id));
  if (log === undefined) return { reason: `no public log of ${network.id} has times per layer` };
  if (log.gpu !== gpu.preset) return { reason: `${network.id} was measured on ${log.gpu} only` };
  if (!isCardAsItIs(gpu)) return { reason: `the config changes ${gpu.preset}, and the log is of the card as it is` };
  return { log };
}

/**
 * Measured times by layer for a batch: the sum of a layer's rows, scaled linearly from the log's batch. A layer is
 * taken only where its output has the shape that was measured; networks that share layers share their rows.
 */
export function measuredTimes(network: Network, gpu: MeasuredGpu, batch: number): ReadonlyMap<string, MeasuredTime> {
  const times = new Map<string, MeasuredTime>();
  const found = measuredLogFor(network, gpu);
  if ('reason' in found) return times;
  const shapes = new Map<string, FeatureShape>(network.layers.map(({ name, outputShape }) => [name, outputShape]));
  for (const { layer, output, ms } of found.log.rows) {
    if (shapes.get(layer)?.join() !== output.join()) continue;
    const { forward, backward } = times.get(layer) ?? { forward: 0, backward: 0 };
    const scale = batch / found.log.batch / 1e3;
    times.set(layer, { forward: forward + ms[0] * scale, backward: backward + ms[1] * scale });
  }
  return times;
}
