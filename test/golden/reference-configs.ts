import type { CostConfig, GpuConfig, ResolvedConfig } from '../../src/config/resolved-config.ts';
import { findNetworkTable } from '../../src/network/catalogue.ts';

/** The configurations for which docs/model.md states numbers. Tests compare with them; users start from presets. */
export const MAXWELL_TITAN_X: GpuConfig = {
  preset: 'titanx-maxwell',
  memoryControllers: 6,
  dramBandwidth: 336e9,
  dramEfficiency: 0.8,
  dramLatency: 350e-9,
  dramCapacity: 12e9,
  coreClock: 1.075e9,
  peakCompute: 7e12,
  computeLibrary: 'cudnn-5.1',
  interleaving: 256,
  interleavingOrder: 'modulo',
};

export const TITAN_XP: GpuConfig = {
  ...MAXWELL_TITAN_X,
  preset: 'titanxp',
  memoryControllers: 12,
  dramBandwidth: 547.6e9,
  coreClock: 1.58e9,
  peakCompute: 12.15e12,
};

/** docs/model.md, "Area and energy". */
const COST_28_NM: CostConfig = {
  energy: 'on',
  logicNode: 28e-9,
  sramCell: 0.127e-12,
  engineArea: 0.2e-6,
  controlArea: 0.06e-6,
  sramPorts: 2,
  sramEfficiency: 0.6,
  dieArea: 601e-6,
  dramEnergy: 14e-12,
  crossbarEnergy: 3e-12,
  engineEnergy: 0.1e-12,
  linkEnergy: 12e-12,
  hostEnergy: 20e-12,
  computeEnergy: 22e-12,
  staticPower: 85,
};

const COST_16_NM: CostConfig = {
  ...COST_28_NM,
  logicNode: 16e-9,
  sramCell: 0.074e-12,
  dieArea: 471e-6,
  dramEnergy: 11e-12,
  crossbarEnergy: 2e-12,
  engineEnergy: 0.05e-12,
  computeEnergy: 12e-12,
};

/** A built-in network at its evaluation batch, offloaded as a whole over PCIe 3 with a 70 KB buffer. */
export function referenceConfig(gpu: GpuConfig, networkId: string): ResolvedConfig {
  const table = findNetworkTable(networkId);
  if (table === undefined) throw new Error(`no built-in network is called ${networkId}`);
  return {
    name: `${gpu.preset}, ${networkId}`,
    fidelity: 'closed-form',
    gpu,
    link: {
      preset: 'pcie3-x16',
      bandwidth: 12.8e9,
      gpusSharing: 1,
      rawBandwidth: 15.754e9,
      maxPayload: 128,
      packetHeader: 24,
      linkLayerShare: 0.035,
      readRequests: 256,
      readRequestSize: 512,
      hostLatency: 1e-6,
    },
    dma: {
      codec: 'zvc',
      placement: 'memory-controller',
      engineBytesPerCycle: 32,
      crossbarBytesPerCycle: 32,
      buffer: 70e3,
      window: 4096,
      runLengthFormat: 'word-aligned',
      zeroValueWindow: 32,
      partialWindow: 'short',
      zeroTest: 'bit-pattern',
      issueLinesPerCycle: 4,
      parsedLinesPerCycle: 1,
      reservation: 'shrink',
      packing: 'stream',
      dramPriority: 'dma',
      zlibEngine: 'ideal',
    },
    workload: {
      network: networkId,
      batch: table.defaultBatch,
      policy: 'all',
      largeModelSupport: { tensorThreshold: 1e6, memoryFraction: 0.5 },
      sync: 'layer',
      staging: 'unlimited',
      concat: 'zero-copy',
      weightUpdate: true,
      refetchImage: false,
      layerTimes: 'model',
      activations: { source: 'uniform', ratio: 2.6 },
    },
    cost: gpu.preset === 'titanx-maxwell' ? COST_28_NM : COST_16_NM,
  };
}
