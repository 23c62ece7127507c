import type { Words } from '../codecs/codec.ts';

/** Turns big-endian words into little-endian ones or back, in place. */
export function swapBytes(words: Words): Words {
  if (words instanceof Uint32Array) {
    for (let i = 0; i < words.length; i++) {
      const word = words[i];
      words[i] = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
    }
  } else if (words instanceof Uint16Array) {
    for (let i = 0; i < words.length; i++) words[i] = (words[i] << 8) | (words[i] >>> 8);
  }
  return words;
}
