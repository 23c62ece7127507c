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
  /** Lets pending events (a cancel request, say) be handled between two pieces of work. */
  pause(): Promise<void>;
}

export interface FileReader {
  /** Rejects with {@link FileProblem} when the file cannot be read. */
  readText(uri: string): Promise<string>;
  /** Whole content. Rejects with {@link FileProblem}; also when the file is larger than `limitBytes`. */
  readBytes(uri: string, limitBytes: number): Promise<Uint8Array>;
  /** Size and modification time, to recognise an unchanged file. Rejects with {@link FileProblem}. */
  stat(uri: string): Promise<{ sizeBytes: number; modifiedMs: number }>;
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
