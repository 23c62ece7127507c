import type { ZeroValueWindow } from '../../config/resolved-config.ts';
import type { Words } from '../codec.ts';
import type { DecodedPart } from './kernels.ts';

/**
 * Zero-value decoding window by window: the words are zero already, so only the set bits of a mask are visited. One
 * function for each width.
 */
export function plainDecodeZeroValue(stream: Uint8Array, words: Words, windowElements: ZeroValueWindow): DecodedPart {
  const view = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (words instanceof Uint32Array) return decode4(view, words, windowElements);
  return words instanceof Uint16Array ? decode2(view, words, windowElements) : decode1(view, words, windowElements);
}

function decode4(stream: DataView, words: Uint32Array, windowElements: ZeroValueWindow): DecodedPart {
  const longest = (windowElements >>> 3) + 4 * windowElements;
  let offset = 0;
  let start = 0;
  while (start + windowElements <= words.length && offset + longest <= stream.byteLength) {
    let next = offset + (windowElements >>> 3);
    let sound = 1;
    for (let pending = maskAt(stream, offset, windowElements); pending !== 0; pending &= pending - 1) {
      const word = stream.getUint32(next, true);
      words[start + 31 - Math.clz32(pending & -pending)] = word;
      sound &= 1 - (Math.clz32(word) >>> 5);
      next += 4;
    }
    if (sound === 0) break;
    offset = next;
    start += windowElements;
  }
  return { elements: start, bytes: offset };
}

function decode2(stream: DataView, words: Uint16Array, windowElements: ZeroValueWindow): DecodedPart {
  const longest = (windowElements >>> 3) + 2 * windowElements;
  let offset = 0;
  let start = 0;
  while (start + windowElements <= words.length && offset + longest <= stream.byteLength) {
    let next = offset + (windowElements >>> 3);
    let sound = 1;
    for (let pending = maskAt(stream, offset, windowElements); pending !== 0; pending &= pending - 1) {
      const word = stream.getUint16(next, true);
      words[start + 31 - Math.clz32(pending & -pending)] = word;
      sound &= 1 - (Math.clz32(word) >>> 5);
      next += 2;
    }
    if (sound === 0) break;
    offset = next;
    start += windowElements;
  }
  return { elements: start, bytes: offset };
}

function decode1(stream: DataView, words: Uint8Array, windowElements: ZeroValueWindow): DecodedPart {
  const longest = (windowElements >>> 3) + windowElements;
  let offset = 0;
  let start = 0;
  while (start + windowElements <= words.length && offset + longest <= stream.byteLength) {
    let next = offset + (windowElements >>> 3);
    let sound = 1;
    for (let pending = maskAt(stream, offset, windowElements); pending !== 0; pending &= pending - 1) {
      const word = stream.getUint8(next);
      words[start + 31 - Math.clz32(pending & -pending)] = word;
      sound &= 1 - (Math.clz32(word) >>> 5);
      next++;
    }
    if (sound === 0) break;
    offset = next;
    start += windowElements;
  }
  return { elements: start, bytes: offset };
}

function maskAt(stream: DataView, offset: number, windowElements: ZeroValueWindow): number {
  switch (windowElements) {
    case 32:
      return stream.getInt32(offset, true);
    case 16:
      return stream.getUint16(offset, true);
    case 8:
      return stream.getUint8(offset);
  }
}
