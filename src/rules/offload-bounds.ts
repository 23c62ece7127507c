import { formatQuantity, formatQuantityAtLeast } from '../config/quantity.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { ConfigPath, Finding, Fix } from '../findings/finding.ts';
import type { TransferResource } from '../timing/resource.ts';
import { offloadBounds } from '../timing/transfer-rate.ts';
import type { BytesPerSecond, CompressionRatio } from '../units.ts';

/** An offloaded activation map and how well it compresses with the configured codec. */
export interface OffloadedLayer {
  name: string;
  ratio: CompressionRatio;
}

/** What is said of one station of the offload path when it cannot feed the link. */
interface Rule {
  resource: Exclude<TransferResource, 'link'>;
  code: string;
  /** The value that binds. */
  path(config: ResolvedConfig): ConfigPath;
  /** The station's rate and where it comes from, as the left side of the inequality. */
  supply(config: ResolvedConfig, rate: string): string;
  /** Other values of the config that the left side depends on. */
  related: readonly { path: ConfigPath; message: string }[];
  /** The smallest change that lets the station meet the demand. */
  fix(config: ResolvedConfig, demand: Demand): Fix;
}

/** What a busy link asks for: its own bandwidth in compressed bytes, and that times the ratio in uncompressed ones. */
interface Demand {
  compressed: BytesPerSecond;
  uncompressed: BytesPerSecond;
}

/**
 * Slide 45: data must be read at (compression ratio x link bandwidth) or the link idles. The same holds for every
 * station before the link: compression engines, crossbar and DMA buffer. One finding per station that falls short,
 * at the value that binds, with the layers affected and the smallest value that is enough.
 */
export function findOffloadBounds(config: ResolvedConfig, layers: readonly OffloadedLayer[]): Finding[] {
  return RULES.flatMap((rule) => {
    const short = layers
      .map((layer) => ({ ...layer, bounds: offloadBounds(config, layer.ratio) }))
      .filter(({ bounds }) => bounds[rule.resource] < bounds.link);
    if (short.length === 0) return [];
    const worst = short.reduce((a, b) => (b.bounds.link > a.bounds.link ? b : a));
    return [describe(rule, config, worst, short, layers.length)];
  });
}

function describe(
  rule: Rule,
  config: ResolvedConfig,
  worst: OffloadedLayer & { bounds: Record<TransferResource, BytesPerSecond> },
  short: readonly OffloadedLayer[],
  layerCount: number,
): Finding {
  const demand: Demand = { uncompressed: worst.bounds.link, compressed: worst.bounds.link / worst.ratio };
  const supply = rule.supply(config, formatQuantity(worst.bounds[rule.resource], 'bandwidth', 3));
  const needed =
    `compression ratio ${worst.ratio.toFixed(2)} x link ${formatQuantity(demand.compressed, 'bandwidth', 3)}` +
    ` = ${formatQuantity(demand.uncompressed, 'bandwidth', 3)}`;
  const fix = rule.fix(config, demand);
  return {
    code: rule.code,
    severity: 'warning',
    message:
      `${supply}, below ${needed} (layer ${worst.name}). ` +
      `The link waits in ${short.length} of ${layerCount} offloaded layers: ${listLayers(short)}.`,
    help: `${fix.title} to keep the link busy.`,
    path: rule.path(config),
    related: rule.related,
    fixes: [fix],
  };
}

const RULES: readonly Rule[] = [
  {
    resource: 'dram',
    code: 'dram-bandwidth',
    path: () => ['gpu', 'dramBandwidth'],
    supply: ({ gpu }, rate) =>
      `DRAM read throughput is ${rate} (${(gpu.dramEfficiency * 100).toFixed(0)} % of ${formatQuantity(gpu.dramBandwidth, 'bandwidth')})`,
    related: [{ path: ['link', 'bandwidth'], message: 'The link bandwidth that compressed data must fill.' }],
    fix: ({ gpu }, { uncompressed }) =>
      setQuantity(['gpu', 'dramBandwidth'], formatQuantityAtLeast(uncompressed / gpu.dramEfficiency, 'bandwidth')),
  },
  {
    resource: 'engine',
    code: 'engine-throughput',
    path: () => ['dma', 'engineBytesPerCycle'],
    supply: ({ gpu, dma }, rate) =>
      `The compression engines take ${rate} (${gpu.memoryControllers} x ${dma.engineBytesPerCycle} B x ${formatQuantity(gpu.coreClock, 'frequency')})`,
    related: [
      { path: ['gpu', 'memoryControllers'], message: 'One compression engine stands at each memory controller.' },
    ],
    fix: ({ gpu }, { uncompressed }) =>
      setCount(['dma', 'engineBytesPerCycle'], uncompressed / (gpu.memoryControllers * gpu.coreClock)),
  },
  {
    resource: 'crossbar',
    code: 'crossbar-bandwidth',
    path: ({ dma }) => ['dma', dma.placement === 'dma-engine' ? 'placement' : 'crossbarBytesPerCycle'],
    supply: ({ dma, gpu }, rate) =>
      dma.placement === 'dma-engine'
        ? `Data crosses the crossbar uncompressed, at ${rate} (${dma.crossbarBytesPerCycle} B x ${formatQuantity(gpu.coreClock, 'frequency')})`
        : `The crossbar delivers ${rate} of compressed data, counted uncompressed`,
    related: [
      {
        path: ['dma', 'crossbarBytesPerCycle'],
        message: 'Bytes that the crossbar delivers to the DMA engine in a clock cycle.',
      },
    ],
    fix: ({ dma, gpu }, { compressed }) =>
      dma.placement === 'dma-engine'
        ? { title: 'Compress before the crossbar', edits: [{ path: ['dma', 'placement'], value: 'memory-controller' }] }
        : setCount(['dma', 'crossbarBytesPerCycle'], compressed / gpu.coreClock),
  },
  {
    resource: 'buffer',
    code: 'dma-buffer',
    path: () => ['dma', 'buffer'],
    supply: ({ gpu, dma }, rate) =>
      `The DMA buffer sustains ${rate} (${formatQuantity(dma.buffer, 'size')} in a ${formatQuantity(gpu.dramLatency, 'time')} round trip)`,
    related: [{ path: ['gpu', 'dramLatency'], message: 'Every line holds its place in the buffer for this long.' }],
    fix: ({ gpu }, { uncompressed }) =>
      setQuantity(['dma', 'buffer'], formatQuantityAtLeast(uncompressed * gpu.dramLatency, 'size')),
  },
];

function setQuantity(path: ConfigPath, value: string): Fix {
  return { title: `Set ${path.join('.')} to "${value}"`, edits: [{ path, value }] };
}

function setCount(path: ConfigPath, atLeast: number): Fix {
  const value = Math.ceil(atLeast);
  return { title: `Set ${path.join('.')} to ${value}`, edits: [{ path, value }] };
}

/** The first few names; the rest as a count, so that the message stays readable for a hundred layers. */
function listLayers(layers: readonly OffloadedLayer[]): string {
  const shown = layers.slice(0, 6).map(({ name }) => name);
  const rest = layers.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more` : shown.join(', ');
}
