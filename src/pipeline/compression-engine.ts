import { LINE_BYTES } from './design.ts';

/** Words that enter in one clock cycle: 32 B of float32, one for each of slide 52's eight comparators. */
export const BEAT_WORDS = 8;
/** Words of a line: 128 B, which fill the 32 bits of a mask. */
export const LINE_WORDS = LINE_BYTES / 4;
/** Clock cycles per line in steady state: slide 52's "Input Data (32B x 4)", one beat a cycle. */
export const ENGINE_CYCLES_PER_LINE = LINE_WORDS / BEAT_WORDS;
/** Compare and count; collapse; append. */
const PIPELINE_STAGES = 3;
/**
 * Clock cycles from the one in which a line's first beat enters to the one in which the compressed line leaves, both
 * counted: 6, the figure recalled for cDMA's unit. Four beats through three stages explain it.
 */
export const ENGINE_LATENCY_CYCLES = ENGINE_CYCLES_PER_LINE + PIPELINE_STAGES - 1;

/** A compressed line: bit i of `mask` is set when word i is not zero; `words` are those, in order. */
export interface CompressedLine {
  mask: number;
  words: Uint32Array;
}

/** Behind the first stage: a beat, which of its words are not zero (bit i: word i), and where each of those goes. */
interface ComparedBeat {
  words: Uint32Array;
  maskSegment: number;
  /** How many non-zero words lie before each word. */
  prefixSum: readonly number[];
  /** How many non-zero words there are in all. */
  count: number;
}

/** Behind the second stage: `words` begins with the `count` non-zero ones. */
interface CollapsedBeat {
  words: Uint32Array;
  maskSegment: number;
  count: number;
}

/**
 * The compression engine of slide 52, cycle by cycle. Its fields are the registers, named as on the slide. Each stage
 * takes one beat a cycle, so it accepts 32 B in every cycle and never stalls.
 *
 * A word is zero when all its bits are, so -0.0 is kept. The order of words and mask bits is that of the
 * codec `zvc-32`, to which the stream is equal byte for byte.
 */
export class CompressionEngine {
  private compared: ComparedBeat | null = null;
  private collapsed: CollapsedBeat | null = null;
  private readonly compressedBuffer = new Uint32Array(LINE_WORDS);
  private beatsAppended = 0;
  private bufferLengthRegister = 0;
  private maskRegister = 0;

  /** Words in the compressed 128 B buffer: the non-zero ones of the line so far. */
  get bufferLength(): number {
    return this.bufferLengthRegister;
  }

  /** Mask segments of the line so far, the newest in the top byte. */
  get mask(): number {
    return this.maskRegister >>> 0;
  }

  /**
   * One clock cycle. `beat` holds {@link BEAT_WORDS} words, `null` nothing. Returns the line that is complete at the
   * end of the cycle, if any. Throws `RangeError` for a beat of another length.
   */
  clock(beat: Uint32Array | null): CompressedLine | null {
    if (beat !== null && beat.length !== BEAT_WORDS) {
      throw new RangeError(`a beat has ${BEAT_WORDS} words, not ${beat.length}`);
    }
    // From the last stage to the first: each reads the register that the stage before it wrote a cycle earlier.
    const line = this.collapsed === null ? null : this.append(this.collapsed);
    this.collapsed = this.compared === null ? null : collapse(this.compared);
    this.compared = beat === null ? null : compare(beat);
    return line;
  }

  /** Both shift-and-appends: the words behind those that the length register counts, the mask segment above the others. */
  private append({ words, maskSegment, count }: CollapsedBeat): CompressedLine | null {
    this.compressedBuffer.set(words.subarray(0, count), this.bufferLengthRegister);
    this.bufferLengthRegister += count;
    this.maskRegister = (this.maskRegister >>> BEAT_WORDS) | (maskSegment << (LINE_WORDS - BEAT_WORDS));
    this.beatsAppended++;
    if (this.beatsAppended < ENGINE_CYCLES_PER_LINE) return null;

    const line = { mask: this.mask, words: this.compressedBuffer.slice(0, this.bufferLengthRegister) };
    this.beatsAppended = 0;
    this.bufferLengthRegister = 0;
    this.maskRegister = 0;
    return line;
  }
}

/** Eight comparators and the prefix sum of what they say. */
function compare(beat: Uint32Array): ComparedBeat {
  const prefixSum: number[] = [];
  let maskSegment = 0;
  let count = 0;
  beat.forEach((word, lane) => {
    prefixSum.push(count);
    if (word === 0) return;
    maskSegment |= 1 << lane;
    count++;
  });
  return { words: beat.slice(), maskSegment, prefixSum, count };
}

/** The bubble-collapsing shifter: every non-zero word moves down by the number of zeros before it. */
function collapse({ words, maskSegment, prefixSum, count }: ComparedBeat): CollapsedBeat {
  const together = new Uint32Array(BEAT_WORDS);
  words.forEach((word, lane) => {
    if ((maskSegment >>> lane) & 1) together[prefixSum[lane]] = word;
  });
  return { words: together, maskSegment, count };
}

export interface EngineRun {
  /** Each line's mask (32 bits, little-endian) and non-zero words, one line behind the other. */
  stream: Uint8Array<ArrayBuffer>;
  /** Clock cycles from the first beat to the last line, both counted. */
  cycles: number;
  /** Clock cycles of each line from its first beat to its end, both counted. */
  latencyCycles: readonly number[];
}

/** Compresses words, a beat in every cycle. A short last line is filled up with zeros, which add nothing to the stream. */
export function compressLines(words: Uint32Array): EngineRun {
  const engine = new CompressionEngine();
  const lines = Math.ceil(words.length / LINE_WORDS);
  const beats = lines * ENGINE_CYCLES_PER_LINE;
  const stream: number[] = [];
  const latencyCycles: number[] = [];
  let cycles = 0;
  while (latencyCycles.length < lines) {
    const line = engine.clock(cycles < beats ? beatOf(words, cycles) : null);
    cycles++;
    if (line === null) continue;
    latencyCycles.push(cycles - latencyCycles.length * ENGINE_CYCLES_PER_LINE);
    stream.push(line.mask, ...line.words);
  }
  return { stream: new Uint8Array(Uint32Array.from(stream).buffer), cycles, latencyCycles };
}

function beatOf(words: Uint32Array, index: number): Uint32Array {
  const beat = new Uint32Array(BEAT_WORDS);
  beat.set(words.subarray(index * BEAT_WORDS, (index + 1) * BEAT_WORDS));
  return beat;
}
