import { formatQuantity, formatQuantityAtLeast } from '../config/quantity.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { ConfigPath, Finding } from '../findings/finding.ts';
import { LINE_BYTES } from '../pipeline/design.ts';
import type { TransferResource } from '../timing/resource.ts';
import { offloadBounds } from '../timing/transfer-rate.ts';
import type { BytesPerSecond, CompressionRatio, Seconds } from '../units.ts';

/** An offloaded activation map and how well it compresses with the configured codec. */
export interface OffloadedLayer {
  name: string;
  ratio: CompressionRatio;
}

/** What a busy link asks for: its own bandwidth in compressed bytes, and that times the ratio in uncompressed ones. */
interface Demand {
  compressed: BytesPerSecond;
  uncompressed: BytesPerSecond;
}

/** The smallest change of one value with which a station meets the demand. */
interface Remedy {
  path: ConfigPath;
  /** As it is written in a config file. */
  text: string | number;
  amended: ResolvedConfig;
}

/** What is said of one station of the offload path when it cannot feed the link. */
interface Rule {
  resource: Exclude<TransferResource, 'link'>;
  code: string;
  /** The station's rate and where it comes from, as the left side of the inequality. */
  supply(config: ResolvedConfig, rate: string): string;
  /** Another value of the config that the left side depends on. */
  related: { path: ConfigPath; message: string };
  remedy(config: ResolvedConfig, demand: Demand): Remedy;
}

/** Shortening the iteration by less than this is not worth a warning. */
const NOTABLE_SAVING_SHARE = 0.001;

/**
 * Slide 45: data must be read at (compression ratio x link bandwidth) or the link idles. The same holds for every
 * station before the link: compression engines, crossbar and DMA buffer. One finding per station that falls short,
 * at the value that binds, with the layers affected, the smallest value that is enough, and what that would gain:
 * a warning if it shortens the iteration, information if the waiting is hidden behind compute.
 */
export function findOffloadBounds(
  config: ResolvedConfig,
  layers: readonly OffloadedLayer[],
  iterationSeconds: (config: ResolvedConfig) => Seconds,
): Finding[] {
  return RULES.flatMap((rule) => {
    const short = layers.filter(({ ratio }) => fallsShort(rule, config, ratio));
    if (short.length === 0) return [];
    const worst = short.reduce((a, b) => (b.ratio > a.ratio ? b : a));
    const bounds = offloadBounds(config, worst.ratio);
    const demand: Demand = { uncompressed: bounds.link, compressed: bounds.link / worst.ratio };
    const { path, text, amended } = rule.remedy(config, demand);
    const saved = 1 - iterationSeconds(amended) / iterationSeconds(config);
    const key = path.join('.');
    return [
      {
        code: rule.code,
        severity: saved >= NOTABLE_SAVING_SHARE ? 'warning' : 'information',
        message:
          `${rule.supply(config, gigabytesPerSecond(bounds[rule.resource]))}, below ` +
          `compression ratio ${worst.ratio.toFixed(2)} x link ${gigabytesPerSecond(demand.compressed)}` +
          ` = ${gigabytesPerSecond(demand.uncompressed)} (layer ${worst.name}). ` +
          `The link waits in ${short.length} of ${layers.length} offloaded layers: ${listLayers(short)}.`,
        help: `With ${key} at ${text} this keeps up with the link: the iteration gets ${(saved * 100).toFixed(1)} % shorter.`,
        path,
        related: [rule.related],
        fixes: [{ title: `Set ${key} to ${JSON.stringify(text)}`, edits: [{ path, value: text }] }],
      },
    ];
  });
}

function fallsShort({ resource }: Rule, config: ResolvedConfig, ratio: CompressionRatio): boolean {
  const bounds = offloadBounds(config, ratio);
  return bounds[resource] < bounds.link;
}

