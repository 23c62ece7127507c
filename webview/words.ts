/**
 * Every word the panel shows or speaks, in one place. All are functions: the language is known only once the extension has
 * sent the words, after this module is loaded.
 */

import type { ActivationOrigin } from '../src/activations/activation.ts';
import type { ActivationStudy, Observation } from '../src/activations/activation-study.ts';
import type { ResourceView } from '../src/attribution/attribute.ts';
import type { CodecId, DmaConfig, Fidelity } from '../src/config/resolved-config.ts';
import type { LayerKind } from '../src/network/network.ts';
import type { FigureKind, Report, Resource } from '../src/report/report.ts';
import { say } from '../src/words.ts';

type Words = () => string;

/** Abbreviations of slides 57-60, in every language. */
export const CODEC_SHORT: Record<CodecId, string> = { rle: 'RL', zvc: 'ZV', zlib: 'ZL' };

export const CODEC_LONG: Record<CodecId, Words> = {
  rle: () => say`run-length encoding (RL)`,
  zvc: () => say`zero-value compression (ZV)`,
  zlib: () => 'zlib (ZL)',
};

/** The codec and where it runs. */
export const COMPRESSION: Record<DmaConfig['placement'], (codec: string) => string> = {
  'memory-controller': (codec) => say`${codec} at the memory controllers`,
  'dma-engine': (codec) => say`${codec} in the DMA engine`,
};

export const FIDELITY: Record<Fidelity, Words> = {
  'closed-form': () => say`rates in closed form`,
  pipeline: () => say`pipeline, line by line`,
};

export const RESOURCE: Record<Resource, Words> = {
  compute: () => say`compute`,
  link: () => say`link`,
  engine: () => say`engines`,
  dram: () => 'DRAM',
  crossbar: () => say`crossbar`,
  buffer: () => say`buffer`,
  issue: () => say`request issue`,
};

/** Whose figures a picture shows, when it has left the panel. */
export function sourceOf({ config, tool }: Report): string {
  return say`${config.name} · config ${config.hash.slice(0, 12)} · ${tool.name} ${tool.version}, model ${tool.modelVersion}`;
}

/** Resources that the iteration's time is attributed to. */
export const ATTRIBUTED_RESOURCE: Record<ResourceView['resource'], Words> = {
  ...RESOURCE,
  latency: () => say`DRAM latency`,
};

export const MEMORY = {
  note: () =>
    say`Peak over one iteration. Not counted: workspace of convolutions, biases, fragmentation (docs/model.md).`,
  fits: () => say`Everything fits the card, even without offloading.`,
  fitsOffloaded: () => say`The batch fits only because maps move.`,
  fitsNot: () => say`The batch does not fit, not even while maps are away.`,
  unknown: () => say`Everything at once does not fit; with unlimited staging there is no schedule of memory.`,
  peakHeading: () => say`Peak of GPU memory`,
  peakDescription: () => say`With everything resident, with the offload schedule, and what the card has (GB).`,
  peak: () => say`peak`,
  schedule: () => say`Schedule`,
  resident: () => say`everything resident`,
  offloaded: () => say`with offloading`,
  card: () => say`card`,
  ofCard: (share: string) => say`${share} of the card`,
  partsHeading: () => say`What everything resident is for`,
  partsDescription: () => say`Parts of the memory that keeping everything on the GPU takes (GB).`,
  part: () => say`Part`,
  size: () => say`size`,
  maps: () => say`activation maps`,
  gradientMaps: () => say`gradient maps`,
  images: () => say`input images`,
  weights: () => say`weights`,
  weightGradients: () => say`weight gradients`,
  momentum: () => say`momentum`,
};

export const BOTTLENECKS = {
  note: () =>
    say`Each view alone misleads: a busy resource need not be waited for, a long critical path promises too much where two resources nearly tie. All figures come from runs of the same iteration with one resource changed.`,
  pathHeading: () => say`Critical path`,
  pathDescription: () => say`Share of the iteration that waits for each resource, and share in which it works (%).`,
  path: () => say`critical path`,
  works: () => say`works`,
  unlimitedHeading: () => say`Gain without a limit`,
  unlimitedDescription: () => say`How much faster the iteration would be if one resource were unlimited (%).`,
  gain: () => say`gain if unlimited`,
  resource: () => say`Resource`,
  slower: () => say`elasticity, 1 % slower`,
  faster: () => say`elasticity, 1 % faster`,
  criticalHeading: () => say`Critical ratios`,
  criticalDescription: () =>
    say`Compression ratio from which on a station and not the link is the limit (rate / link bandwidth, ×, log scale); bold where a layer compresses by more.`,
  networkRatio: () => say`reached: network`,
  bestLayer: () => say`reached: best layer`,
  ratio: () => say`ratio`,
  elasticityDetail: (slower: string, faster: string) => say`elasticity ${slower} when slower, ${faster} when faster`,
};

