import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Look, Row, Span } from './lanes.ts';
import { type Piece, piecesOf } from './pieces.ts';

const LOOKS: readonly Look[] = ['forward', 'backward', 'stall'];

interface Step {
  idle: number;
  length: number;
  look: Look;
}

/** Steps in seconds: most far below a pixel, some many pixels wide. */
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    idle: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 0.05, noNaN: true })),
    length: fc.oneof(fc.double({ min: 0, max: 0.001, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true })),
    look: fc.constantFrom(...LOOKS),
  }),
  { minLength: 1, maxLength: 200 },
);
const RUNS = { seed: 20180224, numRuns: 200 };

function rowOf(all: readonly Step[]): { row: Row; total: number } {
  let now = 0;
  const spans = all.map(({ idle, length, look }): Span => {
    const start = now + idle;
    now = start + length;
    const kind = look === 'stall' ? 'stall' : 'compute';
    const rest = { label: '', cause: 'link', isBackward: false, rawBytes: 0, compressedBytes: 0 } as const;
    return { kind, start, end: now, look, ...rest };
  });
  return { row: { design: 'cdma', name: 'compute', spans }, total: Math.max(now, 1e-3) };
}

function secondsOf(pieces: readonly Piece[], look: Look): number {
  return pieces.reduce((sum, piece) => {
    if (piece.kind === 'crowd') return sum + (piece.seconds.get(look) ?? 0);
    return sum + (piece.span.look === look ? piece.end - piece.start : 0);
  }, 0);
}

test('pieces show as much time of every look as the spans have', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 2000 }), (all, width) => {
      const { row, total } = rowOf(all);
      const pieces = piecesOf(row, { from: 0, to: total }, width);
      for (const look of LOOKS) {
        const expected = all.reduce((sum, step) => sum + (step.look === look ? step.length : 0), 0);
        assert.ok(Math.abs(secondsOf(pieces, look) - expected) < 1e-9);
      }
    }),
    RUNS,
  );
});

test('pieces follow one another, hold no more than they last, and are few on few pixels', () => {
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 2000 }), (all, width) => {
      const { row, total } = rowOf(all);
      const pieces = piecesOf(row, { from: 0, to: total }, width);
      let end = 0;
      for (const piece of pieces) {
        assert.ok(piece.start >= end - 1e-9);
        end = piece.end;
        if (piece.kind === 'crowd') {
          const held = [...piece.seconds.values()].reduce((sum, seconds) => sum + seconds, 0);
          assert.ok(held <= piece.end - piece.start + 1e-9);
        }
      }
      // A wide span takes three pixels and parts a crowd; a crowd ends with its cell of six, or after an idle pixel.
      assert.ok(pieces.length <= 2 * width + 2, `${pieces.length} pieces on ${width} pixels`);
    }),
    RUNS,
  );
});

test('wide spans are drawn by themselves, narrow ones together, and what is out of sight is not drawn', () => {
  // A pixel is a second: two wide spans, and ten narrow ones between them in one cell of six pixels.
  const lengths = [6, ...Array.from({ length: 10 }, () => 0.5), 7];
  const { row } = rowOf(lengths.map((length, index) => ({ idle: 0, length, look: index % 2 ? 'stall' : 'forward' })));
  const pieces = piecesOf(row, { from: 0, to: 18 }, 18);
  assert.deepEqual(
    pieces.map(({ kind, start, end }) => [kind, start, end]),
    [
      ['span', 0, 6],
      ['crowd', 6, 11],
      ['span', 11, 18],
    ],
  );
  assert.equal(secondsOf(pieces, 'stall'), 2.5 + 7);
  assert.deepEqual(
    piecesOf(row, { from: 12, to: 15 }, 3).map(({ kind, start }) => [kind, start]),
    [['span', 11]],
  );
});
