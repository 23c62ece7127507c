/**
 * How long the fuzzing of this folder runs, and from which seed. `npm test` runs one batch of cases with a fixed seed.
 *   CDMA_FUZZ_MINUTES=10 node --import tsx --test test/fuzz/*.test.ts    batch after batch for so long, each test
 *   CDMA_FUZZ_SEED=7 ...                                                 begins with that seed; each batch takes the next
 * A failure prints the seed of its batch, which alone gives it again, and the smallest input that was found for it.
 */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import fc from 'fast-check';

/** The talk that the simulator is about was given on this day. */
const DEFAULT_SEED = 20180224;
const SEED = numberFrom('CDMA_FUZZ_SEED') ?? DEFAULT_SEED;
const MINUTES = numberFrom('CDMA_FUZZ_MINUTES') ?? 0;

/** An input that takes so long, on a busy machine, would take for ever in another size. */
export const LONGEST_CASE_MS = 10_000;

/**
 * Holds a property against many inputs, one batch of `cases` or for the minutes that were asked for. What every case must
 * leave as it was is checked here: the prototypes that all objects share, and the time.
 */
export async function fuzz<Input>(
  t: TestContext,
  inputs: fc.Arbitrary<Input>,
  cases: number,
  holds: (input: Input) => void | Promise<void>,
): Promise<void> {
  const start = performance.now();
  let batches = 0;
  do {
    const seed = (SEED + batches) | 0;
    await fc.assert(
      fc.asyncProperty(inputs, async (input) => {
        const startOfCase = performance.now();
        await holds(input);
        const caseMs = performance.now() - startOfCase;
        if (caseMs >= LONGEST_CASE_MS) t.diagnostic(`CDMA_FUZZ_SEED=${seed} is slow: ${shorten(fc.stringify(input))}`);
        assert.ok(caseMs < LONGEST_CASE_MS, `took ${Math.round(caseMs)} ms`);
        assertPrototypesAsBefore();
      }),
      { seed, numRuns: cases, reporter: (run) => report(run, seed) },
    );
    batches++;
  } while (performance.now() - start < MINUTES * 60_000);
  t.diagnostic(`seeds ${SEED} to ${SEED + batches - 1}, ${batches * cases} cases`);
}

/** Throws where a case failed, with all that is needed to see it again. */
function report<Input>(run: fc.RunDetails<[Input]>, seed: number): void {
  if (!run.failed) return;
  const cause = run.errorInstance instanceof Error ? run.errorInstance : new Error(String(run.errorInstance));
  const [input] = run.counterexample ?? [];
  const shown = shorten(fc.stringify(input));
  throw new Error(`CDMA_FUZZ_SEED=${seed}, after ${run.numRuns} cases:\n${shown}\n${cause.stack ?? cause.message}`, {
    cause,
  });
}

function shorten(text: string): string {
  return text.length > 4000 ? `${text.slice(0, 4000)}... (${text.length} characters)` : text;
}

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const KEYS_BEFORE = PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype));

/** A key such as `__proto__` that is assigned rather than defined would show here. */
function assertPrototypesAsBefore(): void {
  for (const [index, prototype] of PROTOTYPES.entries()) {
    const keys = Reflect.ownKeys(prototype);
    if (keys.length !== KEYS_BEFORE[index]?.length) assert.deepEqual(keys, KEYS_BEFORE[index]);
  }
}

function numberFrom(variable: string): number | undefined {
  const text = process.env[variable];
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  assert.ok(Number.isFinite(value), `${variable}=${text} is not a number`);
  return value;
}
