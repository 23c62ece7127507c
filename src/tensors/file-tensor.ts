import type { Words } from '../codecs/codec.ts';
import { bytesOf, newWords } from '../codecs/words.ts';
import { withBlock } from './block-memory.ts';
import { swapBytes } from './byte-order.ts';
import { regroup } from './regroup.ts';
import { elementsOf, wordBytesOfType } from './tensor.ts';
import { UnreadableTensor } from './tensor-problem.ts';
import type { TensorDescription, TensorSource } from './tensor-source.ts';

/** The data of a tensor, as bytes from its first element on. At least one of the two ways to them is there. */
export type TensorBytes =
  | { readonly read: ReadBytes; readonly pieces: ReadPieces | null }
  | { readonly read: null; readonly pieces: ReadPieces };
/** Fills `into` with the bytes from `position` on. */
type ReadBytes = (into: Uint8Array, position: number) => Promise<void>;
/** All bytes in order, cut anywhere. */
type ReadPieces = () => AsyncGenerator<Uint8Array>;

/** A tensor whose data are bytes of a file. */
export function fileTensor(
  identity: Pick<TensorSource, 'uri' | 'name' | 'npyHeader'>,
  description: TensorDescription,
  bytes: TensorBytes,
): TensorSource {
  const { dtype, shape, byteOrder } = description;
  const elements = elementsOf(shape);
  const wordBytes = wordBytesOfType(dtype);
  const native = (words: Words) => (byteOrder === 'big' ? swapBytes(words) : words);

  const readInto = async (into: Words, first: number) => {
    if (bytes.read === null) throw new UnreadableTensor('has compressed data, which can only be read from the start');
    if (first + into.length > elements) throw new RangeError(`element ${first + into.length} of ${elements}`);
    await bytes.read(bytesOf(into), first * wordBytes);
    native(into);
  };

  const read = async (first: number, count: number) => {
    const words = newWords(count, wordBytes);
    await readInto(words, first);
    return words;
  };

  async function* fill(block: Words): AsyncGenerator<Words> {
    if (bytes.pieces !== null) {
      for await (const filled of regroup(bytes.pieces(), bytesOf(block))) {
        yield native(block.subarray(0, filled / wordBytes));
      }
      return;
    }
    for (let first = 0; first < elements; first += block.length) {
      const part = block.subarray(0, elements - first);
      await readInto(part, first);
      yield part;
    }
  }

  const blocks = (blockElements: number) => withBlock(Math.min(blockElements, elements), wordBytes, fill);

  const randomAccess = bytes.read !== null;
  return { ...identity, ...description, elements, randomAccess, readInto, read, blocks };
}
