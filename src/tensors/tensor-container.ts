import type { Host, OpenFile } from '../host.ts';
import { fileTensor } from './file-tensor.ts';
import { checkNpySize, NPY_START_BYTES, npyDataOffset, parseNpyHeader } from './npy-header.ts';
import { npzTensor, readNpzDirectory } from './npz.ts';
import { readSafetensorsDirectory, safetensorsTensor } from './safetensors.ts';
import { problemOf, type TensorProblem, UnreadableTensor } from './tensor-problem.ts';
import type { ReadingHints, TensorSource } from './tensor-source.ts';

export type TensorHost = Pick<Host, 'files' | 'openZip'>;

/** An open file of one tensor or several. */
export interface TensorFile {
  readonly uri: string;
  /** Names of its tensors; null when the file is one itself (`.npy`). */
  readonly names: readonly string[] | null;
  /** A tensor by its name; the name may be left out when there is only one. Readable until the file is closed. */
  tensor(name?: string): Promise<{ source: TensorSource } | { problem: TensorProblem }>;
  close(): Promise<void>;
}

/** The tensors of an open file, before names are checked. Rejects with errors about the file. */
interface Contents {
  names: readonly string[] | null;
  tensor(name: string): Promise<TensorSource>;
}

/**
 * Opens a `.npz` or `.safetensors` file; any other name is read as `.npy`. Headers and directories are checked, data
 * are not read. The caller closes it.
 */
export async function openTensorFile(
  uri: string,
  host: TensorHost,
  hints: ReadingHints = {},
): Promise<{ file: TensorFile } | { problem: TensorProblem }> {
  let file: OpenFile | undefined;
  try {
    file = await host.files.open(uri);
    const contents = await readContents(file, host, hints);
    const { close } = file;
    return { file: { uri, names: contents.names, tensor: (name) => findTensor(contents, name, uri), close } };
  } catch (error) {
    await file?.close();
    return { problem: problemOf(error, uri) };
  }
}

async function findTensor(
  { names, tensor }: Contents,
  name: string | undefined,
  uri: string,
): ReturnType<TensorFile['tensor']> {
  try {
    if (names === null) {
      if (name !== undefined) throw new UnreadableTensor(`is one tensor without a name; "${name}" was asked for`);
      return { source: await tensor('') };
    }
    const [only] = names;
    if (only === undefined) throw new UnreadableTensor('holds no tensor');
    if (name === undefined && names.length > 1) {
      throw new UnreadableTensor(`holds ${names.length} tensors; name one of ${listOf(names)}`);
    }
    const wanted = name ?? only;
    if (!names.includes(wanted)) throw new UnreadableTensor(`holds no tensor "${wanted}"; it has ${listOf(names)}`);
    return { source: await tensor(wanted) };
  } catch (error) {
    return { problem: problemOf(error, uri) };
  }
}

const LISTED_NAMES = 20;

function listOf(names: readonly string[]): string {
  const listed = names.slice(0, LISTED_NAMES).join(', ');
  return names.length > LISTED_NAMES ? `${listed} and ${names.length - LISTED_NAMES} more` : listed;
}

async function readContents(file: OpenFile, host: TensorHost, hints: ReadingHints): Promise<Contents> {
  if (/\.npz$/i.test(file.uri)) {
    const members = await readNpzDirectory(file, host);
    return {
      names: [...members.keys()],
      tensor: async (name) => {
        const member = members.get(name);
        if (member === undefined) throw new UnreadableTensor(`holds no tensor "${name}"`);
        return npzTensor(file, name, member, hints);
      },
    };
  }
  if (/\.safetensors$/i.test(file.uri)) {
    const directory = await readSafetensorsDirectory(file);
    const names = [...directory.entries.keys()];
    return { names, tensor: async (name) => safetensorsTensor(file, name, directory) };
  }
  const source = await npyTensor(file, hints);
  return { names: null, tensor: async () => source };
}

async function npyTensor(file: OpenFile, hints: ReadingHints): Promise<TensorSource> {
  const start = new Uint8Array(Math.min(NPY_START_BYTES, file.sizeBytes));
  await file.read(start, 0);
  const dataOffset = npyDataOffset(start, file.sizeBytes);
  const npyHeader = new Uint8Array(dataOffset);
  await file.read(npyHeader, 0);
  const description = parseNpyHeader(npyHeader, hints);
  checkNpySize(description, dataOffset, file.sizeBytes);
  const read = (into: Uint8Array, position: number) => file.read(into, dataOffset + position);
  return fileTensor({ uri: file.uri, name: null, npyHeader }, description, { read, pieces: null });
}
