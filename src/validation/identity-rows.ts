import { codecFor } from '../codecs/registry.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { Host } from '../host.ts';
import { networkById } from '../network/catalogue.ts';
import { LINE_BYTES, type PipelineDesign } from '../pipeline/design.ts';
import { offloadFinishTimes } from '../pipeline/offload-times.ts';
import { trainingTimes } from '../timing/training-times.ts';
import { bufferForRatio, criticalRatio } from '../timing/transfer-rate.ts';
import { resolveFile } from './configs.ts';
import { networkCountRows, offloadVolumeRows } from './network-count-rows.ts';
import { type Comparison, EXACT } from './row.ts';

/** What must hold exactly, or to the digits of an independent implementation. */
export async function identityRows(host: Host): Promise<Comparison[]> {
  const config = await resolveFile({ gpu: { preset: 'titanx-maxwell' } }, host);
  return [
    ...sizeLawRows(config, host),
    ...(await linkRows(host)),
    ...sizingRows(config),
    ...pipelineRows(),
    ...networkCountRows(),
    ...(await offloadVolumeRows(host)),
    ...(await goldenTimeRows(host)),
  ];
}

/** The ratio of zero-value compression at a density: 32 / (1 + 32 d). */
function sizeLawRows({ dma }: ResolvedConfig, host: Host): Comparison[] {
  const codec = codecFor('zvc', dma, host);
  const elements = 32 * 100;
  return [
    { density: 0.49, ratio: 1.918 },
    { density: 0.36, ratio: 2.556 },
    { density: 0.22, ratio: 3.98 },
    { density: 0.31, ratio: 2.93 },
    { density: 0.5, ratio: 1.882 },
    { density: 0, ratio: 32 },
    { density: 1, ratio: 0.97 },
  ].map(({ density, ratio }): Comparison => {
    const nonZero = Math.round(density * elements);
    const words = Uint32Array.from({ length: elements }, (_, index) => (index < nonZero ? 1 : 0));
    return {
      ...EXACT,
      id: `size-law-${density}`,
      quantity: `zero-value compression at density ${density}, by encoding`,
      unit: 'x',
      published: ratio,
      source: 'size law 4 ceil(n/32) + 4 nnz, checked by running two public encoders (intel/qpl v0.2.1)',
      simulated: words.byteLength / codec.sizeBytes(words),
      digits: 3,
      tolerance: 0.0005,
    };
  });
}

/** Raw rates of PCIe, from lanes and line codes. */
async function linkRows(host: Host): Promise<Comparison[]> {
  const cases = [
    { preset: 'pcie3-x16', rate: 15.754, source: '8 GT/s x 16 lanes x 128/130' },
    { preset: 'pcie4-x16', rate: 31.508, source: '16 GT/s x 16 lanes x 128/130' },
    { preset: 'pcie5-x16', rate: 63.015, source: '32 GT/s x 16 lanes x 128/130' },
    { preset: 'pcie6-x16', rate: 121, source: '64 GT/s x 16 lanes x 242/256' },
  ];
  return Promise.all(
    cases.map(async ({ preset, rate, source }): Promise<Comparison> => {
      const { link } = await resolveFile({ link: { preset } }, host);
      return {
        ...EXACT,
        id: `raw-rate-${preset}`,
        quantity: `${preset}: one direction on the wire`,
        unit: 'GB/s',
        published: rate,
        source,
        simulated: link.rawBandwidth / 1e9,
        digits: 3,
      };
    }),
  );
}

/** Bandwidth-delay product, and the ratios at which a station takes over from the link. */
function sizingRows(config: ResolvedConfig): Comparison[] {
  const afterCrossbar = { ...config, dma: { ...config.dma, placement: 'dma-engine' as const } };
  const critical = (id: string, name: string, published: number, simulated: number, reason: string): Comparison => ({
    ...EXACT,
    id: `critical-ratio-${id}`,
    quantity: `Maxwell Titan X, PCIe 3: critical ratio of ${name}`,
    unit: 'x',
    published,
    source: 'independent implementation of docs/model.md, "Offload rate"',
    simulated,
    digits: 1,
    tolerance: 0.001,
    reason,
  });
  return [
    {
      ...EXACT,
      id: 'buffer',
      quantity: 'DMA buffer: 200 GB/s for a round trip of 350 ns',
      unit: 'KB',
      published: 70,
      source: 'recalled from the paper; the arithmetic holds',
      simulated: bufferForRatio({ ...config, link: { ...config.link, bandwidth: 200e9, gpusSharing: 1 } }, 1) / 1e3,
      digits: 1,
      reason: 'Little’s law; the default buffer is this figure.',
    },
    critical('buffer', 'a 70 KB buffer', 15.6, criticalRatio(config, 'buffer'), 'Buffer over round trip.'),
    critical('engine', 'the engines', 16.1, criticalRatio(config, 'engine'), 'Six engines of 32 B a cycle.'),
    critical('dram', 'DRAM, 70 % busy', 6.3, criticalRatio(config, 'dram', 0.7), 'With an efficiency of 0.8.'),
    critical(
      'crossbar',
      'the crossbar, when compressing after it',
      2.7,
      criticalRatio(afterCrossbar, 'crossbar'),
      'Slides 46-48 as a number: compress before it.',
    ),
  ];
}

