import * as pako from 'pako';

const LEVEL = 6;
const INFLATED_PIECE_BYTES = 2 ** 16;
/** Without header and checksum, and with the largest window (RFC 1951). */
const RAW_WINDOW_BITS = -15;

/** A zlib stream (RFC 1950) of level 6. The only module that knows the library. */
export function deflate(data: Uint8Array): Uint8Array {
  return pako.deflate(data, { level: LEVEL });
}

/**
 * What the zlib stream at the start of `streams` holds, and where it ends. Throws when that stream is corrupt, cut short
 * or holds more than `limitBytes`; no more than these are inflated.
 */
export function inflate(streams: Uint8Array, limitBytes: number): { data: Uint8Array; consumedBytes: number } {
  const stream = new pako.ZStream();
  pako.zlibInflateInit(stream);
  feed(stream, streams);
  giveRoom(stream, new Uint8Array(limitBytes));
  const status = pako.zlibInflate(stream, pako.Z_FINISH);
  if (status !== pako.Z_STREAM_END) {
    throw failure(stream, stream.avail_in === 0 ? 'unexpected end of file' : `more than ${limitBytes} bytes`);
  }
  return { data: stream.output.subarray(0, stream.next_out), consumedBytes: stream.next_in };
}

/**
 * What a raw deflate stream (RFC 1951) holds that comes piece by piece, in pieces whose memory is used again for the
 * next. What follows the stream is left. Throws when it is corrupt or cut short.
 */
export async function* inflateRaw(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const stream = new pako.ZStream();
  pako.zlibInflateInit2(stream, RAW_WINDOW_BITS);
  const room = new Uint8Array(INFLATED_PIECE_BYTES);
  for await (const piece of pieces) {
    feed(stream, piece);
    do {
      giveRoom(stream, room);
      const status = pako.zlibInflate(stream, pako.Z_NO_FLUSH);
      // No progress is possible (Z_BUF_ERROR) until the next piece comes.
      if (status !== pako.Z_OK && status !== pako.Z_STREAM_END && status !== pako.Z_BUF_ERROR) throw failure(stream);
      if (stream.next_out > 0) yield room.subarray(0, stream.next_out);
      if (status === pako.Z_STREAM_END) return;
    } while (stream.avail_out === 0);
  }
  throw failure(stream, 'unexpected end of file');
}

function feed(stream: pako.ZStream, input: Uint8Array): void {
  stream.input = input;
  stream.next_in = 0;
  stream.avail_in = input.length;
}

function giveRoom(stream: pako.ZStream, output: Uint8Array<ArrayBuffer>): void {
  stream.output = output;
  stream.next_out = 0;
  stream.avail_out = output.length;
}

function failure(stream: pako.ZStream, otherwise = 'invalid data'): Error {
  return new Error(stream.msg || otherwise);
}
