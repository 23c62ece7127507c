/** CRC-32 of data that follow others with the CRC-32 `before`. */
export type Crc32 = (data: Uint8Array, before: number) => number;

/** Of the reversed polynomial that zip archives use (ISO 3309). */
const POLYNOMIAL = 0xedb88320;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++)
    remainder = (remainder & 1) === 1 ? (remainder >>> 1) ^ POLYNOMIAL : remainder >>> 1;
  return remainder;
});

/** A byte at a time. */
export const crc32ByTable: Crc32 = (data, before) => {
  let remainder = ~before;
  for (let i = 0; i < data.length; i++) remainder = TABLE[(remainder ^ data[i]) & 0xff] ^ (remainder >>> 8);
  return ~remainder >>> 0;
};
