import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import type { TrainingIteration } from './training-iteration.ts';
import { type TrainingTimes, trainingTimes } from './training-times.ts';

const NETWORKS = ['alexnet', 'overfeat', 'nin', 'vgg16', 'squeezenet', 'googlenet'];
const RUNS = { seed: 20180224, numRuns: 60 };

/** Designs around the two GPUs of the evaluation, with compute and copies in any proportion. */
const configs: fc.Arbitrary<ResolvedConfig> = fc
  .record({
    gpu: fc.constantFrom(MAXWELL_TITAN_X, TITAN_XP),
    network: fc.constantFrom(...NETWORKS),
    batch: fc.integer({ min: 1, max: 512 }),
    bandwidth: fc.double({ min: 2e9, max: 100e9, noNaN: true }),
    concat: fc.constantFrom('zero-copy' as const, 'copy' as const),
    policy: fc.constantFrom('all' as const, 'conv' as const),
    refetchImage: fc.boolean(),
    dramPriority: fc.constantFrom('dma' as const, 'compute' as const, 'off' as const),
  })
  .map(({ gpu, network, bandwidth, dramPriority, ...workload }) => {
    const reference = referenceConfig(gpu, network);
    return {
      ...reference,
      link: { ...reference.link, bandwidth },
      dma: { ...reference.dma, buffer: 1e6, dramPriority },
      workload: { ...reference.workload, ...workload },
    };
  });
const ratios = fc.double({ min: 1, max: 16, noNaN: true });
const limits = fc.double({ min: 0, max: 8e9, noNaN: true });

test('oracle <= bound without limit <= any limit, and more staging memory never costs time', () => {
  fc.assert(
    fc.property(configs, ratios, limits, fc.double({ min: 1, max: 4, noNaN: true }), (config, ratio, limit, factor) => {
      const bound = times(config, ratio, 'unlimited');
      const less = times(config, ratio, limit).cdma.seconds;
      const more = times(config, ratio, limit * factor).cdma.seconds;
      assertOrdered(bound.oracleSeconds, bound.cdma.seconds);
      assertOrdered(bound.cdma.seconds, more);
      assertOrdered(more, less);
    }),
    RUNS,
  );
});

test('forward, without staging memory it is the schedule with barriers, and never slower with some', () => {
  fc.assert(
    fc.property(configs, ratios, limits, (config, ratio, limit) => {
      const uncontended = { ...config, dma: { ...config.dma, dramPriority: 'off' as const } };
      const { forwardSeconds } = withBarriers(uncontended, ratio).cdma;
      const none = times(uncontended, ratio, 0).cdma.forwardSeconds;
      assert.ok(Math.abs(none - forwardSeconds) <= 1e-9 * forwardSeconds);
      assertOrdered(times(uncontended, ratio, limit).cdma.forwardSeconds, forwardSeconds);
    }),
    RUNS,
  );
});

test('with room for all maps it is no slower than with barriers', () => {
  fc.assert(
    fc.property(configs, ratios, (config, ratio) => {
      const uncontended = { ...config, dma: { ...config.dma, dramPriority: 'off' as const } };
      assertOrdered(times(uncontended, ratio, 1e15).cdma.seconds, withBarriers(uncontended, ratio).cdma.seconds);
    }),
    RUNS,
  );
});

test('steps tile the iteration and hold every layer and every copy once in each direction', () => {
  fc.assert(
    fc.property(configs, ratios, limits, (config, ratio, limit) => {
      const { cdma, compute, plan } = times(config, ratio, limit);
      let end = 0;
      for (const { start, duration, compute, dramPressure } of cdma.steps) {
        assert.ok(Math.abs(start - end) <= 1e-9 * cdma.seconds);
        assertOrdered(compute.seconds, duration + 1e-9 * cdma.seconds);
        assert.ok(dramPressure >= 0);
        end = start + duration;
      }
      assert.equal(end, cdma.seconds);
      const layers = cdma.steps.filter(({ work }) => work.kind === 'layer');
      assert.equal(layers.length, 2 * compute.length);
      const moved = (direction: 'forward' | 'backward') =>
        cdma.steps.flatMap((step) =>
          step.direction === direction ? step.transfers.flatMap((copy) => copy.layers) : [],
        );
      const maps = plan.map(({ layer }) => layer).sort();
      assert.deepEqual(moved('forward').sort(), maps);
      const refetched = config.workload.refetchImage ? ['data'] : [];
      assert.deepEqual(moved('backward').sort(), [...maps, ...refetched].sort());
    }),
    RUNS,
  );
});

