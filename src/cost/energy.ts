import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { LayerCompute } from '../timing/compute-time.ts';
import type { TrainingIteration } from '../timing/training-iteration.ts';
import type { Bytes, JoulesPerBit, Seconds } from '../units.ts';

/** Energy of a training iteration by where it goes, in joules. */
export interface EnergyJoule {
  static: number;
  arithmetic: number;
  dram: number;
  /** Crossbar, link and host memory. */
  transfer: number;
  engine: number;
}

/** What an iteration computes and moves, whatever the rates are. */
export interface IterationTraffic {
  /** Offloaded and fetched, before compression and as they cross the link. */
  rawBytes: Bytes;
  movedBytes: Bytes;
  /** DRAM traffic of compute. */
  computeBytes: Bytes;
  flop: number;
}

export function trafficOf(compute: readonly LayerCompute[], { steps }: TrainingIteration): IterationTraffic {
  const transfers = steps.flatMap((step) => step.transfers);
  return {
    rawBytes: sum(transfers.map((transfer) => transfer.rawBytes)),
    movedBytes: sum(transfers.map((transfer) => transfer.compressedBytes)),
    computeBytes: sum(compute.map(({ forward, backward }) => forward.dramBytes + backward.dramBytes)),
    flop: sum(compute.map(({ forward, backward }) => forward.flop + backward.flop)),
  };
}

/**
 * Energy of one iteration (docs/model.md, "Area and energy"). Most constants are assumed: compare designs with it, do
 * not quote it. `compressing` says whether maps pass the engines: true for cDMA, false for vDNN.
 */
export function iterationEnergy(
  { link, cost }: Pick<ResolvedConfig, 'link' | 'cost'>,
  { rawBytes, movedBytes, computeBytes, flop }: IterationTraffic,
  seconds: Seconds,
  compressing: boolean,
): EnergyJoule {
  const wireBytes = (movedBytes * (link.maxPayload + link.packetHeader)) / link.maxPayload;
  return {
    static: cost.staticPower * seconds,
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
