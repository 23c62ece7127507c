/**
 * Collects pieces of any length in the memory of `buffer`, which is full each time but the last. Yields the bytes in
 * it.
 */
export async function* regroup(pieces: AsyncIterable<Uint8Array>, buffer: Uint8Array): AsyncGenerator<number> {
  let filled = 0;
  for await (const piece of pieces) {
    for (let taken = 0; taken < piece.length; ) {
      const part = piece.subarray(taken, taken + buffer.length - filled);
      buffer.set(part, filled);
      taken += part.length;
      filled += part.length;
      if (filled === buffer.length) {
        yield filled;
        filled = 0;
      }
    }
  }
  if (filled > 0) yield filled;
}
