import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { reasonOf, UsageError } from './usage.ts';

/**
 * A result that is written piece by piece. It takes its name when it is complete; until then it has the ending `.part` and
 * the number of this process, so that two that write the same result do not write into each other's. Nothing is left of it
 * when the work fails. Rejects with {@link UsageError} when it cannot be written.
 */
export class OutputFile {
  private constructor(
    /** As it was given. */
    private readonly name: string,
    private readonly place: string,
    /** Its name until it is complete. */
    private readonly partName: string,
    private readonly handle: FileHandle,
  ) {}

  static async create(name: string): Promise<OutputFile> {
    return withReason(name, async () => {
      if (await isDevice(name)) return new OutputFile(name, name, name, await open(name, 'w'));
      const place = await realpath(name).catch(() => name); // a link stays one
      const partName = `${place}.${process.pid}.part`;
      return new OutputFile(name, place, partName, await open(partName, 'w'));
    });
  }

  /** At a position in bytes; without one, behind what was written last. */
  async write(bytes: Uint8Array, position: number | null = null): Promise<void> {
    await withReason(this.name, async () => {
      for (let written = 0; written < bytes.length; ) {
        const at = position === null ? null : position + written;
        written += (await this.handle.write(bytes, written, bytes.length - written, at)).bytesWritten;
      }
    });
  }

  async complete(): Promise<void> {
    await withReason(this.name, async () => {
      await this.handle.close();
      if (this.partName !== this.place) await rename(this.partName, this.place);
    });
  }

  async discard(): Promise<void> {
    await this.handle.close();
    if (this.partName !== this.place) await rm(this.partName, { force: true });
  }
}

/** Writes a file with `work`; leaves none when that fails. */
export async function writeInPieces(name: string, work: (file: OutputFile) => Promise<void>): Promise<void> {
  const file = await OutputFile.create(name);
  try {
    await work(file);
    await file.complete();
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Writes a whole result. Rejects with {@link UsageError} when it cannot be written; then there is none. */
export function writeOutput(name: string, content: string | Uint8Array): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return writeInPieces(name, (file) => file.write(bytes));
}

/** Such as `/dev/null`, which must stay what it is. */
async function isDevice(name: string): Promise<boolean> {
  try {
    const found = await stat(name);
    return !found.isFile() && !found.isDirectory();
  } catch {
    return false; // does not exist yet
  }
}

async function withReason<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new UsageError(`cannot write ${name}: ${reasonOf(error)}`);
  }
}
