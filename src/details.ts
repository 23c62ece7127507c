import { lineSizesOf, ratioOf } from './activations/compressibility.ts';
import { throwIfCancelled } from './cancelled.ts';
import type { ResolvedConfig } from './config/resolved-config.ts';
import { type DesignCurves, designCurves } from './curves/design-curves.ts';
import { EVALUATION_NETWORKS } from './network/catalogue.ts';
import { type NetworkFigures, networkFigures } from './report/network-figures.ts';
import { type Timeline, timelineOf } from './report/timeline.ts';
import type { Runner } from './run.ts';
import { type SimulationDone, simulate } from './simulate.ts';

/** What can be asked about a result beyond its report: figures that are only computed when someone looks at them. */
export class Details {
  constructor(private readonly runner: Runner) {}

  /** Lanes of one iteration; undefined while the config has errors. */
  async timeline(text: string, uri: string, signal?: AbortSignal): Promise<Timeline | undefined> {
    const done = await this.simulated(text, uri, signal);
    return done && timelineOf(done.compute, done.timelines);
  }

  /** Roofline, buffer and memory controllers around the configured point; undefined while the config has errors. */
  async curves(text: string, uri: string, signal?: AbortSignal): Promise<DesignCurves | undefined> {
    const done = await this.simulated(text, uri, signal);
    if (done === undefined) return undefined;
    const { report, samples } = done;
    const config = report.config.resolved;
    const { codec } = config.dma;
    const layers = new Map(report.layers.map((layer) => [layer.name, layer]));
    const maps = samples.map((sample) => ({
      layer: sample.layer,
      ratio: ratioOf(sample, codec),
      rawBytes: layers.get(sample.layer)?.rawBytes ?? 0,
      offloadSeconds: (layers.get(sample.layer)?.offloadMs ?? 0) / 1e3,
      lines: lineSizesOf(sample, codec),
    }));
    return designCurves(config, maps);
  }

  /**
   * The design with each of the six networks of slides 57-60, activations from the model where the config's are of its own
   * network. Throws `Cancelled` once the signal is aborted.
   */
  async networks(
    text: string,
    uri: string,
    onProgress: (done: number, total: number) => void,
    signal?: AbortSignal,
  ): Promise<NetworkFigures[]> {
    const loaded = await this.runner.load(text, uri);
    const figures: NetworkFigures[] = [];
    if (loaded.resolved === undefined) return figures;
    const context = { ...this.runner.contextFor(loaded, uri, signal), ownNetwork: undefined };
    for (const { id } of EVALUATION_NETWORKS) {
      onProgress(figures.length, EVALUATION_NETWORKS.length);
      throwIfCancelled(signal);
      const simulation = await simulate(withNetwork(loaded.resolved, id), context);
      if (simulation.kind === 'done') figures.push(networkFigures(simulation.report));
    }
    return figures;
  }

  private async simulated(text: string, uri: string, signal?: AbortSignal): Promise<SimulationDone | undefined> {
    const { simulation } = await this.runner.simulate(text, uri, signal);
    return simulation?.kind === 'done' ? simulation : undefined;
  }
}

/** Settings of single layers are for the config's own network: other networks have other layers. */
function withNetwork(config: ResolvedConfig, network: string): ResolvedConfig {
  const { workload } = config;
  const { activations } = workload;
  if (workload.network === network || activations.source !== 'model') {
    return { ...config, workload: { ...workload, network } };
  }
  const { layers: _, ...rest } = activations;
  return { ...config, workload: { ...workload, network, activations: rest } };
}
