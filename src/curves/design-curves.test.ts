import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linesOfRatio } from '../../test/golden/pipeline-reference.ts';
import { MAXWELL_TITAN_X, referenceConfig } from '../../test/golden/reference-configs.ts';
import type { DmaConfig, ResolvedConfig } from '../config/resolved-config.ts';
import { constantLineSizes, spreadLines, withMean } from '../pipeline/line-sizes.ts';
import { runOffload } from '../pipeline/offload.ts';
import { pipelineDesign } from '../timing/pipeline-copying.ts';
import { bufferCurveOf } from './buffer-curve.ts';
import { controllerCurveOf } from './controller-curve.ts';
import { designCurves } from './design-curves.ts';
import { pipelineRate } from './offload-rate.ts';
import { rooflineOf } from './roofline.ts';
import type { OffloadedMapLines } from './traffic.ts';

const MAXWELL = referenceConfig(MAXWELL_TITAN_X, 'alexnet');

/** PCIe 3, six controllers with 336 GB/s of which 0.8 can be used, 350 ns, 32 B a cycle at 1.075 GHz (slides 43-52). */
function paperConfig(dma: Partial<DmaConfig> = {}, linkBandwidth = 12.8e9): ResolvedConfig {
  return {
    ...MAXWELL,
    link: { ...MAXWELL.link, bandwidth: linkBandwidth },
    // The notes have a crossbar of 1 TB/s.
    dma: { ...MAXWELL.dma, crossbarBytesPerCycle: 1e12 / MAXWELL.gpu.coreClock, ...dma },
  };
}

function mapOf(ratio: number, lines = constantLineSizes(ratio, 960), rawBytes = 1e8): OffloadedMapLines {
  return { layer: `conv${ratio}`, ratio, rawBytes, offloadSeconds: rawBytes / (Math.min(ratio, 10) * 12.8e9), lines };
}

/** Each generated once. */
const LINES = new Map([2.06, 4.15, 7.3, 12.6].map((ratio) => [ratio, linesOfRatio(ratio)]));

/** Lines that are clustered as in trained networks. */
function clusteredMap(ratio: number, rawBytes?: number): OffloadedMapLines {
  const all = LINES.get(ratio) ?? assert.fail(`no lines of ratio ${ratio}`);
  const sample = Array.from(spreadLines(all.length, 1920), (position) => all[position]);
  return mapOf(ratio, withMean(sample, 128 / ratio, 4), rawBytes);
}

