import { type CodecConfig, DEFAULT_CODEC_CONFIG } from '../codecs/registry.ts';
import type { DmaConfig } from '../config/resolved-config.ts';

/** What of the DMA engine decides how recorded maps are coded: the codecs, and what counts as zero. */
export type CodingConfig = CodecConfig & Pick<DmaConfig, 'zeroTest'>;

/** What a config means that says nothing of these. */
export const DEFAULT_CODING: CodingConfig = { ...DEFAULT_CODEC_CONFIG, zeroTest: 'bit-pattern' };

/** The part of a DMA engine that compression depends on. An edit of the rest costs none. */
export function codingOf(dma: DmaConfig): CodingConfig {
  const { window, runLengthFormat, zeroValueWindow, partialWindow, zeroTest } = dma;
  return { window, runLengthFormat, zeroValueWindow, partialWindow, zeroTest };
}
