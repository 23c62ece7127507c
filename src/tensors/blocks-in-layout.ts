import type { Words } from '../codecs/codec.ts';
import { bytesOf, newWords } from '../codecs/words.ts';
import type { Layout } from '../config/resolved-config.ts';
import type { Bytes } from '../units.ts';
import { withBlock } from './block-memory.ts';
import { BoxReader, checkEffort } from './box.ts';
import { DIMENSIONS, gather, type Quadruple, stridesOf } from './layout.ts';
import { inOrder, partsOf } from './parts.ts';
import { regroup } from './regroup.ts';
import { isSameOrder, type Storage, storageOf } from './storage.ts';
import { type TensorShape, wordBytesOfType } from './tensor.ts';
import { UnreadableTensor } from './tensor-problem.ts';
import type { TensorSource } from './tensor-source.ts';

/** A part of a tensor is in memory twice while it is put in order: this much each time. */
export const PART_BYTES = 64 * 2 ** 20;

/**
 * All elements in the memory order `wanted`, in blocks of exactly `blockElements` but for the last. Each block is valid
 * until the next is asked for. `stored` is the order in which the file lists the dimensions; a Fortran-order file has
 * them the other way round in memory. Needs about twice `partBytes` of memory, whatever the size. Throws {@link
 * UnreadableTensor} for a tensor without 2 or 4 dimensions, and for a larger one that would have to be read many times
 * over, or has compressed data and cannot be read image by image.
 */
export async function* blocksInLayout(
  source: TensorSource,
  stored: Layout,
  wanted: Layout,
  blockElements: number,
  partBytes: Bytes = PART_BYTES,
): AsyncGenerator<Words> {
  yield* blocksInOrder(source, storageOf(source, stored), DIMENSIONS[wanted], blockElements, partBytes);
}

async function* blocksInOrder(
  source: TensorSource,
  storage: Storage,
  wanted: Quadruple,
  blockElements: number,
  partBytes: Bytes = PART_BYTES,
): AsyncGenerator<Words> {
  if (isSameOrder(storage, wanted)) {
    yield* source.blocks(blockElements);
    return;
  }
  const wordBytes = wordBytesOfType(source.dtype);
  const partElements = Math.max(1, Math.floor(partBytes / wordBytes));
  const parts = source.randomAccess
    ? partsAnywhere(source, storage, wanted, partElements)
    : partsInSequence(source, storage, wanted, partElements);
  yield* withBlock(Math.min(blockElements, source.elements), wordBytes, async function* (block) {
    for await (const filled of regroup(parts, bytesOf(block))) yield block.subarray(0, filled / wordBytes);
  });
}

/** Each part is read as it lies in the file and then put in order. */
async function* partsAnywhere(
  source: TensorSource,
  storage: Storage,
  wanted: Quadruple,
  partElements: number,
): AsyncGenerator<Uint8Array> {
  const newWordsOf = (elements: number) => newWords(elements, wordBytesOfType(source.dtype));
  const reader = new BoxReader(source, newWordsOf);
  const inFile = newWordsOf(Math.min(partElements, source.elements));
  const ordered = newWordsOf(inFile.length);
  for (const part of partsOf(storage, wanted, partElements)) {
    checkEffort(part.box, wordBytesOfType(source.dtype));
    await reader.read(part.box, inFile);
    part.fromFile(inFile, ordered);
    yield bytesOf(ordered.subarray(0, part.elements));
  }
}

/** As many whole slices of the slowest dimension as fit; they must follow each other in both orders. */
async function* partsInSequence(
  source: TensorSource,
  { shape, order }: Storage,
  wanted: Quadruple,
  partElements: number,
): AsyncGenerator<Uint8Array> {
  const slowest = slowestOf(shape, order);
  const extent = shape[slowest];
  const sliceElements = source.elements / extent;
  const fits = source.elements <= partElements;
  if (!fits && (slowest !== slowestOf(shape, wanted) || sliceElements > partElements)) {
    const message = `has compressed data that are too large to be put in another memory order`;
    throw new UnreadableTensor(`${message}: store it uncompressed (numpy.savez)`);
  }
  const slices = fits ? extent : Math.floor(partElements / sliceElements);
  const ordered = newWords(slices * sliceElements, wordBytesOfType(source.dtype));
  for await (const block of source.blocks(slices * sliceElements)) {
    const part: [number, number, number, number] = [...shape];
    part[slowest] = block.length / sliceElements;
    const strides = stridesOf(part, order);
    gather(block, inOrder(part, wanted), inOrder(strides, wanted), ordered);
    yield bytesOf(ordered.subarray(0, block.length));
  }
}

function slowestOf(shape: TensorShape, order: Quadruple): number {
  return order.find((dimension) => shape[dimension] > 1) ?? order[0];
}
