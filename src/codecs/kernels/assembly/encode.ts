import { COMPRESS_1, COMPRESS_2, COMPRESS_4 } from './tables';

/*
 * Zero-value compression: for each window of 8, 16 or 32 elements a mask of as many bits, then the non-zero words. Each function takes
 * the address of the words, their number, the elements of a window and the address for the stream, and returns the address
 * behind the stream. Up to 16 bytes behind the stream are overwritten, too.
 */

export function encode4(words: usize, elements: i32, windowElements: i32, out: usize): usize {
  const none = i32x4.splat(0);
  for (; elements >= windowElements; elements -= windowElements) {
    const maskAddress = out;
    out += windowElements >> 3;
    let mask = 0;
    for (let i = 0; i < windowElements; i += 4) {
      const group = v128.load(words);
      const bits = i32x4.bitmask(i32x4.ne(group, none));
      v128.store(out, v128.swizzle(group, v128.load(COMPRESS_4 + ((<usize>bits) << 4))));
      out += popcnt(bits) << 2;
      mask |= bits << i;
      words += 16;
    }
    storeMask(maskAddress, mask, windowElements);
  }
  return encodeLast<u32>(words, elements, windowElements, out);
}

export function encode2(words: usize, elements: i32, windowElements: i32, out: usize): usize {
  const none = i16x8.splat(0);
  for (; elements >= windowElements; elements -= windowElements) {
    const maskAddress = out;
    out += windowElements >> 3;
    let mask = 0;
    for (let i = 0; i < windowElements; i += 8) {
      const group = v128.load(words);
      const bits = i16x8.bitmask(i16x8.ne(group, none));
      v128.store(out, v128.swizzle(group, v128.load(COMPRESS_2 + ((<usize>bits) << 4))));
      out += popcnt(bits) << 1;
      mask |= bits << i;
      words += 16;
    }
    storeMask(maskAddress, mask, windowElements);
  }
  return encodeLast<u16>(words, elements, windowElements, out);
}

export function encode1(words: usize, elements: i32, windowElements: i32, out: usize): usize {
  const none = i8x16.splat(0);
  for (; elements >= windowElements; elements -= windowElements) {
    const maskAddress = out;
    out += windowElements >> 3;
    let mask = 0;
    for (let i = 0; i < windowElements; i += 8) {
      const group = v128.load64_zero(words);
      const bits = i8x16.bitmask(i8x16.ne(group, none));
      v128.store64_lane(out, v128.swizzle(group, v128.load64_zero(COMPRESS_1 + ((<usize>bits) << 3))), 0);
      out += popcnt(bits);
      mask |= bits << i;
      words += 8;
    }
    storeMask(maskAddress, mask, windowElements);
  }
  return encodeLast<u8>(words, elements, windowElements, out);
}

/** A window that is short; nothing of none. */
function encodeLast<Word>(words: usize, elements: i32, windowElements: i32, out: usize): usize {
  if (elements === 0) return out;
  const maskAddress = out;
  out += windowElements >> 3;
  let mask = 0;
  for (let i = 0; i < elements; i++) {
    const word = load<Word>(words + <usize>i * sizeof<Word>());
    if (word === 0) continue;
    store<Word>(out, word);
    out += sizeof<Word>();
    mask |= 1 << i;
  }
  storeMask(maskAddress, mask, windowElements);
  return out;
}

function storeMask(address: usize, mask: i32, windowElements: i32): void {
  if (windowElements === 32) store<u32>(address, mask);
  else if (windowElements === 16) store<u16>(address, <u16>mask);
  else store<u8>(address, <u8>mask);
}
