import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import type { OpenFile, ZipArchive, ZipMember } from '../host.ts';
import { zipArchive, zipMember } from '../zip/zip-member.ts';
import { crc32 } from './crc32.ts';

const PIECE_BYTES = 2 ** 20;

/** Reads the directory of a zip archive. The only module that knows the library. */
export function openZip(file: OpenFile): Promise<ZipArchive> {
  return zipArchive(async function* () {
    const options = { autoClose: false, strictFileNames: true };
    const zip = await fromRandomAccessReaderPromise(new FileAsReader(file), file.sizeBytes, options);
    for await (const entry of zip.eachEntry()) yield memberOf(entry, zip, file);
  });
}

function memberOf(entry: Entry, zip: ZipFile, file: OpenFile): ZipMember {
  const declared = {
    name: entry.fileName,
    offset: entry.relativeOffsetOfLocalHeader,
    sizeBytes: entry.uncompressedSize,
    crc32: entry.crc32,
    compressionMethod: entry.compressionMethod,
    encrypted: entry.isEncrypted(),
  };
  return zipMember(declared, file, {
    dataOffset: async () => (await zip.readLocalFileHeaderPromise(entry, { minimal: true })).fileDataStart,
    inflated: () => inflated(entry, zip),
    crc32,
  });
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
