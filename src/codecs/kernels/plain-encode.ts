import type { ZeroValueWindow } from '../../config/resolved-config.ts';
import type { Bytes } from '../../units.ts';
import type { Words } from '../codec.ts';
import { plainNonZeroMasks } from './plain-masks.ts';

/**
 * Zero-value encoding: the masks first, which takes no branches; then only the set bits of each are visited. One function for
 * each width.
 */
export function plainEncodeZeroValue(words: Words, windowElements: ZeroValueWindow, stream: Uint8Array): Bytes {
  const masks = new Uint32Array(Math.ceil(words.length / 32));
  plainNonZeroMasks(words, masks);
  const out = new DataView(stream.buffer, stream.byteOffset, stream.byteLength);
  if (words instanceof Uint32Array) return encode4(words, masks, windowElements, out);
  return words instanceof Uint16Array
    ? encode2(words, masks, windowElements, out)
    : encode1(words, masks, windowElements, out);
}

function encode4(words: Uint32Array, masks: Uint32Array, windowElements: ZeroValueWindow, out: DataView): Bytes {
  let offset = 0;
  for (let start = 0; start < words.length; start += windowElements) {
    let pending = windowMask(masks, start, windowElements);
    setMask(out, offset, pending, windowElements);
    offset += windowElements >>> 3;
    for (; pending !== 0; pending &= pending - 1) {
      out.setUint32(offset, words[start + 31 - Math.clz32(pending & -pending)], true);
      offset += 4;
    }
  }
  return offset;
}

function encode2(words: Uint16Array, masks: Uint32Array, windowElements: ZeroValueWindow, out: DataView): Bytes {
  let offset = 0;
  for (let start = 0; start < words.length; start += windowElements) {
    let pending = windowMask(masks, start, windowElements);
    setMask(out, offset, pending, windowElements);
    offset += windowElements >>> 3;
    for (; pending !== 0; pending &= pending - 1) {
      out.setUint16(offset, words[start + 31 - Math.clz32(pending & -pending)], true);
      offset += 2;
    }
  }
  return offset;
}

function encode1(words: Uint8Array, masks: Uint32Array, windowElements: ZeroValueWindow, out: DataView): Bytes {
  let offset = 0;
  for (let start = 0; start < words.length; start += windowElements) {
    let pending = windowMask(masks, start, windowElements);
    setMask(out, offset, pending, windowElements);
    offset += windowElements >>> 3;
    for (; pending !== 0; pending &= pending - 1) {
      out.setUint8(offset, words[start + 31 - Math.clz32(pending & -pending)]);
      offset++;
    }
  }
  return offset;
}

/** The mask of the window that starts at an element. */
function windowMask(masks: Uint32Array, start: number, windowElements: ZeroValueWindow): number {
  return (masks[start >>> 5] >>> (start & 31)) & (-1 >>> (32 - windowElements));
}

function setMask(out: DataView, offset: number, mask: number, windowElements: ZeroValueWindow): void {
  if (windowElements === 32) out.setInt32(offset, mask, true);
  else if (windowElements === 16) out.setUint16(offset, mask, true);
  else out.setUint8(offset, mask);
}
