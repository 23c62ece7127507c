import type { Words } from '../codec.ts';
import { bytesOf } from '../words.ts';

/**
 * Non-zero masks without branches, so the speed does not depend on the data: one function for each width, whose loops
 * run over whole masks. Narrow words are looked at as several lanes of one 32-bit number.
 */
export function plainNonZeroMasks(words: Words, masks: Uint32Array): void {
  const whole = Math.floor(words.length / 32);
  fillWhole(words, masks, whole);
  if (whole < masks.length) masks[whole] = lastMask(words, 32 * whole);
}

function fillWhole(words: Words, masks: Uint32Array, count: number): void {
  const aligned = words.byteOffset % 4 === 0 ? words : new Uint8Array(bytesOf(words));
  const lanes = new Int32Array(aligned.buffer, aligned.byteOffset, 8 * words.BYTES_PER_ELEMENT * count);
  if (words instanceof Uint32Array) fill4(lanes, masks, count);
  else if (words instanceof Uint16Array) fill2(lanes, masks, count);
  else fill1(lanes, masks, count);
}

function lastMask(words: Words, start: number): number {
  let mask = 0;
  for (let i = start; i < words.length; i++) mask |= Number(words[i] !== 0) << (i - start);
  return mask;
}

function fill4(words: Int32Array, masks: Uint32Array, count: number): void {
  for (let k = 0, i = 0; k < count; k++, i += 32) {
    masks[k] = ~(
      zeros4(words, i) |
      (zeros4(words, i + 8) << 8) |
      (zeros4(words, i + 16) << 16) |
      (zeros4(words, i + 24) << 24)
    );
  }
}

/** One bit for each of 8 words: `Math.clz32(x) >>> 5` is 1 for zero and 0 for anything else. */
function zeros4(words: Int32Array, i: number): number {
  return (
    (Math.clz32(words[i]) >>> 5) |
    ((Math.clz32(words[i + 1]) >>> 5) << 1) |
    ((Math.clz32(words[i + 2]) >>> 5) << 2) |
    ((Math.clz32(words[i + 3]) >>> 5) << 3) |
    ((Math.clz32(words[i + 4]) >>> 5) << 4) |
    ((Math.clz32(words[i + 5]) >>> 5) << 5) |
    ((Math.clz32(words[i + 6]) >>> 5) << 6) |
    ((Math.clz32(words[i + 7]) >>> 5) << 7)
  );
}

function fill2(pairs: Int32Array, masks: Uint32Array, count: number): void {
  for (let k = 0, i = 0; k < count; k++, i += 16) {
    masks[k] =
      nonZeros2(pairs, i) |
      (nonZeros2(pairs, i + 4) << 8) |
      (nonZeros2(pairs, i + 8) << 16) |
      (nonZeros2(pairs, i + 12) << 24);
  }
}

/** One bit for each of 8 words: first those of even and of odd words apart, in the two lanes. */
function nonZeros2(pairs: Int32Array, i: number): number {
  const apart =
    (topBits2(pairs[i]) >>> 15) |
    (topBits2(pairs[i + 1]) >>> 13) |
    (topBits2(pairs[i + 2]) >>> 11) |
    (topBits2(pairs[i + 3]) >>> 9);
  return (apart | (apart >>> 15)) & 0xff;
}

/** The top bits of 2 words that are not zero: adding 0x7fff carries into it when any lower bit is set. */
function topBits2(pair: number): number {
  return (((pair & 0x7fff7fff) + 0x7fff7fff) | pair) & 0x80008000;
}

function fill1(quads: Int32Array, masks: Uint32Array, count: number): void {
  for (let k = 0, i = 0; k < count; k++, i += 8) {
    masks[k] =
      lanes1(quads[i]) |
      (lanes1(quads[i + 1]) << 4) |
      (lanes1(quads[i + 2]) << 8) |
      (lanes1(quads[i + 3]) << 12) |
      (lanes1(quads[i + 4]) << 16) |
      (lanes1(quads[i + 5]) << 20) |
      (lanes1(quads[i + 6]) << 24) |
      (lanes1(quads[i + 7]) << 28);
  }
}

/** One bit for each of 4 words, likewise; multiplying brings the top bits side by side. */
function lanes1(quad: number): number {
  return Math.imul((((quad & 0x7f7f7f7f) + 0x7f7f7f7f) | quad) & 0x80808080, 0x00204081) >>> 28;
}
