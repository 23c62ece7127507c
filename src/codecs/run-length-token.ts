import type { ByteReader, ByteWriter } from './byte-stream.ts';
import type { Words } from './codec.ts';
import { masksFrom, nonZerosOf } from './masks.ts';
import { endOfZeros, type RunLengthWindow } from './run-length.ts';
import { wordBytesOf } from './words.ts';
import { countZeroRuns, countZeroTokens } from './zero-tokens.ts';

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
  sizeBytes: (masks, firstMask, elements, wordBytes) =>
    TOKEN_BYTES * countTokens(masks, firstMask, elements) + wordBytes * nonZerosOf(masks, 32 * firstMask, elements),
  encode,
  decode,
};

/** One token for each run of either kind, an empty one in front of non-zero words, and two more where a run is cut. */
function countTokens(masks: Uint32Array, firstMask: number, elements: number): number {
  const zeroRuns = countZeroRuns(masks, firstMask, elements);
  const firstNonZero = masks[firstMask] & 1;
  const lastNonZero = nonZerosOf(masks, 32 * firstMask + elements - 1, 1);
  const runs = 2 * zeroRuns - 1 + firstNonZero + lastNonZero;
  const tokens = runs + firstNonZero;
  if (elements <= LONGEST_RUN) return tokens;
  const part = masksFrom(masks, 32 * firstMask, elements);
  const zeroCuts = countZeroTokens(part, 0, elements, LONGEST_RUN) - zeroRuns;
  const inverted = part.map((mask) => ~mask);
  const literalCuts = countZeroTokens(inverted, 0, elements, LONGEST_RUN) - (runs - zeroRuns);
  return tokens + 2 * (zeroCuts + literalCuts);
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
