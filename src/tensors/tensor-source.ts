import type { Words } from '../codecs/codec.ts';
import type { ElementType } from './tensor.ts';

/**
 * A tensor in a file. Its elements are read piece by piece, so it may be larger than memory. It is readable for as long
 * as its file is open. What turns out to be wrong only while reading (a checksum, a file cut short meanwhile) is
 * thrown; `problemOf` in tensor-problem.ts turns that into a value.
 */
export interface TensorSource extends TensorDescription {
  readonly uri: string;
  /** Name within a file of several tensors; null where the file is the tensor. */
  readonly name: string | null;
  /** Product of the dimensions, 1 or more. */
  readonly elements: number;
  /** Whether {@link read} works: false where the data are compressed. */
  readonly randomAccess: boolean;
  /**
   * What stands in front of the data in a `.npy` file or member, byte for byte; null where the file has another form.
   */
  readonly npyHeader: Uint8Array | null;
  /**
   * Fills `into` with the elements from `first` on, in memory order. Rejects where there is no random access or no such
   * element.
   */
  readInto(into: Words, first: number): Promise<void>;
  /** Elements from `first` on, in memory order. Rejects where there is no random access. */
  read(first: number, count: number): Promise<Words>;
  /**
   * All elements in memory order, in blocks of exactly `blockElements` but for the last. Each block is valid until the
   * next is asked for: they share their memory.
   */
  blocks(blockElements: number): AsyncGenerator<Words>;
}

/** What a file says of a tensor. */
export interface TensorDescription {
  readonly dtype: ElementType;
  /** As the file declares it, 0 to 32 dimensions of 1 or more. */
  readonly shape: readonly number[];
  /** Which dimension is the fastest in memory: the last (C) or the first (Fortran). */
  readonly order: 'C' | 'Fortran';
  /** Of the file; words that were read are always native. */
  readonly byteOrder: 'little' | 'big';
}

/** How a file is read where it does not say itself what its elements are. */
export interface ReadingHints {
  /** `bfloat16` makes that of 16-bit unsigned integers. */
  dtype?: ElementType;
}
