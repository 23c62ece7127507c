import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runStep, type Step } from './training-step.ts';
import type { Transfer } from './transfer.ts';

const DRAM_BANDWIDTH = 100;

test('a step lasts as long as its compute when the copy is hidden', () => {
  assert.deepEqual(outcome(compute(4, 100), [copy(50, 3)]), { duration: 4, binding: 'compute', dramPressure: 0 });
});

test('a step lasts as long as its copies when compute is done first', () => {
  const copies = [copy(50, 3), copy(50, 4, 'engine')];
  assert.deepEqual(outcome(compute(4, 100), copies), { duration: 7, binding: 'engine', dramPressure: 0 });
});

test('compute and copies that saturate DRAM together slow each other down', () => {
  assert.deepEqual(outcome(compute(4, 380), [copy(120, 3)]), { duration: 5, binding: 'dram', dramPressure: 1 });
});

test('a step without copies is compute alone', () => {
  assert.deepEqual(outcome(compute(4, 500), []), { duration: 4, binding: 'compute', dramPressure: 0 });
});

function outcome(cost: Step['compute'], transfers: Transfer[]) {
  const work = { kind: 'layer', layer: 'conv' } as const;
  const { duration, binding, dramPressure } = runStep(
    { direction: 'forward', work, compute: cost, transfers },
    0,
    DRAM_BANDWIDTH,
  );
  return { duration, binding, dramPressure };
}

function compute(seconds: number, dramBytes: number): Step['compute'] {
  return { seconds, dramBytes, flop: 0 };
}

function copy(rawBytes: number, seconds: number, binding: Transfer['binding'] = 'link'): Transfer {
  const criticalPath = { [binding]: seconds };
  return { layers: ['conv'], rawBytes, compressedBytes: rawBytes, seconds, binding, criticalPath, busy: {} };
}
