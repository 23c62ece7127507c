import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import type { GpuConfig } from '../config/resolved-config.ts';
import { EVALUATION_NETWORKS, networkById } from '../network/catalogue.ts';
import { trainingTimes } from '../timing/training-times.ts';
import { cdmaArea } from './area.ts';
import { iterationEnergy } from './energy.ts';

const { dma, link } = referenceConfig(MAXWELL_TITAN_X, 'alexnet');

test("the paper's design takes 1.5 mm² in 28 nm (slide 52)", () => {
  assert.equal(cdmaArea(MAXWELL_TITAN_X, dma).total.toFixed(1), '1.5');
});

test('area grows with what it is made of', () => {
  const { engines, buffer, total } = cdmaArea(MAXWELL_TITAN_X, dma);
  const twice = cdmaArea(
    { ...MAXWELL_TITAN_X, memoryControllers: 12 },
    { engineBytesPerCycle: dma.engineBytesPerCycle, buffer: 2 * dma.buffer },
  );
  assert.equal(twice.engines, 2 * engines);
  assert.equal(twice.buffer, 2 * buffer);
  assert.ok(cdmaArea(TITAN_XP, dma).total < total * 2);
});

/**
 * cDMA's energy over vDNN's for the six networks (docs/model.md, "Area and energy"). The expected values were computed
 * with slightly other ratios and FLOP counts, hence a tolerance of 0.025.
 */
const RATIOS = [2.11, 2.35, 2.92, 2.72, 2.91, 2.32];
for (const { gpu, expected } of [
  { gpu: MAXWELL_TITAN_X, expected: [0.86, 0.96, 0.88, 0.91, 0.71, 0.76] },
  { gpu: TITAN_XP, expected: [0.77, 0.93, 0.77, 0.82, 0.62, 0.67] },
]) {
  test(`on ${gpu.preset} cDMA saves energy, nearly all of it static`, () => {
    for (const [index, { id }] of EVALUATION_NETWORKS.entries()) {
      const { cdma, vdnn } = energies(gpu, id, RATIOS[index] ?? Number.NaN);
      const close = Math.abs(cdma.total / vdnn.total - (expected[index] ?? Number.NaN)) < 0.025;
      assert.ok(close, `${id}: ${(cdma.total / vdnn.total).toFixed(3)} is not ${expected[index]}`);
      assert.ok((vdnn.static - cdma.static) / (vdnn.total - cdma.total) >= 0.9, id);
    }
  });
}

test('without compression, cDMA costs what vDNN costs and its engines', () => {
  const { cdma, vdnn } = energies(MAXWELL_TITAN_X, 'alexnet', 1);
  assert.ok(cdma.engine > 0);
  assert.ok(Math.abs(cdma.total - cdma.engine - vdnn.total) < 1e-9 * vdnn.total);
});

function energies(gpu: GpuConfig, network: string, ratio: number) {
  const times = trainingTimes(referenceConfig(gpu, network), networkById(network), () => ratio);
  return {
    cdma: iterationEnergy(gpu, link, times.compute, times.cdma, true),
    vdnn: iterationEnergy(gpu, link, times.compute, times.vdnn, false),
  };
}
