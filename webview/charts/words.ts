/** Words of the charts around a design: limits, other networks, the waterfall. As in ../words.ts, all are functions. */
import type { PublishedFigure } from '../../src/report/published.ts';
import { say } from '../../src/words.ts';

export const NETWORKS = {
  scope: () => say`Networks`,
  own: () => say`This config's`,
  six: () => say`All six of the paper`,
  progress: () => say`Networks simulated`,
  running: (done: number, total: number) => say`Simulating networks: ${done} of ${total}`,
  cancel: () => say`Cancel`,
  cancelled: () => say`Cancelled.`,
  network: () => say`Network`,
  mean: () => say`mean of six`,
  averageRatio: () => say`Average compression ratio`,
  averageRatioDescription: () => say`Of everything that moves, by network and codec (×, log scale); higher is better.`,
  bestLayer: () => say`Best layer's compression ratio`,
  bestLayerDescription: () => say`Of the layer that compresses best, by network and codec (×, log scale).`,
  meanGain: (mean: string, best: string) => say`Zero-value compression over vDNN: ${mean} on average, ${best} at best.`,
  publishedGain: (gain: string, source: string) => say`Published average: ${gain} (${source}).`,
  published: {
    compressionRatio: {
      mean: (value: string) => say`published ZV mean ${value}`,
      best: (value: string) => say`published ZV best ${value}`,
    },
    maxLayerRatio: {
      mean: (value: string) => say`published ZV mean ${value}`,
      best: (value: string) => say`published ZV best ${value}`,
    },
    trafficVsVdnn: {
      mean: (value: string) => say`published ZV mean ${value}`,
      best: (value: string) => say`published ZV best ${value}`,
    },
    vdnnPerformanceVsOracle: {
      mean: (value: string) => say`published vDNN mean ${value}`,
      best: (value: string) => say`published vDNN best ${value}`,
    },
    speedupOverVdnn: {
      mean: (value: string) => say`published mean ${value}`,
      best: (value: string) => say`published best ${value}`,
    },
  } satisfies Record<PublishedFigure['figure'], Record<PublishedFigure['of'], (value: string) => string>>,
};

export const WATERFALL = {
  heading: () => say`Where the time goes`,
  description: () =>
    say`Parts of the critical path of the iteration, one after the other (ms); they add up to the time of cDMA.`,
  time: () => say`time`,
  part: () => say`Part`,
  from: () => say`begins at`,
};

export const LIMITS = {
  sentence: (station: string, ratio: string) =>
    say`From a compression ratio of ${ratio} on, ${station} and not the link is the limit.`,
  linkOnly: () => say`At no compression ratio is another station than the link the limit.`,
  note: () =>
    say`Lines are closed forms, marks the pipeline line by line. Choose a mark of the lower charts to put its value into the config.`,
  rooflineHeading: () => say`Roofline of the offload path`,
  rooflineDescription: () =>
    say`Uncompressed bytes a second that each station sustains, against the compression ratio (log scale). Maps stand where they are; the roof is the lowest line.`,
  ratioAxis: () => say`Compression ratio (×)`,
  rateAxis: () => say`Uncompressed data (GB/s)`,
  roof: () => say`roof`,
  maps: () => say`activation maps`,
  boundBy: (station: string) => say`bound by ${station}`,
  bufferHeading: () => say`DMA buffer`,
  bufferDescription: (size: string) =>
    say`Share of the time in which the link carries data, against the size of the buffer (log scale); ${size} are configured.`,
  bufferAxis: () => say`Buffer (KB)`,
  utilisationAxis: () => say`Link in use (%)`,
  ratioOf: {
    network: (ratio: string) => say`network, ${ratio}`,
    'best-layer': (ratio: string) => say`best layer, ${ratio}`,
  },
  closedForm: (whose: string) => say`${whose}: closed form`,
  pipeline: (whose: string) => say`${whose}: pipeline`,
  configured: (value: string) => say`configured: ${value}`,
  controllersHeading: () => say`Memory controllers`,
  controllersDescription: (configured: string) =>
    say`Rate at which data comes from DRAM through the engines, were the link unlimited; each controller brings its bandwidth and its engine. Configured: ${configured}.`,
  controllersAxis: () => say`Memory controllers`,
  controllerCount: (controllers: string) => say`controllers: ${controllers}`,
  fetchClosedForm: () => say`fetch rate, closed form`,
  fetchPipeline: () => say`fetch rate, pipeline`,
  linkTakes: (rate: string) => say`the link takes ${rate}`,
};
