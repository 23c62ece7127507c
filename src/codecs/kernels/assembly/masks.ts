/*
 * Which words have any bit set. Each function takes the address of the words and their number. Counts are returned; masks go to an
 * address: bit i of mask k belongs to word 32 k + i, and bits beyond the last word are 0.
 */

export function count4(words: usize, elements: i32): i32 {
  let zeros = 0;
  for (let whole = elements >> 5; whole > 0; whole--, words += 128) zeros += popcnt(zeros4(words));
  return (elements & ~31) - zeros + popcnt(lastMask<u32>(words, elements & 31));
}

export function count2(words: usize, elements: i32): i32 {
  let zeros = 0;
  for (let whole = elements >> 5; whole > 0; whole--, words += 64) zeros += popcnt(zeros2(words));
  return (elements & ~31) - zeros + popcnt(lastMask<u16>(words, elements & 31));
}

export function count1(words: usize, elements: i32): i32 {
  let zeros = 0;
  for (let whole = elements >> 5; whole > 0; whole--, words += 32) zeros += popcnt(zeros1(words));
  return (elements & ~31) - zeros + popcnt(lastMask<u8>(words, elements & 31));
}

export function masks4(words: usize, elements: i32, masks: usize): void {
  for (let whole = elements >> 5; whole > 0; whole--, words += 128, masks += 4) store<u32>(masks, ~zeros4(words));
  if (elements & 31) store<u32>(masks, lastMask<u32>(words, elements & 31));
}

export function masks2(words: usize, elements: i32, masks: usize): void {
  for (let whole = elements >> 5; whole > 0; whole--, words += 64, masks += 4) store<u32>(masks, ~zeros2(words));
  if (elements & 31) store<u32>(masks, lastMask<u16>(words, elements & 31));
}

export function masks1(words: usize, elements: i32, masks: usize): void {
  for (let whole = elements >> 5; whole > 0; whole--, words += 32, masks += 4) store<u32>(masks, ~zeros1(words));
  if (elements & 31) store<u32>(masks, lastMask<u8>(words, elements & 31));
}

/** One bit for each of 32 words: whether it is zero. Comparing sets all bits of a lane, and narrowing keeps them. */
function zeros4(words: usize): i32 {
  const low = i8x16.bitmask(i8x16.narrow_i16x8_s(zeroPairs4(words), zeroPairs4(words + 32)));
  const high = i8x16.bitmask(i8x16.narrow_i16x8_s(zeroPairs4(words + 64), zeroPairs4(words + 96)));
  return low | (high << 16);
}

function zeroPairs4(words: usize): v128 {
  const none = i32x4.splat(0);
  return i16x8.narrow_i32x4_s(i32x4.eq(v128.load(words), none), i32x4.eq(v128.load(words, 16), none));
}

function zeros2(words: usize): i32 {
  const low = i8x16.bitmask(i8x16.narrow_i16x8_s(zeroLanes2(words), zeroLanes2(words + 16)));
  const high = i8x16.bitmask(i8x16.narrow_i16x8_s(zeroLanes2(words + 32), zeroLanes2(words + 48)));
  return low | (high << 16);
}

function zeroLanes2(words: usize): v128 {
  return i16x8.eq(v128.load(words), i16x8.splat(0));
}

function zeros1(words: usize): i32 {
  const none = i8x16.splat(0);
  const low = i8x16.bitmask(i8x16.eq(v128.load(words), none));
  const high = i8x16.bitmask(i8x16.eq(v128.load(words, 16), none));
  return low | (high << 16);
}

/** Of fewer than 32 words. */
function lastMask<Word>(words: usize, elements: i32): i32 {
  let mask = 0;
  for (let i = 0; i < elements; i++) mask |= i32(load<Word>(words + <usize>i * sizeof<Word>()) !== 0) << i;
  return mask;
}
