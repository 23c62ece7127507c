import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ZERO_VALUE_WINDOWS, type ZeroValueWindow } from '../../config/resolved-config.ts';
import type { WordBytes, Words } from '../codec.ts';
import { bytesOf, newWords, wordBytesOf, wordsOf } from '../words.ts';
import { type Kernels, kernels } from './kernels.ts';
import { plainKernels } from './plain.ts';
import { webAssemblyKernels } from './web-assembly.ts';

const SEED = 20180224;
const WIDTHS: readonly WordBytes[] = [4, 2, 1];

const vectors = webAssemblyKernels();
assert(vectors !== null, 'these tests need WebAssembly with vectors');
const KERNELS: readonly Kernels[] = [plainKernels, vectors];

/** Bit patterns of every class: zero, -0.0, subnormal, normal, infinity, NaN with a payload, one bit, all bits. */
const CLASSES: Readonly<Record<WordBytes, readonly number[]>> = {
  4: [0, 0x80000000, 1, 0x007fffff, 0x3f800000, 0x7f800000, 0xff800000, 0x7fc00001, 0xffffffff, 0x00010000, 0x0000ff00],
  2: [0, 0x8000, 1, 0x03ff, 0x3c00, 0x7c00, 0xfc00, 0x7e01, 0xffff, 0x0100],
  1: [0, 0x80, 1, 0x7f, 0xff, 0x10],
};

/** Words at a byte offset of their own memory, as they may lie in a file. */
function wordsAt(offset: number, list: readonly number[], wordBytes: WordBytes): Words {
  const memory = new Uint8Array(offset * wordBytes + list.length * wordBytes + 5);
  const words = wordsOf(memory.subarray(offset * wordBytes, (offset + list.length) * wordBytes), wordBytes);
  words.set(list);
  return words;
}

/** What the kernels are to give, word by word. */
function naiveMasks(words: Words): number[] {
  const masks = new Array<number>(Math.ceil(words.length / 32)).fill(0);
  for (let i = 0; i < words.length; i++) if (words[i] !== 0) masks[Math.floor(i / 32)] += 2 ** (i % 32);
  return masks;
}

function naiveStream(words: Words, windowElements: ZeroValueWindow): number[] {
  const stream: number[] = [];
  const bytes = bytesOf(words);
  const wordBytes = wordBytesOf(words);
  for (let start = 0; start < words.length; start += windowElements) {
    const masks: number[] = new Array(windowElements / 8).fill(0);
    const kept: number[] = [];
    for (let i = 0; i < windowElements && start + i < words.length; i++) {
      if (words[start + i] === 0) continue;
      masks[Math.floor(i / 8)] += 2 ** (i % 8);
      kept.push(...bytes.subarray((start + i) * wordBytes, (start + i + 1) * wordBytes));
    }
    stream.push(...masks, ...kept);
  }
  return stream;
}

function checkAll(words: Words, about: string): void {
  const masks = naiveMasks(words);
  for (const implementation of KERNELS) {
    const message = `${implementation.name}, ${about}`;
    assert.equal(implementation.countNonZero(words), words.filter((word) => word !== 0).length, message);
    const found = new Uint32Array(masks.length).fill(0xaaaaaaaa);
    implementation.nonZeroMasks(words, found);
    assert.deepEqual([...found], masks, message);
    for (const windowElements of ZERO_VALUE_WINDOWS) {
      const expected = naiveStream(words, windowElements);
      const stream = new Uint8Array(expected.length + words.BYTES_PER_ELEMENT);
      assert.equal(implementation.encodeZeroValue(words, windowElements, stream), expected.length, message);
      assert.deepEqual([...stream.subarray(0, expected.length)], expected, message);
      checkDecoding(implementation, stream.subarray(0, expected.length), words, windowElements, message);
    }
  }
}

/** A kernel may stop early, but what it says must hold: so many words, from so many bytes. */
function checkDecoding(
  implementation: Kernels,
  stream: Uint8Array,
  words: Words,
  windowElements: ZeroValueWindow,
  about: string,
): void {
  const wordBytes = wordBytesOf(words);
  const decoded = newWords(words.length, wordBytes);
  const { elements, bytes } = implementation.decodeZeroValue(stream, decoded, windowElements);
  assert.equal(elements % windowElements, 0, about);
  // It leaves no more than the windows within the longest one of the end.
  assert(stream.length - bytes < 2 * (windowElements / 8 + windowElements * wordBytes) + 16, about);
  assert.deepEqual([...decoded.subarray(0, elements)], [...words.subarray(0, elements)], about);
  assert.equal(bytes, naiveStream(words.subarray(0, elements), windowElements).length, about);
}

test('all kernels agree with word-by-word ones at every length up to 200 and every offset', () => {
  for (const wordBytes of WIDTHS) {
    const classes = CLASSES[wordBytes];
    for (let length = 0; length <= 200; length++) {
      const list = Array.from({ length }, (_, i) => classes[(i * i + 3 * length + (i >> 3)) % classes.length]);
      checkAll(wordsAt(length % 5, list, wordBytes), `${length} words of ${wordBytes} B`);
    }
  }
});

test('all kernels agree with word-by-word ones on words of every class', () => {
  const cases = fc
    .constantFrom(...WIDTHS)
    .chain((wordBytes) =>
      fc.tuple(
        fc.constant(wordBytes),
        fc.nat({ max: 7 }),
        fc.array(
          fc.oneof(
            { weight: 2, arbitrary: fc.constant(0) },
            fc.constantFrom(...CLASSES[wordBytes]),
            fc.integer({ min: 0, max: 2 ** (8 * wordBytes) - 1 }),
          ),
          { maxLength: 300 },
        ),
      ),
    );
  fc.assert(
    fc.property(cases, ([wordBytes, offset, list]) => checkAll(wordsAt(offset, list, wordBytes), `${wordBytes} B`)),
    { seed: SEED, numRuns: 300 },
  );
});