/** The pipeline, line by line, for lines of constant size: 52 of 128 B over a link of 12.8 GB/s (r = 2.46). */
function pipelineRows(): Comparison[] {
  const lines = 20_000;
  const design: Omit<PipelineDesign, 'buffer'> = {
    coreClock: 1.075e9,
    issueLinesPerCycle: 4,
    memoryControllers: 6,
    dramBandwidth: 0.8 * 336e9,
    dramLatency: 350e-9,
    interleaving: 256,
    interleavingOrder: 'modulo',
    engineBytesPerCycle: 32,
    placement: 'memory-controller',
    crossbarBandwidth: 1e12,
    reservation: 'shrink',
    packing: 'stream',
    linkBandwidth: 12.8e9,
    maxPayload: 128,
    packetHeader: 0,
    parsedLinesPerCycle: 1,
  };
  return [
    { buffer: 8_000, rate: 22.61, bound: 22.86 },
    { buffer: 16_000, rate: 31.37, bound: 31.51 },
  ].map(({ buffer, rate, bound }): Comparison => {
    const finish = offloadFinishTimes({ ...design, buffer }, new Float64Array(lines).fill(52));
    const picoseconds = finish.at(-1) ?? Number.NaN;
    return {
      ...EXACT,
      id: `pipeline-${buffer / 1000}-kb`,
      quantity: `offload of 20,000 lines of 52 B with a buffer of ${buffer / 1000} KB`,
      unit: 'GB/s',
      published: rate,
      source: 'independent implementation of the recurrence',
      simulated: (lines * LINE_BYTES) / (picoseconds * 1e-12) / 1e9,
      digits: 2,
      tolerance: 0.002,
      reason: `The closed form says ${bound}; the first round trip makes the difference.`,
    };
  });
}

/** docs/model.md, "Golden numbers": ms at a uniform ratio of 2.6. */
async function goldenTimeRows(host: Host): Promise<Comparison[]> {
  const maxwell = { preset: 'titanx-maxwell', dramBandwidth: '336 GB/s' };
  const pascal = { preset: 'titanxp', dramBandwidth: '547.6 GB/s' };
  const rows: Comparison[] = [];
  for (const { name, gpu, network: id, batch, ms } of [
    {
      name: 'Maxwell Titan X',
      gpu: maxwell,
      network: 'alexnet',
      batch: 256,
      ms: [76.78, 180.05, 256.82, 374.37, 283.32],
    },
    {
      name: 'Maxwell Titan X',
      gpu: maxwell,
      network: 'vgg16',
      batch: 128,
      ms: [497.81, 1124.99, 1622.8, 2034.53, 1723.29],
    },
    {
      name: 'Maxwell Titan X',
      gpu: maxwell,
      network: 'googlenet',
      batch: 256,
      ms: [243.7, 609.13, 852.83, 1495.1, 1016.78],
    },
    { name: 'Titan Xp', gpu: pascal, network: 'alexnet', batch: 256, ms: [45.1, 105.96, 151.06, 292.65, 187.73] },
  ]) {
    const network = networkById(id);
    const config = await resolveFile(
      { gpu, workload: { network: id, batch, activations: { source: 'uniform', ratio: 2.6 } } },
      host,
    );
    const { compute, oracleSeconds, vdnn, cdma } = trainingTimes(config, network, () => 2.6);
    const ours = [
      { key: 'forward', seconds: compute.reduce((sum, layer) => sum + layer.forward.seconds, 0) },
      { key: 'backward', seconds: compute.reduce((sum, layer) => sum + layer.backward.seconds, 0) },
      { key: 'oracle', seconds: oracleSeconds },
      { key: 'vdnn', seconds: vdnn.seconds },
      { key: 'cdma', seconds: cdma.seconds },
    ];
    ours.forEach(({ key, seconds }, index) => {
      rows.push({
        ...EXACT,
        id: `golden-${gpu.preset}-${id}-${key}`,
        quantity: `${name}, ${network.title}, batch ${batch}, ratio 2.6: ${key}`,
        unit: 'ms',
        published: ms[index] ?? Number.NaN,
        source: 'independent implementation of docs/model.md',
        simulated: seconds * 1e3,
        digits: 2,
        tolerance: 0.001,
        reason: 'The same equations, written twice.',
      });
    });
  }
  return rows;
}
