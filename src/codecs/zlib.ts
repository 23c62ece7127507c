import type { Host } from '../host.ts';
import type { Bytes } from '../units.ts';
import { type Codec, CorruptStream, type WordBytes, type Words } from './codec.ts';
import { windowElements, windowsOf } from './windows.ts';
import { bytesOf, newWords } from './words.ts';

const FORMAT = 'zlib-6';
/** Largest stored block of DEFLATE (RFC 1951, 3.2.4). */
const STORED_BLOCK_BYTES = 0xffff;
const ADLER_MODULUS = 65521;

/**
 * DEFLATE of slide 49: every window is a zlib stream of level 6 with its own header and checksum, and the streams
 * follow each other, since each says where it ends. A window that the host's zlib makes longer than storing
 * it is stored: window + 11 bytes up to 64 KiB. Sizes depend slightly on the host's zlib version.
 */
export function zlibCodec(windowBytes: Bytes, host: Pick<Host, 'deflate' | 'inflate'>): Codec {
  const encodeWindow = (window: Words) => {
    const raw = bytesOf(window);
    const stream = host.deflate(raw);
    return stream.length <= storedBytes(raw.length) ? stream : store(raw);
  };

  const sizeBytes = (words: Words) => {
    let size = 0;
    for (const window of windowsOf(words, windowBytes)) size += encodeWindow(window).length;
    return size;
  };

  const encode = (words: Words) => concatenate([...windowsOf(words, windowBytes)].map(encodeWindow));

  const decode = (stream: Uint8Array, elements: number, wordBytes: WordBytes) => {
    const leastBytes = shortestStream(elements, windowBytes, wordBytes);
    if (stream.length < leastBytes) {
      throw new CorruptStream(FORMAT, stream.length, `expected ${leastBytes} bytes or more`);
    }
    const words = newWords(elements, wordBytes);
    let offset = 0;
    for (const window of windowsOf(words, windowBytes)) {
      offset += inflateWindow(stream.subarray(offset), offset, bytesOf(window), host);
    }
    if (offset !== stream.length) throw new CorruptStream(FORMAT, offset, 'expected the end');
    return words;
  };

  return { id: 'zlib', format: FORMAT, sizeBytes, encode, decode };
}

/** Fills one window and returns the bytes of its stream. */
function inflateWindow(streams: Uint8Array, offset: number, window: Uint8Array, host: Pick<Host, 'inflate'>): number {
  let inflated: ReturnType<Host['inflate']>;
  try {
    inflated = host.inflate(streams, window.length);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CorruptStream(FORMAT, offset, `expected a zlib stream of ${window.length} bytes (${reason})`);
  }
  if (inflated.data.length !== window.length) {
    throw new CorruptStream(FORMAT, offset, `expected ${window.length} bytes, found ${inflated.data.length}`);
  }
  window.set(inflated.data);
  return inflated.consumedBytes;
}

/** DEFLATE shrinks by 1032 at most (258 bytes in 2 bits), and a zlib stream has 8 bytes or more. */
function shortestStream(elements: number, windowBytes: Bytes, wordBytes: WordBytes): Bytes {
  const windows = Math.ceil(elements / windowElements(windowBytes, wordBytes));
  return Math.max(8 * windows, Math.floor((elements * wordBytes) / 1032));
}

function storedBytes(rawBytes: Bytes): Bytes {
  return 2 + 5 * Math.ceil(rawBytes / STORED_BLOCK_BYTES) + rawBytes + 4;
}

/** A zlib stream of stored blocks. */
function store(raw: Uint8Array): Uint8Array {
  const stream = new Uint8Array(storedBytes(raw.length));
  const view = new DataView(stream.buffer);
  view.setUint16(0, 0x7801);
  let offset = 2;
  for (let start = 0; start < raw.length; start += STORED_BLOCK_BYTES) {
    const block = raw.subarray(start, start + STORED_BLOCK_BYTES);
    stream[offset] = start + block.length === raw.length ? 1 : 0;
    view.setUint16(offset + 1, block.length, true);
    view.setUint16(offset + 3, ~block.length, true);
    stream.set(block, offset + 5);
    offset += 5 + block.length;
  }
  view.setUint32(offset, adler32(raw));
  return stream;
}

function adler32(bytes: Uint8Array): number {
  let sum = 1;
  let sumOfSums = 0;
  for (const byte of bytes) {
    sum = (sum + byte) % ADLER_MODULUS;
    sumOfSums = (sumOfSums + sum) % ADLER_MODULUS;
  }
  return ((sumOfSums << 16) | sum) >>> 0;
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((bytes, part) => bytes + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
