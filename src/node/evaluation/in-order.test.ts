import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import type { EvaluateListed } from './evaluate-listed.ts';
import { inOrder, Pace } from './in-order.ts';

/** Gives each place as its own figure, after a time of its own; says how many are underway. */
function evaluator(delays: readonly number[]): { evaluate: EvaluateListed; most: () => number; places: number[] } {
  let [underway, most, calls] = [0, 0, 0];
  const places: number[] = [];
  const evaluate: EvaluateListed = async (request) => {
    places.push(...request.places);
    most = Math.max(most, ++underway);
    await sleep(delays[calls++ % delays.length] ?? 0);
    underway -= 1;
    const metrics = new Map([['speedupOverVdnn' as const, Float64Array.from(request.places)]]);
    return { evaluated: { metrics, failed: new Uint32Array(request.places.length) }, milliseconds: 1 };
  };
  return { evaluate, most: () => most, places };
}

test('chunks come in the order of the rows, each row once, whichever worker is done first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 1, max: 8 }),
      fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 20 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (rows, workers, delays, start) => {
        const from = Math.floor(rows * start);
        const all = Uint32Array.from({ length: rows }, (_, row) => 10 * row);
        const { evaluate, most, places } = evaluator(delays);
        const request = { places: all, fidelity: null, wanted: ['speedupOverVdnn' as const] };
        const figures: number[] = [];
        for await (const chunk of inOrder(evaluate, request, new Pace(), { workers, from })) {
          assert.equal(chunk.from, from + figures.length);
          figures.push(...(chunk.evaluated.metrics.get('speedupOverVdnn') ?? []));
        }
        assert.deepEqual(figures, [...all.subarray(from)]);
        assert.deepEqual(
          [...places].sort((a, b) => a - b),
          figures,
          'nothing twice',
        );
        assert.ok(workers > 1 || most() <= 1);
      },
    ),
    { seed: 4, numRuns: 30 },
  );
});

test('what is asked to stop gives what was begun, and nothing more', async () => {
  const { evaluate } = evaluator([0]);
  const request = { places: new Uint32Array(100), fidelity: null, wanted: [] };
  let rows = 0;
  const shouldStop = (row: number): boolean => row >= 9;
  for await (const chunk of inOrder(evaluate, request, new Pace(), { workers: 1, from: 0, shouldStop })) {
    rows += chunk.places.length;
  }
  assert.equal(rows, 9, 'chunks of 1 and 8');
});
