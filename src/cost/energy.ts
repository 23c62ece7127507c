import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { LayerCompute } from '../timing/compute-time.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Bytes, JoulesPerBit } from '../units.ts';

/** Energy of a training iteration by where it goes, in joules. */
export interface EnergyJoule {
  static: number;
  arithmetic: number;
  dram: number;
  /** Crossbar, link and host memory. */
  transfer: number;
  engine: number;
}

/**
 * Energy of one iteration (docs/model.md, "Area and energy"). Most constants are assumed: compare designs with it, do
 * not quote it. `compressing` says whether maps pass the engines: true for cDMA, false for vDNN.
 */
export function iterationEnergy(
  { link, cost }: Pick<ResolvedConfig, 'link' | 'cost'>,
  compute: readonly LayerCompute[],
  iteration: TrainingIteration,
  compressing: boolean,
): EnergyJoule {
  const transfers = iteration.steps.flatMap((step) => step.transfers);
  const rawBytes = sum(transfers.map((transfer) => transfer.rawBytes));
  const movedBytes = sum(transfers.map((transfer) => transfer.compressedBytes));
  const computeBytes = sum(compute.map(({ forward, backward }) => forward.dramBytes + backward.dramBytes));
  const flop = sum(compute.map(({ forward, backward }) => forward.flop + backward.flop));
  const wireBytes = (movedBytes * (link.maxPayload + link.packetHeader)) / link.maxPayload;
  return {
    static: cost.staticPower * iteration.seconds,
    arithmetic: cost.computeEnergy * flop,
    dram: joules(computeBytes + rawBytes, cost.dramEnergy),
    transfer: joules(movedBytes, cost.crossbarEnergy + cost.hostEnergy) + joules(wireBytes, cost.linkEnergy),
    engine: compressing ? joules(rawBytes, cost.engineEnergy) : 0,
  };
}

/** Sum of the parts, in joules. */
export function totalEnergy(parts: EnergyJoule): number {
  return sum([parts.static, parts.arithmetic, parts.dram, parts.transfer, parts.engine]);
}

function joules(bytes: Bytes, perBit: JoulesPerBit): number {
  return bytes * 8 * perBit;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
