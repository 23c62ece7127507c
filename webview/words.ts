/**
 * Words of the panel that several of its rooms share; a room has its own beside it. All are functions: the language is known
 * only once the extension has sent the words, after this module is loaded.
 */

import type { ViewName } from '../protocol/messages.ts';
import type { ActivationOrigin } from '../src/activations/activation.ts';
import type { ResourceView } from '../src/attribution/attribute.ts';
import type { DmaConfig, Fidelity } from '../src/config/resolved-config.ts';
import type { CostConstant } from '../src/cost/constants.ts';
import type { LayerKind } from '../src/network/network.ts';
import type { FigureKind, Report, Resource } from '../src/report/report.ts';
import { say } from '../src/words.ts';

type Words = () => string;

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
  timelineHeading: () => say`Memory over the iteration`,
  timelineDescription: () =>
    say`GPU memory in use with the offload schedule, from the first forward step to the last backward one.`,
  timeAxis: () => say`Time (ms)`,
  bytesAxis: () => say`GPU memory (GB)`,
  inUse: () => say`in use`,
  cardHas: (size: string) => say`card: ${size}`,
  residentTakes: (size: string) => say`everything resident: ${size}`,
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
  takeAway: () => say`Take Away`,
  takeAwayOf: (heading: string) => say`Take away: ${heading}`,
  copyImage: () => say`Copy Image`,
  copied: () => say`Copied.`,
  notCopied: () => say`The image could not be copied: save it instead.`,
  saveAs: (format: string) => say`Save as ${format}`,
  forPrint: () => say`Colours for print`,
  useValue: () => say`Use This Value`,
  cdma: () => 'cDMA',
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
    pressure: () => say`DRAM pressure`,
    density: () => say`Density`,
  },
  order: () => say`Order`,
  orders: {
    network: () => say`Network order`,
    largest: () => say`Largest first`,
    smallest: () => say`Smallest first`,
  },
  descriptions: {
    ratio: (codec: string) => say`Uncompressed over compressed size of each output map (×, log scale) with ${codec}.`,
    traffic: () => say`Size of each output map on its way to the host, uncompressed and compressed (MB).`,
    time: () =>
      say`Compute and copy of each layer, each alone (ms). A copy longer than the compute beside it is waited for.`,
    pressure: () => say`Time that the layer loses because compute and DMA share DRAM (ms).`,
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
    pressure: () => say`DRAM pressure`,
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

export const TABS: { label: Words; names: Record<ViewName, Words> } = {
  label: () => say`Views`,
  names: {
    overview: () => say`Overview`,
    layers: () => say`Layers`,
    timeline: () => say`Timeline`,
    bottlenecks: () => say`Bottlenecks`,
    limits: () => say`Limits`,
    memory: () => say`Memory`,
    cost: () => say`Cost`,
    activations: () => say`Activations`,
    comparison: () => say`Comparison`,
    sweep: () => say`Sweep`,
    validation: () => say`Validation`,
  },
};

export const PANEL_ACTIONS = {
  pin: () => say`Pin Result`,
  export: () => say`Export Results`,
  lock: () => say`Lock to This Config`,
  unlock: () => say`Follow the Editor`,
  identity: (hash: string, version: string) => say`config ${hash} · text version ${version}`,
};

export const ASKED = {
  computing: () => say`Computing…`,
};

export const COST = {
  sentence: (area: string, share: string | null) =>
    share === null
      ? say`The engines and their buffer take ${area}.`
      : say`The engines and their buffer take ${area}, ${share} of the die.`,
  note: () =>
    say`Only the total of the paper's design is published: 1.5 mm² in 28 nm (slide 52). How it divides, and all of energy, rests on the constants below.`,
  areaHeading: () => say`Area`,
  areaDescription: () => say`Silicon area of each part (mm²).`,
  area: () => say`area`,
  part: () => say`Part`,
  areaParts: {
    engines: () => say`compression engines`,
    buffer: () => say`DMA buffer`,
    control: () => say`control`,
  },
  energyHeading: () => say`Energy of one iteration`,
  energyDescription: () =>
    say`Where the energy of an iteration goes (J). Most of its constants are assumed: compare designs with it, do not quote it.`,
  energyParts: {
    static: () => say`static`,
    arithmetic: () => say`arithmetic`,
    dram: () => 'DRAM',
    transfer: () => say`crossbar, link, host`,
    engine: () => say`engines`,
  },
  energyOff: () =>
    say`Energy is computed with "cost": { "energy": "on" } only, because most of its constants are assumed.`,
  constants: () => say`Constants that these figures rest on`,
  kinds: {
    published: () => say`published`,
    recalled: () => say`recalled`,
    calibrated: () => say`calibrated`,
    assumed: () => say`assumed`,
    configured: () => say`configured`,
  } satisfies Record<CostConstant['kind'], Words>,
  constant: () => say`Constant`,
  value: () => say`Value`,
};
