import type { Bytes } from '../units.ts';
import { ByteReader, ByteWriter } from './byte-stream.ts';
import type { Codec, WordBytes, Words } from './codec.ts';
import { windowElements, windowsOf } from './windows.ts';
import { newWords } from './words.ts';

/**
 * How one window is coded by a run-length format. Formats are canonical: a decoder accepts exactly the streams
 * its encoder writes, so a stream that decodes also encodes back to the same bytes.
 */
export interface RunLengthWindow {
  readonly name: string;
  /** Bytes of the shortest window there can be; bounds what a damaged stream can make a decoder allocate. */
  readonly minimumBytes: Bytes;
  /** Computed without encoding. */
  sizeBytes(window: Words): Bytes;
  encode(window: Words, out: ByteWriter): void;
  /** Fills a zeroed window. Throws {@link CorruptStream}. */
  decode(input: ByteReader, window: Words): void;
}

/** Run-length codec that codes every `windowBytes` of raw data on its own, without headers between windows. */
export function runLengthCodec(format: RunLengthWindow, windowBytes: Bytes): Codec {
  const sizeBytes = (words: Words) => {
    let size = 0;
    for (const window of windowsOf(words, windowBytes)) size += format.sizeBytes(window);
    return size;
  };

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

  return { id: 'rle', format: format.name, sizeBytes, encode, decode };
}

/**
 * Zero-run tokens of a window when a token takes `limit` zeros at most. Branch-free: a token opens at a zero
 * that has no room left in the token before it, and a literal leaves no room.
 */
export function countZeroTokens(window: Words, limit: number): number {
  let tokens = 0;
  let room = 0;
  for (let i = 0; i < window.length; i++) {
    const zero = Math.clz32(window[i]) >>> 5;
    const opens = zero & ((room - 1) >>> 31);
    tokens += opens;
    room = -zero & (room + (-opens & limit) - 1);
  }
  return tokens;
}

/** Index behind the run of zeros that starts at `start`, at most `limit` long. */
export function endOfZeros(window: Words, start: number, limit: number): number {
  const stop = Math.min(window.length, start + limit);
  let end = start;
  while (end < stop && window[end] === 0) end++;
  return end;
}
