import { type CodecConfig, DEFAULT_CODEC_CONFIG } from '../src/codecs/registry.ts';
import { checkQuantity } from '../src/config/quantity-rule.ts';
import {
  PARTIAL_WINDOWS,
  RUN_LENGTH_FORMATS,
  ZERO_VALUE_WINDOWS,
  type ZeroValueWindow,
} from '../src/config/resolved-config.ts';
import { schemaAt } from '../src/config/schema.ts';
import { UsageError } from './usage.ts';

/** Options of the commands that encode tensors: the keys of `dma` in a config that decide a stream's bytes. */
export const CODEC_OPTIONS = {
  'run-length-format': { type: 'string', default: DEFAULT_CODEC_CONFIG.runLengthFormat },
  window: { type: 'string', default: `${DEFAULT_CODEC_CONFIG.window} B` },
  'zero-value-window': { type: 'string', default: String(DEFAULT_CODEC_CONFIG.zeroValueWindow) },
  'partial-window': { type: 'string', default: DEFAULT_CODEC_CONFIG.partialWindow },
} as const;

/** Settings of the codecs from {@link CODEC_OPTIONS}. Throws {@link UsageError}. */
export function readCodecConfig(values: Readonly<Record<keyof typeof CODEC_OPTIONS, string>>): CodecConfig {
  return {
    window: readWindow(values.window),
    runLengthFormat: readChoice(values['run-length-format'], RUN_LENGTH_FORMATS, 'run-length-format'),
    zeroValueWindow: readZeroValueWindow(values['zero-value-window']),
    partialWindow: readChoice(values['partial-window'], PARTIAL_WINDOWS, 'partial-window'),
  };
}

/** One of some known names, in any case. Throws {@link UsageError}. */
export function readChoice<Name extends string>(text: string, known: readonly Name[], option: string): Name {
  const name = known.find((candidate) => candidate.toLowerCase() === text.trim().toLowerCase());
  if (name === undefined) throw new UsageError(`--${option} ${text}: expected ${known.join(', ')}`);
  return name;
}

function readZeroValueWindow(text: string): ZeroValueWindow {
  const window = ZERO_VALUE_WINDOWS.find((candidate) => String(candidate) === text.trim());
  if (window === undefined) {
    throw new UsageError(`--zero-value-window ${text}: expected ${ZERO_VALUE_WINDOWS.join(', ')} elements`);
  }
  return window;
}

/** Within the limits of `dma.window` in a config. */
function readWindow(text: string): number {
  const rule = schemaAt(['dma', 'window'])?.cdmaQuantity;
  if (rule === undefined) throw new Error('the config schema has no rule for dma.window');
  const checked = checkQuantity(text, rule);
  if ('problem' in checked) throw new UsageError(`--window: ${checked.problem}`);
  return checked.value;
}
