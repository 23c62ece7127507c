import { FileProblem, type Host } from '../host.ts';
import { shapeFromStored } from './layout.ts';
import type { ActivationManifest, ManifestTensor } from './manifest.ts';
import { readNpy, type TensorProblem } from './npy.ts';
import type { Tensor } from './tensor.ts';

/** Largest tensor file that is read: it is held in memory whole. */
export const TENSOR_LIMIT_BYTES = 256 * 2 ** 20;

/** Reads a tensor that a manifest lists, and checks that the file is what the manifest says. */
export async function readTensor(
  entry: ManifestTensor,
  manifest: ActivationManifest,
  manifestUri: string,
  host: Pick<Host, 'files' | 'sha256'>,
): Promise<{ uri: string; tensor: Tensor } | { problem: TensorProblem }> {
  const uri = locateTensor(entry.file, manifestUri);
  const failure = (message: string) => ({ problem: { uri, message } });
  let bytes: Uint8Array;
  try {
    bytes = await host.files.readBytes(uri, TENSOR_LIMIT_BYTES);
  } catch (error) {
    if (error instanceof FileProblem) return failure(error.reason);
    throw error;
  }
  const result = readNpy(bytes, uri);
  if ('problem' in result) return result;
  const { array } = result;
  if (array.dtype !== entry.dtype) return failure(`holds ${array.dtype}; the manifest says ${entry.dtype}`);
  if (array.shape.join() !== entry.shape.join()) {
    return failure(`has shape (${array.shape}); the manifest says (${entry.shape})`);
  }
  if (entry.sha256 !== undefined && host.sha256(bytes) !== entry.sha256) {
    return failure('differs from the file that the manifest was made for (SHA-256)');
  }
  const shape = shapeFromStored(array.shape, manifest.layout);
  if (shape === null) return failure(`has ${array.shape.length} dimensions; expected 2 or 4`);
  return { uri, tensor: { dtype: array.dtype, shape, layout: manifest.layout, words: array.words } };
}

/**
 * URI of a file that another file names: a path with forward slashes, relative to the naming file, whatever characters
 * its names have; or already a URI. Throws when the naming file has no folder (an unsaved document).
 */
export function locateTensor(file: string, namedIn: string): string {
  const isUri = /^[a-z][a-z0-9+.-]*:\/\//i.test(file);
  const reference = isUri ? file : file.split('/').map(encodeURIComponent).join('/');
  return new URL(reference, namedIn).href;
}
