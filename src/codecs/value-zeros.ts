import type { Words } from './codec.ts';

/**
 * The words with 0 for -0.0, for a test of zero by value (`dma.zeroTest`). All types of 2 and 4 bytes are floats with the sign in the
 * top bit; 8-bit integers have one zero only. Gives the words themselves when none is -0.0.
 */
export function withValueZeros(words: Words): Words {
  if (words instanceof Uint32Array) return withoutWord32(words, 0x80000000);
  return words instanceof Uint16Array ? withoutWord16(words, 0x8000) : words;
}

function withoutWord32(words: Uint32Array, negativeZero: number): Uint32Array {
  let result = words;
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== negativeZero) continue;
    if (result === words) result = words.slice();
    result[i] = 0;
  }
  return result;
}

function withoutWord16(words: Uint16Array, negativeZero: number): Uint16Array {
  let result = words;
  for (let i = 0; i < words.length; i++) {
    if (words[i] !== negativeZero) continue;
    if (result === words) result = words.slice();
    result[i] = 0;
  }
  return result;
}
