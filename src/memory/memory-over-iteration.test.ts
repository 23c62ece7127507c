import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig } from '../../test/golden/reference-configs.ts';
import type { WorkloadConfig } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import { inferShapes } from '../network/shapes.ts';
import type { ComputeCost } from '../timing/compute-time.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Step } from '../timing/training-step.ts';
import { trainingTimes } from '../timing/training-times.ts';
import type { Transfer } from '../timing/transfer.ts';
import { type MemoryOverIteration, memoryOverIteration } from './memory-over-iteration.ts';

const CAPACITY = 12e9;
const NETWORKS = ['alexnet', 'overfeat', 'nin', 'vgg16', 'squeezenet', 'googlenet'];

test('what VGG-16 takes at batch 256', () => {
  // From the layer table: 15.24 M elements of images and maps an image, 15.6 GB; two gradient maps of conv1_1 and
  // conv1_2, 64 x 224 x 224 each, 6.6 GB; 138 M weights and their gradients, 1.1 GB; 23.3 GB in all. Momentum comes on top.
  const { components, resident, fitsResident } = memoryOf('vgg16', { batch: 256 });
  const { imageBytes, mapBytes, gradientMapBytes, weightBytes, weightGradientBytes, momentumBytes } = components;
  assert.equal(gigabytes(imageBytes + mapBytes), '15.6');
  assert.equal(gigabytes(gradientMapBytes), '6.6');
  assert.equal(gradientMapBytes, 2 * 64 * 224 * 224 * 4 * 256);
  assert.equal(gigabytes(weightBytes + weightGradientBytes), '1.1');
  assert.equal(gigabytes(resident.peakBytes - momentumBytes), '23.3');
  assert.equal(fitsResident, false);
});

/** conv (2 elements an image), pool (1), conv (1), fc (1) on an image of 2 elements: by hand, at batch 1 and 4 B each. */
const TINY = inferShapes({
  id: 'tiny',
  title: 'Tiny',
  source: 'this test',
  input: [1, 1, 2],
  defaultBatch: 1,
  defaultBatchSource: 'this test',
  layers: [
    {
      kind: 'conv',
      name: 'a',
      input: ['data'],
      channels: 1,
      kernel: 1,
      stride: 1,
      pad: 0,
      groups: 1,
      relu: true,
      bias: true,
    },
    { kind: 'pool', name: 'b', input: ['a'], mode: 'max', kernel: 1, stride: 2, pad: 0, rounding: 'down' },
    { kind: 'fc', name: 'c', input: ['b'], channels: 1, relu: false, dropout: false },
  ],
});

test('memory over a schedule with barriers, step by step', () => {
  // Forward a, b (a's map leaves), c; backward c (a's map comes back), b, a. Steps of 1 s, but 2 s where a map moves.
  const iteration = iterationOf([
    { direction: 'forward', layer: 'a', seconds: 1 },
    { direction: 'forward', layer: 'b', seconds: 2, moves: 'a' },
    { direction: 'forward', layer: 'c', seconds: 1 },
    { direction: 'backward', layer: 'c', seconds: 2, moves: 'a' },
    { direction: 'backward', layer: 'b', seconds: 1 },
    { direction: 'backward', layer: 'a', seconds: 1 },
  ]);
  const { timeline, offloaded, resident } = memoryOverIteration(
    { network: TINY, workload: { batch: 1, concat: 'zero-copy', refetchImage: false } },
    iteration,
    CAPACITY,
  );
  // b takes every second of 2 elements, so it has 1; weights: 1 + 1, three times 4 B each = 24 B; the image 8 B: 32 B throughout.
  assert.deepEqual(timeline, [
    { seconds: 0, bytes: 32 + 8 }, // a
    { seconds: 1, bytes: 32 + 8 + 4 }, // a, b
    { seconds: 3, bytes: 32 + 4 + 4 }, // b, c
    { seconds: 4, bytes: 32 + 8 + 4 + 4 + 4 + 4 }, // a comes, b, c, gradients of b and c
    { seconds: 6, bytes: 32 + 8 + 4 + 8 + 4 }, // a, b, gradients of a and b
    { seconds: 7, bytes: 32 + 8 + 8 }, // a and its gradient
    { seconds: 8, bytes: 24 }, // the weights; the next image takes this one's place
  ]);
  assert.deepEqual(offloaded, { peakBytes: 56, averageBytes: (40 + 2 * 44 + 40 + 2 * 56 + 56 + 48) / 8 });
  // Maps 16 B, and a's gradient beside b's.
  assert.equal(resident.peakBytes, 32 + 16 + 12);
});

