import { type Codec, CorruptStream, type Words } from '../codecs/codec.ts';
import type { CodecConfig } from '../codecs/registry.ts';
import {
  CODEC_IDS,
  type CodecId,
  LAYOUTS,
  type Layout,
  PARTIAL_WINDOWS,
  RUN_LENGTH_FORMATS,
  ZERO_VALUE_WINDOWS,
} from '../config/resolved-config.ts';
import type { OpenFile } from '../host.ts';
import { NPY_START_BYTES, npyDataOffset, parseNpyHeader } from './npy-header.ts';
import { ELEMENT_TYPES, type ElementType, elementsOf, wordBytesOfType } from './tensor.ts';
import { UnreadableTensor } from './tensor-problem.ts';
import type { TensorDescription } from './tensor-source.ts';

/**
 * A compressed tensor as a file, all numbers little-endian:
 *
 *     63 44 4d 41 00 02         "cDMA" and the version
 *     uint32                    length of the settings
 *     settings                  {@link StreamSettings} as JSON
 *     .npy header               what stands before the data in the .npy file that decompressing gives
 *     stream                    what the codec writes, without anything between its blocks
 *     uint32 for each block     length of its stream
 *
 * A block is a whole number of the codec's windows, so the blocks' streams one after the other are the stream of the
 * tensor.
 */
const MAGIC = new TextEncoder().encode('cDMA\x00\x02');
const SETTINGS_OFFSET = MAGIC.length + 4;
const LONGEST_SETTINGS_BYTES = 2 ** 16;
const LONGEST_NPY_HEADER_BYTES = 2 ** 20;
/** A block is decoded in memory. */
const LONGEST_BLOCK_ELEMENTS = 2 ** 24;
/** Token run length makes 5 bytes of a zero and another byte; nothing grows more. */
const LARGEST_EXPANSION = 3;
/** Of a few elements, with the zeros that fill their window up. */
const LARGEST_SMALL_BLOCK_BYTES = 2 ** 16;

/** What a decoder must know besides the stream itself. */
export interface StreamSettings extends CodecConfig {
  codec: CodecId;
  dtype: ElementType;
  /** Order in which the file lists the dimensions of a tensor with 2 or 4. */
  stored: Layout;
  /** Memory order in which the elements were compressed; null for that of the file. */
  layout: Layout | null;
  /** Elements of every block but the last, a multiple of those in a window. */
  blockElements: number;
}

/** What stands in front of the stream. */
export function streamFileStart(settings: StreamSettings, npyHeader: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(settings));
  const start = new Uint8Array(SETTINGS_OFFSET + json.length + npyHeader.length);
  start.set(MAGIC);
  new DataView(start.buffer).setUint32(MAGIC.length, json.length, true);
  start.set(json, SETTINGS_OFFSET);
  start.set(npyHeader, SETTINGS_OFFSET + json.length);
  return start;
}

/** What stands behind the stream: the bytes of each block's part of it. */
export function streamFileEnd(blockBytes: readonly number[]): Uint8Array {
  const end = new Uint8Array(4 * blockBytes.length);
  const view = new DataView(end.buffer);
  for (const [block, bytes] of blockBytes.entries()) view.setUint32(4 * block, bytes, true);
  return end;
}

/** A stream file whose parts have been found, and nothing decoded. */
export interface StreamFile {
  settings: StreamSettings;
  npyHeader: Uint8Array;
  description: TensorDescription;
  /**
   * The words in the order in which they were compressed, block by block. Throws {@link UnreadableTensor} where the
   * stream is corrupt; offsets are those of the file.
   */
  blocks(codec: Codec): AsyncGenerator<Words>;
}

/** Finds the parts of a stream file. Rejects with {@link UnreadableTensor} or `FileProblem`. */
export async function readStreamFile(file: OpenFile): Promise<StreamFile> {
  const { sizeBytes } = file;
  const start = await readPart(file, 0, SETTINGS_OFFSET);
  const wrong = MAGIC.findIndex((byte, index) => start[index] !== byte);
  if (wrong === MAGIC.length - 1 && start.length > wrong) {
    throw new UnreadableTensor(
      `has version ${start[wrong]} of the stream file format; expected ${MAGIC[wrong]}`,
      wrong,
    );
  }
  if (wrong >= 0) throw new UnreadableTensor('does not start like a file of cdma compress ("cDMA 00 02")', wrong);
  if (start.length < SETTINGS_OFFSET) throw new UnreadableTensor('is cut short: expected its settings', sizeBytes);
  const length = new DataView(start.buffer).getUint32(MAGIC.length, true);
  if (length > LONGEST_SETTINGS_BYTES) {
    throw new UnreadableTensor(
      `has settings of ${length} bytes; expected ${LONGEST_SETTINGS_BYTES} or fewer`,
      MAGIC.length,
    );
  }
  const npyOffset = SETTINGS_OFFSET + length;
  const json = await readPart(file, SETTINGS_OFFSET, npyOffset);
  if (json.length < length) throw new UnreadableTensor(`is cut short: expected settings of ${length} bytes`, sizeBytes);
  const settings = parseSettings(json);
  const { npyHeader, description } = await readNpyHeader(file, npyOffset, settings);
  const streamOffset = npyOffset + npyHeader.length;
  const elements = elementsOf(description.shape);
  const blockBytes = await readBlockBytes(file, streamOffset, Math.ceil(elements / settings.blockElements));

  async function* blocks(codec: Codec): AsyncGenerator<Words> {
    const wordBytes = wordBytesOfType(settings.dtype);
    let offset = streamOffset;
    for (const [block, bytes] of blockBytes.entries()) {
      const count = Math.min(settings.blockElements, elements - block * settings.blockElements);
      if (bytes > LARGEST_EXPANSION * count * wordBytes + LARGEST_SMALL_BLOCK_BYTES) {
        throw new UnreadableTensor(
          `has a block of ${bytes} bytes for ${count} elements: more than any codec writes`,
          offset,
        );
      }
      const stream = new Uint8Array(bytes);
      await file.read(stream, offset);
      try {
        yield codec.decode(stream, count, wordBytes);
      } catch (error) {
        if (!(error instanceof CorruptStream)) throw error;
        throw new UnreadableTensor(`has a corrupt ${error.format} stream: ${error.expectation}`, offset + error.offset);
      }
      offset += bytes;
    }
  }
  return { settings, npyHeader, description, blocks };
}

