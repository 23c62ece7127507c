/**
 * What the simulator needs from the world around it. `src/node` implements it for Node.js; a browser host
 * would bring its own. Files are named by URI strings so that relative references resolve alike everywhere.
 */
export interface Host {
  readonly files: FileReader;
  /** The zlib stream (RFC 1950, level 6) of one window. */
  deflate(window: Uint8Array): Uint8Array;
  /**
   * Inverse of {@link deflate} for the zlib stream at the start of `streams`, which says where it ends itself.
   * Throws when that stream is corrupt, cut short or holds more than `limitBytes`.
   */
  inflate(streams: Uint8Array, limitBytes: number): { data: Uint8Array; consumedBytes: number };
  /** SHA-256 in lower-case hexadecimal. */
  sha256(data: string | Uint8Array): string;
  /** SHA-256 of data that come piece by piece. */
  startSha256(): { update(data: Uint8Array): void; hexadecimal(): string };
  /** Reads the directory of a zip archive, zip64 included. Rejects with {@link ZipProblem}. */
  openZip(file: OpenFile): Promise<ZipArchive>;
  /** Lets pending events (a cancel request, say) be handled between two pieces of work. */
  pause(): Promise<void>;
}

/** Texts are parsed in memory whole; no config, network or manifest comes near. */
export const LARGEST_TEXT_BYTES = 16e6;

export interface FileReader {
  /** Rejects with {@link FileProblem} when the file cannot be read; also when it has more than {@link LARGEST_TEXT_BYTES}. */
  readText(uri: string): Promise<string>;
  /** Whole content. Rejects with {@link FileProblem}; also when the file is larger than `limitBytes`. */
  readBytes(uri: string, limitBytes: number): Promise<Uint8Array>;
  /** Size and modification time, to recognise an unchanged file. Rejects with {@link FileProblem}. */
  stat(uri: string): Promise<{ sizeBytes: number; modifiedMs: number }>;
  /** Opens a file for reading at any place; the caller closes it. Rejects with {@link FileProblem}. */
  open(uri: string): Promise<OpenFile>;
}

/** A file of any size, of which only the parts that are asked for are read. */
export interface OpenFile {
  readonly uri: string;
  /** When it was opened. */
  readonly sizeBytes: number;
  /**
   * Fills `into` with the bytes from `offset` on. Rejects with {@link FileProblem}, also where the file ends before.
   */
  read(into: Uint8Array, offset: number): Promise<void>;
  close(): Promise<void>;
}

export interface ZipArchive {
  /** In the order of the directory. Names are unique as far as the archive is sound; nothing makes sure of it. */
  readonly members: readonly ZipMember[];
}

export interface ZipMember {
  readonly name: string;
  /** Byte of the file at which the member's own header starts. */
  readonly offset: number;
  /** Length of the content as the directory says it; {@link content} makes sure of it. */
  readonly sizeBytes: number;
  /** Whether the content lies in the file as it is, rather than deflated. */
  readonly stored: boolean;
  /** Byte of the file at which a stored content starts. Rejects with {@link ZipProblem}. */
  contentOffset(): Promise<number>;
  /**
   * The content in pieces whose memory is used again for the next. Throws {@link ZipProblem} as soon as the content is
   * longer than {@link sizeBytes} or does not inflate, and at its end when it is shorter or its CRC-32 differs.
   */
  content(): AsyncGenerator<Uint8Array>;
}

/** A file that could not be read, with a reason that can be shown to a user ("does not exist", "is a folder"). */
export class FileProblem extends Error {
  constructor(
    readonly uri: string,
    readonly reason: string,
  ) {
    super(`${uri} ${reason}`);
  }
}

/**
 * A zip archive that is damaged, or encrypted. `offset` is the byte of the file at which it fails, where that is known.
 */
export class ZipProblem extends Error {
  constructor(
    readonly reason: string,
    readonly offset?: number,
  ) {
    super(reason);
  }
}
