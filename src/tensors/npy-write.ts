import type { ElementType } from './tensor.ts';

/** NumPy pads its headers so that the data start at a multiple of this. */
const ALIGNMENT_BYTES = 64;
const PREFIX_BYTES = 10;
/** NumPy leaves room for the slowest dimension to grow to this many digits. */
const MOST_DIGITS = 21;

const NAMES: Readonly<Record<ElementType, string>> = {
  float32: '<f4',
  float16: '<f2',
  bfloat16: '|V2',
  int8: '|i1',
  uint8: '|u1',
};

/**
 * What stands in front of the data of a `.npy` file (format 1.0, little-endian, C order), byte for byte as NumPy writes
 * it.
 */
export function writeNpyHeader(dtype: ElementType, shape: readonly number[]): Uint8Array {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const [slowest] = shape;
  const room = slowest === undefined ? 0 : Math.max(0, MOST_DIGITS - String(slowest).length);
  const dictionary = `{'descr': '${NAMES[dtype]}', 'fortran_order': False, 'shape': (${tuple}), }${' '.repeat(room)}`;
  const dataOffset = Math.ceil((PREFIX_BYTES + dictionary.length + 1) / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const text = `${dictionary.padEnd(dataOffset - PREFIX_BYTES - 1)}\n`;

  const header = new Uint8Array(dataOffset);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, text.length & 0xff, text.length >>> 8]);
  header.set(new TextEncoder().encode(text), PREFIX_BYTES);
  return header;
}
