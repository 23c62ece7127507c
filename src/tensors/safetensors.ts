import type { OpenFile } from '../host.ts';
import { fileTensor } from './file-tensor.ts';
import { checkShape } from './npy-header.ts';
import { type ElementType, elementsOf, wordBytesOfType } from './tensor.ts';
import { UnreadableTensor } from './tensor-problem.ts';
import type { TensorSource } from './tensor-source.ts';

/** The header's length in front of it: an unsigned 64-bit little-endian integer. */
const HEADER_OFFSET = 8;
/** About a hundred thousand tensors; a longer header is not read. */
const LONGEST_HEADER_BYTES = 16 * 2 ** 20;
const METADATA = '__metadata__';
const ELEMENT_TYPES: ReadonlyMap<string, ElementType> = new Map([
  ['F32', 'float32'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I8', 'int8'],
  ['U8', 'uint8'],
]);

/** What a `.safetensors` header says of one tensor. Offsets count from the start of the data. */
export interface SafetensorsEntry {
  dtype: string;
  shape: readonly number[];
  start: number;
  end: number;
}

export interface SafetensorsDirectory {
  /** Byte of the file at which the data start. */
  dataOffset: number;
  entries: ReadonlyMap<string, SafetensorsEntry>;
}

/**
 * The tensors of a `.safetensors` file in the order of their data, which must fill the file. Rejects with an error
 * about the file.
 */
export async function readSafetensorsDirectory(file: OpenFile): Promise<SafetensorsDirectory> {
  const { sizeBytes } = file;
  if (sizeBytes < HEADER_OFFSET) {
    throw new UnreadableTensor('is cut short: expected the length of a safetensors header (8 bytes)', sizeBytes);
  }
  const start = new Uint8Array(HEADER_OFFSET);
  await file.read(start, 0);
  const length = Number(new DataView(start.buffer).getBigUint64(0, true));
  if (length > LONGEST_HEADER_BYTES) {
    throw new UnreadableTensor(`declares a header of ${length} bytes; expected ${LONGEST_HEADER_BYTES} or fewer`, 0);
  }
  const dataOffset = HEADER_OFFSET + length;
  if (dataOffset > sizeBytes) {
    throw new UnreadableTensor(`is cut short: expected a header of ${length} bytes`, sizeBytes);
  }
  const json = new Uint8Array(length);
  await file.read(json, HEADER_OFFSET);
  return { dataOffset, entries: parseDirectory(json, sizeBytes - dataOffset, dataOffset) };
}

/** One tensor of a `.safetensors` file. Throws {@link UnreadableTensor} for element types that no codec takes. */
export function safetensorsTensor(file: OpenFile, name: string, directory: SafetensorsDirectory): TensorSource {
  const { dataOffset, entries } = directory;
  const entry = entries.get(name);
  const dtype = entry && ELEMENT_TYPES.get(entry.dtype);
  if (entry === undefined || dtype === undefined) {
    const expected = [...ELEMENT_TYPES.keys()].join(', ');
    throw new UnreadableTensor(`has "${name}" of element type ${entry?.dtype}; expected ${expected}`, HEADER_OFFSET);
  }
  const shape = checkShape(entry.shape, dtype, HEADER_OFFSET);
  const needed = elementsOf(shape) * wordBytesOfType(dtype);
  if (entry.end - entry.start !== needed) {
    throw new UnreadableTensor(
      `has ${entry.end - entry.start} bytes of data for "${name}"; ${dtype} of shape (${shape}) needs ${needed}`,
      dataOffset + entry.start,
    );
  }
  const read = (into: Uint8Array, position: number) => file.read(into, dataOffset + entry.start + position);
  const description = { dtype, shape, order: 'C', byteOrder: 'little' } as const;
  return fileTensor({ uri: file.uri, name, npyHeader: null }, description, { read, pieces: null });
}

function parseDirectory(
  json: Uint8Array,
  dataBytes: number,
  dataOffset: number,
): ReadonlyMap<string, SafetensorsEntry> {
  const header = parseJsonObject(json);
  const entries: [string, SafetensorsEntry][] = [];
  for (const [name, value] of Object.entries(header)) {
    if (name === METADATA) continue;
    const entry = parseEntry(value);
    if (entry === undefined) {
      const expectation = 'expected "dtype", "shape" and "data_offsets" [begin, end] of whole numbers';
      throw new UnreadableTensor(`has a faulty entry "${name}" in its header; ${expectation}`, HEADER_OFFSET);
    }
    if (entry.start > entry.end || entry.end > dataBytes) {
      const place = `bytes ${entry.start} to ${entry.end} of its ${dataBytes} bytes of data`;
      throw new UnreadableTensor(`has "${name}" in ${place}: cut short, or not in order`, dataOffset + dataBytes);
    }
    entries.push([name, entry]);
  }
  entries.sort(([, a], [, b]) => a.start - b.start || a.end - b.end);
  let end = 0;
  for (const [name, entry] of entries) {
    if (entry.start !== end) {
      const message = entry.start < end ? 'overlaps the data before it' : `leaves ${entry.start - end} bytes unused`;
      throw new UnreadableTensor(`has "${name}" where it ${message}`, dataOffset + Math.min(end, entry.start));
    }
    end = entry.end;
  }
  if (end < dataBytes) {
    throw new UnreadableTensor(`has ${dataBytes - end} bytes behind the data of its tensors`, dataOffset + end);
  }
  return new Map(entries);
}

function parseJsonObject(json: Uint8Array): object {
  if (json[0] !== 0x7b) throw new UnreadableTensor("has no JSON object as its header: expected '{'", HEADER_OFFSET);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnreadableTensor(`has a header that is not JSON: ${reason}`, HEADER_OFFSET);
  }
  return value as object;
}

function parseEntry(value: unknown): SafetensorsEntry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { dtype, shape, data_offsets: offsets } = value as Record<string, unknown>;
  if (typeof dtype !== 'string' || !isListOfCounts(shape) || !isListOfCounts(offsets)) return undefined;
  const [start, end, ...more] = offsets;
  if (start === undefined || end === undefined || more.length > 0) return undefined;
  return { dtype, shape, start, end };
}

function isListOfCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
