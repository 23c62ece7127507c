import type { CodecId } from '../src/config/resolved-config.ts';
import { say } from '../src/words.ts';
import type { Fill } from './charts/spec.ts';

/** How the panel names and draws a codec. */
interface CodecLook {
  /** Abbreviation of slides 57-60, in every language. */
  readonly short: string;
  readonly long: () => string;
  /** Of its bars, and the tone of its marks. */
  readonly fill: Fill;
  /** Traces the outline of its mark around a point: codecs differ in shape and in tone, either alone tells them apart. */
  readonly trace: (context: CanvasRenderingContext2D, x: number, y: number) => void;
}

const HALF_MARK = 4;

/** In the order of slides 57-60. */
export const CODEC: Readonly<Record<CodecId, CodecLook>> = {
  rle: {
    short: 'RL',
    long: () => say`run-length encoding (RL)`,
    fill: { tone: 'second', pattern: 'stripes' },
    trace: (context, x, y) => context.arc(x, y, HALF_MARK, 0, 2 * Math.PI),
  },
  zvc: {
    short: 'ZV',
    long: () => say`zero-value compression (ZV)`,
    fill: { tone: 'first', pattern: 'solid' },
    trace: (context, x, y) => context.rect(x - HALF_MARK, y - HALF_MARK, 2 * HALF_MARK, 2 * HALF_MARK),
  },
  zlib: {
    short: 'ZL',
    long: () => 'zlib (ZL)',
    fill: { tone: 'third', pattern: 'dots' },
    trace: (context, x, y) => {
      context.moveTo(x, y - HALF_MARK - 1);
      context.lineTo(x + HALF_MARK + 1, y + HALF_MARK);
      context.lineTo(x - HALF_MARK - 1, y + HALF_MARK);
      context.closePath();
    },
  },
};

export const CODECS = Object.keys(CODEC) as readonly CodecId[];

/** Those whose sizes differ between memory orders; those of zero-value compression follow from the density alone. */
export const CODECS_BY_LAYOUT = CODECS.filter((codec) => codec !== 'zvc');
