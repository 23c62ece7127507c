import { CODEC_IDS, type CodecId, RUN_LENGTH_FORMATS, type RunLengthFormat } from '../config/resolved-config.ts';
import { ELEMENT_TYPES, type ElementType } from './tensor.ts';

/** What a decoder must know besides the stream itself. */
export interface StreamHeader {
  codec: CodecId;
  window: number;
  runLengthFormat: RunLengthFormat;
  dtype: ElementType;
  /** Dimensions of the tensor as it was stored, slowest first. */
  shape: readonly number[];
  /** Memory order in which the elements were compressed; `null` for the stored order. */
  layout: 'NCHW' | 'NHWC' | 'CHWN' | null;
}

const MAGIC = new TextEncoder().encode('cDMA\x00\x01');
const HEADER_OFFSET = MAGIC.length + 4;

/**
 * A compressed stream as a file: the magic bytes `cDMA 00 01`, the header's length (uint32, little-endian), the
 * header as JSON, then the stream.
 */
export function writeStreamFile(header: StreamHeader, stream: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(HEADER_OFFSET + json.length + stream.length);
  file.set(MAGIC);
  new DataView(file.buffer).setUint32(MAGIC.length, json.length, true);
  file.set(json, HEADER_OFFSET);
  file.set(stream, HEADER_OFFSET + json.length);
  return file;
}

/** The parts of a stream file, or what is wrong with it and at which byte. */
export function readStreamFile(
  file: Uint8Array,
): { header: StreamHeader; stream: Uint8Array } | { offset: number; message: string } {
  const wrong = MAGIC.findIndex((byte, index) => file[index] !== byte);
  if (wrong >= 0) return { offset: wrong, message: 'does not start like a file of cdma compress ("cDMA 00 01")' };
  if (file.length < HEADER_OFFSET) return { offset: file.length, message: 'is cut short: expected the header length' };
  const length = new DataView(file.buffer, file.byteOffset).getUint32(MAGIC.length, true);
  const streamOffset = HEADER_OFFSET + length;
  if (streamOffset > file.length) {
    return { offset: file.length, message: `is cut short: expected a header of ${length} bytes` };
  }
  const header = parseHeader(file.subarray(HEADER_OFFSET, streamOffset));
  if (header === undefined) return { offset: HEADER_OFFSET, message: 'has a header that is not of this version' };
  return { header, stream: file.subarray(streamOffset) };
}

function parseHeader(json: Uint8Array): StreamHeader | undefined {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { codec, window, runLengthFormat, dtype, shape, layout } = value as Partial<
    Record<keyof StreamHeader, unknown>
  >;
  const sound =
    CODEC_IDS.some((id) => id === codec) &&
    RUN_LENGTH_FORMATS.some((format) => format === runLengthFormat) &&
    ELEMENT_TYPES.some((type) => type === dtype) &&
    isCount(window) &&
    Array.isArray(shape) &&
    shape.every(isCount) &&
    shape.reduce((product, dimension) => product * dimension, 4) <= Number.MAX_SAFE_INTEGER &&
    (layout === null || layout === 'NCHW' || layout === 'NHWC' || layout === 'CHWN');
  return sound ? (value as StreamHeader) : undefined;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}
