import type { Bytes } from '../units.ts';
import { ByteReader, ByteWriter } from './byte-stream.ts';
import type { MaskSizedCodec, WordBytes, Words } from './codec.ts';
import { masksFrom, nonZeroMasks } from './masks.ts';
import { windowElements, windowsOf } from './windows.ts';
import { newWords, wordBytesOf } from './words.ts';

/**
 * How one window is coded by a run-length format. Formats are canonical: a decoder accepts exactly the streams
 * its encoder writes, so a stream that decodes also encodes back to the same bytes.
 */
export interface RunLengthWindow {
  readonly name: string;
  /** Bytes of the shortest window there can be; bounds what a damaged stream can make a decoder allocate. */
  readonly minimumBytes: Bytes;
  /** Size of `elements` from bit 0 of mask `firstMask` on. */
  sizeBytes(masks: Uint32Array, firstMask: number, elements: number, wordBytes: WordBytes): Bytes;
  encode(window: Words, out: ByteWriter): void;
  /** Fills a zeroed window. Throws {@link CorruptStream}. */
  decode(input: ByteReader, window: Words): void;
}

/** Run-length codec that codes every `windowBytes` of raw data on its own, without headers between windows. */
export function runLengthCodec(format: RunLengthWindow, windowBytes: Bytes): MaskSizedCodec {
  const sizeOfMasks = (masks: Uint32Array, elements: number, wordBytes: WordBytes) => {
    const step = windowElements(windowBytes, wordBytes);
    let size = 0;
    for (let start = 0; start < elements; start += step) {
      const length = Math.min(step, elements - start);
      size +=
        start % 32 === 0
          ? format.sizeBytes(masks, start / 32, length, wordBytes)
          : format.sizeBytes(masksFrom(masks, start, length), 0, length, wordBytes);
    }
    return size;
  };

  const sizeBytes = (words: Words) => sizeOfMasks(nonZeroMasks(words), words.length, wordBytesOf(words));

  const encode = (words: Words) => {
    const out = new ByteWriter(new Uint8Array(sizeBytes(words)));
    for (const window of windowsOf(words, windowBytes)) format.encode(window, out);
    return out.bytes;
  };

  const decode = (stream: Uint8Array, elements: number, wordBytes: WordBytes) => {
    const input = new ByteReader(stream, format.name);
    const leastBytes = format.minimumBytes * Math.ceil(elements / windowElements(windowBytes, wordBytes));
    if (stream.length < leastBytes) throw input.corrupt(`expected ${leastBytes} bytes or more`, stream.length);
    const words = newWords(elements, wordBytes);
    for (const window of windowsOf(words, windowBytes)) format.decode(input, window);
    if (input.offset !== stream.length) throw input.corrupt('expected the end');
    return words;
  };

  return { id: 'rle', format: format.name, sizeBytes, sizeOfMasks, encode, decode };
}

/** Index behind the run of zeros that starts at `start`, at most `limit` long. */
export function endOfZeros(window: Words, start: number, limit: number): number {
  const stop = Math.min(window.length, start + limit);
  let end = start;
  while (end < stop && window[end] === 0) end++;
  return end;
}
