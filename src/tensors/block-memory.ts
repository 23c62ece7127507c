import type { WordBytes, Words } from '../codecs/codec.ts';
import { kernels } from '../codecs/kernels/kernels.ts';
import { newWords, wordsOf } from '../codecs/words.ts';
import type { Bytes } from '../units.ts';

/** Blocks that are alike in size share their memory one after the other. */
const GRANULE_BYTES: Bytes = 2 ** 20;
/** Memory that is kept for the next one; the memory of larger blocks goes when they go. */
const MOST_KEPT_BYTES: Bytes = 2 ** 24;

const idle: Uint8Array[] = [];

/**
 * Runs `use` with words, zeroed or used before, in memory of the kernels, which code them without a copy. Once it has ended the memory is
 * used again: what is to stay must be copied.
 */
export async function* withBlock<T>(
  elements: number,
  wordBytes: WordBytes,
  use: (block: Words) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  const bytes = elements * wordBytes;
  if (bytes > MOST_KEPT_BYTES) {
    yield* use(newWords(elements, wordBytes));
    return;
  }
  const found = idle.findIndex(({ length }) => length >= bytes);
  const [memory = kernels().memory(GRANULE_BYTES * Math.ceil(bytes / GRANULE_BYTES))] =
    found >= 0 ? idle.splice(found, 1) : [];
  try {
    yield* use(wordsOf(memory.subarray(0, bytes), wordBytes));
  } finally {
    idle.push(memory);
  }
}
