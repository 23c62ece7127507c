import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAXWELL_TITAN_X, referenceConfig } from '../../test/golden/reference-configs.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { constantLineSizes } from '../pipeline/line-sizes.ts';
import { offloadBounds } from '../timing/transfer-rate.ts';
import { designCurves } from './design-curves.ts';

const RUNS = { seed: 20180224, numRuns: 60 };

/** PCIe 3, six controllers with 336 GB/s of which 0.8 can be used, 350 ns, 32 B a cycle at 1.075 GHz (slides 43-52). */
function paperConfig(change: { buffer?: number; controllers?: number } = {}): ResolvedConfig {
  const config = referenceConfig(MAXWELL_TITAN_X, 'alexnet');
  const { memoryControllers } = config.gpu;
  const controllers = change.controllers ?? memoryControllers;
  return {
    ...config,
    gpu: {
      ...config.gpu,
      memoryControllers: controllers,
      dramBandwidth: (config.gpu.dramBandwidth * controllers) / memoryControllers,
    },
    // The notes have a crossbar of 1 TB/s.
    dma: { ...config.dma, buffer: change.buffer ?? config.dma.buffer, crossbarBytesPerCycle: 1000 },
  };
}

/** One map of constant ratio. */
function mapOf(ratio: number) {
  return [
    {
      layer: 'conv',
      ratio,
      rawBytes: 1e8,
      offloadSeconds: 1e8 / (ratio * 12.8e9),
      lines: constantLineSizes(ratio, 4096),
    },
  ];
}

function utilisationAt(ratio: number, buffer: number): { closedForm: number; pipeline: number } {
  const { curves } = designCurves(paperConfig({ buffer }), mapOf(ratio)).buffer;
  const [curve] = curves;
  const at = curve?.bytes.indexOf(buffer) ?? -1;
  return { closedForm: curve?.closedForm[at] ?? Number.NaN, pipeline: curve?.pipeline[at] ?? Number.NaN };
}

// Design notes, section 6.3: link utilisation against the buffer with PCIe 3, by the exact pipeline on real line sizes.
for (const [ratio, kilobytes, utilisation] of [
  [2.06, 8, 0.79],
  [2.06, 16, 1],
  [4.15, 8, 0.42],
  [4.15, 12, 0.63],
  [4.15, 24, 0.99],
  [7.3, 8, 0.24],
  [7.3, 16, 0.48],
  [7.3, 24, 0.72],
  [7.3, 48, 0.99],
  [12.6, 16, 0.28],
  [12.6, 32, 0.56],
  [12.6, 48, 0.83],
  [12.6, 70, 0.98],
] as const) {
  test(`a buffer of ${kilobytes} KB at a ratio of ${ratio} keeps the link busy for ${utilisation} of the time`, () => {
    const { closedForm, pipeline } = utilisationAt(ratio, kilobytes * 1e3);
    assert.ok(Math.abs(closedForm - utilisation) <= 0.1, `closed form ${closedForm}`);
    // These lines are all alike; those of the notes vary, which costs most where the buffer is just too small.
    assert.ok(Math.abs(pipeline - utilisation) <= 0.07, `pipeline ${pipeline}`);
  });
}

// Design notes, section 6.4: rate of fetching without a link limit.
for (const [buffer, controllers, gigabytesPerSecond] of [
  [70e3, 1, 34],
  [70e3, 2, 68],
  [70e3, 4, 136],
  [70e3, 6, 194],
  [280e3, 8, 267],
  [280e3, 12, 395],
] as const) {
  test(`${controllers} controllers with ${buffer / 1e3} KB fetch ${gigabytesPerSecond} GB/s`, () => {
    const curve = designCurves(paperConfig({ buffer, controllers }), mapOf(7.3)).controllers;
    const rate = (curve.pipeline[curve.controllers.indexOf(controllers)] ?? Number.NaN) / 1e9;
    // Runs of the notes have a beginning and an end; ours is the steady state between.
    assert.ok(Math.abs(rate / gigabytesPerSecond - 1) <= 0.05, `${rate}`);
  });
}

test('beyond six controllers the buffer is the wall: 70 KB / 350 ns', () => {
  const { controllers, closedForm } = designCurves(paperConfig(), mapOf(7.3)).controllers;
  for (const [index, number] of controllers.entries()) {
    if (number > 6) assert.ok(Math.abs((closedForm[index] ?? 0) - 70e3 / 350e-9) < 1, `${number}`);
  }
});

test('the knee is the bandwidth-delay product', () => {
  // Design notes, section 6.3: 57 KB for a ratio of 12.6, r x 12.8 GB/s x 350 ns.
  const [curve] = designCurves(paperConfig(), mapOf(12.6)).buffer.curves;
  assert.equal(Math.round((curve?.kneeBytes ?? 0) / 1e3), 56);
});

test('the roof is the lowest station at every ratio, and critical ratios are its corners', () => {
  const designs = fc.record({
    buffer: fc.double({ min: 8e3, max: 400e3, noNaN: true }),
    bandwidth: fc.double({ min: 4e9, max: 100e9, noNaN: true }),
    engineBytesPerCycle: fc.integer({ min: 1, max: 64 }),
    placement: fc.constantFrom('memory-controller' as const, 'dma-engine' as const),
    ratio: fc.double({ min: 0.9, max: 14, noNaN: true }),
  });
  fc.assert(
    fc.property(designs, ({ buffer, bandwidth, engineBytesPerCycle, placement, ratio }) => {
      const base = paperConfig();
      const config = {
        ...base,
        link: { ...base.link, bandwidth },
        dma: { ...base.dma, buffer, engineBytesPerCycle, placement },
      };
      const { roofline } = designCurves(config, mapOf(ratio));
      roofline.ratios.forEach((at, index) => {
        const bounds = Object.values(offloadBounds(config, at));
        assert.equal(roofline.bytesPerSecond[index], Math.min(...bounds));
      });
      assert.deepEqual(
        roofline.ratios,
        [...roofline.ratios].sort((a, b) => a - b),
      );
      assert.equal(new Set(roofline.ratios).size, roofline.ratios.length);
      assert.ok(
        JSON.stringify(roofline).includes('null') === roofline.stations.some((one) => one.criticalRatio === null),
      );
    }),
    RUNS,
  );
});

test('more buffer never lowers the utilisation, which never exceeds one', () => {
  for (const ratio of [1.5, 4.15, 12.6]) {
    for (const { closedForm, pipeline } of designCurves(paperConfig(), mapOf(ratio)).buffer.curves) {
      const sorted = [...closedForm].sort((a, b) => a - b);
      assert.deepEqual(closedForm, sorted);
      for (const value of [...closedForm, ...pipeline]) assert.ok(value > 0 && value <= 1 + 1e-6, `${value}`);
    }
  }
});
