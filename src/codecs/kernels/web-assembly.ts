import type { ZeroValueWindow } from '../../config/resolved-config.ts';
import { KERNELS_BASE64 } from '../../generated/kernels.js';
import type { Bytes } from '../../units.ts';
import type { WordBytes, Words } from '../codec.ts';
import { bytesOf, wordBytesOf } from '../words.ts';
import type { DecodedPart, Kernels } from './kernels.ts';

/*
 * Memory of a module: shuffles of the kernels, results, words. Results are copied out chunk by chunk, while they are in
 * the cache; words that lie elsewhere are copied in likewise.
 */
const RESULTS_ADDRESS = 2 ** 14;
/** A chunk of words in place gives results of 9/8 of its size at most: bytes and their masks. */
const CHUNK_BYTES = 2 ** 18;
const RESULTS_BYTES = (CHUNK_BYTES / 8) * 9;
/** What a kernel may read or write behind the end. */
const MARGIN_BYTES = 64;
const WORDS_ADDRESS = RESULTS_ADDRESS + RESULTS_BYTES + MARGIN_BYTES;
/** Words that are copied in, so that they and their results fit in the second-level cache. */
const BOUNCE_BYTES = 2 ** 16;
const PAGE_BYTES = 2 ** 16;

/** Kernels of src/codecs/kernels/assembly. Words, masks, streams and ends are addresses in bytes. */
type CountKernel = (words: number, elements: number) => number;
type MasksKernel = (words: number, elements: number, masks: number) => void;
type EncodeKernel = (words: number, elements: number, windowElements: number, stream: number) => number;
type DecodeKernel = (stream: number, end: number, elements: number, windowElements: number, words: number) => number;
type ByWidth<Kernel> = Readonly<Record<WordBytes, Kernel>>;

interface Module {
  bytes: Uint8Array;
  count: ByWidth<CountKernel>;
  masks: ByWidth<MasksKernel>;
  encode: ByWidth<EncodeKernel>;
  decode: ByWidth<DecodeKernel>;
  streamRead: { readonly value: number };
}

/** Kernels in WebAssembly with its 128-bit vectors, or null where there is no such thing. */
export function webAssemblyKernels(): Kernels | null {
  if (typeof WebAssembly === 'undefined') return null;
  let code: WebAssembly.Module;
  try {
    code = new WebAssembly.Module(Uint8Array.from(atob(KERNELS_BASE64), (character) => character.charCodeAt(0)));
  } catch {
    return null; // no vectors
  }
  return new WebAssemblyKernels(code);
}

class WebAssemblyKernels implements Kernels {
  readonly name = 'WebAssembly';
  private readonly bounce: Module;
  /** Modules by their memory, to recognise words that lie in it. */
  private readonly modules = new WeakMap<ArrayBufferLike, Module>();

  constructor(private readonly code: WebAssembly.Module) {
    this.bounce = instantiate(code, BOUNCE_BYTES);
  }

  memory(bytes: Bytes): Uint8Array {
    const module = instantiate(this.code, bytes);
    this.modules.set(module.bytes.buffer, module);
    return module.bytes.subarray(WORDS_ADDRESS, WORDS_ADDRESS + bytes);
  }

  countNonZero(words: Words): number {
    const wordBytes = wordBytesOf(words);
    let count = 0;
    this.eachChunk(words, (module, address, elements) => {
      count += module.count[wordBytes](address, elements);
    });
    return count;
  }

  nonZeroMasks(words: Words, masks: Uint32Array): void {
    const wordBytes = wordBytesOf(words);
    this.eachChunk(words, (module, address, elements, start) => {
      module.masks[wordBytes](address, elements, RESULTS_ADDRESS);
      masks.set(new Uint32Array(module.bytes.buffer, RESULTS_ADDRESS, Math.ceil(elements / 32)), start / 32);
    });
  }

  encodeZeroValue(words: Words, windowElements: ZeroValueWindow, stream: Uint8Array): Bytes {
    const wordBytes = wordBytesOf(words);
    let offset = 0;
    this.eachChunk(words, (module, address, elements) => {
      const end = module.encode[wordBytes](address, elements, windowElements, RESULTS_ADDRESS);
      stream.set(module.bytes.subarray(RESULTS_ADDRESS, end), offset);
      offset += end - RESULTS_ADDRESS;
    });
    return offset;
  }

  decodeZeroValue(stream: Uint8Array, words: Words, windowElements: ZeroValueWindow): DecodedPart {
    const wordBytes = wordBytesOf(words);
    const { bytes, decode, streamRead } = this.bounce;
    const output = bytesOf(words);
    const decoded: DecodedPart = { elements: 0, bytes: 0 };
    while (true) {
      const chunk = stream.subarray(decoded.bytes, decoded.bytes + BOUNCE_BYTES);
      bytes.set(chunk, WORDS_ADDRESS);
      const end = WORDS_ADDRESS + chunk.length;
      const most = Math.min(words.length - decoded.elements, CHUNK_BYTES / wordBytes);
      const elements = decode[wordBytes](WORDS_ADDRESS, end, most, windowElements, RESULTS_ADDRESS);
      if (elements === 0 || streamRead.value === 0) return decoded;
      const result = bytes.subarray(RESULTS_ADDRESS, RESULTS_ADDRESS + elements * wordBytes);
      output.set(result, decoded.elements * wordBytes);
      decoded.elements += elements;
      decoded.bytes += streamRead.value - WORDS_ADDRESS;
    }
  }

  /** Passes the address of one part of the words after the other, each a whole number of masks but the last. */
  private eachChunk(
    words: Words,
    use: (module: Module, address: number, elements: number, start: number) => void,
  ): void {
    const wordBytes = wordBytesOf(words);
    const own = this.modules.get(words.buffer);
    const chunkElements = (own === undefined ? BOUNCE_BYTES : CHUNK_BYTES) / wordBytes;
    for (let start = 0; start < words.length; start += chunkElements) {
      const elements = Math.min(chunkElements, words.length - start);
      if (own !== undefined) {
        use(own, words.byteOffset + start * wordBytes, elements, start);
      } else {
        this.bounce.bytes.set(bytesOf(words.subarray(start, start + elements)), WORDS_ADDRESS);
        use(this.bounce, WORDS_ADDRESS, elements, start);
      }
    }
  }
}

function instantiate(code: WebAssembly.Module, wordsBytes: Bytes): Module {
  const pages = Math.ceil((WORDS_ADDRESS + wordsBytes + MARGIN_BYTES) / PAGE_BYTES);
  // Memory that cannot grow never moves, so views of it last.
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const { exports } = new WebAssembly.Instance(code, { env: { memory } });
  const byWidth = <Kernel>(name: string): ByWidth<Kernel> => ({
    4: exports[`${name}4`] as Kernel,
    2: exports[`${name}2`] as Kernel,
    1: exports[`${name}1`] as Kernel,
  });
  return {
    bytes: new Uint8Array(memory.buffer),
    count: byWidth('count'),
    masks: byWidth('masks'),
    encode: byWidth('encode'),
    decode: byWidth('decode'),
    streamRead: exports['streamRead'] as Module['streamRead'],
  };
}
