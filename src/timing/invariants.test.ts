import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import { CODEC_IDS, type ResolvedConfig } from '../config/resolved-config.ts';
import { EVALUATION_NETWORKS, networkById } from '../network/catalogue.ts';
import type { TrainingIteration } from './training-iteration.ts';
import { type TrainingTimes, trainingTimes } from './training-times.ts';
import { offloadBounds } from './transfer-rate.ts';

const RUNS = { seed: 20180224, numRuns: 150 };

/** Designs around the two GPUs of the evaluation. No station is slower than the plain link. */
const configs: fc.Arbitrary<ResolvedConfig> = fc
  .record({
    gpu: fc.constantFrom(MAXWELL_TITAN_X, TITAN_XP),
    network: fc.constantFrom(...EVALUATION_NETWORKS.map(({ id }) => id)),
    batch: fc.integer({ min: 1, max: 512 }),
    bandwidth: fc.double({ min: 4e9, max: 30e9, noNaN: true }),
    dramBandwidth: fc.double({ min: 100e9, max: 900e9, noNaN: true }),
    buffer: fc.double({ min: 16e3, max: 500e3, noNaN: true }),
    placement: fc.constantFrom('memory-controller' as const, 'dma-engine' as const),
    concat: fc.constantFrom('zero-copy' as const, 'copy' as const),
    policy: fc.constantFrom('all' as const, 'conv' as const),
    codec: fc.constantFrom(...CODEC_IDS),
  })
  .map(({ gpu, network, batch, bandwidth, dramBandwidth, buffer, placement, concat, policy, codec }) => {
    const reference = referenceConfig(gpu, network);
    return {
      ...reference,
      gpu: { ...gpu, dramBandwidth },
      link: { ...reference.link, bandwidth },
      dma: { ...reference.dma, buffer, placement, codec },
      workload: { ...reference.workload, batch, concat, policy },
    };
  });
const ratios = fc.double({ min: 1, max: 32, noNaN: true });

test('oracle <= without barriers <= with barriers <= vDNN', () => {
  fc.assert(
    fc.property(configs, ratios, (config, ratio) => {
      const layer = times(config, ratio);
      const async = times(withSync(config, 'async'), ratio);
      assertOrdered(layer.oracleSeconds, async.cdma.seconds);
      assertOrdered(async.cdma.seconds, layer.cdma.seconds);
      assertOrdered(layer.cdma.seconds, layer.vdnn.seconds);
      assertOrdered(async.vdnn.seconds, layer.vdnn.seconds);
    }),
    RUNS,
  );
});

test('at ratio 1, with no limit but the link, cDMA is vDNN', () => {
  fc.assert(
    fc.property(configs, fc.constantFrom('layer' as const, 'async' as const), (config, sync) => {
      const { vdnn, cdma } = times(withSync(unlimitedEngines(config), sync), 1);
      assert.deepEqual(withoutStations(cdma), withoutStations(vdnn));
    }),
    RUNS,
  );
});

test('with an unbounded ratio and no other limit than DRAM, copies cost nothing but DRAM pressure', () => {
  fc.assert(
    fc.property(configs, (config) => {
      const { oracleSeconds, cdma } = times(unlimitedEngines(config), 1e12);
      const pressure = cdma.steps.reduce((sum, { dramPressure }) => sum + dramPressure, 0);
      const engineBound = cdma.steps.reduce(
        (sum, { transferSeconds, compute }) => sum + Math.max(0, transferSeconds - compute.seconds),
        0,
      );
      assertOrdered(cdma.seconds, oracleSeconds + pressure + engineBound);
      assert.ok(cdma.steps.every(({ binding }) => binding !== 'link' && binding !== 'buffer'));
    }),
    RUNS,
  );
});

test('more link, DRAM or buffer never makes training slower', () => {
  fc.assert(
    fc.property(configs, ratios, fc.double({ min: 1, max: 4, noNaN: true }), (config, ratio, factor) => {
      const { gpu, link, dma } = config;
      const before = times(config, ratio).cdma.seconds;
      for (const better of [
        { ...config, link: { ...link, bandwidth: link.bandwidth * factor } },
        { ...config, gpu: { ...gpu, dramBandwidth: gpu.dramBandwidth * factor } },
        { ...config, dma: { ...dma, buffer: dma.buffer * factor } },
      ]) {
        assertOrdered(times(better, ratio).cdma.seconds, before);
      }
    }),
    RUNS,
  );
});

test('no station is ever faster than its bound', () => {
  fc.assert(
    fc.property(configs, ratios, (config, ratio) => {
      const rate = Math.min(...Object.values(offloadBounds(config, ratio)));
      for (const { direction, transfers } of times(config, ratio).cdma.steps) {
        if (direction === 'backward') continue;
        for (const { rawBytes, seconds } of transfers) assertOrdered(rawBytes / seconds, rate);
      }
    }),
    RUNS,
  );
});

function times(config: ResolvedConfig, ratio: number): TrainingTimes {
  return trainingTimes(config, networkById(config.workload.network), () => ratio);
}

function withSync(config: ResolvedConfig, sync: 'layer' | 'async'): ResolvedConfig {
  return { ...config, workload: { ...config.workload, sync } };
}

function unlimitedEngines(config: ResolvedConfig): ResolvedConfig {
  const unlimited = Number.POSITIVE_INFINITY;
  return {
    ...config,
    dma: {
      ...config.dma,
      engineBytesPerCycle: unlimited,
      crossbarBytesPerCycle: unlimited,
      issueLinesPerCycle: unlimited,
      buffer: unlimited,
    },
  };
}

/** How long stations work differs: plain copies pass no engines. */
function withoutStations({ steps, ...iteration }: TrainingIteration): object {
  const plain = steps.map((step) => ({ ...step, transfers: step.transfers.map(({ busy, ...transfer }) => transfer) }));
  return { ...iteration, steps: plain };
}

/** a <= b, up to the rounding of sums. */
function assertOrdered(a: number, b: number): void {
  assert.ok(a <= b * (1 + 1e-9), `${a} is more than ${b}`);
}