// An independent check: staged bytes are counted again from the times of the steps.
test('no more is staged than the limit, and a map is back when its reader starts', () => {
  fc.assert(
    fc.property(configs, ratios, limits, (config, ratio, limit) => {
      const { cdma, plan } = times(config, ratio, limit);
      const { layers } = networkById(config.workload.network);
      const rounding = 1e-9 * cdma.seconds;
      const copies = copiesOf(cdma);
      for (const step of cdma.steps.slice(1)) {
        if (step.work.kind !== 'layer' || step.direction !== 'forward') continue;
        const index = layers.findIndex(({ name }) => step.work.kind === 'layer' && name === step.work.layer);
        const staged = copies.filter(
          ({ direction, map, end }) =>
            direction === 'forward' &&
            (plan.find(({ layer }) => layer === map)?.lastReader ?? index) < index &&
            end > step.start + rounding,
        );
        const bytes = new Map(staged.map(({ transfer }) => [transfer, transfer.rawBytes]));
        assertOrdered(
          [...bytes.values()].reduce((sum, value) => sum + value, 0),
          limit,
        );
      }
      for (const { direction, map, end } of copies) {
        const reader = layers[plan.find(({ layer }) => layer === map)?.lastReader ?? -1]?.name;
        const step = cdma.steps.find(
          (other) => other.direction === 'backward' && other.work.kind === 'layer' && other.work.layer === reader,
        );
        if (direction === 'backward' && step) assert.ok(end <= step.start + rounding);
      }
    }),
    RUNS,
  );
});

test('the image is fetched again once, at its full size, and is never offloaded', () => {
  for (const sync of ['layer', 'async'] as const) {
    const reference = referenceConfig(TITAN_XP, 'alexnet');
    const workload = { ...reference.workload, sync, staging: 1e9, refetchImage: true };
    const { cdma } = trainingTimes({ ...reference, workload }, networkById('alexnet'), () => 2.6);
    const images = cdma.steps.flatMap(({ direction, transfers }) =>
      transfers.filter(({ layers }) => layers.includes('data')).map((transfer) => ({ direction, transfer })),
    );
    assert.equal(images.length, 1);
    assert.equal(images[0]?.direction, 'backward');
    // 256 images of 3 x 227 x 227 floats.
    assert.equal(images[0]?.transfer.rawBytes, 256 * 3 * 227 * 227 * 4);
    assert.equal(images[0]?.transfer.compressedBytes, images[0]?.transfer.rawBytes);
  }
});

function copiesOf({ steps }: TrainingIteration) {
  return steps.flatMap(({ direction, transfers, transferTimes }) =>
    transfers.flatMap((transfer, index) =>
      transfer.layers.map((map) => ({ direction, transfer, map, end: transferTimes?.[index]?.end ?? Number.NaN })),
    ),
  );
}

function times(config: ResolvedConfig, ratio: number, staging: ResolvedConfig['workload']['staging']): TrainingTimes {
  const workload = { ...config.workload, sync: 'async' as const, staging };
  return trainingTimes({ ...config, workload }, networkById(config.workload.network), () => ratio);
}

function withBarriers(config: ResolvedConfig, ratio: number): TrainingTimes {
  return trainingTimes(config, networkById(config.workload.network), () => ratio);
}

/** a <= b, up to the rounding of sums. */
function assertOrdered(a: number, b: number): void {
  assert.ok(a <= b * (1 + 1e-9), `${a} is more than ${b}`);
}
