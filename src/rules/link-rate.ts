import { LINK_PRESETS } from '../config/presets.ts';
import { formatQuantityAtMost, parseQuantity } from '../config/quantity.ts';
import type { LinkConfig } from '../config/resolved-config.ts';
import type { BytesPerSecond } from '../units.ts';
import { say } from '../words.ts';
import { bandwidth, type Rule, setValueFix } from './rule.ts';

/** Measured rates and rates from packets differ by rounding; more than this is another link. */
const TOLERANCE = 1.01;

/** A payload cannot be faster than the wire, nor than what packets leave of it. */
export const linkRate: Rule = {
  codes: ['link-rate'],
  find({ config: { link } }) {
    const payload = payloadBandwidth(link);
    if (link.bandwidth <= payload * TOLERANCE) return [];
    const path = ['link', 'bandwidth'];
    const beyondTheWire = link.bandwidth > link.rawBandwidth;
    // Presets of links with other packets than those of PCIe state their effective rate.
    if (!beyondTheWire && isOfPreset(link)) return [];
    return [
      {
        code: 'link-rate',
        severity: beyondTheWire ? 'warning' : 'information',
        message: beyondTheWire
          ? say`The link carries ${bandwidth(link.rawBandwidth)} on the wire, less than the ${bandwidth(link.bandwidth)} of payload that it is given.`
          : say`Packets leave ${bandwidth(payload)} of the ${bandwidth(link.rawBandwidth)} on the wire, less than the ${bandwidth(link.bandwidth)} of payload that the link is given.`,
        help: say`Another link needs its own link.preset, or a link.rawBandwidth to match.`,
        path,
        related: [
          { path: ['link', 'rawBandwidth'], message: say`The rate on the wire.` },
          { path: ['link', 'packetHeader'], message: say`What packets carry besides payload.` },
        ],
        fixes: [setValueFix(path, formatQuantityAtMost(payload, 'bandwidth'))],
      },
    ];
  },
};

function isOfPreset({ preset, bandwidth }: LinkConfig): boolean {
  const value = LINK_PRESETS.find(({ id }) => id === preset)?.values.bandwidth.value;
  const parsed = parseQuantity(String(value));
  return parsed.kind === 'quantity' && parsed.value === bandwidth;
}

/** Raw x payload / (payload + header) x (1 - link-layer share); docs/pipeline.md. */
function payloadBandwidth({ rawBandwidth, maxPayload, packetHeader, linkLayerShare }: LinkConfig): BytesPerSecond {
  return ((rawBandwidth * maxPayload) / (maxPayload + packetHeader)) * (1 - linkLayerShare);
}
