import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Resource, TransferResource } from '../timing/resource.ts';
import type { Step } from '../timing/training-step.ts';
import { offloadBounds } from '../timing/transfer-rate.ts';
import type { CompressionRatio } from '../units.ts';
import type { Bottleneck } from './report.ts';

/** Below this share of the iteration, waiting for transfers is not worth naming a culprit. */
const NEGLIGIBLE_WAIT_SHARE = 0.005;

/**
 * What the iteration waits for longest, and the station that binds next when that one is out of the way: its rate
 * at the network's ratio, relative to the binding one's.
 */
export function findBottleneck(config: ResolvedConfig, steps: readonly Step[], ratio: CompressionRatio): Bottleneck {
  const waits = new Map<Resource, number>();
  let total = 0;
  for (const { binding, duration, compute } of steps) {
    total += duration;
    waits.set(binding, (waits.get(binding) ?? 0) + duration - compute.seconds);
  }
  const [resource, wait] = [...waits].reduce((longest, entry) => (entry[1] > longest[1] ? entry : longest), [
    'compute',
    0,
  ] as const);
  if (resource === 'compute' || wait < NEGLIGIBLE_WAIT_SHARE * total) {
    const sentence = 'Compute-bound: transfers are hidden behind compute';
    return { resource: 'compute', next: null, slack: null, sentence };
  }
  const bounds = offloadBounds(config, ratio);
  const others = (['link', 'buffer', 'engine', 'dram', 'crossbar', 'issue'] as const)
    .filter((station) => station !== resource)
    .map((station) => ({ station, slack: bounds[station] / bounds[resource] }))
    // Below 1 the wait has another cause than the offload rate (prefetch, or DRAM shared with compute).
    .filter(({ slack }) => slack >= 1)
    .sort((a, b) => a.slack - b.slack);
  const [next, ...rest] = others;
  const name = (station: TransferResource): string => stationName(station, config);
  const parts = [
    `${name(resource)}-bound (${((100 * wait) / total).toFixed(0)} % of the iteration waits for it)`,
    ...(next === undefined ? [] : [`next limit: ${name(next.station)} at ${next.slack.toFixed(2)}x`]),
    ...(rest[0] === undefined ? [] : [`then ${name(rest[0].station)} at ${rest[0].slack.toFixed(2)}x`]),
  ];
  return { resource, next: next?.station ?? null, slack: next?.slack ?? null, sentence: parts.join('; ') };
}

function stationName(station: TransferResource, { link }: ResolvedConfig): string {
  switch (station) {
    case 'link':
      return link.preset.startsWith('nvlink') ? 'NVLink' : 'PCIe';
    case 'engine':
      return 'compression engines';
    case 'dram':
      return 'DRAM';
    case 'crossbar':
      return 'crossbar';
    case 'buffer':
      return 'DMA buffer';
    case 'issue':
      return 'request issue';
  }
}
