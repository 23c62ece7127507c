import { type ConfigDocument, rangeOf } from '../config/document.ts';
import { formatQuantity } from '../config/quantity.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { ConfigPath, TextPosition } from '../findings/finding.ts';
import { stationLimits } from '../timing/critical-ratio.ts';
import type { TransferResource } from '../timing/resource.ts';
import { engineRate, offloadBounds, type TransferBounds, usableDramBandwidth } from '../timing/transfer-rate.ts';
import { say } from '../words.ts';

/** A value that follows from one that is written, to be shown behind it. */
export interface DerivedValue {
  path: ConfigPath;
  position: TextPosition;
  text: string;
  explanation: string;
}

/**
 * What written values amount to: rates of stations in GB/s, each with its critical ratio r*, the compression ratio from
 * which on that station and not the link is the limit (docs/model.md, "Offload rate"; rate / link bandwidth).
 */
export function derivedValues(config: ResolvedConfig, document: ConfigDocument): DerivedValue[] {
  return describe(config).flatMap(({ path, text, explanation }) => {
    const range = rangeOf(document, path);
    return range === undefined ? [] : [{ path, position: range.end, text, explanation }];
  });
}

function describe(config: ResolvedConfig): Omit<DerivedValue, 'position'>[] {
  const { gpu, link, dma } = config;
  const bounds = offloadBounds(config, 1);
  const ratio = (resource: TransferResource): string => criticalRatio(bounds, resource);
  const limits = say`The critical ratio r* is rate / link bandwidth: maps that compress by more wait for this station, not for the link.`;
  return [
    {
      path: ['dma', 'buffer'],
      text: say`= ${rate(bounds.buffer)} x ${formatQuantity(gpu.dramLatency, 'time', 3)}, r* ${ratio('buffer')}`,
      explanation: say`The buffer covers this bandwidth over a DRAM round trip (bandwidth x latency). ${limits}`,
    },
    {
      path: ['dma', 'engineBytesPerCycle'],
      text: say`= ${rate(bounds.engine)} in ${gpu.memoryControllers} engines, r* ${ratio('engine')}`,
      explanation: say`${gpu.memoryControllers} compression engines, each ${rate(engineRate(config))}. ${limits}`,
    },
    {
      path: ['gpu', 'dramBandwidth'],
      text: say`= ${rate(usableDramBandwidth(config))} read, r* ${ratio('dram')}`,
      explanation: say`The share gpu.dramEfficiency of the nominal bandwidth. ${limits}`,
    },
    ...(dma.placement === 'dma-engine'
      ? [
          {
            path: ['dma', 'crossbarBytesPerCycle'],
            text: say`= ${rate(bounds.crossbar)}, r* ${ratio('crossbar')}`,
            explanation: say`Data crosses the crossbar before it is compressed. ${limits}`,
          },
        ]
      : []),
    ...(link.gpusSharing > 1
      ? [
          {
            path: ['link', 'gpusSharing'],
            text: say`= ${rate(bounds.link)} each`,
            explanation: say`GPUs below one root complex copy at the same time (slides 10-12).`,
          },
        ]
      : []),
    firstLimit(config),
  ];
}

/** At the link: from which ratio on it is no longer the limit, and what is then. */
function firstLimit(config: ResolvedConfig): Omit<DerivedValue, 'position'> {
  const limits = stationLimits(config).flatMap(({ station, criticalRatio }) =>
    criticalRatio === null ? [] : [{ station, criticalRatio }],
  );
  const first = limits.reduce((a, b) => (b.criticalRatio < a.criticalRatio ? b : a));
  return {
    path: ['link', 'bandwidth'],
    text: say`binds up to r* ${first.criticalRatio.toPrecision(3)} (${first.station})`,
    explanation: say`Maps that compress by more than the lowest critical ratio wait for another station than the link.`,
  };
}

function criticalRatio(bounds: TransferBounds, resource: TransferResource): string {
  return (bounds[resource] / bounds.link).toPrecision(3);
}

function rate(bytesPerSecond: number): string {
  return formatQuantity(bytesPerSecond, 'bandwidth', 3);
}
