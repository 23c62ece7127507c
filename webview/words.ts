/** Every word the panel shows or speaks, in one place, so that a translation replaces one module. */
import type { ActivationOrigin } from '../src/activations/activation.ts';
import type { ActivationStudy, Observation } from '../src/activations/activation-study.ts';
import type { CodecId, DmaConfig, Fidelity } from '../src/config/resolved-config.ts';
import type { LayerKind } from '../src/network/network.ts';
import type { FigureKind, Resource } from '../src/report/report.ts';

/** Abbreviations of slides 57-60. */
export const CODEC_SHORT: Record<CodecId, string> = { rle: 'RL', zvc: 'ZV', zlib: 'ZL' };

export const CODEC_LONG: Record<CodecId, string> = {
  rle: 'run-length encoding (RL)',
  zvc: 'zero-value compression (ZV)',
  zlib: 'zlib (ZL)',
};

export const PLACEMENT: Record<DmaConfig['placement'], string> = {
  'memory-controller': 'at the memory controllers',
  'dma-engine': 'in the DMA engine',
};

export const FIDELITY: Record<Fidelity, string> = {
  'closed-form': 'rates in closed form',
  pipeline: 'pipeline, line by line',
};

export const RESOURCE: Record<Resource, string> = {
  compute: 'compute',
  link: 'link',
  engine: 'engines',
  dram: 'DRAM',
  crossbar: 'crossbar',
  buffer: 'buffer',
  issue: 'request issue',
};

export const LAYER_KIND: Record<LayerKind, string> = {
  conv: 'convolution',
  pool: 'pooling',
  lrn: 'normalisation',
  concat: 'concatenation',
  'batch-norm': 'batch norm',
  add: 'sum',
  fc: 'fully connected',
};

export const ORIGIN: Record<ActivationOrigin['kind'], string> = {
  measured: 'measured tensor',
  synthetic: 'synthetic activations',
  uniform: 'uniform ratio',
};

export const FIGURE_KIND: Record<FigureKind, { label: string; meaning: string }> = {
  measured: { label: 'measured', meaning: 'taken from a real tensor or machine' },
  published: { label: 'published', meaning: 'stated in a paper or data sheet' },
  calibrated: { label: 'calibrated', meaning: 'from a model fitted to published figures' },
  predicted: { label: 'predicted', meaning: 'from the model alone' },
  assumed: { label: 'assumed', meaning: 'from an assumption stated in the source' },
};

export const STATUS = {
  current: 'Up to date',
  simulatedIn: (duration: string) => `Simulated in ${duration}`,
  running: 'Simulating…',
  stale: 'Text has changed – save to simulate',
  simulate: 'Simulate Now',
  problems: (count: number, lastShown: boolean) =>
    `Config has ${count === 1 ? '1 problem' : `${count} problems`}${lastShown ? ' – last valid result shown' : ''}`,
  showProblems: 'Show Problems',
  failed: (lastShown: boolean) => `Simulation failed${lastShown ? ' – last valid result shown' : ''}`,
  retry: 'Try Again',
};

export const PLACEHOLDER = {
  running: 'Simulating…',
  stale: 'No result yet. Save the config to simulate it.',
  problems: 'No result yet. It appears as soon as the config is valid.',
  failed: 'No result yet.',
};

export const SUMMARY = {
  label: 'Summary',
  workload: (network: string, batch: string) => `${network}, batch ${batch}`,
  sharedBy: (gpus: string) => `shared by ${gpus} GPUs`,
  compression: (codec: string, placement: string) => `${codec} ${placement}`,
  ratio: 'Compression ratio',
  ratioDetail: (max: string) => `best layer ${max}`,
  traffic: 'Offload traffic',
  trafficDetail: (raw: string, share: string) => `of ${raw} uncompressed (${share})`,
  speedup: 'Speed-up over vDNN',
  speedupDetail: (cdma: string, vdnn: string) => `${cdma} against ${vdnn}`,
  oracle: 'Performance vs oracle',
  oracleDetail: '100 % never waits for a copy',
  iteration: 'Iteration time',
  iterationDetail: (oracle: string, vdnn: string) => `oracle ${oracle}, vDNN ${vdnn}`,
  memory: 'Peak GPU memory',
  memoryDetail: (capacity: string, resident: string, fits: boolean) =>
    `${fits ? 'fits' : 'does not fit'} ${capacity}; ${resident} with all maps resident`,
  area: 'Area',
  areaDetail: 'engines, buffer and control',
  areaShare: (share: string) => `${share} of the die`,
  areaAndEnergy: 'Area and energy',
  areaAndEnergyValue: (area: string, energy: string) => `${area}, ${energy}`,
  areaAndEnergyDetail: (area: string, vdnn: string) => `${area}; per iteration, vDNN ${vdnn}`,
  bottleneck: 'Bottleneck',
  announcement: (facts: { workload: string; ratio: string; speedup: string; oracle: string; bottleneck: string }) =>
    `New result for ${facts.workload}: compression ratio ${facts.ratio}, speed-up over vDNN ${facts.speedup}, ` +
    `${facts.oracle} of oracle performance. ${facts.bottleneck}.`,
};

