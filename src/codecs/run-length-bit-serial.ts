import type { ByteReader, ByteWriter } from './byte-stream.ts';
import type { Words } from './codec.ts';
import { nonZerosOf } from './masks.ts';
import { endOfZeros, type RunLengthWindow } from './run-length.ts';
import { wordBytesOf } from './words.ts';
import { countZeroTokens } from './zero-tokens.ts';

const COUNT_BITS = 6;
const LONGEST_RUN = 2 ** COUNT_BITS - 1;
const RUN_BITS = 1 + COUNT_BITS;

/**
 * Bit-serial run length: a non-zero word is a 1 bit and the word (33 bits for float32, 9 for int8), a run of 1 to 63 zeros
 * is a 0 bit and its length in 6 bits. Bit k of a window is bit k mod 8 of byte k div 8, numbers have their lowest
 * bit first, and 0 bits fill a window's last byte.
 */
export const bitSerialRunLength: RunLengthWindow = {
  name: 'rle-bit-serial',
  minimumBytes: 1,
  sizeBytes: (masks, firstMask, elements, wordBytes) => {
    const literalBits = (1 + 8 * wordBytes) * nonZerosOf(masks, 32 * firstMask, elements);
    return Math.ceil((literalBits + RUN_BITS * countZeroTokens(masks, firstMask, elements, LONGEST_RUN)) / 8);
  },
  encode,
  decode,
};

function encode(window: Words, out: ByteWriter): void {
  const wordBits = 8 * wordBytesOf(window);
  const start = out.offset;
  let bit = 0;
  const put = (value: number, bits: number) => {
    for (let done = 0; done < bits; ) {
      const shift = bit % 8;
      const taken = Math.min(8 - shift, bits - done);
      out.bytes[start + Math.floor(bit / 8)] |= (value >>> done) << shift;
      bit += taken;
      done += taken;
    }
  };
  for (let i = 0; i < window.length; ) {
    const end = endOfZeros(window, i, LONGEST_RUN);
    if (end > i) {
      put(0, 1);
      put(end - i, COUNT_BITS);
      i = end;
    } else {
      put(1, 1);
      put(window[i++], wordBits);
    }
  }
  out.offset += Math.ceil(bit / 8);
}

function decode(input: ByteReader, window: Words): void {
  const wordBits = 8 * wordBytesOf(window);
  const start = input.offset;
  const availableBits = 8 * (input.bytes.length - start);
  let bit = 0;
  const offset = () => start + Math.floor(bit / 8);
  const take = (bits: number) => {
    if (bit + bits > availableBits) throw input.corrupt(`expected ${bits} more bits, found the end`, offset());
    let value = 0;
    for (let done = 0; done < bits; ) {
      const shift = bit % 8;
      const taken = Math.min(8 - shift, bits - done);
      value |= ((input.bytes[offset()] >>> shift) & ((1 << taken) - 1)) << done;
      bit += taken;
      done += taken;
    }
    return value >>> 0;
  };
  let afterShortRun = false;
  for (let i = 0; i < window.length; ) {
    const tokenOffset = offset();
    if (take(1) === 1) {
      const word = take(wordBits);
      if (word === 0) throw input.corrupt('expected a non-zero word', tokenOffset);
      window[i++] = word;
      afterShortRun = false;
      continue;
    }
    const run = take(COUNT_BITS);
    const longest = Math.min(LONGEST_RUN, window.length - i);
    if (afterShortRun) throw input.corrupt('expected a non-zero word after a run of zeros', tokenOffset);
    if (run < 1 || run > longest) throw input.corrupt(`expected a run length of 1 to ${longest}`, tokenOffset);
    i += run;
    afterShortRun = run < LONGEST_RUN;
  }
  if (take((8 - (bit % 8)) % 8) !== 0) throw input.corrupt('expected 0 bits up to the next byte', offset() - 1);
  input.offset = offset();
}
