import type { WordBytes, Words } from '../codecs/codec.ts';
import { type Quadruple, stridesOf } from './layout.ts';
import { elementsOf } from './tensor.ts';
import { UnreadableTensor } from './tensor-problem.ts';
import type { TensorSource } from './tensor-source.ts';

/** A part of a tensor: a range of each dimension, in the order in which they lie in memory, slowest first. */
export interface Box {
  /** Of the whole tensor. */
  dimensions: Quadruple;
  starts: Quadruple;
  extents: Quadruple;
}

/** Reading this many bytes more is quicker than reading twice. */
const NEAR_BYTES = 2 ** 16;
/** Some minutes. */
const MOST_READ_BYTES = 2 ** 40;
const SPAN_BYTES = 2 ** 22;
/** Copying so few words one by one is quicker than as a whole. */
const FEW_WORDS = 32;

const IN_ORDER: Quadruple = [0, 1, 2, 3];

/** Reads parts of a tensor with random access. One reader has one buffer: it reads one box after the other. */
export class BoxReader {
  private readonly span: Words;

  constructor(
    private readonly source: TensorSource,
    newWordsOf: (elements: number) => Words,
  ) {
    this.span = newWordsOf(Math.min(source.elements, SPAN_BYTES / newWordsOf(0).BYTES_PER_ELEMENT));
  }

  /**
   * Fills the start of `out` with the elements of a box in memory order. Runs that lie near each other are read as one.
   */
  async read(box: Box, out: Words): Promise<void> {
    const runElements = contiguousElements(box);
    const nearElements = NEAR_BYTES / out.BYTES_PER_ELEMENT;
    let pending: number[] = [];
    let filled = 0;
    const readPending = async () => {
      const [first, last] = [pending[0], pending[pending.length - 1]];
      if (first === undefined || last === undefined) return;
      if (pending.length === 1) {
        await this.source.readInto(out.subarray(filled, filled + runElements), first);
      } else {
        const span = this.span.subarray(0, last + runElements - first);
        await this.source.readInto(span, first);
        for (let i = 0; i < pending.length; i++) {
          copy(span, pending[i] - first, runElements, out, filled + i * runElements);
        }
      }
      filled += pending.length * runElements;
      pending = [];
    };
    for (const start of runStarts(box)) {
      const [first, last] = [pending[0], pending[pending.length - 1]];
      const joins =
        first !== undefined &&
        last !== undefined &&
        start - (last + runElements) <= nearElements &&
        start + runElements - first <= this.span.length;
      if (!joins) await readPending();
      pending.push(start);
    }
    await readPending();
  }
}

/**
 * Throws {@link UnreadableTensor} for a box whose elements lie so far apart in the file that all boxes like it would
 * take as long as reading {@link MOST_READ_BYTES}.
 */
export function checkEffort(box: Box, wordBytes: WordBytes): void {
  const runBytes = contiguousElements(box) * wordBytes;
  const [first, second] = runStarts(box);
  if (first === undefined || second === undefined) return;
  const gapBytes = (second - first) * wordBytes - runBytes;
  const readings = 1 + Math.min(gapBytes, NEAR_BYTES) / runBytes;
  if (readings * elementsOf(box.dimensions) * wordBytes <= MOST_READ_BYTES) return;
  const message = 'is too large to be put in this memory order, for which its elements lie too far apart';
  throw new UnreadableTensor(`${message}: store it in NCHW order`);
}

/** Elements that lie one behind the other: a range of one dimension with all of the faster ones. */
export function contiguousElements({ dimensions, extents }: Box): number {
  return elementsOf(extents.slice(firstContiguous(dimensions, extents)));
}

/** The slowest dimension of which a range is contiguous: all faster ones are whole. */
function firstContiguous(dimensions: Quadruple, extents: Quadruple): number {
  let dimension = 3;
  while (dimension > 0 && extents[dimension] === dimensions[dimension]) dimension--;
  return dimension;
}

/** Where the contiguous runs of a box start in the tensor's memory, ascending. */
export function* runStarts({ dimensions, starts, extents }: Box): Generator<number> {
  const strides = stridesOf(dimensions, IN_ORDER);
  const inner = firstContiguous(dimensions, extents);
  const [a, b, c] = extents.map((extent, dimension) => (dimension < inner ? extent : 1));
  const origin = starts.reduce((sum, start, dimension) => sum + start * strides[dimension], 0);
  for (let i = 0; i < a; i++) {
    for (let j = 0; j < b; j++) {
      for (let k = 0; k < c; k++) yield origin + i * strides[0] + j * strides[1] + k * strides[2];
    }
  }
}

function copy(from: Words, start: number, count: number, to: Words, position: number): void {
  if (count > FEW_WORDS) to.set(from.subarray(start, start + count), position);
  else for (let i = 0; i < count; i++) to[position + i] = from[start + i];
}
