import { type PythonValue, parsePythonDictionary } from './python-dictionary.ts';
import { type ElementType, elementsOf, wordBytesOfType } from './tensor.ts';
import { UnreadableTensor } from './tensor-problem.ts';
import type { ReadingHints, TensorDescription } from './tensor-source.ts';

/** NumPy takes no more dimensions either. */
const MOST_DIMENSIONS = 32;
/** Three short entries need no more; a longer header is not read. */
const LONGEST_HEADER_BYTES = 2 ** 20;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const VERSION_OFFSET = MAGIC.length;
const LENGTH_OFFSET = VERSION_OFFSET + 2;
/** Bytes that are enough to know the header's length. */
export const NPY_START_BYTES = LENGTH_OFFSET + 4;

/** Element types by NumPy's names. Two-byte records are what ml_dtypes writes for bfloat16. */
const ELEMENT_TYPES: ReadonlyMap<string, ElementType> = new Map([
  ['<f4', 'float32'],
  ['>f4', 'float32'],
  ['<f2', 'float16'],
  ['>f2', 'float16'],
  ['|i1', 'int8'],
  ['|u1', 'uint8'],
  ['|V2', 'bfloat16'],
  ['<V2', 'bfloat16'],
]);
const UNSIGNED_16 = ['<u2', '>u2'];

/**
 * Byte at which the data of a `.npy` file of `sizeBytes` start. `start` is its first {@link NPY_START_BYTES}, or all of
 * it. Throws {@link UnreadableTensor}.
 */
export function npyDataOffset(start: Uint8Array, sizeBytes: number): number {
  if (sizeBytes === 0) throw new UnreadableTensor('is empty; expected a NumPy .npy file', 0);
  const wrong = MAGIC.findIndex((byte, i) => start[i] !== byte);
  if (wrong >= 0) throw new UnreadableTensor('does not start like a NumPy .npy file ("\\x93NUMPY")', wrong);
  if (sizeBytes < LENGTH_OFFSET) throw new UnreadableTensor('is cut short: expected the format version', sizeBytes);
  const [major, minor] = start.subarray(VERSION_OFFSET);
  if (major < 1 || major > 3 || minor !== 0) {
    throw new UnreadableTensor(`has .npy format version ${major}.${minor}; expected 1.0, 2.0 or 3.0`, VERSION_OFFSET);
  }
  const textOffset = textOffsetOf(major);
  if (sizeBytes < textOffset) {
    throw new UnreadableTensor('is cut short: expected the length of the header', sizeBytes);
  }
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = major === 1 ? view.getUint16(LENGTH_OFFSET, true) : view.getUint32(LENGTH_OFFSET, true);
  if (textOffset + length > sizeBytes) {
    throw new UnreadableTensor(`is cut short: expected a header of ${length} bytes`, sizeBytes);
  }
  if (length > LONGEST_HEADER_BYTES) {
    const expectation = `expected ${LONGEST_HEADER_BYTES} or fewer`;
    throw new UnreadableTensor(`has a header of ${length} bytes; ${expectation}`, LENGTH_OFFSET);
  }
  return textOffset + length;
}

/**
 * What a `.npy` file says in front of its data: `header` is everything up to there. Throws {@link UnreadableTensor}.
 */
export function parseNpyHeader(header: Uint8Array, hints: ReadingHints = {}): TensorDescription {
  const offset = textOffsetOf(header[VERSION_OFFSET]);
  // Of the three keys only names of structured types, which are refused, may be other than ASCII.
  const values = parsePythonDictionary(new TextDecoder('latin1').decode(header.subarray(offset)), offset);
  const other = [...values].find(([, { kind }]) => kind === 'other');
  if (other !== undefined) throw unexpected(...other, offset);
  const descr = values.get('descr');
  const fortran = values.get('fortran_order');
  const shape = values.get('shape');
  if (descr?.kind !== 'string') throw unexpected('descr', descr, offset);
  if (fortran?.kind !== 'boolean') throw unexpected('fortran_order', fortran, offset);
  if (shape?.kind !== 'tuple') throw unexpected('shape', shape, offset);
  const more = [...values].find(([key]) => !EXPECTATIONS.has(key));
  if (more !== undefined) throw unexpected(...more, offset);

  const dtype = parseElementType(descr.text, hints, offset + descr.position);
  return {
    dtype,
    shape: checkShape(shape.items.map(toDimension), dtype, offset + shape.position, shape.items),
    order: fortran.value ? 'Fortran' : 'C',
    byteOrder: descr.text.startsWith('>') ? 'big' : 'little',
  };
}

