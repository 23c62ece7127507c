import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Layout } from '../src/config/resolved-config.ts';
import { FileProblem, type Host } from '../src/host.ts';
import { shapeFromStored } from '../src/tensors/layout.ts';
import { type NpyArray, readNpy } from '../src/tensors/npy.ts';
import type { Tensor } from '../src/tensors/tensor.ts';
import { UsageError } from './usage.ts';

/** Larger files are refused rather than read into memory whole. */
const LIMIT_BYTES = 2 ** 31;

/** The bytes of a file named on the command line. Throws {@link UsageError} with the reason when it cannot be read. */
export async function readFileBytes(file: string, host: Host): Promise<Uint8Array> {
  try {
    return await host.files.readBytes(pathToFileURL(path.resolve(file)).href, LIMIT_BYTES);
  } catch (error) {
    if (error instanceof FileProblem) throw new UsageError(`${file} ${error.reason}`);
    throw error;
  }
}

/** A `.npy` tensor. Throws {@link UsageError} naming the byte at which the file goes wrong. */
export async function readTensorFile(file: string, host: Host): Promise<NpyArray> {
  const read = readNpy(await readFileBytes(file, host), file);
  if ('array' in read) return read.array;
  const place = read.problem.offset === undefined ? '' : ` (byte ${read.problem.offset})`;
  throw new UsageError(`${file} ${read.problem.message}${place}`);
}

/** An array as a tensor of four dimensions stored in `layout`. */
export function toTensor({ dtype, shape, words }: NpyArray, layout: Layout): Tensor {
  const dimensions = shapeFromStored(shape, layout);
  if (dimensions === null) {
    throw new UsageError(`a tensor of shape (${shape.join(', ')}) has no layout: expected 2 or 4 dimensions`);
  }
  return { dtype, shape: dimensions, layout, words };
}