export const LAYER_KIND: Record<LayerKind, Words> = {
  conv: () => say`convolution`,
  pool: () => say`pooling`,
  lrn: () => say`normalisation`,
  concat: () => say`concatenation`,
  'batch-norm': () => say`batch norm`,
  add: () => say`sum`,
  fc: () => say`fully connected`,
};

export const ORIGIN: Record<ActivationOrigin['kind'], Words> = {
  measured: () => say`measured tensor`,
  synthetic: () => say`synthetic activations`,
  uniform: () => say`uniform ratio`,
};

export const FIGURE_KIND: Record<FigureKind, { label: Words; meaning: Words }> = {
  measured: { label: () => say`measured`, meaning: () => say`taken from a real tensor or machine` },
  published: { label: () => say`published`, meaning: () => say`stated in a paper or data sheet` },
  calibrated: { label: () => say`calibrated`, meaning: () => say`from a model fitted to published figures` },
  predicted: { label: () => say`predicted`, meaning: () => say`from the model alone` },
  assumed: { label: () => say`assumed`, meaning: () => say`from an assumption stated in the source` },
};

export const STATUS = {
  current: () => say`Up to date`,
  simulatedIn: (duration: string) => say`Simulated in ${duration}`,
  running: () => say`Simulating…`,
  stale: () => say`Text has changed – save to simulate`,
  simulate: () => say`Simulate Now`,
  problems: (count: number, lastShown: boolean) => {
    if (count === 1) return lastShown ? say`Config has 1 problem – last valid result shown` : say`Config has 1 problem`;
    return lastShown ? say`Config has ${count} problems – last valid result shown` : say`Config has ${count} problems`;
  },
  showProblems: () => say`Show Problems`,
  failed: (lastShown: boolean) =>
    lastShown ? say`Simulation failed – last valid result shown` : say`Simulation failed`,
  retry: () => say`Try Again`,
};

export const PLACEHOLDER = {
  running: () => say`Simulating…`,
  stale: () => say`No result yet. Save the config to simulate it.`,
  problems: () => say`No result yet. It appears as soon as the config is valid.`,
  failed: () => say`No result yet.`,
};

export const SUMMARY = {
  label: () => say`Summary`,
  workload: (network: string, batch: string) => say`${network}, batch ${batch}`,
  sharedBy: (gpus: string) => say`shared by ${gpus} GPUs`,
  ratio: () => say`Compression ratio`,
  ratioDetail: (max: string) => say`best layer ${max}`,
  traffic: () => say`Offload traffic`,
  trafficDetail: (raw: string, share: string) => say`of ${raw} uncompressed (${share})`,
  speedup: () => say`Speed-up over vDNN`,
  speedupDetail: (cdma: string, vdnn: string) => say`${cdma} against ${vdnn}`,
  oracle: () => say`Performance vs oracle`,
  oracleDetail: () => say`100 % never waits for a copy`,
  iteration: () => say`Iteration time`,
  iterationDetail: (oracle: string, vdnn: string) => say`oracle ${oracle}, vDNN ${vdnn}`,
  memory: () => say`Peak GPU memory`,
  memoryDetail: (capacity: string, resident: string, fits: boolean) =>
    fits
      ? say`fits ${capacity}; ${resident} with all maps resident`
      : say`does not fit ${capacity}; ${resident} with all maps resident`,
  area: () => say`Area`,
  areaDetail: (shareOfDie: string | null) =>
    shareOfDie === null ? say`engines, buffer and control` : say`${shareOfDie} of the die`,
  areaAndEnergy: () => say`Area and energy`,
  areaAndEnergyDetail: (shareOfDie: string | null, vdnn: string) =>
    shareOfDie === null
      ? say`engines, buffer and control; per iteration, vDNN ${vdnn}`
      : say`${shareOfDie} of the die; per iteration, vDNN ${vdnn}`,
  bottleneck: () => say`Bottleneck`,
  announcement: (facts: { workload: string; ratio: string; speedup: string; oracle: string; bottleneck: string }) =>
    say`New result for ${facts.workload}: compression ratio ${facts.ratio}, speed-up over vDNN ${facts.speedup}, ${facts.oracle} of oracle performance. ${facts.bottleneck}.`,
};

