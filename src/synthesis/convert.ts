import { type ElementType, elementsOf, type Tensor } from '../tensors/tensor.ts';

/** Largest value of a signed byte; an unsigned one is made to hold the same values. */
const LARGEST_BYTE = 127;

/**
 * A float32 tensor of values of 0 or more as another element type: float16 and bfloat16 rounded to nearest, bytes in steps of
 * the largest value / 127, as a quantised network stores them. What is not zero stays so: a value that would round to
 * zero becomes the smallest one.
 */
export function convertTo(dtype: ElementType, tensor: Tensor): Tensor {
  const { words } = tensor;
  switch (dtype) {
    case 'float32':
      return tensor;
    case 'float16':
      return { ...tensor, dtype, words: Uint16Array.from(words, (word) => keepNonZero(word, float16Of(word))) };
    case 'bfloat16':
      return { ...tensor, dtype, words: Uint16Array.from(words, (word) => keepNonZero(word, bfloat16Of(word))) };
    case 'int8':
    case 'uint8': {
      const values = new Float32Array(words.buffer, words.byteOffset, elementsOf(tensor.shape));
      const step = values.reduce((largest, value) => Math.max(largest, value), 0) / LARGEST_BYTE;
      const bytes = Uint8Array.from(values, (value) => (value === 0 ? 0 : Math.max(1, Math.round(value / step))));
      return { ...tensor, dtype, words: bytes };
    }
  }
}

function keepNonZero(word: number, rounded: number): number {
  return word !== 0 && rounded === 0 ? 1 : rounded;
}

/** Upper half of a float32's bits, rounded to nearest and to even. */
function bfloat16Of(word: number): number {
  return (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
}

/** Bits of the nearest float16 (even on a tie) of a float32 of 0 or more. */
function float16Of(word: number): number {
  const exponent = (word >>> 23) - 127 + 15;
  const mantissa = word & 0x7fffff;
  if (exponent >= 31) return 0x7c00;
  // A subnormal float16 has its leading one written out, and fewer bits behind it.
  const shift = exponent > 0 ? 13 : 14 - exponent;
  if (shift > 24) return 0;
  const significand = exponent > 0 ? (exponent << 23) | mantissa : mantissa | 0x800000;
  const kept = significand >>> shift;
  const rest = significand - kept * 2 ** shift;
  const half = 2 ** (shift - 1);
  return rest > half || (rest === half && kept % 2 === 1) ? kept + 1 : kept;
}