export const CHART = {
  vdnn: 'vDNN',
  oracle: 'oracle',
  configured: (codec: string) => `Configured: ${codec}.`,
  dataTable: 'Data table',
  tableOf: (caption: string) => `Data table: ${caption}`,
  instructions: 'Arrow keys move over the values, Enter shows the key in the config.',
  summary: (values: number, lowest: string, highest: string) => `${values} values from ${lowest} to ${highest}.`,
  noValue: 'none',
  codec: 'Codec',
  design: 'Design',
};

export const RATIO_CHART = {
  heading: 'Compression ratio',
  description: 'Uncompressed over compressed size (×, log scale); higher is better.',
  average: 'average (network)',
  max: 'max (layer)',
};

export const TRAFFIC_CHART = {
  heading: 'Offload traffic',
  description: 'Bytes copied to the host, relative to vDNN (%); lower is better.',
  series: 'offload size',
};

export const PERFORMANCE_CHART = {
  heading: 'Performance',
  description: 'Training speed, relative to a GPU that never waits for a copy (%); higher is better.',
  series: 'performance',
};

export const LAYER_CHART = {
  heading: 'Layers',
  metric: 'Metric',
  layer: 'Layer',
  kind: 'Kind',
  origin: 'Activations',
  bottleneck: 'Waits for',
  notOffloaded: 'not offloaded',
  waitsFor: (resource: string) => `offload waits for: ${resource}`,
  hidden: 'offload hidden behind compute',
  bottleneckNote: 'Right: what the offload of the layer waits for (compute: the copy is hidden).',
  origins: (parts: string) => `Activations: ${parts}.`,
  originCount: (layers: number, origin: string) => `${layers} × ${origin}`,
  metrics: {
    ratio: 'Compression ratio',
    traffic: 'Offload traffic',
    time: 'Time',
    density: 'Density',
  },
  descriptions: {
    ratio: (codec: string) => `Uncompressed over compressed size of each output map (×, log scale) with ${codec}.`,
    traffic: 'Size of each output map on its way to the host, uncompressed and compressed (MB).',
    time: 'Compute and copy of each layer, each alone (ms). A copy longer than the compute beside it is waited for.',
    density: 'Share of non-zero values in each output map (%).',
  },
  series: {
    ratio: 'compression ratio',
    raw: 'uncompressed',
    compressed: 'compressed',
    forward: 'forward',
    backward: 'backward',
    offload: 'offload',
    prefetch: 'prefetch',
    density: 'density',
  },
};

export const PROVENANCE = {
  heading: 'Where these figures come from',
  caption: 'Provenance of each group of figures',
  figure: 'Figure',
  worth: 'Worth',
  source: 'Source',
  network: 'Network',
  hash: 'Config hash',
  tool: 'Tool',
  model: 'Model version',
  seeds: 'Seeds',
  none: 'none',
};

export const TABS = { label: 'Views', results: 'Results', activations: 'Activations' };

