import type { ByteReader, ByteWriter } from './byte-stream.ts';
import type { WordBytes, Words } from './codec.ts';
import { countZeroTokens, endOfZeros, type RunLengthWindow } from './run-length.ts';
import { countNonZero, wordBytesOf } from './words.ts';

/**
 * Word-aligned run length: a non-zero word stands for itself, a run of zeros is the word 0 followed by its
 * length as one word. A lone zero therefore doubles, which is what makes the format depend on clustering.
 */
export const wordAlignedRunLength: RunLengthWindow = {
  name: 'rle-word-aligned',
  minimumBytes: 2,
  sizeBytes: (window) => wordBytesOf(window) * (countNonZero(window) + 2 * countZeroTokens(window, longestRun(window))),
  encode,
  decode,
};

function encode(window: Words, out: ByteWriter): void {
  const wordBytes = wordBytesOf(window);
  const limit = longestRun(window);
  for (let i = 0; i < window.length; ) {
    const end = endOfZeros(window, i, limit);
    out.word(window[i], wordBytes);
    if (end > i) out.word(end - i, wordBytes);
    i = Math.max(end, i + 1);
  }
}

function decode(input: ByteReader, window: Words): void {
  const wordBytes = wordBytesOf(window);
  const limit = longestRun(window);
  let afterShortRun = false;
  for (let i = 0; i < window.length; ) {
    const offset = input.offset;
    const word = input.word(wordBytes, 'a word');
    if (word !== 0) {
      window[i++] = word;
      afterShortRun = false;
      continue;
    }
    if (afterShortRun) throw input.corrupt('expected a non-zero word after a run of zeros', offset);
    const run = input.word(wordBytes, 'a run length');
    if (run < 1 || run > window.length - i) {
      throw input.corrupt(`expected a run length of 1 to ${window.length - i}`, offset + wordBytes);
    }
    i += run;
    afterShortRun = run < limit;
  }
}

/** What one length word can say; for float32 a window is always shorter, which also keeps the limit in 31 bits. */
function longestRun(window: Words): number {
  const wordBytes: WordBytes = wordBytesOf(window);
  return wordBytes === 2 ? 0xffff : Math.max(1, window.length);
}
