import type { ZeroValueWindow } from '../config/resolved-config.ts';
import type { Bytes } from '../units.ts';
import { ByteReader } from './byte-stream.ts';
import { CorruptStream, type MaskSizedCodec, type WordBytes, type Words } from './codec.ts';
import { kernels } from './kernels/kernels.ts';
import { nonZeroMasks, nonZerosOf } from './masks.ts';
import { countNonZero, newWords, wordBytesOf } from './words.ts';

/** Unit of the DMA engine (slide 52): with float32, 32 words and their mask. */
const LINE_BYTES = 128;

/**
 * Zero-value compression (slides 50-52): for every 8, 16 or 32 elements a mask of as many bits, bit i set when element i is
 * non-zero, then the non-zero words. A short last window still has a whole mask whose missing bits are 0.
 */
export function zeroValueCodec(windowElements: ZeroValueWindow): MaskSizedCodec {
  const format = `zvc-${windowElements}`;

  const sizeBytes = (words: Words) =>
    zeroValueBytes(words.length, countNonZero(words), wordBytesOf(words), windowElements);

  const sizeOfMasks = (masks: Uint32Array, elements: number, wordBytes: WordBytes) =>
    zeroValueBytes(elements, nonZerosOf(masks, 0, elements), wordBytes, windowElements);

  const encode = (words: Words) => {
    const size = sizeBytes(words);
    const stream = new Uint8Array(size + words.BYTES_PER_ELEMENT);
    kernels().encodeZeroValue(words, windowElements, stream);
    return stream.subarray(0, size);
  };

  const decode = (stream: Uint8Array, elements: number, wordBytes: WordBytes) => {
    const maskBytes = masksBytes(elements, windowElements);
    if (stream.length < maskBytes) {
      throw new CorruptStream(format, stream.length, `expected ${maskBytes} bytes of masks`);
    }
    const words = newWords(elements, wordBytes);
    const decoded = kernels().decodeZeroValue(stream, words, windowElements);
    decodeRest(new ByteReader(stream, format, decoded.bytes), words, decoded.elements, windowElements);
    return words;
  };

  return { id: 'zvc', format, sizeBytes, sizeOfMasks, encode, decode };
}

/** Size of a stream: a function of density alone, whatever the memory order. */
function zeroValueBytes(elements: number, nonZeros: number, wordBytes: WordBytes, window: ZeroValueWindow): Bytes {
  return masksBytes(elements, window) + wordBytes * nonZeros;
}

function masksBytes(elements: number, windowElements: ZeroValueWindow): Bytes {
  return (windowElements / 8) * Math.ceil(elements / windowElements);
}

/** Decodes window by window from element `start` on, and says what is wrong where a kernel stopped. */
function decodeRest(input: ByteReader, words: Words, start: number, windowElements: ZeroValueWindow): void {
  const wordBytes = wordBytesOf(words);
  for (let i = start; i < words.length; i += windowElements) {
    const offset = input.offset;
    const mask = input.word(MASK_BYTES[windowElements], 'a mask');
    const length = Math.min(windowElements, words.length - i);
    if (length < windowElements && mask >>> length !== 0) {
      throw input.corrupt(`expected no mask bit beyond element ${words.length - 1}`, offset);
    }
    for (let pending = mask; pending !== 0; pending &= pending - 1) {
      const wordOffset = input.offset;
      const word = input.word(wordBytes, 'a word');
      if (word === 0) throw input.corrupt('expected a non-zero word', wordOffset);
      words[i + 31 - Math.clz32(pending & -pending)] = word;
    }
  }
  if (input.offset !== input.bytes.length) throw input.corrupt('expected the end');
}

const MASK_BYTES = { 8: 1, 16: 2, 32: 4 } as const;

/**
 * Bytes that each 128 B of the words take, by their masks: 32 elements of float32 and their mask, 64 of 2 bytes or 128 of 1
 * byte and theirs.
 */
export function zeroValueLinesOfMasks(
  masks: Uint32Array,
  elements: number,
  wordBytes: WordBytes,
  windowElements: ZeroValueWindow,
): Uint8Array {
  const lineElements = LINE_BYTES / wordBytes;
  const lineBytes = new Uint8Array(Math.ceil(elements / lineElements));
  for (let line = 0; line < lineBytes.length; line++) {
    const first = line * lineElements;
    const length = Math.min(lineElements, elements - first);
    lineBytes[line] = zeroValueBytes(length, nonZerosOf(masks, first, length), wordBytes, windowElements);
  }
  return lineBytes;
}

/** As {@link zeroValueLinesOfMasks}, of words with masks of 32 elements. */
export function zeroValueLineBytes(words: Words): Uint8Array {
  return zeroValueLinesOfMasks(nonZeroMasks(words), words.length, wordBytesOf(words), 32);
}
