import {
  type Entry,
  ERR_AMBIGUOUS_ARCHIVE,
  type Reader,
  WARNING_DUPLICATE_FILENAME,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-reader.js';
import { type OpenFile, type ZipArchive, type ZipMember, ZipProblem } from '../host.ts';
import { crc32ByTable } from '../zip/crc32.ts';
import { piecesOf, STORED, zipArchive, zipMember } from '../zip/zip-member.ts';
import { inflateRaw } from './zlib-streams.ts';

/** The library holds a directory whole: 1 KiB for each of as many members as there may be. */
const LARGEST_DIRECTORY_BYTES = 2 ** 26;
/** Of the header in front of a member's data (APPNOTE 6.3.9, 4.3.7). */
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const LOCAL_HEADER_BYTES = 30;

/**
 * Reads the directory of a zip archive. The only module that knows the library, of which no more than that is used: it
 * would inflate with whatever the browser has, and each says other things about damaged data.
 */
export function openZip(file: OpenFile): Promise<ZipArchive> {
  return zipArchive(async function* () {
    for await (const entry of entriesOf(file)) yield memberOf(entry, file);
  });
}

/** Names may come twice: what that means is for the reader of the archive to say. */
async function* entriesOf(file: OpenFile): AsyncGenerator<Entry> {
  try {
    yield* new ZipReader(asReader(file), {
      // Guesses at what a damaged archive was meant to be differ from host to host.
      strictness: 'strict',
      // Of names without the mark of UTF-8 (APPNOTE 6.3.9, appendix D). All are checked below, as on Node.js.
      filenameEncoding: 'cp437',
      filenameValidation: 'tolerant',
    }).getEntriesGenerator();
  } catch (error) {
    if (!(error instanceof Error && error.message === ERR_AMBIGUOUS_ARCHIVE && 'reason' in error)) throw error;
    if (error.reason !== WARNING_DUPLICATE_FILENAME) throw new Error(`${error.message} (${error.reason})`);
  }
}

function memberOf(entry: Entry, file: OpenFile): ZipMember {
  const { filename: name, offset, uncompressedSize, compressedSize, compressionMethod, encrypted } = entry;
  checkName(name);
  if (compressionMethod === STORED && !encrypted && compressedSize !== uncompressedSize) {
    throw new Error(`compressed/uncompressed size mismatch for stored file: ${compressedSize} != ${uncompressedSize}`);
  }
  const declared = {
    name,
    offset,
    sizeBytes: uncompressedSize,
    crc32: entry.crc32 ?? 0, // only encrypted data can do without
    compressionMethod,
    encrypted,
  };
  return zipMember(declared, file, {
    dataOffset: () => dataOffsetOf(entry, file),
    inflated: (start) => inflateRaw(piecesOf(file, start, start + compressedSize)),
    crc32: crc32ByTable,
  });
}

/** Names are paths within the archive. */
function checkName(name: string): void {
  if (name.includes('\\')) throw new Error(`invalid characters in fileName: ${name}`);
  if (/^([a-zA-Z]:|\/)/.test(name)) throw new Error(`absolute path: ${name}`);
  if (name.split('/').includes('..')) throw new Error(`invalid relative path: ${name}`);
}

/** Only a member's own header says how long it is itself. */
async function dataOffsetOf({ offset, compressedSize }: Entry, file: OpenFile): Promise<number> {
  const header = new DataView(new ArrayBuffer(LOCAL_HEADER_BYTES));
  await file.read(new Uint8Array(header.buffer), offset);
  const signature = header.getUint32(0, true);
  if (signature !== LOCAL_HEADER_SIGNATURE) {
    throw new Error(`invalid local file header signature: 0x${signature.toString(16)}`);
  }
  const nameBytes = header.getUint16(26, true);
  const extraBytes = header.getUint16(28, true);
  const start = offset + LOCAL_HEADER_BYTES + nameBytes + extraBytes;
  if (start + compressedSize > file.sizeBytes) {
    throw new Error(`file data overflows file bounds: ${start} + ${compressedSize} > ${file.sizeBytes}`);
  }
  return start;
}

/** As much of a reader as the library needs for a directory. The file stays open: whoever opened it closes it. */
function asReader(file: OpenFile): Reader<OpenFile> {
  const readUint8Array = async (offset: number, length: number) => {
    const bytes = Math.max(0, Math.min(length, file.sizeBytes - offset));
    if (bytes > LARGEST_DIRECTORY_BYTES) {
      throw new ZipProblem(`has a directory of ${bytes} bytes, more than the ${LARGEST_DIRECTORY_BYTES} that are read`);
    }
    const part = new Uint8Array(bytes);
    await file.read(part, offset);
    return part;
  };
  return { size: file.sizeBytes, readUint8Array } as Reader<OpenFile>;
}
