import type { CodecId, DmaConfig, RunLengthFormat } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import type { Codec, MaskSizedCodec } from './codec.ts';
import { type RunLengthWindow, runLengthCodec } from './run-length.ts';
import { bitSerialRunLength } from './run-length-bit-serial.ts';
import { tokenRunLength } from './run-length-token.ts';
import { wordAlignedRunLength } from './run-length-word-aligned.ts';
import { zeroPadded, zeroPaddedWithMasks } from './zero-padded.ts';
import { zeroValueCodec } from './zero-value.ts';
import { zlibCodec } from './zlib.ts';

/** What of the DMA engine decides the bytes of a codec's stream. */
export type CodecConfig = Pick<DmaConfig, 'window' | 'runLengthFormat' | 'zeroValueWindow' | 'partialWindow'>;
export type CodecHost = Pick<Host, 'deflate' | 'inflate'>;

/** What a config means that says nothing of these. */
export const DEFAULT_CODEC_CONFIG: CodecConfig = {
  window: 4096,
  runLengthFormat: 'word-aligned',
  zeroValueWindow: 32,
  partialWindow: 'short',
};

const RUN_LENGTH_WINDOWS: Readonly<Record<RunLengthFormat, RunLengthWindow>> = {
  'word-aligned': wordAlignedRunLength,
  'token-16': tokenRunLength,
  'bit-serial': bitSerialRunLength,
};

/** The codec with the windows and format of a config. Only `zlib` calls the host. */
export function codecFor(id: 'zvc' | 'rle', config: CodecConfig, host: CodecHost): MaskSizedCodec;
export function codecFor(id: CodecId, config: CodecConfig, host: CodecHost): Codec;
export function codecFor(id: CodecId, config: CodecConfig, host: CodecHost): Codec {
  const pads = config.partialWindow === 'zero-padded';
  switch (id) {
    case 'zvc':
      // Its masks are whole anyway, and a zero adds nothing else.
      return zeroValueCodec(config.zeroValueWindow);
    case 'rle': {
      const codec = runLengthCodec(RUN_LENGTH_WINDOWS[config.runLengthFormat], config.window);
      return pads ? zeroPaddedWithMasks(codec, config.window) : codec;
    }
    case 'zlib': {
      const codec = zlibCodec(config.window, host);
      return pads ? zeroPadded(codec, config.window) : codec;
    }
  }
}
