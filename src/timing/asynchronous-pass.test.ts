import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AsynchronousPass, runAsynchronousPass } from './asynchronous-pass.ts';
import type { SharedDram } from './shared-dram.ts';
import type { Transfer } from './transfer.ts';

const NO_CONTENTION: SharedDram = { bandwidth: 100, priority: 'off' };

// Worked by hand: three layers of 2 s each; the map of the first takes 5 s and 10 bytes, that of the second 1 s and 4 bytes.
const COPIES = [copy(0, 10, 5), copy(1, 4, 1)];

test('forward with enough staging, compute never waits and copies follow one another', () => {
  const { compute, copies, seconds } = run({ direction: 'forward', staging: 14, copies: COPIES });
  assert.deepEqual(compute, [span(0, 2), span(2, 4), span(4, 6)]);
  assert.deepEqual(copies, [span(0, 5), span(5, 6)]);
  assert.equal(seconds, 6);
});

test('forward with room for the first map alone, the third layer waits until it has left', () => {
  const { compute, copies, seconds } = run({ direction: 'forward', staging: 10, copies: COPIES });
  // At 4 s both maps are staged, 14 bytes; at 5 s the first has left.
  assert.deepEqual(compute, [span(0, 2), span(2, 4), span(5, 7)]);
  assert.deepEqual(copies, [span(0, 5), span(5, 6)]);
  assert.equal(seconds, 7);
});

test('forward without staging, every layer waits for the copies beside it, as with barriers', () => {
  const { compute, copies, seconds } = run({ direction: 'forward', staging: 0, copies: COPIES });
  assert.deepEqual(compute, [span(0, 2), span(5, 7), span(7, 9)]);
  assert.deepEqual(copies, [span(0, 5), span(5, 6)]);
  assert.equal(seconds, 9);
});

test('a pass ends when its last copy has', () => {
  assert.equal(run({ direction: 'forward', staging: 20, copies: [copy(2, 10, 5)] }).seconds, 9);
});

// Backward: layers of 2 s; the second reads 10 bytes that take 3 s, the third 4 bytes that take 2 s.
const FETCHES = [copy(1, 10, 3), copy(2, 4, 2)];

test('backward, a layer waits for its maps', () => {
  const { compute, copies } = run({ direction: 'backward', staging: 4, copies: FETCHES });
  assert.deepEqual(copies, [span(0, 3), span(3, 5)]);
  assert.deepEqual(compute, [span(0, 2), span(3, 5), span(5, 7)]);
});

test('backward without staging, the maps after next are fetched once those before them are in use', () => {
  const fetches = [copy(1, 10, 1), copy(2, 4, 2)];
  const { compute, copies } = run({ direction: 'backward', staging: 0, copies: fetches });
  assert.deepEqual(copies, [span(0, 1), span(2, 4)]);
  assert.deepEqual(compute, [span(0, 2), span(2, 4), span(4, 6)]);
  const ahead = run({ direction: 'backward', staging: 4, copies: fetches });
  assert.deepEqual(ahead.copies, [span(0, 1), span(1, 3)]);
});

test('with DMA first in DRAM, compute gets what the copies leave', () => {
  // The copy takes 60 of 100 bytes a second for 2 s; compute alone would take 80 for 3 s and gets 40, half of that.
  const dram: SharedDram = { bandwidth: 100, priority: 'dma' };
  const compute = [{ seconds: 3, dramBytes: 240, flop: 0 }];
  const times = runAsynchronousPass({ direction: 'forward', staging: 0, compute, copies: [copy(0, 120, 2)], dram });
  assert.deepEqual(times.copies, [span(0, 2)]);
  assert.deepEqual(times.compute, [span(0, 4)]);
});

test('with compute first in DRAM, copies get what compute leaves', () => {
  // Beside compute the copy gets 20 of the 60 bytes a second that it could take, 60 in 3 s, and then has 60 to go.
  const dram: SharedDram = { bandwidth: 100, priority: 'compute' };
  const compute = [{ seconds: 3, dramBytes: 240, flop: 0 }];
  const times = runAsynchronousPass({ direction: 'forward', staging: 0, compute, copies: [copy(0, 120, 2)], dram });
  assert.deepEqual(times.compute, [span(0, 3)]);
  assert.deepEqual(times.copies, [span(0, 4)]);
});

function run(pass: Pick<AsynchronousPass, 'direction' | 'staging' | 'copies'>) {
  const layer = { seconds: 2, dramBytes: 0, flop: 0 };
  return runAsynchronousPass({ ...pass, compute: [layer, layer, layer], dram: NO_CONTENTION });
}

function copy(layer: number, rawBytes: number, seconds: number): AsynchronousPass['copies'][number] {
  const transfer: Transfer = {
    layers: [`map of ${layer}`],
    rawBytes,
    compressedBytes: rawBytes,
    seconds,
    binding: 'link',
    criticalPath: { link: seconds },
    busy: {},
  };
  return { layer, transfer };
}

function span(start: number, end: number) {
  return { start, end };
}
