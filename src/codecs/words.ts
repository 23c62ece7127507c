import type { WordBytes, Words } from './codec.ts';

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

/** Number of words with any bit set. Branch-free, so its speed does not depend on the data. */
export function countNonZero(words: Words): number {
  if (words instanceof Uint32Array) return countNonZero32(words);
  return words instanceof Uint16Array ? countNonZero16(words) : words.reduce((n, w) => n + Number(w !== 0), 0);
}

/** `Math.clz32(x) >>> 5` is 1 for zero and 0 for anything else. Eight words a turn keep the loop overhead small. */
function countNonZero32(words: Uint32Array): number {
  const unrolledEnd = words.length & ~7;
  let zeros = 0;
  let i = 0;
  for (; i < unrolledEnd; i += 8) {
    zeros +=
      (Math.clz32(words[i]) >>> 5) +
      (Math.clz32(words[i + 1]) >>> 5) +
      (Math.clz32(words[i + 2]) >>> 5) +
      (Math.clz32(words[i + 3]) >>> 5) +
      (Math.clz32(words[i + 4]) >>> 5) +
      (Math.clz32(words[i + 5]) >>> 5) +
      (Math.clz32(words[i + 6]) >>> 5) +
      (Math.clz32(words[i + 7]) >>> 5);
  }
  for (; i < words.length; i++) zeros += Math.clz32(words[i]) >>> 5;
  return words.length - zeros;
}

/** Two 16-bit lanes at a time: adding 0x7fff carries into a lane's top bit when any lower bit is set. */
function countNonZero16(words: Uint16Array): number {
  const head = Math.min(words.length, words.byteOffset % 4 === 0 ? 0 : 1);
  const pairs = (words.length - head) >>> 1;
  const lanes = new Uint32Array(words.buffer, words.byteOffset + 2 * head, pairs);
  let count = 0;
  for (let i = 0; i < pairs; i++) {
    const pair = lanes[i];
    const nonZero = ((((pair & 0x7fff7fff) + 0x7fff7fff) | pair) >>> 15) & 0x00010001;
    count += (nonZero & 1) + (nonZero >>> 16);
  }
  if (head === 1 && words[0] !== 0) count++;
  if (head + 2 * pairs < words.length && words[words.length - 1] !== 0) count++;
  return count;
}
