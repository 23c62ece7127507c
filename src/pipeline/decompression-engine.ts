import { BEAT_WORDS, type CompressedLine, ENGINE_CYCLES_PER_LINE, LINE_WORDS } from './compression-engine.ts';

/**
 * Clock cycles from the one in which a compressed line enters to the one in which its first beat leaves, both
 * counted. Recalled for cDMA's unit.
 */
export const DECOMPRESSION_START_CYCLES = 2;

/** Behind the first stage: a line whose mask has been counted. */
interface CountedLine extends CompressedLine {
  /** How many non-zero words lie before each beat: the prefix sum of the mask segments' counts. */
  firstWord: readonly number[];
}

/**
 * The way back through slide 52's engine, cycle by cycle: one stage counts a line's mask, the next puts zeros where the
 * mask has them, 32 B a cycle.
 */
export class DecompressionEngine {
  private counted: CountedLine | null = null;
  private beatsGiven = 0;

  /** Whether a line can enter in the next cycle: no other one is in the way, or only with its last beat. */
  get ready(): boolean {
    return this.counted === null || this.beatsGiven === ENGINE_CYCLES_PER_LINE - 1;
  }

  /**
   * One clock cycle, in which `line` enters, if any. Returns the beat that leaves, if any. Throws `RangeError` when a
   * line comes while the engine is not {@link ready} or has another number of words than its mask says.
   */
  clock(line: CompressedLine | null): Uint32Array | null {
    if (line !== null && !this.ready) throw new RangeError('a line came before the one ahead of it had left');
    const beat = this.counted === null ? null : this.expand(this.counted);
    if (line !== null) this.counted = count(line);
    return beat;
  }

  private expand({ mask, words, firstWord }: CountedLine): Uint32Array {
    const beat = new Uint32Array(BEAT_WORDS);
    const segment = mask >>> (this.beatsGiven * BEAT_WORDS);
    let next = firstWord[this.beatsGiven];
    for (let lane = 0; lane < BEAT_WORDS; lane++) {
      if ((segment >>> lane) & 1) beat[lane] = words[next++];
    }
    this.beatsGiven++;
    if (this.beatsGiven === ENGINE_CYCLES_PER_LINE) {
      this.counted = null;
      this.beatsGiven = 0;
    }
    return beat;
  }
}

function count(line: CompressedLine): CountedLine {
  const firstWord: number[] = [];
  let total = 0;
  for (let bit = 0; bit < LINE_WORDS; bit++) {
    if (bit % BEAT_WORDS === 0) firstWord.push(total);
    total += (line.mask >>> bit) & 1;
  }
  if (total !== line.words.length) {
    throw new RangeError(`the mask says ${total} words, but the line has ${line.words.length}`);
  }
  return { ...line, firstWord };
}

export interface DecompressionRun {
  words: Uint32Array;
  /** Clock cycles from the first line to the last beat, both counted. */
  cycles: number;
  /** Clock cycles of each line from the one in which it enters to its last beat, both counted. */
  latencyCycles: readonly number[];
}

/** Decompresses whole lines, each as soon as the engine is ready for it. */
export function decompressLines(lines: readonly CompressedLine[]): DecompressionRun {
  const engine = new DecompressionEngine();
  const words = new Uint32Array(lines.length * LINE_WORDS);
  const entered: number[] = [];
  const latencyCycles: number[] = [];
  let cycles = 0;
  for (let position = 0; position < words.length; ) {
    const line = engine.ready && entered.length < lines.length ? lines[entered.length] : null;
    if (line !== null) entered.push(cycles);
    const beat = engine.clock(line);
    cycles++;
    if (beat === null) continue;
    words.set(beat, position);
    position += BEAT_WORDS;
    if (position % LINE_WORDS === 0) latencyCycles.push(cycles - entered[latencyCycles.length]);
  }
  return { words, cycles, latencyCycles };
}

/**
 * The lines of a stream: each mask says how many words follow, and only then where the next mask is. Throws
 * `RangeError` when the stream ends within a line.
 */
export function linesOf(stream: Uint8Array): CompressedLine[] {
  const input = new Uint32Array(new Uint8Array(stream).buffer);
  const lines: CompressedLine[] = [];
  for (let position = 0; position < input.length; ) {
    const mask = input[position++];
    let end = position;
    for (let pending = mask; pending !== 0; pending &= pending - 1) end++;
    if (end > input.length) throw new RangeError(`the stream ends within line ${lines.length}`);
    lines.push({ mask, words: input.slice(position, end) });
    position = end;
  }
  return lines;
}
