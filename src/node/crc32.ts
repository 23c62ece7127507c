import * as zlib from 'node:zlib';
import { type Crc32, crc32ByTable } from '../zip/crc32.ts';

export { crc32ByTable };

/** CRC-32 of data that follow others with the CRC-32 `before`. */
export const crc32: Crc32 = nativeCrc32() ?? crc32ByTable;

/** Node.js has one of its own since version 20.15. */
function nativeCrc32(): Crc32 | undefined {
  return 'crc32' in zlib && typeof zlib.crc32 === 'function' ? (zlib.crc32 as Crc32) : undefined;
}