export const ACTIVATIONS = {
  heading: 'Activations over training',
  waiting: 'Studying activations…',
  running: (done: number, total: number) =>
    total === 0 ? 'Studying activations…' : `Studying activations: ${done} of ${total} maps`,
  progress: 'Maps studied',
  cancel: 'Cancel',
  cancelled: (lastShown: boolean) => `Study cancelled${lastShown ? ' – last one shown' : ''}`,
  again: 'Study Again',
  unusable: ([first, ...more]: readonly string[]) => {
    if (first === undefined) return '';
    return more.length === 0 ? `Left out: ${first}` : `Left out: ${first} ${more.length} more cannot be used.`;
  },
  layer: 'Layer',
  layout: 'Layout',
  codec: 'Codec',
  density: 'Density',
  mean: 'mean',
  training: 'Trained',
  provenance: ({ source, dataset }: ActivationStudy) => {
    if (source === 'model') return 'Generated by the density law (docs/activations.md).';
    if (dataset === null) return 'Recorded tensors.';
    return `Recorded on ${dataset.name}${dataset.licence === undefined ? '' : ` (${dataset.licence})`}.`;
  },
  densityHeading: 'Density over training',
  densityDescription: (stretched: boolean) =>
    `Share of non-zero values in each layer's maps (%), time across${stretched ? ' on a square-root scale, which shows the early fall' : ''}, ` +
    'layers down. Triangles mark where maps were coded.',
  densityLabel: (layers: number, points: number) =>
    `Density over training of ${layers} layers at ${points} points. Arrow keys move over the cells.`,
  densityAt: (layer: string, progress: string, density: string) => `${layer}, trained ${progress}: density ${density}`,
  timeScale: 'Time',
  timeScales: { 'square-root': 'Square root', linear: 'Linear' },
  timeAxis: 'Trained (%)',
  fullyDense: '100 % non-zero',
  mapsHeading: 'Feature maps',
  mapsDescription:
    'Zeros (pale) and non-zero values (the colour of the text) of one image, a square for each channel. Shades: several values share a pixel.',
  previousImage: 'Previous Image',
  nextImage: 'Next Image',
  image: (image: number, images: number) => `Image ${image} of ${images}`,
  mapsCaption: (progress: string, density: string, accuracy: string | null) =>
    `Trained ${progress} · density ${density}${accuracy === null ? '' : ` · accuracy ${accuracy}`}`,
  mapsLabel: (layer: string, channels: number, size: string, caption: string) =>
    `${layer}: ${channels} maps of ${size}. ${caption}`,
  deadChannels: 'Channels all zero',
  ratioHeading: 'Ratio by codec and layout',
  ratioDescription: (codecs: Readonly<Record<CodecId, string>>) =>
    `Uncompressed over compressed size (×; bars on a log scale). ${codecs.zvc} does not depend on the layout. ` +
    'Mean zero run: length of a run of zeros in memory order (elements). ±: 95 % interval where zlib coded a sample.',
  anyOrder: 'any',
  meanRun: 'Mean zero run',
  fittedHeading: 'Fitted against recorded',
  fittedDescription: (meanError: string, band: string) =>
    `Compression ratio (×, log scales) of generated maps fitted to the recorded ones, against the recorded ones. ` +
    `Mean error ${meanError}; the band is ±${band}. Pools are pooled from the fitted layer before them.`,
  fittedLabel: (pairs: number, meanError: string) =>
    `${pairs} ratios of the fitted generator against recorded ones; mean error ${meanError}. Arrow keys move over them.`,
  fittedAt: (what: string, recorded: string, fitted: string, error: string) =>
    `${what}: recorded ${recorded}, fitted ${fitted} (${error})`,
  fittedAxis: 'fitted, upwards',
  recorded: 'recorded',
  fitted: 'fitted',
  error: 'error',
  observationsHeading: 'Observations of the paper',
  observationsDescription: (source: ActivationStudy['source']) =>
    source === 'model'
      ? 'Checked against generated maps. The density law was made from these observations, so they say little here.'
      : 'Checked against these recorded maps.',
  onSlide: (slide: number) => `(slide ${slide})`,
  observation: {
    'first-convolution-half': 'The first convolution stays around 50 % dense.',
    'pooling-raises-density': 'Pooling always raises density.',
    'falls-then-recovers': 'Density falls fast at first, then recovers slowly.',
    'deeper-is-sparser': 'Later layers are sparser.',
  } satisfies Record<Observation['id'], string>,
  verdict: {
    holds: 'Holds',
    'does-not-hold': 'Does not hold',
    'cannot-tell': 'Cannot tell',
  } satisfies Record<Observation['verdict'], string>,
};
