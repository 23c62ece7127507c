import { constants, createReadStream } from 'node:fs';
import { type FileHandle, link, open, rm, stat, writeFile } from 'node:fs/promises';
import { isPointLine } from '../../src/exploration/point-lines.ts';
import { reasonOf, UsageError } from '../usage.ts';

/** What is written is safe on the disk after about so long, in milliseconds. */
const SAFE_AFTER = 200;

/** A line of a file that ends in a line break, without that. */
export interface Line {
  text: string;
  /** Byte of the file behind its line break. */
  end: number;
}

/** The complete lines of a file; what follows the last line break is none. */
export async function* linesOf(name: string): AsyncGenerator<Line, void> {
  let rest: Buffer = Buffer.alloc(0);
  let restStart = 0;
  for await (const piece of createReadStream(name, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const bytes = rest.length === 0 ? piece : Buffer.concat([rest, piece]);
    let start = 0;
    for (let stop = bytes.indexOf(LINE_BREAK); stop >= 0; stop = bytes.indexOf(LINE_BREAK, start)) {
      yield { text: bytes.toString('utf8', start, stop), end: restStart + stop + 1 };
      start = stop + 1;
    }
    rest = bytes.subarray(start);
    restStart += start;
  }
}

const LINE_BREAK = 0x0a;

/**
 * A file of points that grows while they are evaluated. What is in it is a first part of the lines it will have, whatever
 * happens: a run that was killed goes on where it ended.
 *
 * Every line is written at the place in the file where it belongs, and what is behind stays until the last line is written.
 * Two processes that write the same file by mistake write the same bytes, and do no harm.
 */
export class PointFile {
  private pending: string[] = [];
  /** Points in the file and in {@link pending}. */
  private rows: number;
  private flushedAt = Number.NEGATIVE_INFINITY;

  private constructor(
    readonly name: string,
    private readonly handle: FileHandle,
    private readonly isRegular: boolean,
    private position: number,
    /** Points that were in the file. */
    readonly had: number,
    /** Points that it will have. */
    private readonly allRows: number,
  ) {
    this.rows = had;
  }

  /**
   * Opens a file, or begins it. `onLine` is told of every point that is there. Rejects with {@link UsageError} when it has
   * something else than the first lines of these points.
   */
  static async open(
    name: string,
    header: string,
    places: Uint32Array,
    onLine: (line: string, row: number) => void = () => undefined,
  ): Promise<PointFile> {
    return withReason(name, async () => {
      await beginWithHeader(name, header);
      const handle = await open(name, constants.O_RDWR | constants.O_CREAT); // what is there stays as it is
      try {
        const isRegular = (await handle.stat()).isFile();
        const { rows, end } = isRegular ? await readLines(name, header, places, onLine) : { rows: 0, end: 0 };
        const file = new PointFile(name, handle, isRegular, end, rows, places.length);
        if (end === 0) {
          file.pending.push(`${header}\n`);
          await file.flush();
        }
        return file;
      } catch (error) {
        await handle.close();
        throw error;
      }
    });
  }

  async append(lines: readonly string[]): Promise<void> {
    for (const line of lines) this.pending.push(line);
    this.rows += lines.length;
    if (performance.now() - this.flushedAt >= SAFE_AFTER) await this.flush();
  }

  async close(): Promise<void> {
    try {
      await this.flush();
      // A line that was torn, and is longer than those that have taken its place. Sooner it might be another process's line.
      if (this.isRegular && this.rows === this.allRows) {
        await withReason(this.name, () => this.handle.truncate(this.position));
      }
    } finally {
      await this.handle.close();
    }
  }

  private async flush(): Promise<void> {
    const bytes = Buffer.from(this.pending.join(''));
    this.pending = [];
    await withReason(this.name, async () => {
      for (let written = 0; written < bytes.length; ) {
        const at = this.isRegular ? this.position + written : null;
        written += (await this.handle.write(bytes, written, bytes.length - written, at)).bytesWritten;
      }
      if (!this.isRegular) return;
      await this.handle.datasync();
      await this.checkPlace();
    });
    this.position += bytes.length;
    this.flushedAt = performance.now();
  }

  /** A file that was deleted takes what is written to it, and nobody ever finds it again. */
  private async checkPlace(): Promise<void> {
    const ours = await this.handle.stat({ bigint: true });
    const there = await orUndefinedIfMissing(stat(this.name, { bigint: true }));
    if (there?.ino === ours.ino && there.dev === ours.dev) return;
    throw new UsageError(`cannot write ${this.name}: it was removed or replaced while points were written to it`);
  }
}

/**
 * A file that is not there appears with its header, so that nobody finds it without: of two sweeps that begin the same file
 * at once, one is refused. Where that cannot be done, the file is begun in its place, and that says what is wrong.
 */
async function beginWithHeader(name: string, header: string): Promise<void> {
  if ((await orUndefinedIfMissing(stat(name))) !== undefined) return;
  const partName = `${name}.${process.pid}.${parts++}.part`;
  try {
    await writeFile(partName, `${header}\n`, { flag: 'wx' });
    await link(partName, name);
  } catch {
    // Another process was first, or this file system has no links.
  } finally {
    await rm(partName, { force: true });
  }
}

/** For names that no two files of a process share. */
let parts = 0;

async function orUndefinedIfMissing<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readLines(
  name: string,
  header: string,
  places: Uint32Array,
  onLine: (line: string, row: number) => void,
): Promise<{ rows: number; end: number }> {
  let rows = -1; // the header is none
  let end = 0;
  for await (const line of linesOf(name)) {
    if (rows < 0) checkHeader(name, line.text, header);
    else if (!isPointLine(line.text, places[rows] ?? Number.NaN)) {
      throw new UsageError(`${name}: line ${rows + 2} is not that of point ${places[rows] ?? 'none'}: ${MEND}`);
    } else {
      try {
        onLine(line.text, rows);
      } catch {
        throw new UsageError(`${name}: line ${rows + 2} is damaged: ${MEND}`);
      }
    }
    rows += 1;
    end = line.end;
  }
  if (rows < 0 && !(await isBeginning(name, header))) {
    throw new UsageError(`${name} is there and has no points of a sweep: give another name, or delete it`);
  }
  return { rows: Math.max(0, rows), end };
}

const MEND = 'delete this line and all behind it, or the whole file, and start again';

/** Whether a file without a complete line is one whose header was being written. */
async function isBeginning(name: string, header: string): Promise<boolean> {
  const handle = await open(name, 'r');
  try {
    const bytes = Buffer.alloc(Buffer.byteLength(header) + 1);
    const { bytesRead } = await handle.read(bytes, 0, bytes.length, 0);
    return Buffer.from(header).subarray(0, bytesRead).equals(bytes.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

function checkHeader(name: string, found: string, expected: string): void {
  if (found === expected) return;
  const [theirs, ours] = [readHeader(found), readHeader(expected)];
  if (theirs === undefined || ours === undefined) {
    throw new UsageError(`${name} is there and has no points of a sweep: give another name, or delete it`);
  }
  const different = Object.keys(ours).filter((key) => JSON.stringify(theirs[key]) !== JSON.stringify(ours[key]));
  throw new UsageError(
    `${name} has points of another sweep or version (${different.join(', ')}): give another name, or delete it`,
  );
}

/** The fields of a header; undefined where a line is none. */
export function readHeader(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const header: unknown = JSON.parse(line);
    return typeof header === 'object' && header !== null && 'cdmaExploration' in header ? { ...header } : undefined;
  } catch {
    return undefined;
  }
}

async function withReason<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`cannot write ${name}: ${reasonOf(error)}`);
  }
}