/** Bytes of a range, or fewer where the file ends before. */
async function readPart(file: OpenFile, start: number, end: number): Promise<Uint8Array> {
  const part = new Uint8Array(Math.max(0, Math.min(end, file.sizeBytes) - start));
  await file.read(part, start);
  return part;
}

async function readNpyHeader(
  file: OpenFile,
  offset: number,
  { dtype }: StreamSettings,
): Promise<{ npyHeader: Uint8Array; description: TensorDescription }> {
  try {
    const start = await readPart(file, offset, offset + NPY_START_BYTES);
    const length = npyDataOffset(start, Math.min(file.sizeBytes - offset, LONGEST_NPY_HEADER_BYTES));
    const npyHeader = await readPart(file, offset, offset + length);
    const description = parseNpyHeader(npyHeader, { dtype });
    if (description.dtype === dtype) return { npyHeader, description };
    throw new UnreadableTensor(`holds ${description.dtype}; its settings say ${dtype}`, 0);
  } catch (error) {
    if (!(error instanceof UnreadableTensor)) throw error;
    const message = `has a faulty .npy header before its stream: it ${error.message}`;
    throw new UnreadableTensor(message, offset + (error.offset ?? 0));
  }
}

/** Lengths of the blocks' streams, which must fill the file between the header and the lengths themselves. */
async function readBlockBytes(file: OpenFile, streamOffset: number, blocks: number): Promise<Uint32Array> {
  const lengthsOffset = file.sizeBytes - 4 * blocks;
  if (lengthsOffset < streamOffset) {
    throw new UnreadableTensor(`is cut short: expected the lengths of ${blocks} blocks`, file.sizeBytes);
  }
  const bytes = await readPart(file, lengthsOffset, file.sizeBytes);
  const lengths = new Uint32Array(bytes.buffer, 0, blocks);
  const sum = lengths.reduce((total, length) => total + length, 0);
  const found = lengthsOffset - streamOffset;
  if (sum !== found) {
    const lengthsSay = `the lengths of its ${blocks} blocks add up to ${sum} bytes`;
    throw new UnreadableTensor(`is cut short or damaged: ${lengthsSay}, its stream has ${found}`, lengthsOffset);
  }
  return lengths;
}

function parseSettings(json: Uint8Array): StreamSettings {
  const failure = (message: string) => new UnreadableTensor(`has settings ${message}`, SETTINGS_OFFSET);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    throw failure('that are not JSON');
  }
  if (typeof value !== 'object' || value === null) throw failure('that are no object');
  const settings = value as Partial<Record<keyof StreamSettings, unknown>>;
  for (const [key, isValid] of Object.entries(VALID)) {
    if (!isValid(settings[key as keyof StreamSettings])) throw failure(`without a valid "${key}"`);
  }
  return value as StreamSettings;
}

const oneOf =
  (known: readonly unknown[]) =>
  (value: unknown): boolean =>
    known.includes(value);
const countUpTo =
  (limit: number) =>
  (value: unknown): boolean =>
    Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= limit;

const VALID: Readonly<Record<keyof StreamSettings, (value: unknown) => boolean>> = {
  codec: oneOf(CODEC_IDS),
  window: countUpTo(LONGEST_BLOCK_ELEMENTS),
  runLengthFormat: oneOf(RUN_LENGTH_FORMATS),
  zeroValueWindow: oneOf(ZERO_VALUE_WINDOWS),
  partialWindow: oneOf(PARTIAL_WINDOWS),
  dtype: oneOf(ELEMENT_TYPES),
  stored: oneOf(LAYOUTS),
  layout: oneOf([null, ...LAYOUTS]),
  blockElements: countUpTo(LONGEST_BLOCK_ELEMENTS),
};
