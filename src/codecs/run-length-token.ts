import type { ByteReader, ByteWriter } from './byte-stream.ts';
import type { Words } from './codec.ts';
import { endOfZeros, type RunLengthWindow } from './run-length.ts';
import { countNonZero, wordBytesOf } from './words.ts';

const TOKEN_BYTES = 2;
const LONGEST_RUN = 0xffff;

/**
 * Token run length: runs of zeros and runs of non-zero words alternate, zeros first. A token is the run's length
 * in 16 bits, followed by the words themselves for non-zero words. The first token may be empty; a run above
 * 65,535 is cut and an empty token of the other kind put between.
 */
export const tokenRunLength: RunLengthWindow = {
  name: 'rle-token-16',
  minimumBytes: TOKEN_BYTES,
  sizeBytes: (window) => TOKEN_BYTES * countTokens(window) + wordBytesOf(window) * countNonZero(window),
  encode,
  decode,
};

/** Branch-free: one token at the start, one at every change of kind, two where a run is cut. */
function countTokens(window: Words): number {
  let tokens = 1;
  let previousZero = 1;
  let length = 0;
  for (let i = 0; i < window.length; i++) {
    const zero = Math.clz32(window[i]) >>> 5;
    const changed = zero ^ previousZero;
    const cut = ((LONGEST_RUN - 1 - length) >>> 31) & (changed ^ 1);
    tokens += changed + 2 * cut;
    length = (length & ((changed | cut) - 1)) + 1;
    previousZero = zero;
  }
  return tokens;
}

function encode(window: Words, out: ByteWriter): void {
  const wordBytes = wordBytesOf(window);
  for (let i = 0, zeros = true; i < window.length; zeros = !zeros) {
    const end = zeros ? endOfZeros(window, i, LONGEST_RUN) : endOfNonZeros(window, i);
    out.word(end - i, TOKEN_BYTES);
    if (!zeros) for (let k = i; k < end; k++) out.word(window[k], wordBytes);
    i = end;
  }
}

function endOfNonZeros(window: Words, start: number): number {
  const stop = Math.min(window.length, start + LONGEST_RUN);
  let end = start;
  while (end < stop && window[end] !== 0) end++;
  return end;
}

function decode(input: ByteReader, window: Words): void {
  const wordBytes = wordBytesOf(window);
  // Only the first token, and one between the parts of a run that was cut, may be empty.
  let mayBeEmpty = true;
  for (let i = 0, zeros = true; i < window.length; zeros = !zeros) {
    const offset = input.offset;
    const run = input.word(TOKEN_BYTES, 'a token');
    const shortest = mayBeEmpty ? 0 : 1;
    if (run < shortest || run > window.length - i) {
      throw input.corrupt(`expected a run length of ${shortest} to ${window.length - i}`, offset);
    }
    if (!zeros) {
      for (let k = i; k < i + run; k++) {
        const wordOffset = input.offset;
        const word = input.word(wordBytes, 'a word');
        if (word === 0) throw input.corrupt('expected a non-zero word', wordOffset);
        window[k] = word;
      }
    }
    i += run;
    mayBeEmpty = run === LONGEST_RUN;
  }
}
