import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { ConfigPath } from '../findings/finding.ts';
import type { TransferResource } from '../timing/resource.ts';
import { offloadBounds } from '../timing/transfer-rate.ts';
import type { BytesPerSecond, CompressionRatio } from '../units.ts';
import { say } from '../words.ts';
import { bandwidth, listLayers, type Rule, setValueFix } from './rule.ts';

/** What a busy link asks for: its own bandwidth in compressed bytes, and that times the ratio in uncompressed ones. */
export interface Demand {
  compressed: BytesPerSecond;
  uncompressed: BytesPerSecond;
}

/** The smallest change of one value with which a station meets the demand. */
export interface Remedy {
  path: ConfigPath;
  /** As it is written in a config file; undefined where no value of the key is enough. */
  text: string | number | undefined;
  /** What to do instead, then. */
  advice?: string;
  /** Keeps up with the link: what that would gain decides the severity. */
  amended: ResolvedConfig;
}

/** What is particular to one station of the offload path. */
export interface Station {
  resource: Exclude<TransferResource, 'link'>;
  code: string;
  /** The station's rate and where it comes from, as the left side of the inequality. */
  supply(config: ResolvedConfig, rate: string): string;
  /** Another value of the config that the left side depends on. */
  related(): { path: ConfigPath; message: string };
  remedy(config: ResolvedConfig, demand: Demand): Remedy;
}

/** Shortening the iteration by less than this is not worth a warning. */
const NOTABLE_SAVING_SHARE = 0.001;

/**
 * Slide 45: data must be read at (compression ratio x link bandwidth) or the link idles. The same holds for every
 * station before the link. The finding stands at the value that binds, with the layers affected, the smallest value that
 * is enough, and what that would gain: a warning if it shortens the iteration, information if the waiting is hidden
 * behind compute.
 */
export function stationRule(station: Station): Rule {
  const { resource, code } = station;
  return {
    codes: [code],
    find({ config, offloaded, iterationSeconds }) {
      const short = offloaded.filter(({ ratio }) => fallsShort(station, config, ratio));
      if (short.length === 0) return [];
      const worst = short.reduce((a, b) => (b.ratio > a.ratio ? b : a));
      const bounds = offloadBounds(config, worst.ratio);
      const demand: Demand = { uncompressed: bounds.link, compressed: bounds.link / worst.ratio };
      const { path, text, advice, amended } = station.remedy(config, demand);
      const saved = 1 - iterationSeconds(amended) / iterationSeconds(config);
      const supply = station.supply(config, bandwidth(bounds[resource]));
      const link = bandwidth(demand.compressed);
      const needed = bandwidth(demand.uncompressed);
      return [
        {
          code,
          severity: saved >= NOTABLE_SAVING_SHARE ? 'warning' : 'information',
          message: say`${supply}, below compression ratio ${worst.ratio.toFixed(2)} x link ${link} = ${needed} (layer ${worst.name}). The link waits in ${short.length} of ${offloaded.length} offloaded layers: ${listLayers(short)}.`,
          help:
            text === undefined
              ? (advice ?? '')
              : say`With ${path.join('.')} at ${text} this keeps up with the link: the iteration gets ${(saved * 100).toFixed(1)} % shorter.`,
          path,
          related: [station.related()],
          fixes: text === undefined ? [] : [setValueFix(path, text)],
        },
      ];
    },
  };
}

function fallsShort({ resource }: Station, config: ResolvedConfig, ratio: CompressionRatio): boolean {
  const bounds = offloadBounds(config, ratio);
  return bounds[resource] < bounds.link;
}
