import { FileProblem, type OpenFile, type ZipArchive, type ZipMember, ZipProblem } from '../host.ts';
import type { Crc32 } from './crc32.ts';

/** An archive of tensors has as many members as there are tensors. */
const MOST_MEMBERS = 65535;
const PIECE_BYTES = 2 ** 20;
/** Compression methods of zip archives. */
export const STORED = 0;
const DEFLATED = 8;

/** What the directory of an archive says about a member. */
export interface DirectoryEntry {
  readonly name: string;
  /** Byte of the file at which the member's own header starts. */
  readonly offset: number;
  /** Length of the content. */
  readonly sizeBytes: number;
  /** Of the content. */
  readonly crc32: number;
  readonly compressionMethod: number;
  readonly encrypted: boolean;
}

/** What a host brings to read members: it has a zip library, an inflater and a CRC-32 of its own. */
export interface MemberAccess {
  /** Byte of the file at which the data of the member start, as its own header says. */
  dataOffset(): Promise<number>;
  /** The content of a deflated member, whose data start at `dataOffset`. */
  inflated(dataOffset: number): AsyncIterable<Uint8Array>;
  readonly crc32: Crc32;
}

/** All members, as far as there are not too many. Rejects with {@link ZipProblem} on any error of a library. */
export async function zipArchive(list: () => AsyncIterable<ZipMember>): Promise<ZipArchive> {
  return withReason(null, async () => {
    const members: ZipMember[] = [];
    for await (const member of list()) {
      if (members.length === MOST_MEMBERS) throw new ZipProblem(`has more than ${MOST_MEMBERS} members`);
      members.push(member);
    }
    return { members };
  });
}

/** A member whose content is held against what the directory says of it. */
export function zipMember(entry: DirectoryEntry, file: OpenFile, access: MemberAccess): ZipMember {
  const { name, offset, sizeBytes, compressionMethod } = entry;
  const failure = (reason: string) => new ZipProblem(`${reason} in its member ${name}`, offset);
  const contentOffset = () =>
    withReason(entry, async () => {
      if (entry.encrypted) throw failure('has encrypted data');
      if (compressionMethod !== STORED && compressionMethod !== DEFLATED) {
        throw failure(`has compression method ${compressionMethod}, where 0 (stored) or 8 (deflated) is expected,`);
      }
      return access.dataOffset();
    });

  async function* content(): AsyncGenerator<Uint8Array> {
    const start = await contentOffset();
    const pieces = compressionMethod === DEFLATED ? access.inflated(start) : piecesOf(file, start, start + sizeBytes);
    let size = 0;
    let checksum = 0;
    try {
      for await (const piece of pieces) {
        size += piece.length;
        if (size > sizeBytes) throw failure(`has more than the declared ${sizeBytes} bytes`);
        checksum = access.crc32(piece, checksum);
        yield piece;
      }
    } catch (error) {
      throw asZipProblem(error, entry);
    }
    if (size < sizeBytes) throw failure(`has ${size} of the declared ${sizeBytes} bytes`);
    if (checksum !== entry.crc32) {
      throw failure(`has data with CRC-32 ${hexadecimal(checksum)}, where ${hexadecimal(entry.crc32)} is expected,`);
    }
  }

  return { name, offset, sizeBytes, stored: compressionMethod === STORED, contentOffset, content };
}

/** The bytes of a file from `start` up to `end`, in pieces whose memory is used again for the next. */
export async function* piecesOf(file: OpenFile, start: number, end: number): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(Math.min(PIECE_BYTES, end - start));
  for (let offset = start; offset < end; offset += buffer.length) {
    const piece = buffer.subarray(0, end - offset);
    await file.read(piece, offset);
    yield piece;
  }
}

async function withReason<T>(entry: DirectoryEntry | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asZipProblem(error, entry);
  }
}

/** A library's own messages, about a member or the archive as a whole. */
function asZipProblem(error: unknown, entry: DirectoryEntry | null): unknown {
  if (error instanceof FileProblem || error instanceof ZipProblem) return error;
  const reason = `is not a sound zip archive: ${error instanceof Error ? error.message : String(error)}`;
  if (entry === null) return new ZipProblem(reason);
  return new ZipProblem(`${reason}, in its member ${entry.name}`, entry.offset);
}

function hexadecimal(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}