export const CHART = {
  savePicture: () => say`Save as Picture`,
  savePictureOf: (heading: string) => say`Save as picture: ${heading}`,
  vdnn: () => 'vDNN',
  oracle: () => say`oracle`,
  configured: (codec: string) => say`Configured: ${codec}.`,
  dataTable: () => say`Data table`,
  tableOf: (caption: string) => say`Data table: ${caption}`,
  instructions: () => say`Arrow keys move over the values, Enter shows the key in the config.`,
  summary: (values: number, lowest: string, highest: string) => say`${values} values from ${lowest} to ${highest}.`,
  noValue: () => say`none`,
  codec: () => say`Codec`,
  design: () => say`Design`,
};

export const RATIO_CHART = {
  heading: () => say`Compression ratio`,
  description: () => say`Uncompressed over compressed size (×, log scale); higher is better.`,
  average: () => say`average (network)`,
  max: () => say`max (layer)`,
};

export const TRAFFIC_CHART = {
  heading: () => say`Offload traffic`,
  description: () => say`Bytes copied to the host, relative to vDNN (%); lower is better.`,
  series: () => say`offload size`,
};

export const PERFORMANCE_CHART = {
  heading: () => say`Performance`,
  description: () => say`Training speed, relative to a GPU that never waits for a copy (%); higher is better.`,
  series: () => say`performance`,
};

export const LAYER_CHART = {
  heading: () => say`Layers`,
  metric: () => say`Metric`,
  layer: () => say`Layer`,
  kind: () => say`Kind`,
  origin: () => say`Activations`,
  bottleneck: () => say`Waits for`,
  notOffloaded: () => say`not offloaded`,
  waitsFor: (resource: string) => say`offload waits for: ${resource}`,
  hidden: () => say`offload hidden behind compute`,
  bottleneckNote: () => say`Right: what the offload of the layer waits for (compute: the copy is hidden).`,
  origins: (parts: string) => say`Activations: ${parts}.`,
  originCount: {
    measured: (layers: number) => say`${layers} × measured tensor`,
    synthetic: (layers: number) => say`${layers} × synthetic activations`,
    uniform: (layers: number) => say`${layers} × uniform ratio`,
  } satisfies Record<ActivationOrigin['kind'], (layers: number) => string>,
  metrics: {
    ratio: () => say`Compression ratio`,
    traffic: () => say`Offload traffic`,
    time: () => say`Time`,
    density: () => say`Density`,
  },
  descriptions: {
    ratio: (codec: string) => say`Uncompressed over compressed size of each output map (×, log scale) with ${codec}.`,
    traffic: () => say`Size of each output map on its way to the host, uncompressed and compressed (MB).`,
    time: () =>
      say`Compute and copy of each layer, each alone (ms). A copy longer than the compute beside it is waited for.`,
    density: () => say`Share of non-zero values in each output map (%).`,
  },
  series: {
    ratio: () => say`compression ratio`,
    raw: () => say`uncompressed`,
    compressed: () => say`compressed`,
    forward: () => say`forward`,
    backward: () => say`backward`,
    offload: () => say`offload`,
    prefetch: () => say`prefetch`,
    density: () => say`density`,
  },
};

export const PROVENANCE = {
  heading: () => say`Where these figures come from`,
  caption: () => say`Provenance of each group of figures`,
  figure: () => say`Figure`,
  worth: () => say`Worth`,
  source: () => say`Source`,
  network: () => say`Network`,
  hash: () => say`Config hash`,
  tool: () => say`Tool`,
  model: () => say`Model version`,
  seeds: () => say`Seeds`,
  none: () => say`none`,
};

export const TABS = {
  bottlenecks: () => say`Bottlenecks`,
  memory: () => say`Memory`,
  label: () => say`Views`,
  results: () => say`Results`,
  activations: () => say`Activations`,
};

