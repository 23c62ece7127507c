import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { FileProblem, type OpenFile, type ZipArchive, type ZipMember, ZipProblem } from '../host.ts';
import { crc32 } from './crc32.ts';

/** An archive of tensors has as many members as there are tensors. */
const MOST_MEMBERS = 65535;
const PIECE_BYTES = 2 ** 20;
/** Compression methods of zip archives. */
const STORED = 0;
const DEFLATED = 8;

/** Reads the directory of a zip archive. The only module that knows the library. */
export async function openZip(file: OpenFile): Promise<ZipArchive> {
  return withReason(null, async () => {
    const options = { autoClose: false, strictFileNames: true };
    const zip = await fromRandomAccessReaderPromise(new FileAsReader(file), file.sizeBytes, options);
    const members: ZipMember[] = [];
    for await (const entry of zip.eachEntry()) {
      if (members.length === MOST_MEMBERS) throw new ZipProblem(`has more than ${MOST_MEMBERS} members`);
      members.push(memberOf(entry, zip, file));
    }
    return { members };
  });
}

function memberOf(entry: Entry, zip: ZipFile, file: OpenFile): ZipMember {
  const offset = entry.relativeOffsetOfLocalHeader;
  const failure = (reason: string) => new ZipProblem(`${reason} in its member ${entry.fileName}`, offset);
  const contentOffset = () =>
    withReason(entry, async () => {
      if (entry.isEncrypted()) throw failure('has encrypted data');
      if (!entry.canDecodeFileData()) {
        throw failure(
          `has compression method ${entry.compressionMethod}, where 0 (stored) or 8 (deflated) is expected,`,
        );
      }
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      return fileDataStart;
    });

  async function* content(): AsyncGenerator<Uint8Array> {
    const start = await contentOffset();
    const pieces =
      entry.compressionMethod === DEFLATED
        ? inflated(entry, zip)
        : piecesOf(file, start, start + entry.uncompressedSize, new Uint8Array(PIECE_BYTES));
    let size = 0;
    let checksum = 0;
    try {
      for await (const piece of pieces) {
        size += piece.length;
        if (size > entry.uncompressedSize) throw failure(`has more than the declared ${entry.uncompressedSize} bytes`);
        checksum = crc32(piece, checksum);
        yield piece;
      }
    } catch (error) {
      throw asZipProblem(error, entry);
    }
    if (size < entry.uncompressedSize) throw failure(`has ${size} of the declared ${entry.uncompressedSize} bytes`);
    if (checksum !== entry.crc32) {
      throw failure(`has data with CRC-32 ${hexadecimal(checksum)}, where ${hexadecimal(entry.crc32)} is expected,`);
    }
  }

  return {
    name: entry.fileName,
    offset,
    sizeBytes: entry.uncompressedSize,
    stored: entry.compressionMethod === STORED,
    contentOffset,
    content,
  };
}

/** Leaving the loop ends the stream. */
async function* inflated(entry: Entry, zip: ZipFile): AsyncGenerator<Uint8Array> {
  const stream = await zip.openReadStreamPromise(entry);
  try {
    for await (const piece of stream) yield piece;
  } finally {
    stream.destroy();
  }
}

async function* piecesOf(file: OpenFile, start: number, end: number, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let offset = start; offset < end; offset += buffer.length) {
    const piece = buffer.subarray(0, end - offset);
    await file.read(piece, offset);
    yield piece;
  }
}

/** An open file in the form that the library reads from. It stays open: whoever opened it closes it. */
class FileAsReader extends RandomAccessReader {
  constructor(private readonly file: OpenFile) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    // Its pieces are kept by the streams that follow: each is new.
    const file = this.file;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (let offset = start; offset < end; offset += PIECE_BYTES) {
        const piece = new Uint8Array(Math.min(PIECE_BYTES, end - offset));
        await file.read(piece, offset);
        yield piece;
      }
    }
    return Readable.from(pieces(), { objectMode: false, highWaterMark: 2 * PIECE_BYTES });
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.file.read(buffer.subarray(offset, offset + length), position).then(
      () => callback(null),
      (error: Error) => callback(error),
    );
  }
}

async function withReason<T>(entry: Entry | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asZipProblem(error, entry);
  }
}

/** The library's own messages, about a member or the archive as a whole. */
function asZipProblem(error: unknown, entry: Entry | null): unknown {
  if (error instanceof FileProblem || error instanceof ZipProblem) return error;
  const reason = `is not a sound zip archive: ${error instanceof Error ? error.message : String(error)}`;
  if (entry === null) return new ZipProblem(reason);
  return new ZipProblem(`${reason}, in its member ${entry.fileName}`, entry.relativeOffsetOfLocalHeader);
}

function hexadecimal(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}
