import type { ResolvedConfig } from '../config/resolved-config.ts';
import type { TrainingTimes } from '../timing/training-times.ts';
import { type AreaMm2, cdmaArea, totalArea } from './area.ts';
import { type CostConstant, costConstants } from './constants.ts';
import { type EnergyJoule, iterationEnergy, totalEnergy, trafficOf } from './energy.ts';

/** What a design costs: always its area, and its energy where the config asks for it. */
export interface CostReport {
  areaMm2: number;
  area: AreaMm2;
  /** 0 to 1; null where the area of the die is not known. */
  areaShareOfDie: number | null;
  /** Of one iteration with cDMA and with vDNN. Null while `cost.energy` is off: nothing assumed comes unasked. */
  energyJ: number | null;
  vdnnEnergyJ: number | null;
  energy: { cdma: EnergyJoule; vdnn: EnergyJoule } | null;
  /** What the figures above rest on; those of energy only where it is computed. */
  constants: CostConstant[];
}

/** Area and energy of a config whose iterations are known (docs/model.md, "Area and energy"). */
export function costOf(
  config: Pick<ResolvedConfig, 'gpu' | 'link' | 'dma' | 'cost'>,
  { compute, cdma, vdnn }: Pick<TrainingTimes, 'compute' | 'cdma' | 'vdnn'>,
): CostReport {
  const { dieArea, energy: wanted } = config.cost;
  const area = cdmaArea(config);
  const areaMm2 = totalArea(area);
  const energy =
    wanted === 'off'
      ? null
      : {
          cdma: iterationEnergy(config, trafficOf(compute, cdma), cdma.seconds, true),
          vdnn: iterationEnergy(config, trafficOf(compute, vdnn), vdnn.seconds, false),
        };
  return {
    areaMm2,
    area,
    areaShareOfDie: dieArea === undefined ? null : areaMm2 / (dieArea * 1e6),
    energyJ: energy && totalEnergy(energy.cdma),
    vdnnEnergyJ: energy && totalEnergy(energy.vdnn),
    energy,
    constants: costConstants(config),
  };
}
