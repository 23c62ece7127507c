import { LINE_BYTES, type PipelineDesign } from './design.ts';

/** Memory controller of each of the first `lines` lines; the blocks of `interleaving` bytes are dealt in order or by hash. */
export function controllersOf(
  { memoryControllers, interleaving, interleavingOrder }: PipelineDesign,
  lines: number,
): Int32Array {
  const controllers = new Int32Array(lines);
  const hashed = interleavingOrder === 'hashed';
  let block = -1;
  let controller = 0;
  for (let line = 0; line < lines; line++) {
    const itsBlock = Math.floor((LINE_BYTES * line) / interleaving);
    if (itsBlock !== block) {
      block = itsBlock;
      controller = (hashed ? hashOf(block) : block) % memoryControllers;
    }
    controllers[line] = controller;
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