export const ACTIVATIONS = {
  heading: () => say`Activations over training`,
  waiting: () => say`Studying activations…`,
  running: (done: number, total: number) => {
    if (total === 0) return say`Studying activations…`;
    return total === 1
      ? say`Studying activations: ${done} of 1 map`
      : say`Studying activations: ${done} of ${total} maps`;
  },
  progress: () => say`Maps studied`,
  cancel: () => say`Cancel`,
  cancelled: (lastShown: boolean) => (lastShown ? say`Study cancelled – last one shown` : say`Study cancelled`),
  again: () => say`Study Again`,
  unusable: ([first, ...more]: readonly string[]) => {
    if (first === undefined) return '';
    return more.length === 0 ? say`Left out: ${first}` : say`Left out: ${first} ${more.length} more cannot be used.`;
  },
  layer: () => say`Layer`,
  layout: () => say`Layout`,
  codec: () => say`Codec`,
  density: () => say`Density`,
  mean: () => say`mean`,
  training: () => say`Trained`,
  provenance: ({ source, dataset }: ActivationStudy) => {
    if (source === 'model') return say`Generated by the density law (docs/activations.md).`;
    if (dataset === null) return say`Recorded tensors.`;
    return dataset.licence === undefined
      ? say`Recorded on ${dataset.name}.`
      : say`Recorded on ${dataset.name} (${dataset.licence}).`;
  },
  densityHeading: () => say`Density over training`,
  densityDescription: (stretched: boolean) =>
    stretched
      ? say`Share of non-zero values in each layer's maps (%), time across on a square-root scale, which shows the early fall, layers down. Triangles mark where maps were coded.`
      : say`Share of non-zero values in each layer's maps (%), time across, layers down. Triangles mark where maps were coded.`,
  densityLabel: (layers: number, points: number) =>
    say`Density over training; layers: ${layers}, points of training: ${points}. Arrow keys move over the cells.`,
  densityAt: (layer: string, progress: string, density: string) =>
    say`${layer}, trained ${progress}: density ${density}`,
  timeScale: () => say`Time`,
  timeScales: { 'square-root': () => say`Square root`, linear: () => say`Linear` },
  timeAxis: () => say`Trained (%)`,
  fullyDense: () => say`100 % non-zero`,
  mapsHeading: () => say`Feature maps`,
  mapsDescription: () =>
    say`Zeros (pale) and non-zero values (the colour of the text) of one image, a square for each channel. Shades: several values share a pixel.`,
  previousImage: () => say`Previous Image`,
  nextImage: () => say`Next Image`,
  image: (image: number, images: number) => say`Image ${image} of ${images}`,
  mapsCaption: (progress: string, density: string, accuracy: string | null) =>
    accuracy === null
      ? say`Trained ${progress} · density ${density}`
      : say`Trained ${progress} · density ${density} · accuracy ${accuracy}`,
  mapsLabel: (layer: string, channels: number, size: string, caption: string) =>
    channels === 1
      ? say`${layer}: 1 map of ${size}. ${caption}`
      : say`${layer}: ${channels} maps of ${size}. ${caption}`,
  deadChannels: () => say`Channels all zero`,
  ratioHeading: () => say`Ratio by codec and layout`,
  ratioDescription: (anyLayout: string) =>
    say`Uncompressed over compressed size (×; bars on a log scale). ${anyLayout} does not depend on the layout. Mean zero run: length of a run of zeros in memory order (elements). ±: 95 % interval where zlib coded a sample.`,
  anyOrder: () => say`any`,
  meanRun: () => say`Mean zero run`,
  fittedHeading: () => say`Fitted against recorded`,
  fittedDescription: (meanError: string, band: string) =>
    say`Compression ratio (×, log scales) of generated maps fitted to the recorded ones, against the recorded ones. Mean error ${meanError}; the band is ±${band}. Pools are pooled from the fitted layer before them.`,
  fittedLabel: (pairs: number, meanError: string) =>
    say`${pairs} ratios of the fitted generator against recorded ones; mean error ${meanError}. Arrow keys move over them.`,
  fittedAt: (what: string, recorded: string, fitted: string, error: string) =>
    say`${what}: recorded ${recorded}, fitted ${fitted} (${error})`,
  fittedAxis: (layout: string) => say`${layout} · fitted, upwards`,
  recorded: () => say`recorded`,
  fitted: () => say`fitted`,
  error: () => say`error`,
  observationsHeading: () => say`Observations of the paper`,
  observationsDescription: (source: ActivationStudy['source']) =>
    source === 'model'
      ? say`Checked against generated maps. The density law was made from these observations, so they say little here.`
      : say`Checked against these recorded maps.`,
  onSlide: (slide: number) => say`(slide ${slide})`,
  observation: {
    'first-convolution-half': () => say`The first convolution stays around 50 % dense.`,
    'pooling-raises-density': () => say`Pooling always raises density.`,
    'falls-then-recovers': () => say`Density falls fast at first, then recovers slowly.`,
    'deeper-is-sparser': () => say`Later layers are sparser.`,
  } satisfies Record<Observation['id'], Words>,
  verdict: {
    holds: () => say`Holds`,
    'does-not-hold': () => say`Does not hold`,
    'cannot-tell': () => say`Cannot tell`,
  } satisfies Record<Observation['verdict'], Words>,
};
