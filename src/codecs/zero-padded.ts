import type { Bytes } from '../units.ts';
import { type Codec, CorruptStream, type MaskSizedCodec, type WordBytes, type Words } from './codec.ts';
import { masksFrom } from './masks.ts';
import { windowElements } from './windows.ts';
import { newWords, wordBytesOf } from './words.ts';

/**
 * A codec whose last window is filled up with zeros before it is coded. Its decoder is told the number of elements
 * without them, makes sure that the rest is zero and leaves it out.
 */
export function zeroPadded(codec: Codec, windowBytes: Bytes): Codec {
  const decode = (stream: Uint8Array, elements: number, wordBytes: WordBytes) => {
    const words = codec.decode(stream, paddedElements(elements, windowBytes, wordBytes), wordBytes);
    if (words.subarray(elements).some((word) => word !== 0)) {
      throw new CorruptStream(codec.format, stream.length, `expected zeros behind element ${elements - 1}`);
    }
    return words.subarray(0, elements);
  };
  return {
    ...codec,
    sizeBytes: (words) => codec.sizeBytes(padded(words, windowBytes)),
    encode: (words) => codec.encode(padded(words, windowBytes)),
    decode,
  };
}

/** As {@link zeroPadded}. */
export function zeroPaddedWithMasks(codec: MaskSizedCodec, windowBytes: Bytes): MaskSizedCodec {
  const sizeOfMasks = (masks: Uint32Array, elements: number, wordBytes: WordBytes) => {
    const whole = paddedElements(elements, windowBytes, wordBytes);
    if (whole === elements) return codec.sizeOfMasks(masks, elements, wordBytes);
    const wholeMasks = new Uint32Array(Math.ceil(whole / 32));
    wholeMasks.set(masksFrom(masks, 0, elements));
    return codec.sizeOfMasks(wholeMasks, whole, wordBytes);
  };
  return { ...zeroPadded(codec, windowBytes), sizeOfMasks };
}

function padded(words: Words, windowBytes: Bytes): Words {
  const wordBytes = wordBytesOf(words);
  const elements = paddedElements(words.length, windowBytes, wordBytes);
  if (elements === words.length) return words;
  const whole = newWords(elements, wordBytes);
  whole.set(words);
  return whole;
}

function paddedElements(elements: number, windowBytes: Bytes, wordBytes: WordBytes): number {
  const step = windowElements(windowBytes, wordBytes);
  return step * Math.ceil(elements / step);
}
