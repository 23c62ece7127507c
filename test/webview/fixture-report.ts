/** Plausible reports for the panel. The figures are made up but hang together: ratios give bytes, bytes give times. */

import type { PanelState, PanelStatus } from '../../protocol/messages.ts';
import { perCodec } from '../../src/codecs/per-codec.ts';
import { CODEC_IDS, type CodecId, type ResolvedConfig } from '../../src/config/resolved-config.ts';
import type { CodecReport, LayerReport, Report } from '../../src/report/report.ts';
import { MAXWELL_TITAN_X, referenceConfig } from '../golden/reference-configs.ts';

const ALEXNET: readonly [name: string, kind: LayerReport['kind'], shape: LayerReport['shape'], density: number][] = [
  ['conv0', 'conv', [96, 55, 55], 0.49],
  ['pool0', 'pool', [96, 27, 27], 0.79],
  ['norm0', 'lrn', [96, 27, 27], 0.79],
  ['conv1', 'conv', [256, 27, 27], 0.25],
  ['pool1', 'pool', [256, 13, 13], 0.48],
  ['norm1', 'lrn', [256, 13, 13], 0.48],
  ['conv2', 'conv', [384, 13, 13], 0.29],
  ['conv3', 'conv', [384, 13, 13], 0.25],
  ['conv4', 'conv', [256, 13, 13], 0.13],
  ['pool2', 'pool', [256, 6, 6], 0.3],
  ['fc0', 'fc', [4096, 1, 1], 0.1],
  ['fc1', 'fc', [4096, 1, 1], 0.08],
  ['fc2', 'fc', [1000, 1, 1], 1],
];
const BATCH = 256;
const LINK_BYTES_PER_MS = 12.8e6;
/** Coded size relative to zero-value compression. */
const AGAINST_ZVC: Partial<Record<CodecId, number>> = { rle: 1.45, zvc: 1, zlib: 0.93 };

/** The config that the fixtures are about. */
export const CONFIG_URI = 'file:///configs/titanx.cdma.json';

/** Three resources: one waited for, one busy but not waited for, one that only holds data. */
const RESOURCES: Report['attribution']['resources'] = [
  {
    resource: 'link',
    utilisation: 0.62,
    criticalPathShare: 0.35,
    elasticity: { slower: 0.34, faster: 0.31 },
    speedupIfInfinite: 1.3,
  },
  {
    resource: 'dram',
    utilisation: 0.8,
    criticalPathShare: 0,
    elasticity: { slower: 0, faster: 0 },
    speedupIfInfinite: 1,
  },
  {
    resource: 'buffer',
    utilisation: null,
    criticalPathShare: 0,
    elasticity: { slower: 0, faster: 0 },
    speedupIfInfinite: null,
  },
];

export function alexnetReport(): Report {
  return report(
    'Titan X (Maxwell) + cDMA',
    'AlexNet',
    ALEXNET.map(([name, kind, shape, density]) => layer(name, kind, shape, density)),
  );
}

/** As many layers as GoogLeNet, with names as long. */
export function longReport(): Report {
  const parts = ['1x1', '3x3_reduce', '3x3', '5x5_reduce', '5x5', 'pool_proj', 'output'];
  const layers = Array.from({ length: 80 }, (_, index) => {
    const block = 3 + Math.floor(index / parts.length);
    const size = block < 6 ? 28 : 14;
    const name = `inception_${block}${'abcde'[index % 5]}/${parts[index % parts.length]}`;
    return layer(name, 'conv', [64 + (index % 7) * 32, size, size], 0.15 + ((index * 37) % 60) / 100);
  });
  return report('GoogLeNet on two GPUs', 'GoogLeNet', layers);
}

/** The state of a panel; `change` makes it another config's or another run's. */
export function panelState(result: Report | null, status: PanelStatus = { kind: 'current' }): PanelState {
  return {
    document: { uri: CONFIG_URI, name: 'titanx.cdma.json' },
    status,
    report: result,
    run: result && { durationMs: 11.6, requestedAtMs: 1_700_000_000_000, version: 3 },
    isLocked: false,
  };
}

function layer(name: string, kind: LayerReport['kind'], shape: LayerReport['shape'], density: number): LayerReport {
  const rawBytes = shape[0] * shape[1] * shape[2] * BATCH * 4;
  const offloaded = name !== 'fc2';
  const zvc = 1 / (density + 1 / 32);
  const copyMs = offloaded ? rawBytes / zvc / LINK_BYTES_PER_MS : 0;
  const forwardMs = (rawBytes / 1e8) * (kind === 'conv' ? 7 : 0.8);
  return {
    name,
    kind,
    shape,
    offloaded,
    density: offloaded ? density : null,
    origin: kind === 'conv' ? { kind: 'measured', tensor: `${name}.npy` } : { kind: 'synthetic' },
    rawBytes: offloaded ? rawBytes : 0,
    compressedBytes: offloaded ? rawBytes / zvc : 0,
    ratio: zvc,
    codecRatios: ratios(zvc),
    forwardMs,
    backwardMs: 2 * forwardMs,
    timeSource: 'model',
    offloadMs: copyMs,
    prefetchMs: copyMs,
    bottleneck: offloaded ? (copyMs > forwardMs ? 'link' : 'compute') : null,
    dramPressureMs: 0,
  };
}

function ratios(zvc: number): Record<CodecId, number> {
  return perCodec((codec) => zvc / (AGAINST_ZVC[codec] ?? 1.2));
}

