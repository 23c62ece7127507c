import * as zlib from 'node:zlib';

/** Of the reversed polynomial that zip archives use (ISO 3309). */
const POLYNOMIAL = 0xedb88320;

/** CRC-32 of data that follow others with the CRC-32 `before`. */
export const crc32: (data: Uint8Array, before: number) => number = nativeCrc32() ?? crc32ByTable;

/** Node.js has one of its own since version 20.15. */
function nativeCrc32(): typeof crc32 | undefined {
  return 'crc32' in zlib && typeof zlib.crc32 === 'function' ? (zlib.crc32 as typeof crc32) : undefined;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/** A byte at a time. */
export function crc32ByTable(data: Uint8Array, before: number): number {
  let remainder = ~before;
  for (let i = 0; i < data.length; i++) remainder = TABLE[(remainder ^ data[i]) & 0xff] ^ (remainder >>> 8);
  return ~remainder >>> 0;
}
