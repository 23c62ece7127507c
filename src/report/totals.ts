import type { ActivationSample } from '../activations/activation.ts';
import { ratioOf } from '../activations/compressibility.ts';
import type { CodecId, ResolvedConfig } from '../config/resolved-config.ts';
import { BYTES_PER_ELEMENT } from '../timing/compute-constants.ts';
import type { TrainingTimes } from '../timing/training-times.ts';
import type { Totals } from './report.ts';

/** Bytes of all maps that move, before and after compression. */
export function totalsOf(
  codec: CodecId,
  config: ResolvedConfig,
  samples: readonly ActivationSample[],
  { plan }: Pick<TrainingTimes, 'plan'>,
): Totals {
  const ratios = new Map(samples.map((sample) => [sample.layer, ratioOf(sample, codec)]));
  let rawBytes = 0;
  let compressedBytes = 0;
  for (const { layer, elementsPerImage } of plan) {
    const bytes = elementsPerImage * config.workload.batch * BYTES_PER_ELEMENT;
    rawBytes += bytes;
    compressedBytes += bytes / (ratios.get(layer) ?? 1);
  }
  return {
    rawBytes,
    compressedBytes,
    // Where no map moves, nothing is compressed.
    compressionRatio: rawBytes === 0 ? 1 : rawBytes / compressedBytes,
    maxLayerRatio: ratios.size === 0 ? 1 : Math.max(...ratios.values()),
  };
}
