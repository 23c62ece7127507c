import { CODEC_IDS, type CodecId } from '../config/resolved-config.ts';

/** One value for each codec, in the order of {@link CODEC_IDS}. */
export function perCodec<T>(value: (codec: CodecId) => T): Record<CodecId, T> {
  return Object.fromEntries(CODEC_IDS.map((codec) => [codec, value(codec)])) as Record<CodecId, T>;
}
