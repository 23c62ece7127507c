import { LINE_BYTES, type PipelineDesign } from './design.ts';

/** Memory controller of each of the first `lines` lines; the blocks of `interleaving` bytes are dealt in order or by hash. */
export function controllersOf(
  { memoryControllers, interleaving, interleavingOrder }: PipelineDesign,
  lines: number,
): Int32Array {
  const controllers = new Int32Array(lines);
  const hashed = interleavingOrder === 'hashed';
  let line = 0;
  for (let block = 0; line < lines; block++) {
    const controller = (hashed ? hashOf(block) : block) % memoryControllers;
    // The lines that start in the block; a block of less than a line may have none.
    const end = Math.min(lines, Math.ceil(((block + 1) * interleaving) / LINE_BYTES));
    while (line < end) controllers[line++] = controller;
  }
  return controllers;
}

/** Mixes the bits of a block's number: a stand-in for the unpublished address hash of GPUs (assumed). */
function hashOf(block: number): number {
  let x = block;
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return (x ^ (x >>> 16)) >>> 0;
}
