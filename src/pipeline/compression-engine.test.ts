/** The engine of slide 52 against the codec, published vectors, and the slide's own example. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf } from '../codecs/words.ts';
import { zeroValueCodec } from '../codecs/zero-value.ts';
import {
  BEAT_WORDS,
  CompressionEngine,
  compressLines,
  ENGINE_CYCLES_PER_LINE,
  ENGINE_LATENCY_CYCLES,
  LINE_WORDS,
} from './compression-engine.ts';
import { DECOMPRESSION_START_CYCLES, DecompressionEngine, decompressLines, linesOf } from './decompression-engine.ts';

const RUNS = { seed: 52, numRuns: 300 };
const NEGATIVE_ZERO = 0x80000000;
const QUIET_NAN = 0x7fc00001;
const SIGNALLING_NAN = 0x7f800001;

const words = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xffffffff }) },
  { weight: 1, arbitrary: fc.constantFrom(1, NEGATIVE_ZERO, QUIET_NAN, SIGNALLING_NAN, 0xffffffff) },
);
const streams = fc
  .array(words, { minLength: 0, maxLength: 20 * LINE_WORDS, size: 'max' })
  .map((list) => Uint32Array.from(list));
const wholeLines = streams.map((list) => list.subarray(0, list.length - (list.length % LINE_WORDS)));

const filled = (wordAt: (index: number) => number): Uint32Array =>
  Uint32Array.from({ length: LINE_WORDS }, (_, index) => wordAt(index));

test('slide 52: the segment 10011010 adds 4 to the buffer length register', () => {
  const engine = new CompressionEngine();
  const segment = '10011010';
  const beat = Uint32Array.from(segment, (bit, lane) => (bit === '1' ? 100 + lane : 0));
  engine.clock(beat);
  engine.clock(null);
  assert.equal(engine.bufferLength, 0);
  engine.clock(null);
  assert.equal(engine.bufferLength, 4);
  // The slide draws word 0 on the left; in the mask it is the lowest bit of the newest byte.
  assert.equal((engine.mask >>> 24).toString(2).padStart(8, '0'), [...segment].reverse().join(''));
});

test('slide 52: four beats of 32 B make a line; recalled: 6 cycles from the first beat to the line', () => {
  assert.equal(BEAT_WORDS * 4, 32);
  assert.equal(ENGINE_CYCLES_PER_LINE, 4);
  assert.equal(ENGINE_LATENCY_CYCLES, 6);
});

const ADVERSARIAL_LINES: Record<string, Uint32Array> = {
  'all zero': filled(() => 0),
  'all non-zero': filled((index) => index + 1),
  'even words': filled((index) => (index % 2 === 0 ? 7 : 0)),
  'odd words': filled((index) => (index % 2 === 1 ? 7 : 0)),
  'every other beat': filled((index) => (Math.floor(index / BEAT_WORDS) % 2 === 0 ? 7 : 0)),
  'only -0.0': filled(() => NEGATIVE_ZERO),
  'NaN payloads': filled((index) => (index % 3 === 0 ? QUIET_NAN + index : index % 3 === 1 ? SIGNALLING_NAN : 0)),
  'smallest subnormal': filled(() => 1),
};
for (let position = 0; position < LINE_WORDS; position++) {
  ADVERSARIAL_LINES[`only word ${position}`] = filled((index) => (index === position ? 0xffffffff : 0));
  ADVERSARIAL_LINES[`all but word ${position}`] = filled((index) => (index === position ? 0 : 0xffffffff));
}

test('adversarial lines give the bytes of the codec and come back', () => {
  for (const [name, line] of Object.entries(ADVERSARIAL_LINES)) {
    const { stream } = compressLines(line);
    assert.deepEqual([...stream], [...zeroValueCodec(32).encode(line)], name);
    assert.deepEqual(decompressLines(linesOf(stream)).words, line, name);
  }
});

interface ZeroValueVectors {
  vectors: { name: string; in: string; out: string }[];
}
const { vectors } = JSON.parse(
  readFileSync(new URL('../../test/golden/zvc-vectors.json', import.meta.url), 'utf8'),
) as ZeroValueVectors;
const parse = (text: string): Uint32Array => Uint32Array.from(text.split(' '), (word) => Number.parseInt(word, 16));

test("whole lines of Intel QPL's zero-compress vectors, byte for byte", () => {
  const whole = vectors.filter((vector) => parse(vector.in).length % LINE_WORDS === 0);
  assert.ok(whole.length >= 5, `only ${whole.length} vectors have whole lines`);
  for (const vector of whole) {
    const { stream } = compressLines(parse(vector.in));
    assert.deepEqual([...stream], [...bytesOf(parse(vector.out))], vector.name);
    assert.deepEqual(decompressLines(linesOf(bytesOf(parse(vector.out)))).words, parse(vector.in), vector.name);
  }
});

test('the stream is the codec’s, byte for byte, also with a short last line', () => {
  fc.assert(
    fc.property(streams, (input) => {
      assert.deepEqual([...compressLines(input).stream], [...zeroValueCodec(32).encode(input)]);
    }),
    RUNS,
  );
});

test('steady state takes 32 B a cycle, and every line the same latency', () => {
  fc.assert(
    fc.property(wholeLines, (input) => {
      const lines = input.length / LINE_WORDS;
      const { cycles, latencyCycles } = compressLines(input);
      assert.equal(cycles, lines === 0 ? 0 : 4 * (lines - 1) + 6);
      assert.deepEqual(latencyCycles, new Array(lines).fill(6));
    }),
    RUNS,
  );
});

test('gaps between beats change nothing but the time', () => {
  fc.assert(
    fc.property(wholeLines, fc.infiniteStream(fc.nat({ max: 2 })), (input, gaps) => {
      const engine = new CompressionEngine();
      const output: number[] = [];
      const clock = (beat: Uint32Array | null): void => {
        const line = engine.clock(beat);
        if (line !== null) output.push(line.mask, ...line.words);
      };
      for (let start = 0; start < input.length; start += BEAT_WORDS) {
        const { value: gap } = gaps.next();
        for (let cycle = 0; cycle < gap; cycle++) clock(null);
        clock(input.subarray(start, start + BEAT_WORDS));
      }
      clock(null);
      clock(null);
      assert.deepEqual([...bytesOf(Uint32Array.from(output))], [...zeroValueCodec(32).encode(input)]);
      assert.equal(engine.bufferLength, 0);
    }),
    RUNS,
  );
});

test('the length register counts the non-zero words of the beats so far, two cycles late', () => {
  fc.assert(
    fc.property(fc.array(words, { minLength: LINE_WORDS, maxLength: LINE_WORDS }), (line) => {
      const engine = new CompressionEngine();
      const input = Uint32Array.from(line);
      for (let beat = 0; beat < ENGINE_CYCLES_PER_LINE + 1; beat++) {
        engine.clock(beat < 4 ? input.subarray(beat * BEAT_WORDS, (beat + 1) * BEAT_WORDS) : null);
        const appended = line.slice(0, Math.max(0, beat - 1) * BEAT_WORDS);
        assert.equal(engine.bufferLength, appended.filter((word) => word !== 0).length);
      }
    }),
    RUNS,
  );
});

test('a beat of another length is refused', () => {
  assert.throws(() => new CompressionEngine().clock(new Uint32Array(7)), RangeError);
});

test('decompression starts in the second cycle, gives 32 B a cycle and never pauses', () => {
  assert.equal(DECOMPRESSION_START_CYCLES, 2);
  const engine = new DecompressionEngine();
  assert.equal(engine.clock({ mask: 1, words: Uint32Array.of(9) }), null);
  assert.deepEqual(engine.clock(null), Uint32Array.of(9, 0, 0, 0, 0, 0, 0, 0));
  fc.assert(
    fc.property(wholeLines, (input) => {
      const lines = input.length / LINE_WORDS;
      const run = decompressLines(linesOf(zeroValueCodec(32).encode(input)));
      assert.deepEqual(run.words, Uint32Array.from(input));
      assert.equal(run.cycles, lines === 0 ? 0 : 4 * lines + 1);
      assert.deepEqual(run.latencyCycles, new Array(lines).fill(5));
    }),
    RUNS,
  );
});

test('a line that comes too early or contradicts its mask is refused, and so is half a line', () => {
  const engine = new DecompressionEngine();
  engine.clock({ mask: 0, words: Uint32Array.of() });
  assert.equal(engine.ready, false);
  assert.throws(() => engine.clock({ mask: 0, words: Uint32Array.of() }), RangeError);
  assert.throws(() => new DecompressionEngine().clock({ mask: 3, words: Uint32Array.of(1) }), RangeError);
  assert.throws(() => linesOf(Uint8Array.of(3, 0, 0, 0, 1, 0, 0, 0)), RangeError);
});
