import type { Words } from '../codecs/codec.ts';
import { newWords } from '../codecs/words.ts';
import type { Bytes } from '../units.ts';
import { PART_BYTES } from './blocks-in-layout.ts';
import { checkEffort, contiguousElements, runStarts } from './box.ts';
import type { Quadruple } from './layout.ts';
import { partsOf } from './parts.ts';
import type { Storage } from './storage.ts';
import { type ElementType, elementsOf, wordBytesOfType } from './tensor.ts';

/** Elements that lie one behind the other in a file, valid until the next are asked for. */
export interface Run {
  /** Position of the first one. */
  first: number;
  words: Words;
}

/**
 * The inverse of `blocksInLayout`: a tensor that comes in the order `given` (positions of the dimensions, slowest
 * first) as what has to be written where in its file. Needs about twice `partBytes` of memory. Throws
 * `UnreadableTensor` for a tensor that could not have been read in that order.
 */
export async function* runsInFile(
  blocks: AsyncIterable<Words>,
  dtype: ElementType,
  storage: Storage,
  given: Quadruple,
  partBytes: Bytes = PART_BYTES,
): AsyncGenerator<Run> {
  const wordBytes = wordBytesOfType(dtype);
  const partElements = Math.max(1, Math.floor(partBytes / wordBytes));
  const ordered = newWords(Math.min(partElements, elementsOf(storage.shape)), wordBytes);
  const inFile = newWords(ordered.length, wordBytes);
  const parts = partsOf(storage, given, partElements);
  let part = parts.next();
  let filled = 0;
  for await (const block of blocks) {
    for (let taken = 0; taken < block.length && !part.done; ) {
      const { box, elements, toFile } = part.value;
      const words = block.subarray(taken, taken + elements - filled);
      ordered.set(words, filled);
      taken += words.length;
      filled += words.length;
      if (filled < elements) continue;
      checkEffort(box, wordBytes);
      toFile(ordered, inFile);
      const runElements = contiguousElements(box);
      let position = 0;
      for (const first of runStarts(box)) {
        yield { first, words: inFile.subarray(position, position + runElements) };
        position += runElements;
      }
      filled = 0;
      part = parts.next();
    }
  }
}
