/**
 * The recurrences of docs/pipeline.md against an event-driven simulation of the same path, written independently
 * (test/oracle): every line's finish time, to the picosecond.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { PATH_RESOURCES, type PipelineDesign, type PipelineRun } from '../../src/pipeline/design.ts';
import { runOffload } from '../../src/pipeline/offload.ts';
import { offloadFinishTimes } from '../../src/pipeline/offload-times.ts';
import { prefetchFinishTimes, runPrefetch } from '../../src/pipeline/prefetch.ts';
import { MAXWELL_PATH } from '../golden/pipeline-reference.ts';
import { type OracleRun, simulateOffload, simulatePrefetch } from '../oracle/pipeline-events.ts';
import { designs, lineSequences } from '../oracle/random-designs.ts';

const RUNS = { seed: 20180226, numRuns: 3000 };

const DIRECTIONS = {
  offload: { simulate: simulateOffload, finishTimes: offloadFinishTimes, run: runOffload },
  prefetch: { simulate: simulatePrefetch, finishTimes: prefetchFinishTimes, run: runPrefetch },
};

test('offload, designs as the paper has them, whose recurrence is written out: to the picosecond', () => {
  const usual = fc.record({
    placement: fc.constant('memory-controller' as const),
    reservation: fc.constant('shrink' as const),
    packing: fc.constant('stream' as const),
    interleavingOrder: fc.constant('modulo' as const),
    maxPayload: fc.constantFrom(64, 128, 256, 512),
  });
  fc.assert(
    fc.property(designs, usual, lineSequences, (design, overrides, lineBytes) => {
      const paperLike = { ...design, ...overrides };
      const { finishTimes } = simulateOffload(paperLike, lineBytes);
      assert.deepEqual([...offloadFinishTimes(paperLike, lineBytes)], [...finishTimes]);
    }),
    RUNS,
  );
});

for (const [direction, { simulate, finishTimes, run }] of Object.entries(DIRECTIONS)) {
  test(`${direction}: every line finishes when the event-driven simulation says, to the picosecond`, () => {
    fc.assert(
      fc.property(designs, lineSequences, (design, lineBytes) => {
        const oracle = simulate(design, lineBytes);
        assert.deepEqual([...finishTimes(design, lineBytes)], [...oracle.finishTimes]);
        assertAgrees(run(design, lineBytes), oracle, design);
      }),
      RUNS,
    );
  });

  test(`${direction}: a long run agrees too`, () => {
    fc.assert(
      fc.property(designs, fc.infiniteStream(fc.nat({ max: 132 })), (design, sizes) => {
        const lineBytes = Array.from({ length: 3000 }, () => sizes.next().value);
        const oracle = simulate(design, lineBytes);
        assert.deepEqual([...finishTimes(design, lineBytes)], [...oracle.finishTimes]);
        assertAgrees(run(design, lineBytes), oracle, design);
      }),
      { seed: RUNS.seed, numRuns: 20 },
    );
  });
}

function assertAgrees(run: PipelineRun, oracle: OracleRun, design: PipelineDesign): void {
  assert.equal(run.lines, oracle.finishTimes.length);
  assert.equal(run.picoseconds, oracle.picoseconds);
  const path = PATH_RESOURCES.map((resource) => run.criticalPathPicoseconds[resource]);
  assert.ok(
    path.every((time) => Number.isSafeInteger(time) && time >= 0),
    `critical path ${path}`,
  );
  assert.equal(
    path.reduce((sum, time) => sum + time, 0),
    run.picoseconds,
  );
  assert.equal(run.reservedBytePicoseconds, oracle.reservedBytePicoseconds);
  assert.equal(run.highWaterBytes, oracle.highWaterBytes);
  assert.deepEqual(run.busyPicoseconds, oracle.busyPicoseconds);
  if (design.buffer === Number.POSITIVE_INFINITY) assert.equal(run.criticalPathPicoseconds.buffer, 0);
}

test('a line without zeros, 132 B, passes a buffer of 128 B in both directions', () => {
  for (const { simulate, finishTimes } of Object.values(DIRECTIONS)) {
    const design = { ...MAXWELL_PATH, buffer: 128 };
    const times = finishTimes(design, [132, 132, 4, 132]);
    assert.deepEqual([...times], [...simulate(design, [132, 132, 4, 132]).finishTimes]);
    assert.ok(times.every((time) => Number.isSafeInteger(time) && time > 0));
  }
});

test('the event-driven simulation names every station when nothing can move any more', () => {
  assert.throws(
    () => simulateOffload({ ...MAXWELL_PATH, buffer: 100 }, [4, 4]),
    (error: Error) =>
      /deadlock after 0 lines/.test(error.message) &&
      /buffer: 0 of 100 B reserved/.test(error.message) &&
      ['link', 'crossbar', 'issue', 'dram 5', 'engine 5'].every((name) => error.message.includes(`${name}: serves`)),
  );
});