test('a map that is offloaded late is held until its copy ends, and from the start of its prefetch', () => {
  const iteration = iterationOf([
    { direction: 'forward', layer: 'a', seconds: 1 },
    { direction: 'forward', layer: 'b', seconds: 1, moves: 'a', at: { start: 1, end: 2.5 } },
    { direction: 'forward', layer: 'c', seconds: 1 },
    { direction: 'backward', layer: 'c', seconds: 1, moves: 'a', at: { start: 3.5, end: 4 } },
    { direction: 'backward', layer: 'b', seconds: 1 },
    { direction: 'backward', layer: 'a', seconds: 1 },
  ]);
  const { timeline } = memoryOverIteration(
    { network: TINY, workload: { batch: 1, concat: 'zero-copy', refetchImage: false } },
    iteration,
    CAPACITY,
  );
  const at = (seconds: number) => timeline.filter((point) => point.seconds <= seconds).at(-1)?.bytes;
  assert.equal(at(2.4), 32 + 8 + 4 + 4);
  assert.equal(at(2.5), 32 + 4 + 4);
  assert.equal(at(3.4), 32 + 4 + 4 + 4 + 4);
  assert.equal(at(3.5), 32 + 8 + 4 + 4 + 4 + 4);
});

test('offloading never takes more than keeping everything, and ends with the weights alone', () => {
  for (const id of NETWORKS) {
    for (const change of [
      {},
      { concat: 'copy' },
      { policy: 'conv' },
      { refetchImage: true },
      { sync: 'async' },
    ] as const) {
      const memory = memoryOf(id, { ...change, staging: 1e9 });
      const { weightBytes, weightGradientBytes, momentumBytes } = memory.components;
      assert.ok(memory.offloaded);
      assert.ok(memory.offloaded.peakBytes <= memory.resident.peakBytes, id);
      assert.ok(memory.offloaded.averageBytes < memory.offloaded.peakBytes, id);
      const rest = memory.timeline.at(-1)?.bytes;
      assert.equal(rest, weightBytes + weightGradientBytes + momentumBytes, id);
    }
  }
});

test('the policy all takes less memory on average than conv, and both less than moving nothing', () => {
  for (const id of NETWORKS) {
    const average = (change: Partial<WorkloadConfig>) => memoryOf(id, change).offloaded?.averageBytes ?? Number.NaN;
    const nothing = average({
      policy: 'large-model-support',
      largeModelSupport: { tensorThreshold: 1e15, memoryFraction: 0 },
    });
    assert.ok(average({ policy: 'all' }) < average({ policy: 'conv' }), id);
    assert.ok(average({ policy: 'conv' }) < nothing, id);
  }
});

test('more staging memory for copies takes more memory', () => {
  for (const id of ['vgg16', 'googlenet']) {
    const peak = (staging: number) => memoryOf(id, { sync: 'async', staging }).offloaded?.averageBytes ?? Number.NaN;
    assert.ok(peak(0) < peak(1e9) && peak(1e9) < peak(4e9), id);
  }
});

test('a bound without a schedule has no memory over time', () => {
  const { offloaded, fitsOffloaded, timeline } = memoryOf('alexnet', { sync: 'async', staging: 'unlimited' });
  assert.equal(offloaded, null);
  assert.equal(fitsOffloaded, null);
  assert.deepEqual(timeline, []);
});

function memoryOf(id: string, change: Partial<WorkloadConfig>): MemoryOverIteration {
  const reference = referenceConfig(MAXWELL_TITAN_X, id);
  const config = { ...reference, workload: { ...reference.workload, ...change } };
  const network = networkById(id);
  const { vdnn } = trainingTimes(config, network, () => 1);
  return memoryOverIteration({ network, workload: config.workload }, vdnn, config.gpu.dramCapacity);
}

interface TinyStep {
  direction: Step['direction'];
  layer: string;
  seconds: number;
  moves?: string;
  at?: { start: number; end: number };
}

function iterationOf(plan: readonly TinyStep[]): TrainingIteration {
  const asynchronous = plan.some(({ at }) => at !== undefined);
  let now = 0;
  const steps = plan.map(({ direction, layer, seconds, moves, at }): Step => {
    const start = now;
    now += seconds;
    const compute: ComputeCost = { seconds, dramBytes: 0, flop: 0 };
    return {
      direction,
      work: { kind: 'layer', layer },
      start,
      duration: seconds,
      compute,
      transfers: moves === undefined ? [] : [moveOf(moves)],
      ...(asynchronous ? { transferTimes: at === undefined ? [] : [at] } : {}),
      transferSeconds: 0,
      binding: 'compute',
      dramPressure: 0,
    };
  });
  return { seconds: now, forwardSeconds: 0, backwardSeconds: 0, steps };
}

function moveOf(layer: string): Transfer {
  return { layers: [layer], rawBytes: 8, compressedBytes: 8, seconds: 1, binding: 'link', criticalPath: {}, busy: {} };
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(1);
}
