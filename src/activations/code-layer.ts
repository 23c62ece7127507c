import { perCodec } from '../codecs/per-codec.ts';
import { LAYOUTS, type Layout } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import type { ActivationMap } from './activation-map.ts';
import type { CodedLayer, LayoutStatistics } from './activation-study.ts';
import { combine, type MeasureConfig, type Measurement, measure } from './measure.ts';

/** Statistics that are the same in every memory order, and those of each. */
export type CodedMaps = Omit<CodedLayer, 'trainingProgress' | 'origin' | 'fitted'>;

/**
 * Maps of one layer coded in every memory order with every codec; several are taken as one. Calls `onLayout` after each
 * order of each map. Throws {@link Cancelled} once the signal is aborted.
 */
export async function codeMaps(
  maps: readonly ActivationMap[],
  config: Omit<MeasureConfig, 'layout'>,
  host: Host,
  signal?: AbortSignal,
  onLayout?: () => void,
): Promise<CodedMaps> {
  const measured = {} as Record<Layout, Measurement>;
  for (const layout of LAYOUTS) {
    const parts: Measurement[] = [];
    for (const map of maps) {
      parts.push(await measure(map, { ...config, layout }, host, signal));
      onLayout?.();
    }
    measured[layout] = combine(parts);
  }
  const { elements, nonZeroElements, density, rawBytes, nonFiniteElements } = measured.NCHW;
  return {
    images: maps.reduce((images, { shape }) => images + shape[0], 0),
    elements,
    nonZeroElements,
    density,
    rawBytes,
    nonFiniteElements,
    layouts: {
      NCHW: statisticsOf(measured.NCHW),
      NHWC: statisticsOf(measured.NHWC),
      CHWN: statisticsOf(measured.CHWN),
    },
  };
}

function statisticsOf(measurement: Measurement): LayoutStatistics {
  const { elements, nonZeroElements, zeroRuns, compressedBytes, zlibHalfWidth } = measurement;
  return {
    meanZeroRun: zeroRuns === 0 ? null : (elements - nonZeroElements) / zeroRuns,
    sizes: perCodec((codec) => ({
      bytes: compressedBytes[codec],
      halfWidth: codec === 'zlib' ? zlibHalfWidth : 0,
    })),
  };
}