const RULES: readonly Rule[] = [
  {
    resource: 'dram',
    code: 'dram-bandwidth',
    supply: ({ gpu }, rate) =>
      `DRAM read throughput is ${rate} (${(gpu.dramEfficiency * 100).toFixed(0)} % of ${gigabytesPerSecond(gpu.dramBandwidth)})`,
    related: { path: ['link', 'bandwidth'], message: 'The link bandwidth that compressed data must fill.' },
    remedy: (config, { uncompressed }) => {
      const { dramBandwidth, dramEfficiency } = config.gpu;
      return {
        path: ['gpu', 'dramBandwidth'],
        text: formatQuantityAtLeast(uncompressed / dramEfficiency, 'bandwidth'),
        // Faster DRAM would make compute faster too, which is no merit of a busy link: here only the share grows
        // that copies can use, and compute stays as it is.
        amended: { ...config, gpu: { ...config.gpu, dramEfficiency: uncompressed / dramBandwidth } },
      };
    },
  },
  {
    resource: 'engine',
    code: 'engine-throughput',
    supply: ({ gpu, dma }, rate) =>
      `The compression engines take ${rate} (${gpu.memoryControllers} x ${dma.engineBytesPerCycle} B x ${clock(gpu.coreClock)})`,
    related: {
      path: ['gpu', 'memoryControllers'],
      message: 'One compression engine stands at each memory controller.',
    },
    remedy: (config, { uncompressed }) => {
      const { memoryControllers, coreClock } = config.gpu;
      const engineBytesPerCycle = Math.ceil(uncompressed / (memoryControllers * coreClock));
      return {
        path: ['dma', 'engineBytesPerCycle'],
        text: engineBytesPerCycle,
        amended: { ...config, dma: { ...config.dma, engineBytesPerCycle } },
      };
    },
  },
  {
    resource: 'crossbar',
    code: 'crossbar-bandwidth',
    supply: ({ dma, gpu }, rate) => {
      const port = `${dma.crossbarBytesPerCycle} B x ${clock(gpu.coreClock)}`;
      return dma.placement === 'dma-engine'
        ? `Data crosses the crossbar before it is compressed, at ${rate} (${port})`
        : `The crossbar carries compressed data of ${rate} uncompressed (${port} x compression ratio)`;
    },
    related: {
      path: ['dma', 'crossbarBytesPerCycle'],
      message: 'Bytes that the crossbar delivers to the DMA engine in a clock cycle.',
    },
    remedy: (config, { compressed }) => {
      if (config.dma.placement === 'dma-engine') {
        const placement = 'memory-controller';
        return {
          path: ['dma', 'placement'],
          text: placement,
          amended: { ...config, dma: { ...config.dma, placement } },
        };
      }
      const crossbarBytesPerCycle = Math.ceil(compressed / config.gpu.coreClock);
      return {
        path: ['dma', 'crossbarBytesPerCycle'],
        text: crossbarBytesPerCycle,
        amended: { ...config, dma: { ...config.dma, crossbarBytesPerCycle } },
      };
    },
  },
  {
    resource: 'buffer',
    code: 'dma-buffer',
    supply: ({ gpu, dma }, rate) =>
      `The DMA buffer sustains ${rate} (${formatQuantity(dma.buffer, 'size', 3)} in a ${formatQuantity(gpu.dramLatency, 'time', 3)} round trip)`,
    related: { path: ['gpu', 'dramLatency'], message: 'Every line holds its place in the buffer for this long.' },
    remedy: (config, { uncompressed }) => {
      const buffer = uncompressed * config.gpu.dramLatency;
      return {
        path: ['dma', 'buffer'],
        text: formatQuantityAtLeast(buffer, 'size'),
        amended: { ...config, dma: { ...config.dma, buffer } },
      };
    },
  },
  {
    resource: 'issue',
    code: 'request-issue',
    supply: ({ dma, gpu }, rate) =>
      `The DMA engine requests ${rate} (${dma.issueLinesPerCycle} x ${LINE_BYTES} B x ${clock(gpu.coreClock)})`,
    related: { path: ['gpu', 'coreClock'], message: 'Requests are issued at this clock.' },
    remedy: (config, { uncompressed }) => {
      const issueLinesPerCycle = Math.ceil(uncompressed / (LINE_BYTES * config.gpu.coreClock));
      return {
        path: ['dma', 'issueLinesPerCycle'],
        text: issueLinesPerCycle,
        amended: { ...config, dma: { ...config.dma, issueLinesPerCycle } },
      };
    },
  },
];

function gigabytesPerSecond(rate: BytesPerSecond): string {
  return formatQuantity(rate, 'bandwidth', 3);
}

function clock(frequency: number): string {
  return formatQuantity(frequency, 'frequency', 4);
}

/** The first few names; the rest as a count, so that the message stays readable for a hundred layers. */
function listLayers(layers: readonly OffloadedLayer[]): string {
  const shown = layers.slice(0, 6).map(({ name }) => name);
  const rest = layers.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