/**
 * Checks that a file or member of `sizeBytes` holds exactly the data that its header declares. Throws
 * {@link UnreadableTensor}.
 */
export function checkNpySize({ dtype, shape }: TensorDescription, dataOffset: number, sizeBytes: number): void {
  const declared = elementsOf(shape) * wordBytesOfType(dtype);
  const found = sizeBytes - dataOffset;
  if (declared > found) {
    throw new UnreadableTensor(
      `is cut short: shape (${shape}) needs ${declared} bytes of data, found ${found}`,
      sizeBytes,
    );
  }
  if (declared < found) {
    throw new UnreadableTensor(
      `has ${found - declared} bytes behind the data of shape (${shape})`,
      dataOffset + declared,
    );
  }
}

/**
 * The dimensions themselves, when a file can hold them: 1 or more each, and no more bytes than a file can have. `texts`
 * is what the file says. Throws {@link UnreadableTensor}.
 */
export function checkShape(
  shape: readonly number[],
  dtype: ElementType,
  offset: number,
  texts: readonly string[] = shape.map(String),
): readonly number[] {
  if (shape.length > MOST_DIMENSIONS) {
    throw new UnreadableTensor(`has ${shape.length} dimensions; expected ${MOST_DIMENSIONS} or fewer`, offset);
  }
  const wrong = shape.findIndex((dimension) => !(dimension >= 1));
  if (wrong >= 0) {
    throw new UnreadableTensor(`has dimension '${texts[wrong]}' in its shape; expected 1 or more`, offset);
  }
  if (elementsOf(shape) * wordBytesOfType(dtype) > Number.MAX_SAFE_INTEGER) {
    throw new UnreadableTensor(`has shape (${texts}), which is more than a file can hold`, offset);
  }
  return shape;
}

const EXPECTED_TYPES = "float32 ('<f4'), float16 ('<f2'), int8 ('|i1'), uint8 ('|u1') or bfloat16 ('|V2')";

function parseElementType(descr: string, hints: ReadingHints, offset: number): ElementType {
  const type = ELEMENT_TYPES.get(descr);
  if (type !== undefined) return type;
  const unsigned16 = UNSIGNED_16.includes(descr);
  if (unsigned16 && hints.dtype === 'bfloat16') return 'bfloat16';
  const note = unsigned16 ? '; it is read as bfloat16 when the manifest or --dtype says so' : '';
  throw new UnreadableTensor(`has element type '${descr}'; expected ${EXPECTED_TYPES}${note}`, offset);
}

function toDimension(text: string): number {
  // Python 2 wrote long integers as 6L.
  return /^\d+L?$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
}

/** What the three entries of a header are. */
const EXPECTATIONS: ReadonlyMap<string, string> = new Map([
  ['descr', `'descr' with one element type, such as ${EXPECTED_TYPES}`],
  ['fortran_order', "'fortran_order': True or False"],
  ['shape', "'shape' with a tuple of numbers"],
]);

/** About an entry that is missing, has a value of the wrong kind, or is one too many. */
function unexpected(key: string, found: PythonValue | undefined, offset: number): UnreadableTensor {
  const expectation = EXPECTATIONS.get(key);
  const message =
    expectation === undefined ? `has an entry '${key}' that no .npy header has` : `lacks ${expectation} in its header`;
  return new UnreadableTensor(message, offset + (found?.position ?? 0));
}

function textOffsetOf(major: number): number {
  return LENGTH_OFFSET + (major === 1 ? 2 : 4);
}
