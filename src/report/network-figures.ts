import { perCodec } from '../codecs/per-codec.ts';
import type { CodecId } from '../config/resolved-config.ts';
import type { Report } from './report.ts';

/** What the overview of all networks shows of one (slides 57-60). */
export interface NetworkFigures {
  network: string;
  title: string;
  vdnnPerformanceVsOracle: number;
  codecs: Record<
    CodecId,
    {
      compressionRatio: number;
      maxLayerRatio: number;
      trafficVsVdnn: number;
      performanceVsOracle: number;
      speedupOverVdnn: number;
    }
  >;
}

export function networkFigures({ network, time, codecs }: Report): NetworkFigures {
  const of = (id: CodecId) => {
    const codec = codecs.find((one) => one.codec === id);
    if (codec === undefined) throw new Error(`no report for codec ${id}`);
    const { totals, trafficVsVdnn, performanceVsOracle, speedupOverVdnn } = codec;
    const { compressionRatio, maxLayerRatio } = totals;
    return { compressionRatio, maxLayerRatio, trafficVsVdnn, performanceVsOracle, speedupOverVdnn };
  };
  return {
    network: network.id,
    title: network.title,
    vdnnPerformanceVsOracle: time.oracleMs / time.vdnnMs,
    codecs: perCodec(of),
  };
}