test('every bit makes a word non-zero, in every place of a mask', () => {
  for (const wordBytes of WIDTHS) {
    for (let place = 0; place < 64; place++) {
      const words = newWords(64, wordBytes);
      for (let bit = 0; bit < 8 * wordBytes; bit++) {
        words[place] = 2 ** bit;
        for (const implementation of KERNELS) {
          const masks = new Uint32Array(2);
          implementation.nonZeroMasks(words, masks);
          assert.deepEqual([...masks], naiveMasks(words), `${implementation.name}, bit ${bit} of word ${place}`);
          assert.equal(implementation.countNonZero(words), 1);
        }
      }
    }
  }
});

/** Longer than what WebAssembly takes at once (64 KiB copied in, 256 KiB in place), and just beside its borders. */
function longWords(elements: number, wordBytes: WordBytes): Words {
  const words = newWords(elements, wordBytes);
  for (let i = 0; i < elements; i++) {
    const hash = Math.imul(i ^ (i >>> 7), 0x9e3779b1) >>> 0;
    // Density changes along the way, from none to all.
    words[i] = hash % elements < i ? hash | 1 : 0;
  }
  return words;
}

interface Results {
  stream: Uint8Array;
  masks: Uint32Array;
  nonZeros: number;
}

function resultsOf(implementation: Kernels, words: Words, windowElements: ZeroValueWindow): Results {
  const stream = new Uint8Array(words.byteLength + Math.ceil(words.length / windowElements) * 4 + 4);
  const length = implementation.encodeZeroValue(words, windowElements, stream);
  const masks = new Uint32Array(Math.ceil(words.length / 32));
  implementation.nonZeroMasks(words, masks);
  return { stream: stream.subarray(0, length), masks, nonZeros: implementation.countNonZero(words) };
}

test('kernels agree on long words, wherever they lie', () => {
  for (const wordBytes of WIDTHS) {
    for (const bytes of [2 ** 16, 2 ** 18, 2 ** 19]) {
      for (const extra of [-33, -1, 0, 1, 31]) {
        const words = longWords(bytes / wordBytes + extra, wordBytes);
        const inside = wordsOf(vectors.memory(words.byteLength), wordBytes);
        inside.set(words);
        const about = `${words.length} words of ${wordBytes} B`;
        for (const windowElements of ZERO_VALUE_WINDOWS) {
          const expected = resultsOf(plainKernels, words, windowElements);
          for (const other of [words, inside].map((where) => resultsOf(vectors, where, windowElements))) {
            assert.equal(Buffer.compare(other.stream, expected.stream), 0, about);
            assert.deepEqual(other.masks, expected.masks, about);
            assert.equal(other.nonZeros, expected.nonZeros, about);
          }
          for (const implementation of KERNELS) {
            const decoded = newWords(words.length, wordBytes);
            const { elements } = implementation.decodeZeroValue(expected.stream, decoded, windowElements);
            assert(elements >= words.length - 2 * 256 - 32 * 8, about);
            const same = Buffer.compare(bytesOf(decoded.subarray(0, elements)), bytesOf(words.subarray(0, elements)));
            assert.equal(same, 0, about);
          }
        }
      }
    }
  }
});

test('a decoder stops in front of a zero that its mask calls non-zero', () => {
  for (const wordBytes of WIDTHS) {
    const words = longWords(50_000, wordBytes).fill(1);
    for (const windowElements of ZERO_VALUE_WINDOWS) {
      const windowBytes = windowElements / 8 + windowElements * wordBytes;
      const stream = Uint8Array.from(naiveStream(words, windowElements));
      for (const window of [0, 1, 100, 1500]) {
        const damaged = stream.slice();
        damaged.fill(
          0,
          window * windowBytes + windowElements / 8,
          window * windowBytes + windowElements / 8 + wordBytes,
        );
        for (const implementation of KERNELS) {
          const decoded = newWords(words.length, wordBytes);
          const { elements, bytes } = implementation.decodeZeroValue(damaged, decoded, windowElements);
          assert(elements <= window * windowElements, `${implementation.name}: ${elements} elements`);
          assert.equal(bytes, (elements / windowElements) * windowBytes);
        }
      }
    }
  }
});

test('memory of a reader is zero, has the size that was asked for, and stays where it is', () => {
  for (const implementation of KERNELS) {
    const first = implementation.memory(100_000);
    assert.equal(first.length, 100_000);
    assert(first.every((byte) => byte === 0));
    first.fill(7);
    const second = implementation.memory(1_000_000);
    assert.equal(implementation.countNonZero(second), 0);
    assert.equal(implementation.countNonZero(first), 100_000);
    assert.equal(first.length, 100_000);
  }
});

test('without WebAssembly, or without its vectors, there are the kernels in TypeScript', () => {
  assert.equal(kernels().name, 'WebAssembly');
  const original = Object.getOwnPropertyDescriptor(globalThis, 'WebAssembly');
  assert(original);
  try {
    Object.defineProperty(globalThis, 'WebAssembly', { value: undefined, configurable: true, writable: true });
    assert.equal(webAssemblyKernels(), null);
    const refusing = class {
      constructor() {
        throw new Error('no SIMD');
      }
    };
    Object.defineProperty(globalThis, 'WebAssembly', { value: { Module: refusing }, configurable: true });
    assert.equal(webAssemblyKernels(), null);
  } finally {
    Object.defineProperty(globalThis, 'WebAssembly', original);
  }
});