function report(name: string, title: string, layers: LayerReport[]): Report {
  const oracleMs = layers.reduce((sum, { forwardMs, backwardMs }) => sum + forwardMs + backwardMs, 0);
  const vdnnMs = oracleMs + layers.reduce((sum, { rawBytes }) => sum + (0.9 * rawBytes) / LINK_BYTES_PER_MS, 0);
  const codecs = CODEC_IDS.map((codec) => codecReport(codec, layers, oracleMs, vdnnMs));
  const own = codecs.find(({ codec }) => codec === 'zvc');
  if (own === undefined) throw new Error('no zvc');
  return {
    tool: { name: 'cdma', version: '0.1.0', modelVersion: '1' },
    fidelity: 'closed-form',
    config: { name, hash: `hash of ${name}`, resolved: resolved(name, title.toLowerCase()) },
    network: { id: title.toLowerCase(), title, source: 'Caffe model zoo' },
    layers,
    totals: own.totals,
    time: { oracleMs, vdnnMs, cdmaMs: own.cdmaMs },
    speedupOverVdnn: own.speedupOverVdnn,
    performanceVsOracle: own.performanceVsOracle,
    bottleneck: {
      resource: 'link',
      next: 'buffer',
      slack: 7.4,
      sentence: 'PCIe-bound (8 % of the iteration waits for it); next limit: DMA buffer at 7.44x',
    },
    stations: [
      { station: 'buffer', bytesPerSecond: 200e9, criticalRatio: 15.6 },
      { station: 'dram', bytesPerSecond: 40e9, criticalRatio: 3.1 },
      { station: 'crossbar', bytesPerSecond: 34.4e9, criticalRatio: null },
    ],
    attribution: { resources: RESOURCES, pair: null, layers: [] },
    memory: {
      capacityBytes: 12e9,
      components: {
        weightBytes: 2.5e8,
        weightGradientBytes: 2.5e8,
        momentumBytes: 2.5e8,
        imageBytes: 1.6e8,
        mapBytes: 1.4e9,
        gradientMapBytes: 6e8,
      },
      resident: { peakBytes: 2.9e9, averageBytes: 2.9e9 },
      offloaded: { peakBytes: 2.2e9, averageBytes: 1.6e9 },
      fitsResident: true,
      fitsOffloaded: true,
      timeline: [
        { seconds: 0, bytes: 1.1e9 },
        { seconds: 0.05, bytes: 2.2e9 },
        { seconds: 0.12, bytes: 1.3e9 },
      ],
    },
    dramPressure: { priority: 'dma', vdnnMs: 0, cdmaMs: 0 },
    codecs,
    published: [
      { figure: 'compressionRatio', value: 2.6, source: 'slide 61', of: 'mean' },
      { figure: 'vdnnPerformanceVsOracle', value: 0.69, source: 'introduction', of: 'mean' },
      { figure: 'speedupOverVdnn', value: 1.32, source: 'abstract', of: 'mean' },
    ],
    cost: {
      areaMm2: 1.5,
      area: { engines: 1.2, buffer: 0.24, control: 0.06 },
      areaShareOfDie: 0.0025,
      energyJ: 31.2,
      vdnnEnergyJ: 44.8,
      energy: {
        cdma: { static: 24.1, arithmetic: 5, dram: 1.6, transfer: 0.4, engine: 0.1 },
        vdnn: { static: 37, arithmetic: 5, dram: 1.6, transfer: 1.2, engine: 0 },
      },
      constants: [
        {
          path: 'cost.engineArea',
          name: 'engine area',
          value: '0.2 mm2',
          kind: 'assumed',
          source: 'estimated split of the published total',
        },
      ],
    },
    provenance: [
      { figure: 'Compression ratios, offload traffic', kind: 'measured', source: 'Codecs run on the tensors' },
      { figure: 'Compute time of layers, oracle time', kind: 'calibrated', source: 'Roofline per kernel' },
      {
        figure: 'vDNN and cDMA time, speed-up, performance vs oracle, bottleneck',
        kind: 'predicted',
        source: 'vDNN schedule',
      },
      { figure: 'Area', kind: 'calibrated', source: 'Scaled from the published total (slide 52)' },
      { figure: 'Energy', kind: 'assumed', source: 'Literature constants' },
    ],
    seeds: [1],
    findings: [],
  };
}

function codecReport(codec: CodecId, layers: LayerReport[], oracleMs: number, vdnnMs: number): CodecReport {
  const moved = layers.filter(({ offloaded }) => offloaded);
  const rawBytes = moved.reduce((sum, layer) => sum + layer.rawBytes, 0);
  const compressedBytes = moved.reduce((sum, layer) => sum + layer.rawBytes / (layer.codecRatios?.[codec] ?? 1), 0);
  const cdmaMs = oracleMs + ((vdnnMs - oracleMs) * compressedBytes * 0.4) / rawBytes;
  return {
    codec,
    format: codec,
    totals: {
      rawBytes,
      compressedBytes,
      compressionRatio: rawBytes / compressedBytes,
      maxLayerRatio: Math.max(...moved.map(({ codecRatios }) => codecRatios?.[codec] ?? 1)),
    },
    trafficVsVdnn: compressedBytes / rawBytes,
    cdmaMs,
    performanceVsOracle: oracleMs / cdmaMs,
    speedupOverVdnn: vdnnMs / cdmaMs,
  };
}

function resolved(name: string, network: string): ResolvedConfig {
  const { gpu, dma, workload, ...reference } = referenceConfig(MAXWELL_TITAN_X, 'alexnet');
  return {
    ...reference,
    name,
    gpu: { ...gpu, dramBandwidth: 336.5e9, computeLibrary: 'cudnn-4' },
    dma: { ...dma, crossbarBytesPerCycle: 128 },
    workload: {
      ...workload,
      network,
      batch: BATCH,
      activations: {
        source: 'tensors',
        manifest: './traces/manifest.json',
        trainingProgress: 0.5,
        layout: 'NCHW',
        seed: 1,
        zlibWindows: 'sampled',
      },
    },
  };
}
