import type { ByteReader, ByteWriter } from './byte-stream.ts';
import type { WordBytes, Words } from './codec.ts';
import { nonZerosOf } from './masks.ts';
import { endOfZeros, type RunLengthWindow } from './run-length.ts';
import { wordBytesOf } from './words.ts';
import { countZeroTokens } from './zero-tokens.ts';

/**
 * Word-aligned run length: a non-zero word stands for itself, a run of zeros is the word 0 followed by its
 * length as one word. A lone zero therefore doubles, which is what makes the format depend on clustering.
 */
export const wordAlignedRunLength: RunLengthWindow = {
  name: 'rle-word-aligned',
  minimumBytes: 1,
  sizeBytes: (masks, firstMask, elements, wordBytes) => {
    const pairs = countZeroTokens(masks, firstMask, elements, longestRun(wordBytes));
    return wordBytes * (nonZerosOf(masks, 32 * firstMask, elements) + 2 * pairs);
  },
  encode,
  decode,
};

function encode(window: Words, out: ByteWriter): void {
  const wordBytes = wordBytesOf(window);
  const limit = longestRun(wordBytes);
  for (let i = 0; i < window.length; ) {
    const end = endOfZeros(window, i, limit);
    out.word(window[i], wordBytes);
    if (end > i) out.word(end - i, wordBytes);
    i = Math.max(end, i + 1);
  }
}

function decode(input: ByteReader, window: Words): void {
  const wordBytes = wordBytesOf(window);
  const limit = longestRun(wordBytes);
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

/** What one length word can say; a longer run is cut in several pairs. */
function longestRun(wordBytes: WordBytes): number {
  return 2 ** (8 * wordBytes) - 1;
}
