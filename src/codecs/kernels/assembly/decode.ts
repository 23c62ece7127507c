import { EXPAND_1, EXPAND_2, EXPAND_4 } from './tables';

/*
 * Inverse of encoding. Each function takes the address of the stream and of its end, the elements that are wanted, the elements
 * of a window and the address for the words. It decodes whole windows while there are any and while a window of the greatest size
 * would lie within the stream, so it never reads behind it, and returns how many elements it gave. `streamRead` is then the address
 * of the next window, or 0 when a word that its mask calls non-zero was zero: then there is no use in what was given.
 */

export let streamRead: usize = 0;

export function decode4(stream: usize, end: usize, elements: i32, windowElements: i32, words: usize): i32 {
  const none = i32x4.splat(0);
  const last = end - longestWindow(windowElements, 4);
  let left = elements;
  let wrong = 0;
  for (; left >= windowElements && <isize>stream <= <isize>last; left -= windowElements) {
    let mask = loadMask(stream, windowElements);
    stream += windowElements >> 3;
    for (let i = 0; i < windowElements; i += 4) {
      const bits = mask & 15;
      const group = v128.swizzle(v128.load(stream), v128.load(EXPAND_4 + ((<usize>bits) << 4)));
      v128.store(words, group);
      wrong |= i32x4.bitmask(i32x4.ne(group, none)) ^ bits;
      stream += popcnt(bits) << 2;
      mask >>>= 4;
      words += 16;
    }
  }
  streamRead = wrong === 0 ? stream : 0;
  return elements - left;
}

export function decode2(stream: usize, end: usize, elements: i32, windowElements: i32, words: usize): i32 {
  const none = i16x8.splat(0);
  const last = end - longestWindow(windowElements, 2);
  let left = elements;
  let wrong = 0;
  for (; left >= windowElements && <isize>stream <= <isize>last; left -= windowElements) {
    let mask = loadMask(stream, windowElements);
    stream += windowElements >> 3;
    for (let i = 0; i < windowElements; i += 8) {
      const bits = mask & 255;
      const group = v128.swizzle(v128.load(stream), v128.load(EXPAND_2 + ((<usize>bits) << 4)));
      v128.store(words, group);
      wrong |= i16x8.bitmask(i16x8.ne(group, none)) ^ bits;
      stream += popcnt(bits) << 1;
      mask >>>= 8;
      words += 16;
    }
  }
  streamRead = wrong === 0 ? stream : 0;
  return elements - left;
}

export function decode1(stream: usize, end: usize, elements: i32, windowElements: i32, words: usize): i32 {
  const none = i8x16.splat(0);
  // Shuffles of 8 bytes leave nothing in the upper half.
  const upper = i8x16(0, 0, 0, 0, 0, 0, 0, 0, -128, -128, -128, -128, -128, -128, -128, -128);
  const last = end - longestWindow(windowElements, 1);
  let left = elements;
  let wrong = 0;
  for (; left >= windowElements && <isize>stream <= <isize>last; left -= windowElements) {
    let mask = loadMask(stream, windowElements);
    stream += windowElements >> 3;
    for (let i = 0; i < windowElements; i += 8) {
      const bits = mask & 255;
      const shuffle = v128.or(v128.load64_zero(EXPAND_1 + ((<usize>bits) << 3)), upper);
      const group = v128.swizzle(v128.load64_zero(stream), shuffle);
      v128.store64_lane(words, group, 0);
      wrong |= i8x16.bitmask(i8x16.ne(group, none)) ^ bits;
      stream += popcnt(bits);
      mask >>>= 8;
      words += 8;
    }
  }
  streamRead = wrong === 0 ? stream : 0;
  return elements - left;
}

/** With the bytes that a load behind its last word may take. */
function longestWindow(windowElements: i32, wordBytes: i32): i32 {
  return (windowElements >> 3) + windowElements * wordBytes + 16;
}

function loadMask(address: usize, windowElements: i32): i32 {
  if (windowElements === 32) return load<u32>(address);
  if (windowElements === 16) return load<u16>(address);
  return load<u8>(address);
}
