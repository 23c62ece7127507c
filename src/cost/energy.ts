import type { GpuConfig, LinkConfig } from '../config/resolved-config.ts';
import type { LayerCompute } from '../timing/compute-time.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import { technologyOf } from './technology.ts';

/** Energy of a training iteration by where it goes, in joules. */
export interface EnergyJoule {
  static: number;
  arithmetic: number;
  dram: number;
  /** Crossbar, link and host memory. */
  transfer: number;
  engine: number;
  total: number;
}

/** Host DDR4, per bit. Assumed. */
const HOST_PICOJOULE_PER_BIT = 20;
/** Payload share of a link packet: 128 B payload with 24 B of headers. */
const PACKET_EFFICIENCY = 128 / 152;

/**
 * Energy of one iteration (docs/model.md, "Area and energy"). All parameters are estimates: compare designs with it,
 * do not quote it. `compressing` says whether maps pass the engines: true for cDMA, false for vDNN.
 */
export function iterationEnergy(
  gpu: Pick<GpuConfig, 'preset'>,
  link: Pick<LinkConfig, 'preset'>,
  compute: readonly LayerCompute[],
  iteration: TrainingIteration,
  compressing: boolean,
): EnergyJoule {
  const { memory } = technologyOf(gpu.preset);
  const transfers = iteration.steps.flatMap((step) => step.transfers);
  const rawBytes = sum(transfers.map((transfer) => transfer.rawBytes));
  const movedBytes = sum(transfers.map((transfer) => transfer.compressedBytes));
  const computeBytes = sum(compute.map(({ forward, backward }) => forward.dramBytes + backward.dramBytes));
  const flop = sum(compute.map(({ forward, backward }) => forward.flop + backward.flop));

  const parts = {
    static: memory.staticWatt * iteration.seconds,
    arithmetic: memory.picojoulePerFlop * 1e-12 * flop,
    dram: joules(computeBytes + rawBytes, memory.dramPicojoulePerBit),
    transfer:
      joules(movedBytes, memory.crossbarPicojoulePerBit + HOST_PICOJOULE_PER_BIT) +
      joules(movedBytes / PACKET_EFFICIENCY, linkPicojoulePerBit(link.preset)),
    engine: compressing ? joules(rawBytes, memory.enginePicojoulePerBit) : 0,
  };
  return { ...parts, total: sum(Object.values(parts)) };
}

/** Both ends of the link, per bit. PCIe is assumed at 6 pJ/bit an end; the others come from NVIDIA's C2C figures. */
function linkPicojoulePerBit(linkPreset: string): number {
  if (linkPreset === 'nvlink-c2c') return 1.3;
  if (linkPreset.startsWith('nvlink')) return 5.5;
  return 12;
}

function joules(bytes: number, picojoulePerBit: number): number {
  return bytes * 8 * picojoulePerBit * 1e-12;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
