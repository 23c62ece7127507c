import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';
import { FileProblem, type FileReader, type Host } from '../host.ts';

/** The simulator's host on Node.js: `file:` URIs, Node's zlib and SHA-256. */
export function nodeHost(): Host {
  return {
    files,
    deflate: (window) => deflateSync(window, { level: 6 }),
    inflate,
    sha256,
    pause: () => setImmediate(),
  };
}

const files: FileReader = {
  readText: async (uri) => {
    const bytes = await readWhole(uri, Number.POSITIVE_INFINITY);
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      throw new FileProblem(uri, 'is not UTF-8 text');
    }
  },
  readBytes: readWhole,
  stat: async (uri) => {
    const found = await withReason(uri, () => stat(pathOf(uri)));
    return { sizeBytes: found.size, modifiedMs: found.mtimeMs };
  },
};

async function readWhole(uri: string, limitBytes: number): Promise<Uint8Array> {
  return withReason(uri, async () => {
    const path = pathOf(uri);
    const found = await stat(path);
    if (found.isDirectory()) throw new FileProblem(uri, 'is a folder');
    // Opening a pipe or a device could wait for ever.
    if (!found.isFile()) throw new FileProblem(uri, 'is not a regular file');
    if (found.size > limitBytes) {
      throw new FileProblem(uri, `has ${found.size} bytes, more than the ${limitBytes} that are read`);
    }
    return readFile(path);
  });
}

function inflate(streams: Uint8Array, limitBytes: number): { data: Uint8Array; consumedBytes: number } {
  // With `info`, Node also returns its engine, whose `bytesWritten` is the input it consumed; the types lack both.
  const { buffer, engine } = inflateSync(streams, {
    info: true,
    maxOutputLength: Math.max(1, limitBytes),
  }) as unknown as {
    buffer: Uint8Array;
    engine: { bytesWritten: number };
  };
  return { data: buffer, consumedBytes: engine.bytesWritten };
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    throw new FileProblem(uri, 'is not the URI of a local file');
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist (a part of its path is a file)',
  EISDIR: 'is a folder',
  EACCES: 'may not be read (permission denied)',
  EPERM: 'may not be read (permission denied)',
  ELOOP: 'is a link that leads back to itself',
  ENAMETOOLONG: 'has a name that is too long',
  EMFILE: 'could not be opened (too many open files)',
};

/** Turns a Node.js file error into a {@link FileProblem}. */
async function withReason<T>(uri: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new FileProblem(uri, REASONS[code] ?? `could not be read (${code})`);
  }
}
