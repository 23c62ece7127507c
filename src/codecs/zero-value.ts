import { type Codec, CorruptStream, type WordBytes, type Words } from './codec.ts';
import { bytesOf, countNonZero, newWords, wordBytesOf, wordsOf } from './words.ts';

const FORMAT = 'zvc-32';
/** Elements that share one mask: 128 bytes of float32, the line of slide 52. */
export const ZERO_VALUE_WINDOW_ELEMENTS = 32;
const MASK_BYTES = 4;
/** Unit of the DMA engine (slide 52). */
const LINE_BYTES = 128;

/**
 * Zero-value compression (slides 50-52): for every 32 elements a 32-bit mask, bit i set when element i is
 * non-zero, then the non-zero words. A short last window still has a whole mask whose missing bits are 0.
 */
export const zeroValueCodec: Codec = { id: 'zvc', format: FORMAT, sizeBytes, encode, decode };

/** `4 ceil(n / 32) + wordBytes * nonZero`: a function of density alone, whatever the layout. */
function sizeBytes(words: Words): number {
  return minimumBytes(words.length) + wordBytesOf(words) * countNonZero(words);
}

/** Bytes that each 128 B of the words take: 32 words of float32 with their mask, or 64 of float16 with theirs. */
export function zeroValueLineBytes(words: Words): Uint8Array {
  const lineElements = LINE_BYTES / wordBytesOf(words);
  const lineBytes = new Uint8Array(Math.ceil(words.length / lineElements));
  for (let line = 0; line < lineBytes.length; line++) {
    lineBytes[line] = sizeBytes(words.subarray(line * lineElements, (line + 1) * lineElements));
  }
  return lineBytes;
}

function minimumBytes(elements: number): number {
  return MASK_BYTES * Math.ceil(elements / ZERO_VALUE_WINDOW_ELEMENTS);
}

function encode(words: Words): Uint8Array {
  const wordBytes = wordBytesOf(words);
  const size = sizeBytes(words);
  // Every word is stored before it is known whether it stays; the spare word takes a zero behind the last one.
  const out = newWords(size / wordBytes + 1, wordBytes);
  let position = 0;
  for (let start = 0; start < words.length; start += ZERO_VALUE_WINDOW_ELEMENTS) {
    const end = Math.min(start + ZERO_VALUE_WINDOW_ELEMENTS, words.length);
    const maskPosition = position;
    position += MASK_BYTES / wordBytes;
    let mask = 0;
    for (let i = start; i < end; i++) {
      const word = words[i];
      const nonZero = 1 - (Math.clz32(word) >>> 5);
      out[position] = word;
      position += nonZero;
      mask |= nonZero << (i - start);
    }
    out[maskPosition] = mask;
    if (wordBytes === 2) out[maskPosition + 1] = mask >>> 16;
  }
  return bytesOf(out).subarray(0, size);
}

function decode(stream: Uint8Array, elements: number, wordBytes: WordBytes): Words {
  if (stream.length < minimumBytes(elements)) {
    throw new CorruptStream(FORMAT, stream.length, `expected ${minimumBytes(elements)} bytes of masks`);
  }
  if (stream.length % wordBytes !== 0) {
    throw new CorruptStream(FORMAT, stream.length, `expected a whole number of ${wordBytes}-byte words`);
  }
  const input = wordsOf(stream, wordBytes);
  const words = newWords(elements, wordBytes);
  const corrupt = (position: number, expectation: string) =>
    new CorruptStream(FORMAT, position * wordBytes, expectation);
  let position = 0;
  for (let start = 0; start < elements; start += ZERO_VALUE_WINDOW_ELEMENTS) {
    const maskPosition = position;
    position += MASK_BYTES / wordBytes;
    if (position > input.length) throw corrupt(maskPosition, 'expected a mask, found the end');
    const mask = wordBytes === 4 ? input[maskPosition] : input[maskPosition] | (input[maskPosition + 1] << 16);
    const length = Math.min(ZERO_VALUE_WINDOW_ELEMENTS, elements - start);
    if (length < ZERO_VALUE_WINDOW_ELEMENTS && mask >>> length !== 0) {
      throw corrupt(maskPosition, `expected no mask bit beyond element ${elements - 1}`);
    }
    for (let pending = mask; pending !== 0; pending &= pending - 1) {
      if (position === input.length) throw corrupt(position, 'expected a word, found the end');
      const word = input[position];
      if (word === 0) throw corrupt(position, 'expected a non-zero word');
      words[start + 31 - Math.clz32(pending & -pending)] = word;
      position++;
    }
  }
  if (position !== input.length) throw corrupt(position, 'expected the end');
  return words;
}
