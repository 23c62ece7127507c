import type { CodecId, DmaConfig, RunLengthFormat } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import type { Codec } from './codec.ts';
import { type RunLengthWindow, runLengthCodec } from './run-length.ts';
import { bitSerialRunLength } from './run-length-bit-serial.ts';
import { tokenRunLength } from './run-length-token.ts';
import { wordAlignedRunLength } from './run-length-word-aligned.ts';
import { zeroValueCodec } from './zero-value.ts';
import { zlibCodec } from './zlib.ts';

/** What of the DMA engine decides the bytes of a codec's stream. */
export type CodecConfig = Pick<DmaConfig, 'window' | 'runLengthFormat'>;
export type CodecHost = Pick<Host, 'deflate' | 'inflate'>;

const RUN_LENGTH_WINDOWS: Readonly<Record<RunLengthFormat, RunLengthWindow>> = {
  'word-aligned': wordAlignedRunLength,
  'token-16': tokenRunLength,
  'bit-serial': bitSerialRunLength,
};

/** The codec with the window and format of a config. Only `zlib` calls the host. */
export function codecFor(id: CodecId, config: CodecConfig, host: CodecHost): Codec {
  switch (id) {
    case 'zvc':
      return zeroValueCodec;
    case 'rle':
      return runLengthCodec(RUN_LENGTH_WINDOWS[config.runLengthFormat], config.window);
    case 'zlib':
      return zlibCodec(config.window, host);
  }
}
