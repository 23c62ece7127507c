import type { Attribution } from '../attribution/attribute.ts';
import type { Attributed } from '../attribution/critical-path.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { TransferResource } from '../timing/resource.ts';
import { offloadBounds } from '../timing/transfer-rate.ts';
import type { CompressionRatio } from '../units.ts';
import { say } from '../words.ts';
import type { Bottleneck } from './report.ts';

/** Below this gain from an unlimited path, waiting for transfers is not worth naming a culprit. */
const NEGLIGIBLE_GAIN = 1.005;
/** Stations whose limits are this near to each other are tied. */
const TIED = 1.02;

/**
 * The one sentence: what of the transfer path the iteration is bound by, what it would gain without that limit, which
 * station binds next when that one is faster, and how much slack the buffer has. Gains come from re-runs; the distance
 * to the next limit is its rate over the binding one's, at the network's ratio.
 */
export function findBottleneck(
  config: ResolvedConfig,
  { resources, pair }: Attribution,
  ratio: CompressionRatio,
): Bottleneck {
  const path = resources.filter(({ resource }) => resource !== 'compute');
  const share = path.reduce((sum, { criticalPathShare }) => sum + criticalPathShare, 0);
  const longest = path.reduce((most, view) => (view.criticalPathShare > most.criticalPathShare ? view : most));
  const alone = longest.speedupIfInfinite ?? Number.POSITIVE_INFINITY;
  if (longest.criticalPathShare === 0 || Math.max(alone, pair?.speedupIfInfinite ?? 1) < NEGLIGIBLE_GAIN) {
    const sentence = say`Compute-bound: transfers are hidden behind compute`;
    return { resource: 'compute', next: null, slack: null, sentence };
  }
  const bounds = offloadBounds(config, ratio);
  const binding = stationOf(longest.resource);
  const others = (['link', 'buffer', 'engine', 'dram', 'crossbar', 'issue'] as const)
    .filter((station) => station !== binding)
    .map((station) => ({ station, slack: bounds[station] / bounds[binding] }))
    // Below 1 the wait has another cause than the offload rate (prefetch, or DRAM shared with compute).
    .filter(({ slack }) => slack >= 1 && Number.isFinite(slack))
    .sort((a, b) => a.slack - b.slack);
  const [next] = others;
  const buffer = others.find(({ station }) => station === 'buffer');
  const name = (resource: Attributed): string => resourceName(resource, config);
  const gains = [
    say`${factor(alone)} as fast without this limit`,
    ...(pair === null
      ? []
      : [say`${factor(pair.speedupIfInfinite)} with ${name(pair.resources[1])} unlimited as well`]),
  ];
  const tied = next !== undefined && next.slack < TIED;
  const binds = tied ? say`${name(binding)} and ${name(next.station)} tied` : say`${name(longest.resource)}-bound`;
  const parts = [
    say`${binds} (transfers are ${(100 * share).toFixed(0)} % of the critical path; ${gains.join(', ')})`,
    ...(next === undefined || tied ? [] : [say`next limit: ${name(next.station)} at ${factor(next.slack)}`]),
    ...(buffer === undefined || buffer === next ? [] : [say`${name('buffer')} has ${factor(buffer.slack)} slack`]),
  ];
  return { resource: binding, next: next?.station ?? null, slack: next?.slack ?? null, sentence: parts.join('; ') };
}

/** A first round trip that is waited for is the buffer's matter: a larger one hides it. */
function stationOf(resource: Attributed): TransferResource {
  return resource === 'latency' || resource === 'compute' ? 'buffer' : resource;
}

function factor(value: number): string {
  return `${value.toFixed(2)}x`;
}

function resourceName(resource: Attributed, { link }: ResolvedConfig): string {
  switch (resource) {
    case 'compute':
      return say`compute`;
    case 'link':
      return link.preset.startsWith('nvlink') ? 'NVLink' : 'PCIe';
    case 'engine':
      return say`compression engines`;
    case 'dram':
      return 'DRAM';
    case 'crossbar':
      return say`crossbar`;
    case 'buffer':
      return say`DMA buffer`;
    case 'issue':
      return say`request issue`;
    case 'latency':
      return say`DRAM latency`;
  }
}
