import type { Words } from '../codecs/codec.ts';
import { wordsOf } from '../codecs/words.ts';
import { gather } from './layout.ts';
import { type ElementType, elementsOf } from './tensor.ts';

/** A NumPy array of up to four dimensions in C order: the last dimension is the fastest. */
export interface NpyArray {
  dtype: ElementType;
  shape: readonly number[];
  words: Words;
}

/** Why a tensor file cannot be used. `offset` is the byte at which it fails, where there is one. */
export interface TensorProblem {
  uri: string;
  message: string;
  offset?: number;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const VERSION_OFFSET = MAGIC.length;
const LENGTH_OFFSET = VERSION_OFFSET + 2;
const ELEMENT_TYPES: Readonly<Record<string, ElementType>> = { f4: 'float32', f2: 'float16' };

/**
 * Reads a `.npy` file (NumPy format 1.0 to 3.0) of float32 or float16, little- or big-endian, C or Fortran order.
 * Strict: the file must hold exactly the bytes that its header declares. Nothing is allocated before that is known.
 */
export function readNpy(bytes: Uint8Array, uri: string): { array: NpyArray } | { problem: TensorProblem } {
  try {
    return { array: parse(bytes) };
  } catch (error) {
    if (error instanceof Unreadable) return { problem: { uri, offset: error.offset, message: error.message } };
    throw error;
  }
}

/** Internal to this file: ends parsing; {@link readNpy} turns it into a value. */
class Unreadable extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

function parse(bytes: Uint8Array): NpyArray {
  const { text, offset, dataOffset } = readHeader(bytes);
  const { type, bigEndian } = parseElementType(text, offset);
  const fortran =
    field(text, /'fortran_order': *(True|False) *[,}]/, "'fortran_order': True or False", offset) === 'True';
  const shape = parseShape(text, offset);

  const wordBytes = type === 'float32' ? 4 : 2;
  const declared = elementsOf(shape) * wordBytes;
  const found = bytes.length - dataOffset;
  if (declared > found) {
    throw new Unreadable(
      bytes.length,
      `is cut short: shape (${shape}) needs ${declared} bytes of data, found ${found}`,
    );
  }
  if (declared < found) {
    throw new Unreadable(dataOffset + declared, `has ${found - declared} bytes behind the data of shape (${shape})`);
  }
  const data = bytes.subarray(dataOffset);
  const words = bigEndian ? swapBytes(wordsOf(new Uint8Array(data), wordBytes)) : wordsOf(data, wordBytes);
  return { dtype: type, shape, words: fortran ? fromFortranOrder(words, shape) : words };
}

function readHeader(bytes: Uint8Array): { text: string; offset: number; dataOffset: number } {
  if (bytes.length === 0) throw new Unreadable(0, 'is empty; expected a NumPy .npy file');
  const wrong = MAGIC.findIndex((byte, i) => bytes[i] !== byte);
  if (wrong >= 0) throw new Unreadable(wrong, 'does not start like a NumPy .npy file ("\\x93NUMPY")');
  if (bytes.length < LENGTH_OFFSET) throw new Unreadable(bytes.length, 'is cut short: expected the format version');
  const major = bytes[VERSION_OFFSET];
  if (major < 1 || major > 3) {
    throw new Unreadable(VERSION_OFFSET, `has .npy format version ${major}; expected 1, 2 or 3`);
  }
  const offset = LENGTH_OFFSET + (major === 1 ? 2 : 4);
  if (bytes.length < offset) throw new Unreadable(bytes.length, 'is cut short: expected the length of the header');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1 ? view.getUint16(LENGTH_OFFSET, true) : view.getUint32(LENGTH_OFFSET, true);
  const dataOffset = offset + length;
  if (dataOffset > bytes.length) {
    throw new Unreadable(bytes.length, `is cut short: expected a header of ${length} bytes`);
  }
  const text = new TextDecoder('latin1').decode(bytes.subarray(offset, dataOffset));
  if (!/^\{[^{}]*\}\s*$/.test(text)) throw new Unreadable(offset, 'has no Python dictionary as its header');
  return { text, offset, dataOffset };
}

function parseElementType(header: string, offset: number): { type: ElementType; bigEndian: boolean } {
  const descr = field(header, /'descr': *'([^']*)' *[,}]/, "'descr' with one element type", offset);
  const type = ELEMENT_TYPES[descr.slice(1)];
  const order = descr[0];
  if (type === undefined || (order !== '<' && order !== '>')) {
    throw new Unreadable(offset, `has element type '${descr}'; expected float32 ('<f4') or float16 ('<f2')`);
  }
  return { type, bigEndian: order === '>' };
}

function parseShape(header: string, offset: number): number[] {
  const list = field(header, /'shape': *\(([^()]*)\) *[,}]/, "'shape' with a tuple", offset);
  const items = list.split(',').map((item) => item.trim());
  if (items.at(-1) === '') items.pop();
  if (items.length < 1 || items.length > 4) {
    throw new Unreadable(offset, `has ${items.length} dimensions; expected 1 to 4`);
  }
  const shape = items.map((item) => {
    // Python 2 wrote long integers as 6L.
    const dimension = /^-?\d+L?$/.test(item) ? Number.parseInt(item, 10) : Number.NaN;
    if (!(dimension >= 1)) throw new Unreadable(offset, `has dimension '${item}' in its shape; expected 1 or more`);
    return dimension;
  });
  if (elementsOf(shape) * 4 > Number.MAX_SAFE_INTEGER) {
    throw new Unreadable(offset, `has shape (${shape}), which is more than a file can hold`);
  }
  return shape;
}

function field(header: string, pattern: RegExp, expectation: string, offset: number): string {
  const value = pattern.exec(header)?.[1];
  if (value === undefined) throw new Unreadable(offset, `lacks ${expectation} in its header`);
  return value;
}

/** In place. */
function swapBytes(words: Words): Words {
  const wide = words instanceof Uint32Array;
  for (let i = 0; i < words.length; i++) {
    const x = words[i];
    words[i] = wide ? (x << 24) | ((x & 0xff00) << 8) | ((x >>> 8) & 0xff00) | (x >>> 24) : (x << 8) | (x >>> 8);
  }
  return words;
}

/** Fortran order has the first dimension fastest. */
function fromFortranOrder(words: Words, shape: readonly number[]): Words {
  const [a, b = 1, c = 1, d = 1] = shape;
  return gather(words, [a, b, c, d], [1, a, a * b, a * b * c]);
}
