import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { linesOfRatio } from '../../test/golden/pipeline-reference.ts';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import { pipelineCopying } from './pipeline-copying.ts';
import { trainingTimes } from './training-times.ts';
import { compressedCopying, transferOf } from './transfer.ts';

const RUNS = { seed: 20180303, numRuns: 60 };
const MAP = { layer: 'conv0', elementsPerImage: 96 * 55 * 55, lastReader: 0 };
const BATCH = 16;

const configs = fc
  .record({
    gpu: fc.constantFrom(MAXWELL_TITAN_X, TITAN_XP),
    bandwidth: fc.double({ min: 4e9, max: 100e9, noNaN: true }),
    buffer: fc.integer({ min: 4_000, max: 300_000 }),
    engineBytesPerCycle: fc.integer({ min: 2, max: 64 }),
    crossbarBytesPerCycle: fc.integer({ min: 8, max: 64 }),
    placement: fc.constantFrom('memory-controller' as const, 'dma-engine' as const),
    packing: fc.constantFrom('stream' as const, 'sector' as const, 'line' as const),
    reservation: fc.constantFrom('shrink' as const, 'hold' as const),
    codec: fc.constantFrom('zvc' as const, 'zlib' as const),
    zlibEngine: fc.constantFrom('ideal' as const, 'dedicated-hardware' as const),
  })
  .map(({ gpu, bandwidth, ...dma }): ResolvedConfig => {
    const reference = referenceConfig(gpu, 'alexnet');
    return { ...reference, link: { ...reference.link, bandwidth }, dma: { ...reference.dma, ...dma } };
  });

test('the pipeline never beats the bounds, and at one size of lines it is near them unless buffer and link tie', () => {
  fc.assert(
    fc.property(
      configs,
      fc.double({ min: 1, max: 16, noNaN: true }),
      fc.constantFrom('offload' as const, 'prefetch' as const),
      (config, ratio, direction) => {
        const bound = transferOf(
          [MAP],
          BATCH,
          direction,
          compressedCopying(config, () => ratio),
        );
        const pipeline = transferOf(
          [MAP],
          BATCH,
          direction,
          pipelineCopying(config, () => ratio),
        );
        assert.ok(pipeline.seconds >= bound.seconds * 0.999, `${pipeline.seconds} < ${bound.seconds}`);
        assert.ok(pipeline.seconds <= bound.seconds * 1.25, `${pipeline.seconds} >> ${bound.seconds}`);
        const path = Object.values(pipeline.criticalPath).reduce((sum, seconds) => sum + seconds, 0);
        assert.ok(Math.abs(path / pipeline.seconds - 1) < 1e-9);
      },
    ),
    RUNS,
  );
});

test('lines of a real spread of sizes cost 1 to 5 % where buffer and link tie, and the binding station is the bound’s', () => {
  const lines = Uint16Array.from(linesOfRatio(7.3).subarray(0, 1920));
  const ratio = (128 * lines.length) / lines.reduce((sum, size) => sum + size, 0);
  const reference = referenceConfig(MAXWELL_TITAN_X, 'alexnet');
  const copyWith = (buffer: number, copying: typeof pipelineCopying) => {
    const config = { ...reference, dma: { ...reference.dma, buffer, crossbarBytesPerCycle: 1000 } };
    return transferOf(
      [MAP],
      BATCH,
      'offload',
      copying(
        config,
        () => ratio,
        () => lines,
      ),
    );
  };
  const loss = (buffer: number) =>
    copyWith(buffer, pipelineCopying).seconds / copyWith(buffer, compressedCopying).seconds - 1;
  const knee = ratio * 12.8e9 * 350e-9;
  assert.ok(loss(knee) > 0.01 && loss(knee) < 0.08, `${loss(knee)}`);
  assert.ok(loss(1.5 * knee) < 0.01, `${loss(1.5 * knee)}`);
  for (const buffer of [0.5 * knee, 1.5 * knee]) {
    assert.equal(copyWith(buffer, pipelineCopying).binding, copyWith(buffer, compressedCopying).binding);
  }
});

test('maps that are copied together fill the pipeline once', () => {
  const copying = pipelineCopying(referenceConfig(MAXWELL_TITAN_X, 'alexnet'), () => 2.6);
  const one = transferOf([MAP], BATCH, 'offload', copying).seconds;
  const two = transferOf([MAP, MAP], BATCH, 'offload', copying).seconds;
  // The fill is the round trip of 350 ns.
  assert.ok(Math.abs(2 * one - two - 350e-9) < 20e-9, `${2 * one - two}`);
});

test('an iteration of GoogLeNet line by line is slower than in closed form, by less than 2 %; vDNN is the same', () => {
  const config = referenceConfig(MAXWELL_TITAN_X, 'googlenet');
  const network = networkById('googlenet');
  const lines = Uint16Array.from(linesOfRatio(2.6).subarray(0, 1920));
  const ratio = (128 * lines.length) / lines.reduce((sum, size) => sum + size, 0);
  const [closed, pipeline] = (['closed-form', 'pipeline'] as const).map((fidelity) =>
    trainingTimes(
      { ...config, fidelity },
      network,
      () => ratio,
      () => lines,
    ),
  );
  assert.equal(pipeline.vdnn.seconds, closed.vdnn.seconds);
  const slower = pipeline.cdma.seconds / closed.cdma.seconds - 1;
  assert.ok(slower > 0 && slower < 0.02, `${slower}`);
});
