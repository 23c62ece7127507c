/*
 * Byte shuffles for groups of elements, by the mask of a group: compressing moves its non-zero elements to the front,
 * expanding moves them back and leaves zeros between. They are made when the module starts; shipping them would take
 * more space than all the code.
 */

/** Groups of 4 elements of 4 bytes, 8 of 2 bytes and 8 of 1 byte: a shuffle has as many bytes as the group. */
const GROUP_4: usize = 4;
const GROUP_2: usize = 8;
const GROUP_1: usize = 8;

export const COMPRESS_4: usize = 0;
export const EXPAND_4: usize = COMPRESS_4 + 16 * 16;
export const COMPRESS_2: usize = EXPAND_4 + 16 * 16;
export const EXPAND_2: usize = COMPRESS_2 + 256 * 16;
export const COMPRESS_1: usize = EXPAND_2 + 256 * 16;
export const EXPAND_1: usize = COMPRESS_1 + 256 * 8;

/** A byte that a shuffle makes 0. */
const NOTHING: u8 = 0x80;

function makeShuffles(compress: usize, expand: usize, elements: usize, wordBytes: usize): void {
  const bytes = elements * wordBytes;
  for (let mask: usize = 0; mask < 1 << elements; mask++) {
    let next: usize = 0;
    for (let byte: usize = 0; byte < bytes; byte++) {
      if ((mask >> (byte / wordBytes)) & 1) {
        store<u8>(compress + mask * bytes + next, <u8>byte);
        store<u8>(expand + mask * bytes + byte, <u8>next);
        next++;
      } else {
        store<u8>(expand + mask * bytes + byte, NOTHING);
      }
    }
  }
}

makeShuffles(COMPRESS_4, EXPAND_4, GROUP_4, 4);
makeShuffles(COMPRESS_2, EXPAND_2, GROUP_2, 2);
makeShuffles(COMPRESS_1, EXPAND_1, GROUP_1, 1);
