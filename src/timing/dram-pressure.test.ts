import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig, TITAN_XP } from '../../test/golden/reference-configs.ts';
import type { DmaConfig, GpuConfig, ResolvedConfig } from '../config/resolved-config.ts';
import { networkById } from '../network/catalogue.ts';
import { trainingTimes } from './training-times.ts';

type Priority = DmaConfig['dramPriority'];

/** Six networks with their zero-value compression ratios (docs/model.md, "Activations and codecs"). */
const NETWORKS = { alexnet: 2.11, overfeat: 2.35, nin: 2.92, vgg16: 2.72, squeezenet: 2.91, googlenet: 2.32 };

/** Average performance of cDMA relative to the oracle. */
function performance(gpu: GpuConfig, priority: Priority): number {
  const each = Object.entries(NETWORKS).map(([id, ratio]) => {
    const config = withPriority(referenceConfig(gpu, id), priority);
    const { oracleSeconds, cdma } = trainingTimes(config, networkById(id), () => ratio);
    return oracleSeconds / cdma.seconds;
  });
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

// docs/model.md, "DRAM pressure": from an independent implementation.
test('at PCIe 3 rates the share of DRAM that is usable hardly matters', () => {
  const at = (dramEfficiency: number) => performance({ ...MAXWELL_TITAN_X, dramEfficiency }, 'dma');
  const plateau = [0.65, 0.7, 0.8, 0.95].map(at);
  assert.ok(
    plateau.every((value) => Math.abs(value - 0.9) < 0.002),
    `${plateau}`,
  );
  assert.ok(Math.max(...plateau) - Math.min(...plateau) < 0.001);
  assert.ok(Math.abs(at(0.5) - 0.897) < 0.002);
});

test('at PCIe 3 rates it hardly matters who goes first in DRAM, or whether anybody does', () => {
  for (const gpu of [MAXWELL_TITAN_X, TITAN_XP]) {
    const [dma, compute, off] = (['dma', 'compute', 'off'] as const).map((priority) => performance(gpu, priority));
    assert.ok(dma !== undefined && compute !== undefined && off !== undefined);
    assert.ok(Math.abs(dma - compute) <= 0.001);
    assert.ok(Math.abs(dma - off) <= 0.001);
  }
});

/** Three NVLink 2 links on a V100, with engines and buffer that never bind. */
function nvlink(id: string, priority: Priority): ResolvedConfig {
  const config = withPriority(referenceConfig(TITAN_XP, id), priority);
  return {
    ...config,
    gpu: { ...config.gpu, memoryControllers: 8, dramBandwidth: 900e9, dramLatency: 400e-9, peakCompute: 15.7e12 },
    link: { ...config.link, bandwidth: 68e9 },
    dma: { ...config.dma, buffer: 5e6, engineBytesPerCycle: 256, crossbarBytesPerCycle: 4096 },
  };
}

test('on NVLink, pooling beside maps that compress well feels the pressure', () => {
  // By hand, VGG-16's pool1 at batch 128: input X = 128 x 64 x 224 x 224 x 4 B, output X / 4. Alone it takes
  // 1.25 X / (0.66 x 900 GB/s) + 20 us; with the copy beside it DRAM moves 2.25 X at 0.8 x 900 GB/s.
  const input = 128 * 64 * 224 * 224 * 4;
  const alone = (1.25 * input) / (0.66 * 900e9) + 20e-6;
  const together = (2.25 * input) / (0.8 * 900e9);
  const { cdma } = trainingTimes(nvlink('vgg16', 'dma'), networkById('vgg16'), () => 8);
  const step = cdma.steps.find(
    ({ direction, work }) => direction === 'forward' && 'layer' in work && work.layer === 'pool1',
  );
  assert.ok(step);
  assert.equal(step.binding, 'dram');
  assert.ok(Math.abs(step.dramPressure - (together - alone)) < 1e-6 * together);
  assert.ok(step.dramPressure > 0.3 * step.duration);
});

test('whoever goes first, contention costs time, and least when DRAM never idles', () => {
  for (const id of Object.keys(NETWORKS)) {
    const seconds = (priority: Priority) => trainingTimes(nvlink(id, priority), networkById(id), () => 8).cdma.seconds;
    assert.ok(seconds('off') <= seconds('dma'), id);
    assert.ok(seconds('dma') <= seconds('compute'), id);
  }
});

function withPriority(config: ResolvedConfig, dramPriority: Priority): ResolvedConfig {
  return { ...config, dma: { ...config.dma, dramPriority } };
}
