import { locateFile, whyUnresolved } from '../config/uri.ts';
import type { Host, OpenFile } from '../host.ts';
import { blocksInLayout } from './blocks-in-layout.ts';
import { shapeFromStored } from './layout.ts';
import type { ActivationManifest, ManifestTensor } from './manifest.ts';
import { elementsOf, type Tensor, type TensorShape, wordBytesOfType } from './tensor.ts';
import { openTensorFile } from './tensor-container.ts';
import { problemOf, type TensorProblem, UnreadableTensor } from './tensor-problem.ts';
import type { TensorSource } from './tensor-source.ts';

/** Largest tensor that is read into memory whole. */
export const TENSOR_LIMIT_BYTES = 256 * 2 ** 20;
const HASHED_PIECE_BYTES = 2 ** 20;

type ManifestHost = Pick<Host, 'files' | 'openZip' | 'startSha256'>;

/** A tensor that a manifest lists, ready to be read. */
export interface OpenTensor {
  uri: string;
  source: TensorSource;
  /** [N, C, H, W]; in which order the file lists them, the manifest says. */
  shape: TensorShape;
  /** Ends reading, whether all was read or not. */
  close(): Promise<void>;
}

/** Opens a tensor that a manifest lists, and checks that the file is what the manifest says. The caller closes it. */
export async function openTensor(
  entry: ManifestTensor,
  manifest: ActivationManifest,
  manifestUri: string,
  host: ManifestHost,
): Promise<OpenTensor | { problem: TensorProblem }> {
  const uri = locateFile(entry.file, manifestUri);
  if (uri === undefined) return { problem: { uri: entry.file, message: whyUnresolved(manifestUri) } };
  const opened = await openTensorFile(uri, host, { dtype: entry.dtype });
  if ('problem' in opened) return opened;
  const { file } = opened;
  try {
    const found = await file.tensor(entry.tensor);
    if ('problem' in found) {
      await file.close();
      return found;
    }
    const { source } = found;
    const shape = checkAgainstManifest(source, entry, manifest);
    if (entry.sha256 !== undefined && (await sha256OfFile(uri, host)) !== entry.sha256) {
      throw new UnreadableTensor('differs from the file that the manifest was made for (SHA-256)');
    }
    return { uri, source, shape, close: file.close };
  } catch (error) {
    await file.close();
    return { problem: problemOf(error, uri) };
  }
}

function checkAgainstManifest(
  source: TensorSource,
  entry: ManifestTensor,
  { layout }: ActivationManifest,
): TensorShape {
  if (source.dtype !== entry.dtype) {
    throw new UnreadableTensor(`holds ${source.dtype}; the manifest says ${entry.dtype}`);
  }
  if (source.shape.join() !== entry.shape.join()) {
    throw new UnreadableTensor(`has shape (${source.shape}); the manifest says (${entry.shape})`);
  }
  const shape = shapeFromStored(source.shape, layout);
  if (shape === null) throw new UnreadableTensor(`has ${source.shape.length} dimensions; expected 2 or 4`);
  return shape;
}

/** Reads a tensor that a manifest lists into memory, in the manifest's layout. */
export async function readTensor(
  entry: ManifestTensor,
  manifest: ActivationManifest,
  manifestUri: string,
  host: ManifestHost,
): Promise<{ uri: string; tensor: Tensor } | { problem: TensorProblem }> {
  const opened = await openTensor(entry, manifest, manifestUri, host);
  if ('problem' in opened) return opened;
  const { uri, source, shape, close } = opened;
  const { layout } = manifest;
  try {
    const bytes = elementsOf(shape) * wordBytesOfType(source.dtype);
    if (bytes > TENSOR_LIMIT_BYTES) {
      throw new UnreadableTensor(`holds ${bytes} bytes, more than the ${TENSOR_LIMIT_BYTES} that are read`);
    }
    for await (const words of blocksInLayout(source, layout, layout, source.elements, bytes)) {
      return { uri, tensor: { dtype: source.dtype, shape, layout, words: words.slice() } };
    }
    throw new UnreadableTensor('holds no elements');
  } catch (error) {
    return { problem: problemOf(error, uri) };
  } finally {
    await close();
  }
}

/** SHA-256 of a whole file in lower-case hexadecimal. Rejects with `FileProblem`. */
async function sha256OfFile(uri: string, host: Pick<Host, 'files' | 'startSha256'>): Promise<string> {
  const file: OpenFile = await host.files.open(uri);
  try {
    const hash = host.startSha256();
    const buffer = new Uint8Array(Math.min(HASHED_PIECE_BYTES, file.sizeBytes));
    for (let offset = 0; offset < file.sizeBytes; offset += buffer.length) {
      const piece = buffer.subarray(0, file.sizeBytes - offset);
      await file.read(piece, offset);
      hash.update(piece);
    }
    return hash.hexadecimal();
  } finally {
    await file.close();
  }
}
