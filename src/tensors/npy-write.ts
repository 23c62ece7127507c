import { bytesOf } from '../codecs/words.ts';
import type { NpyArray } from './npy.ts';

/** NumPy pads its headers so that the data start at a multiple of this. */
const ALIGNMENT_BYTES = 64;
const PREFIX_BYTES = 10;

/** A `.npy` file (format 1.0, little-endian, C order), byte for byte as NumPy writes it. */
export function writeNpy({ dtype, shape, words }: NpyArray): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const descr = dtype === 'float32' ? '<f4' : '<f2';
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  const dataOffset = Math.ceil((PREFIX_BYTES + dictionary.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const header = `${dictionary.padEnd(dataOffset - PREFIX_BYTES - 1)}\n`;

  const file = new Uint8Array(dataOffset + words.byteLength);
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >>> 8]);
  file.set(new TextEncoder().encode(header), PREFIX_BYTES);
  file.set(bytesOf(words), dataOffset);
  return file;
}
