import type { Host, OpenFile, ZipMember } from '../host.ts';
import { fileTensor, type TensorBytes } from './file-tensor.ts';
import { checkNpySize, NPY_START_BYTES, npyDataOffset, parseNpyHeader } from './npy-header.ts';
import { UnreadableTensor } from './tensor-problem.ts';
import type { ReadingHints, TensorSource } from './tensor-source.ts';

const SUFFIX = '.npy';

/**
 * The tensors of a `.npz` file, which is a zip archive of `.npy` files, by name. Rejects with an error about the file.
 */
export async function readNpzDirectory(
  file: OpenFile,
  host: Pick<Host, 'openZip'>,
): Promise<ReadonlyMap<string, ZipMember>> {
  const { members } = await host.openZip(file);
  const tensors = new Map<string, ZipMember>();
  for (const member of members) {
    if (!member.name.endsWith(SUFFIX)) continue; // a folder, or something that is no tensor
    const name = member.name.slice(0, -SUFFIX.length);
    if (tensors.has(name)) throw new UnreadableTensor(`has two members ${member.name}`, member.offset);
    tensors.set(name, member);
  }
  return tensors;
}

/** One tensor of a `.npz` file. Stored members can be read anywhere; their checksum is made sure of first. */
export async function npzTensor(
  file: OpenFile,
  name: string,
  member: ZipMember,
  hints: ReadingHints,
): Promise<TensorSource> {
  try {
    const npyHeader = await readHeader(member);
    const description = parseNpyHeader(npyHeader, hints);
    checkNpySize(description, npyHeader.length, member.sizeBytes);
    const bytes = await bytesOfMember(file, member, npyHeader.length);
    return fileTensor({ uri: file.uri, name, npyHeader }, description, bytes);
  } catch (error) {
    // Offsets within a member are not those of the file, where the member may be deflated.
    if (!(error instanceof UnreadableTensor)) throw error;
    const place = error.offset === undefined ? '' : `, byte ${error.offset}`;
    throw new UnreadableTensor(`${error.message} (in its member ${member.name}${place})`, member.offset);
  }
}

/** No more of the content is inflated than its header takes. */
async function readHeader(member: ZipMember): Promise<Uint8Array> {
  let head = new Uint8Array(0);
  let dataOffset: number | undefined;
  for await (const piece of member.content()) {
    head = joined(head, piece);
    if (head.length >= Math.min(NPY_START_BYTES, member.sizeBytes)) {
      dataOffset ??= npyDataOffset(head, member.sizeBytes);
      if (head.length >= dataOffset) return head.subarray(0, dataOffset);
    }
  }
  // Only an empty member ends before its header does: `content` throws where there is less than declared.
  return head.subarray(0, npyDataOffset(head, member.sizeBytes));
}

async function bytesOfMember(file: OpenFile, member: ZipMember, headerBytes: number): Promise<TensorBytes> {
  let sound: Promise<void> | undefined;
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let toSkip = headerBytes;
    for await (const piece of member.content()) {
      const part = piece.subarray(toSkip);
      toSkip -= piece.length - part.length;
      if (part.length > 0) yield part;
    }
    sound = Promise.resolve();
  }
  if (!member.stored) return { read: null, pieces };
  const dataOffset = (await member.contentOffset()) + headerBytes;
  const read = async (into: Uint8Array, position: number) => {
    sound ??= drain(member.content());
    await sound;
    await file.read(into, dataOffset + position);
  };
  return { read, pieces };
}

async function drain(pieces: AsyncGenerator<Uint8Array>): Promise<void> {
  for await (const _ of pieces);
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}
