import type { WordBytes, Words } from './codec.ts';
import { kernels } from './kernels/kernels.ts';

/*
 * Every byte format here is little-endian, and so are typed arrays on every machine that runs V8 for an editor;
 * words can therefore be viewed as bytes and back without a copy.
 */

/** Zeroed words of the given width. */
export function newWords(elements: number, wordBytes: WordBytes): Words {
  switch (wordBytes) {
    case 4:
      return new Uint32Array(elements);
    case 2:
      return new Uint16Array(elements);
    case 1:
      return new Uint8Array(elements);
  }
}

export function wordBytesOf(words: Words): WordBytes {
  if (words instanceof Uint32Array) return 4;
  return words instanceof Uint16Array ? 2 : 1;
}

/** The words' own memory as bytes. */
export function bytesOf(words: Words): Uint8Array {
  return new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
}

/** Bytes as words; copies only when the bytes are not aligned. A remainder shorter than a word is left out. */
export function wordsOf(bytes: Uint8Array, wordBytes: WordBytes): Words {
  // Not `slice`: a Buffer's does not copy.
  const aligned = bytes.byteOffset % wordBytes === 0 ? bytes : new Uint8Array(bytes);
  const elements = Math.floor(bytes.length / wordBytes);
  switch (wordBytes) {
    case 4:
      return new Uint32Array(aligned.buffer, aligned.byteOffset, elements);
    case 2:
      return new Uint16Array(aligned.buffer, aligned.byteOffset, elements);
    case 1:
      return new Uint8Array(aligned.buffer, aligned.byteOffset, elements);
  }
}

/** Number of words with any bit set. */
export function countNonZero(words: Words): number {
  return kernels().countNonZero(words);
}
