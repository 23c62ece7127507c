import type { Words } from '../codecs/codec.ts';
import type { Box } from './box.ts';
import { gather, type Quadruple, stridesOf } from './layout.ts';
import type { Storage } from './storage.ts';
import { elementsOf } from './tensor.ts';

/** Elements that follow each other in one order of the dimensions and are a box in another, that of a file. */
export interface Part {
  elements: number;
  /** In the file. */
  box: Box;
  /** Puts elements in the order of the file into that of the part. */
  fromFile(words: Words, out: Words): void;
  /** Puts elements in the order of the part into that of the file. */
  toFile(words: Words, out: Words): void;
}

/** A whole tensor in the order `wanted`, cut in parts of at most `partElements`. */
export function* partsOf({ shape, order }: Storage, wanted: Quadruple, partElements: number): Generator<Part> {
  const dimensions = inOrder(shape, order);
  for (const range of rangesOf(inOrder(shape, wanted), partElements)) {
    const extents = outOfOrder(range.extents, wanted);
    const starts = inOrder(outOfOrder(range.starts, wanted), order);
    const inFile = stridesOf(extents, order);
    const inPart = stridesOf(extents, wanted);
    yield {
      elements: elementsOf(extents),
      box: { dimensions, starts, extents: inOrder(extents, order) },
      fromFile: (words, out) => void gather(words, range.extents, inOrder(inFile, wanted), out),
      toFile: (words, out) => void gather(words, inOrder(extents, order), inOrder(inPart, order), out),
    };
  }
}

/**
 * Consecutive ranges of at most `partElements`: of one dimension, with all of the faster and one position of each
 * slower one.
 */
function* rangesOf(dimensions: Quadruple, partElements: number): Generator<Pick<Box, 'starts' | 'extents'>> {
  let cut = 0;
  while (cut < 3 && elementsOf(dimensions.slice(cut + 1)) > partElements) cut++;
  const step = Math.max(1, Math.floor(partElements / elementsOf(dimensions.slice(cut + 1))));
  const steps = dimensions.map((dimension, i) => (i < cut ? 1 : i === cut ? Math.min(step, dimension) : dimension));
  const [a, b, c, d] = dimensions;
  for (let i = 0; i < a; i += steps[0]) {
    for (let j = 0; j < b; j += steps[1]) {
      for (let k = 0; k < c; k += steps[2]) {
        for (let l = 0; l < d; l += steps[3]) {
          const starts: Quadruple = [i, j, k, l];
          const extentAt = (dimension: number) => Math.min(steps[dimension], dimensions[dimension] - starts[dimension]);
          yield { starts, extents: [extentAt(0), extentAt(1), extentAt(2), extentAt(3)] };
        }
      }
    }
  }
}

/** Numbers of [N, C, H, W] listed in another order, and back. */
export function inOrder(values: Quadruple, [a, b, c, d]: Quadruple): Quadruple {
  return [values[a], values[b], values[c], values[d]];
}

function outOfOrder(values: Quadruple, order: Quadruple): Quadruple {
  const result: [number, number, number, number] = [0, 0, 0, 0];
  order.forEach((dimension, position) => {
    result[dimension] = values[position];
  });
  return result;
}