const assertNear = (found: number, expected: number, tolerance: number, of: string) =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${of}: ${found}, expected ${expected}`);

// Design notes, section 6.3: link utilisation against the buffer, by an independent pipeline on lines of real maps.
const BUFFERS_KB = [8, 12, 16, 24, 32, 48, 70, 100, 200];
for (const { linkBandwidth, ratio, knee, expected } of [
  { linkBandwidth: 12.8e9, ratio: 2.06, knee: 9, expected: [0.79, 0.96, 1, 1, 1, 1, 1, 1, 1] },
  { linkBandwidth: 12.8e9, ratio: 4.15, knee: 19, expected: [0.42, 0.63, 0.83, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99] },
  { linkBandwidth: 12.8e9, ratio: 7.3, knee: 33, expected: [0.24, 0.36, 0.48, 0.72, 0.94, 0.99, 0.99, 0.99, 0.99] },
  { linkBandwidth: 12.8e9, ratio: 12.6, knee: 57, expected: [0.14, 0.21, 0.28, 0.42, 0.56, 0.83, 0.98, 0.98, 0.98] },
  { linkBandwidth: 25.6e9, ratio: 12.6, knee: 110, expected: [0.07, 0.11, 0.14, 0.21, 0.29, 0.43, 0.61, 0.64, 0.64] },
]) {
  test(`link utilisation against the buffer, ${linkBandwidth / 1e9} GB/s at a ratio of ${ratio}`, () => {
    const map = clusteredMap(ratio);
    for (const [index, kilobytes] of BUFFERS_KB.entries()) {
      const buffer = kilobytes * 1e3;
      const { curves } = bufferCurveOf(paperConfig({ buffer }, linkBandwidth), [map]);
      assert.deepEqual(
        curves.map(({ name }) => name),
        ['network', 'best-layer'],
      );
      for (const { bytes, closedForm, pipeline, kneeBytes } of curves) {
        // The notes round ratios and knees.
        assertNear(kneeBytes / 1e3 / knee, 1, 0.03, 'knee');
        const at = bytes.indexOf(buffer);
        assertNear(pipeline[at], expected[index], 0.05, `pipeline at ${kilobytes} KB`);
        // At the knee lines that vary cost what the closed form does not know of.
        const isNearKnee = kilobytes > 0.8 * knee && kilobytes < 1.4 * knee;
        if (!isNearKnee) assertNear(closedForm[at], expected[index], 0.03, `closed form at ${kilobytes} KB`);
        assert.ok(closedForm[at] > expected[index] - 0.02, `an upper bound: ${closedForm[at]} at ${kilobytes} KB`);
      }
    }
  });
}

// Design notes, section 6.4: GB/s of fetching without a link limit, of a run of 25 000 lines with its first round trip.
for (const { buffer, expected } of [
  {
    buffer: 70e3,
    expected: new Map([
      [1, 34],
      [2, 68],
      [4, 136],
      [6, 194],
      [8, 194],
      [12, 194],
    ]),
  },
  {
    buffer: 280e3,
    expected: new Map([
      [1, 34],
      [8, 267],
      [12, 395],
    ]),
  },
]) {
  test(`fetch rate against memory controllers, ${buffer / 1e3} KB`, () => {
    const { controllers, closedForm, pipeline } = controllerCurveOf(paperConfig({ buffer }), [mapOf(7.3)]);
    assert.deepEqual(controllers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    for (const [number, gigabytesPerSecond] of expected) {
      for (const rates of [closedForm, pipeline]) {
        const bytes = 25e3 * 128;
        const rate = bytes / (bytes / rates[controllers.indexOf(number)] + 350e-9);
        assertNear(rate / 1e9 / gigabytesPerSecond, 1, 0.015, `${number} controllers`);
      }
    }
  });
}

test('at a ratio of 7.3 three controllers suffice for PCIe 3', () => {
  // Design notes, section 6.4.
  const { controllers, linkUtilisation } = controllerCurveOf(paperConfig(), [clusteredMap(7.3)]);
  for (const [number, expected] of [
    [1, 0.37],
    [2, 0.73],
    [3, 0.99],
  ]) {
    assertNear(linkUtilisation.closedForm[controllers.indexOf(number)], expected, 0.015, `${number}, closed form`);
    assertNear(linkUtilisation.pipeline[controllers.indexOf(number)], expected, 0.015, `${number}, pipeline`);
  }
});

test('critical ratios of the paper’s design', () => {
  // Design notes, section 3.2; that of DRAM is stated where compute takes 70 % of it.
  const { stations } = rooflineOf(paperConfig(), [mapOf(2.6)]);
  const ratioOf = (name: string) => stations.find(({ station }) => station === name)?.criticalRatio ?? 0;
  const found = [ratioOf('buffer'), ratioOf('engine'), 0.3 * ratioOf('dram')];
  assert.deepEqual(
    found.map((ratio) => ratio.toFixed(1)),
    ['15.6', '16.1', '6.3'],
  );
});

const designs = fc.record({
  buffer: fc.double({ min: 8e3, max: 400e3, noNaN: true }),
  bandwidth: fc.double({ min: 4e9, max: 100e9, noNaN: true }),
  engineBytesPerCycle: fc.integer({ min: 1, max: 64 }),
  crossbarBytesPerCycle: fc.integer({ min: 4, max: 64 }),
  placement: fc.constantFrom('memory-controller' as const, 'dma-engine' as const),
  ratio: fc.double({ min: 0.9, max: 40, noNaN: true }),
});

test('the roof is the lowest station, and critical ratios are its corners', () => {
  fc.assert(
    fc.property(designs, ({ bandwidth, ratio, ...dma }) => {
      const config = paperConfig(dma, bandwidth);
      const { gpu } = config;
      const { ratios, stations, bytesPerSecond } = rooflineOf(config, [mapOf(ratio)]);
      const crossbar = dma.crossbarBytesPerCycle * gpu.coreClock;
      for (const [index, at] of ratios.entries()) {
        const roof = Math.min(
          at * bandwidth,
          dma.buffer / gpu.dramLatency,
          gpu.memoryControllers * dma.engineBytesPerCycle * gpu.coreClock,
          gpu.dramEfficiency * gpu.dramBandwidth,
          dma.placement === 'memory-controller' ? at * crossbar : crossbar,
          config.dma.issueLinesPerCycle * 128 * gpu.coreClock,
        );
        assertNear(bytesPerSecond[index] / roof, 1, 1e-9, `roof at ${at}`);
        assert.equal(bytesPerSecond[index], Math.min(...stations.map((one) => one.bytesPerSecond[index])));
      }
      for (let index = 1; index < ratios.length; index++) assert.ok(ratios[index] > ratios[index - 1]);
      assert.ok(ratios[0] <= Math.min(1, ratio) && ratios[ratios.length - 1] >= Math.max(32, 2 * ratio));

      const link = stations.find(({ station }) => station === 'link')?.bytesPerSecond ?? [];
      for (const { station, criticalRatio, bytesPerSecond: bound } of stations) {
        if (criticalRatio === null) continue;
        if (criticalRatio > 1 && criticalRatio < 32) assert.ok(ratios.includes(criticalRatio), station);
        for (const [index, at] of ratios.entries()) {
          if (Math.abs(at / criticalRatio - 1) < 1e-9) assertNear(bound[index] / link[index], 1, 1e-9, station);
          else assert.equal(bound[index] < link[index], at > criticalRatio, `${station} at ${at}`);
        }
      }
    }),
    { seed: 20180224, numRuns: 60 },
  );
});

test('maps stand at the rate of their offload', () => {
  const [one, other] = rooflineOf(paperConfig(), [mapOf(2), { ...mapOf(20), offloadSeconds: 5e-4 }]).maps;
  assert.deepEqual(one, { layer: 'conv2', ratio: 2, bytes: 1e8, bytesPerSecond: 25.6e9, bound: 'link' });
  assert.deepEqual(other, { layer: 'conv20', ratio: 20, bytes: 1e8, bytesPerSecond: 2e11, bound: 'buffer' });
});

test('every design has finite curves, no utilisation above one, and none lower with more buffer', () => {
  const parts = fc.record({
    codec: fc.constantFrom('rle' as const, 'zvc' as const, 'zlib' as const),
    zlibEngine: fc.constantFrom('ideal' as const, 'dedicated-hardware' as const),
    packing: fc.constantFrom('stream' as const, 'sector' as const, 'line' as const),
    reservation: fc.constantFrom('shrink' as const, 'hold' as const),
  });
  fc.assert(
    fc.property(designs, parts, ({ bandwidth, ratio, ...dma }, others) => {
      const maps = [mapOf(ratio, undefined, 3e8), clusteredMap(4.15, 2e8)];
      const curves = designCurves(paperConfig({ ...dma, ...others }, bandwidth), maps);
      // What JSON cannot carry would come back as null.
      assert.deepEqual(JSON.parse(JSON.stringify(curves)), curves);
      const { buffer, controllers } = curves;
      assert.equal(controllers.pipeline.length, controllers.controllers.length);
      for (const { bytes, closedForm } of buffer.curves) {
        assert.ok(bytes.includes(dma.buffer));
        for (let i = 1; i < bytes.length; i++) assert.ok(closedForm[i] >= closedForm[i - 1], `${closedForm}`);
      }
      for (const { closedForm, pipeline } of [...buffer.curves, controllers.linkUtilisation]) {
        for (const [index, share] of pipeline.entries()) {
          assert.ok(closedForm[index] > 0 && closedForm[index] <= 1, `${closedForm[index]}`);
          // The closed form is an upper bound; one period stands for all, which settles within 1 % (docs/pipeline.md).
          assert.ok(share > 0 && share <= 1.01 * closedForm[index], `${share} of ${closedForm[index]}`);
        }
      }
    }),
    { seed: 20180224, numRuns: 20 },
  );
});

test('the network’s curve is that of its traffic: bytes over bytes, whatever order the maps come in', () => {
  const maps = [clusteredMap(2.06, 3e8), clusteredMap(7.3, 1e8), clusteredMap(12.6, 5e6)];
  const ratio = 4.05e8 / (3e8 / 2.06 + 1e8 / 7.3 + 5e6 / 12.6);
  const [network, best] = bufferCurveOf(paperConfig(), maps).curves;
  assertNear(network.ratio, ratio, 1e-9, 'ratio');
  assert.deepEqual([best.layer, best.ratio], ['conv12.6', 12.6]);
  const [reversed] = bufferCurveOf(paperConfig(), [...maps].reverse()).curves;
  for (const [index, share] of network.pipeline.entries()) assertNear(reversed.pipeline[index], share, 0.01, 'order');
});

for (const { mix, shares, tolerance } of [
  { mix: 'as in networks, few bytes compress best', shares: [0.7, 0.05, 0.25], tolerance: 0.03 },
  { mix: 'a third compresses best', shares: [1 / 3, 1 / 3, 1 / 3], tolerance: 0.07 },
]) {
  test(`the network’s curve is that of maps copied one by one, though neighbours compress unalike: ${mix}`, () => {
    const kinds = [2.06, 12.6, 4.15].map((ratio, index) => clusteredMap(ratio, 1e8 * shares[index]));
    // Each begins elsewhere in its kind's lines.
    const maps = Array.from({ length: 240 }, (_, index) => {
      const kind = kinds[index % kinds.length];
      return { ...kind, lines: kind.lines.map((_, line) => kind.lines[(line + 8 * index) % kind.lines.length]) };
    });
    const compressed = kinds.reduce((sum, { rawBytes, ratio }) => sum + rawBytes / ratio, 0);
    const config = paperConfig();
    const [{ bytes, pipeline }] = bufferCurveOf(config, maps).curves;
    for (const [at, buffer] of bytes.entries()) {
      const design = pipelineDesign({ ...config, dma: { ...config.dma, buffer } }, 'offload');
      const seconds = kinds.reduce((sum, { lines, rawBytes }) => {
        const many = Uint16Array.from({ length: 20 * lines.length }, (_, line) => lines[line % lines.length]);
        return sum + (runOffload(design, many).picoseconds * 1e-12 * rawBytes) / (many.length * 128);
      }, 0);
      assertNear(pipeline[at], compressed / 12.8e9 / seconds, tolerance, `${buffer} B`);
    }
  });
}

for (const packing of ['stream', 'sector', 'line'] as const) {
  test(`where only the link limits it is always busy, with ${packing} packing`, () => {
    // Maps whose lines change from one end to the other, of very different sizes: no sample of them has their mean.
    const maps = [3, 47, 9, 1, 21, 140].map((megabytes) => {
      const lines = Uint16Array.from({ length: 1920 }, (_, line) => 8 + 4 * Math.floor((28 * line) / 1920));
      return mapOf((128 * 1920) / lines.reduce((sum, bytes) => sum + bytes, 0), lines, megabytes * 1e6);
    });
    for (const { bytes, closedForm, pipeline } of bufferCurveOf(paperConfig({ packing }), maps).curves) {
      const largest = bytes.length - 1;
      assertNear(closedForm[largest], 1, 1e-9, 'closed form');
      assertNear(pipeline[largest], 1, 0.005, 'pipeline');
    }
  });
}

test('a rate in steady state is that of a long run, line by line', () => {
  const { lines, ratio } = clusteredMap(4.15);
  const many = Uint16Array.from({ length: 100 * lines.length }, (_, line) => lines[line % lines.length]);
  for (const { buffer, linkBandwidth, tolerance } of [
    { buffer: 8e3, linkBandwidth: 12.8e9, tolerance: 0.005 },
    { buffer: 16e3, linkBandwidth: 12.8e9, tolerance: 0.005 },
    { buffer: 400e3, linkBandwidth: 12.8e9, tolerance: 0.005 },
    { buffer: 70e3, linkBandwidth: 60e9, tolerance: 0.005 },
    { buffer: 400e3, linkBandwidth: 60e9, tolerance: 0.005 },
    // Here one period takes up to 3 % more or less than the next, and the first in steady state stands for all.
    { buffer: 16e3, linkBandwidth: 60e9, tolerance: 0.03 },
    { buffer: 32e3, linkBandwidth: 60e9, tolerance: 0.03 },
  ]) {
    const config = paperConfig({ buffer }, linkBandwidth);
    const { picoseconds } = runOffload(pipelineDesign(config, 'offload'), many);
    const rate = (many.length * 128) / (picoseconds * 1e-12);
    assertNear(pipelineRate(config, { lines, ratio }) / rate, 1, tolerance, `${buffer} B, ${linkBandwidth} B/s`);
  }
});

test('where a fast link has its knee beyond 512 KB, the sizes go on to twice the knee', () => {
  const [curve] = bufferCurveOf(paperConfig({}, 150e9), [mapOf(12.6)]).curves;
  assert.ok(curve.kneeBytes > 600e3 && curve.bytes[curve.bytes.length - 1] >= 2 * curve.kneeBytes);
});

test('without maps there is no buffer curve, and controllers fetch data that does not compress', () => {
  const { roofline, buffer, controllers } = designCurves(paperConfig(), []);
  assert.deepEqual([roofline.maps, buffer.curves], [[], []]);
  assert.equal(controllers.linkBytesPerSecond, 12.8e9);
  assert.equal(controllers.pipeline.length, controllers.controllers.length);
});
