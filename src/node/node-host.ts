import { createHash } from 'node:crypto';
import { type FileHandle, open, realpath, stat } from 'node:fs/promises';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deflateSync, inflateSync } from 'node:zlib';
import { isBelow, type LinkedFiles } from '../confined-files.ts';
import { FileProblem, type Host, LARGEST_TEXT_BYTES, type OpenFile } from '../host.ts';
import { utf8Text } from '../utf8-text.ts';
import { say } from '../words.ts';
import { openZip } from './zip-archive.ts';

/** The simulator's host on Node.js: `file:` URIs, Node's zlib and SHA-256. */
export function nodeHost(): Host & { files: LinkedFiles } {
  return {
    files,
    deflate: (window) => deflateSync(window, { level: 6 }),
    inflate,
    sha256,
    startSha256,
    openZip,
    pause: () => setImmediate(),
  };
}

const files: LinkedFiles = {
  readText: async (uri) => utf8Text(uri, await readWhole(uri, LARGEST_TEXT_BYTES)),
  readBytes: readWhole,
  stat: async (uri) => {
    const found = await withReason(uri, () => stat(pathOf(uri)));
    return { sizeBytes: found.size, modifiedMs: found.mtimeMs };
  },
  open: openFile,
  leadsOutOf: async (folder, uri) => {
    const [inside, file] = await Promise.all([realUri(folder), realUri(uri)]);
    return !isBelow(file, inside);
  },
};

/** Where a file is once links are followed. */
async function realUri(uri: string): Promise<string> {
  return pathToFileURL(await withReason(uri, () => realpath(pathOf(uri)))).href;
}

async function openFile(uri: string): Promise<OpenFile> {
  const handle = await openRegularFile(uri);
  try {
    const { size: sizeBytes, mtimeMs } = await withReason(uri, () => handle.stat());
    const read = async (into: Uint8Array, offset: number) => {
      const end = offset + into.length;
      const complete = end <= sizeBytes && (await withReason(uri, () => fill(into, handle, offset)));
      if (!complete) throw new FileProblem(uri, say`ends before byte ${end}`);
      // Asked after the bytes are there: parts of two contents are never taken for one.
      const now = await withReason(uri, () => handle.stat());
      if (now.size !== sizeBytes || now.mtimeMs !== mtimeMs) {
        throw new FileProblem(uri, say`was changed while it was read`);
      }
    };
    return { uri, sizeBytes, read, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/** False when the file ends before. */
async function fill(into: Uint8Array, handle: FileHandle, offset: number): Promise<boolean> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await handle.read(into, filled, into.length - filled, offset + filled);
    if (bytesRead === 0) return false;
    filled += bytesRead;
  }
  return true;
}

/** Looks before it opens: opening a pipe or a device could wait for ever. */
async function openRegularFile(uri: string): Promise<FileHandle> {
  return withReason(uri, async () => {
    const path = pathOf(uri);
    const found = await stat(path);
    if (found.isDirectory()) throw new FileProblem(uri, say`is a folder`);
    if (!found.isFile()) throw new FileProblem(uri, say`is not a regular file`);
    return open(path);
  });
}

async function readWhole(uri: string, limitBytes: number): Promise<Uint8Array> {
  const file = await openFile(uri);
  try {
    const { sizeBytes } = file;
    if (sizeBytes > limitBytes) {
      throw new FileProblem(uri, say`has ${sizeBytes} bytes, more than the ${limitBytes} that are read`);
    }
    const bytes = new Uint8Array(sizeBytes);
    await file.read(bytes, 0);
    return bytes;
  } finally {
    await file.close();
  }
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

function startSha256(): ReturnType<Host['startSha256']> {
  const hash = createHash('sha256');
  return { update: (data) => void hash.update(data), hexadecimal: () => hash.digest('hex') };
}

function pathOf(uri: string): string {
  try {
    return fileURLToPath(uri);
  } catch {
    throw new FileProblem(uri, say`is not the URI of a local file`);
  }
}

const REASONS: Readonly<Record<string, () => string>> = {
  ENOENT: () => say`does not exist`,
  ENOTDIR: () => say`does not exist (a part of its path is a file)`,
  EISDIR: () => say`is a folder`,
  EACCES: () => say`may not be read (permission denied)`,
  EPERM: () => say`may not be read (permission denied)`,
  ELOOP: () => say`is a link that leads back to itself`,
  ENAMETOOLONG: () => say`has a name that is too long`,
  EMFILE: () => say`could not be opened (too many open files)`,
};

/** Turns a Node.js file error into a {@link FileProblem}. */
async function withReason<T>(uri: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FileProblem) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new FileProblem(uri, REASONS[code]?.() ?? say`could not be read (${code})`);
  }
}
