import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SharedDram } from './shared-dram.ts';
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

// Hand numbers for docs/model.md, "DRAM pressure": in 4 s the DRAM moves 400 bytes.
test('compute with priority is not slowed down; the copy gets what is left and goes on alone', () => {
  // 20 bytes are left beside 380; the other 100 follow at 40 a second.
  const step = outcome(compute(4, 380), [copy(120, 3)], 'compute');
  assert.deepEqual(step, { duration: 6.5, binding: 'dram', dramPressure: 2.5 });
});

test('compute with priority leaves copies a twentieth of the bandwidth', () => {
  const step = outcome(compute(4, 400), [copy(120, 3)], 'compute');
  assert.deepEqual(step, { duration: 6.5, binding: 'dram', dramPressure: 2.5 });
});

test('a copy that fits beside compute with priority costs nothing', () => {
  const step = outcome(compute(4, 200), [copy(120, 3)], 'compute');
  assert.deepEqual(step, { duration: 4, binding: 'compute', dramPressure: 0 });
});

test('a copy is never faster than DRAM, whoever goes first', () => {
  // 200 bytes are left in the first 4 s; the other 100 take another second.
  const step = outcome(compute(4, 200), [copy(300, 1)], 'compute');
  assert.deepEqual(step, { duration: 5, binding: 'dram', dramPressure: 1 });
});

test('with contention off, compute and copies do not slow each other down', () => {
  const step = outcome(compute(4, 380), [copy(120, 3)], 'off');
  assert.deepEqual(step, { duration: 4, binding: 'compute', dramPressure: 0 });
});

function outcome(cost: Step['compute'], transfers: Transfer[], priority: SharedDram['priority'] = 'dma') {
  const work = { kind: 'layer', layer: 'conv' } as const;
  const { duration, binding, dramPressure } = runStep({ direction: 'forward', work, compute: cost, transfers }, 0, {
    bandwidth: DRAM_BANDWIDTH,
    priority,
  });
  return { duration, binding, dramPressure };
}

function compute(seconds: number, dramBytes: number): Step['compute'] {
  return { seconds, dramBytes, flop: 0 };
}

function copy(rawBytes: number, seconds: number, binding: Transfer['binding'] = 'link'): Transfer {
  const criticalPath = { [binding]: seconds };
  return { layers: ['conv'], rawBytes, compressedBytes: rawBytes, seconds, binding, criticalPath, busy: {} };
}
