import { type DesignRates, designRates, type LinkRates, linkRates } from '../closed-form/design-rates.ts';
import { cdmaSeconds, oracleSeconds, vdnnSeconds } from '../closed-form/iteration-seconds.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { iterationEnergy, totalEnergy } from '../cost/energy.ts';
import type { Axis } from './design-space.ts';
import { type Designs, setScalar } from './designs.ts';
import { areaOf, type FigureColumns } from './figure-columns.ts';
import { Numbering } from './numbering.ts';
import { type Role, rolesOf } from './scalar-keys.ts';
import type { Structure } from './structures.ts';
import { type SubGrid, stepAt, subGrid, visitCombinations } from './sub-grid.ts';

/** Times are kept for every combination of what they depend on, up to so many. */
const LARGEST_TABLE = 1 << 23;

/** A part of a grid: all designs with the same structural values. */
export interface StructureGrid {
  designs: Designs;
  axes: readonly Axis[];
  /** Axes of scalars alone. */
  scalar: SubGrid;
  whole: SubGrid;
  /** Place of its first design. */
  origin: number;
}

/**
 * Figures of all designs of a structure, each part only as often as what it depends on differs: compute times by the keys
 * of compute, rates by those of the stations, an iteration once for every combination of compute, rates and link that is
 * really another one. The same figures as of each design alone, bit for bit.
 */
export function evaluateStructure(grid: StructureGrid, structure: Structure, figures: FigureColumns): void {
  const { axes, scalar, whole, origin } = grid;
  const { config, shape } = structure;
  const compute = computeTimes(grid, structure);
  const [rates, link] = [ratesOf(grid, config), linksOf(grid, config)];
  const wantsArea = figures.wants('cdmaArea');
  const area = wantsArea ? ofCombinations(grid, config, 'area', areaOf) : NO_FIGURE;
  const wantsShape = figures.wantsShape;
  const costs =
    figures.wants('energy') && config.cost.energy === 'on'
      ? ofCombinations(grid, config, 'cost', ({ link, cost }) => ({
          parts: iterationEnergy({ link, cost }, shape.traffic, 0, true),
          staticPower: cost.staticPower,
        }))
      : undefined;
  const cdma = table(compute.seconds.length * rates.cdma.length * link.rates.length);
  const vdnn = table(compute.seconds.length * rates.dram.length * link.rates.length);
  const numbers = new Float64Array(6);
  const subGrids = [whole, compute.grid, rates.grid, link.grid, area.grid, costs?.grid ?? NOTHING];
  visitCombinations(scalar, subGrids, axes, numbers, () => {
    const place = origin + numbers[0];
    const timed = numbers[1];
    const linked = link.numberOf[numbers[3]];
    const rated = rates.cdmaOf[numbers[2]];
    const plainly = rates.dramOf[numbers[2]];
    const cdmaAt = (timed * rates.cdma.length + rated) * link.rates.length + linked;
    let cdmaTime = cdma === undefined ? Number.NaN : cdma[cdmaAt];
    if (Number.isNaN(cdmaTime)) {
      cdmaTime = cdmaSeconds(shape, compute.seconds[timed], rates.cdma[rated], link.rates[linked]);
      if (cdma !== undefined) cdma[cdmaAt] = cdmaTime;
    }
    const vdnnAt = (timed * rates.dram.length + plainly) * link.rates.length + linked;
    let vdnnTime = vdnn === undefined ? Number.NaN : vdnn[vdnnAt];
    if (Number.isNaN(vdnnTime)) {
      vdnnTime = vdnnSeconds(shape, compute.seconds[timed], rates.dram[plainly], link.rates[linked]);
      if (vdnn !== undefined) vdnn[vdnnAt] = vdnnTime;
    }
    figures.setTimes(place, compute.oracle[timed], vdnnTime, cdmaTime);
    if (wantsShape) figures.setShape(place, shape);
    if (wantsArea) figures.setArea(place, area.values[numbers[4]] ?? Number.NaN);
    if (costs !== undefined) {
      const { parts, staticPower } = costs.values[numbers[5]];
      figures.setEnergy(place, totalEnergy({ ...parts, static: staticPower * cdmaTime }));
    }
  });
}

const NOTHING: SubGrid = { axes: [], size: 1, strides: new Float64Array(0) };
const NO_FIGURE = { grid: NOTHING, values: [] };

function table(size: number): Float64Array | undefined {
  return size <= LARGEST_TABLE ? new Float64Array(size).fill(Number.NaN) : undefined;
}

function computeTimes(grid: StructureGrid, { config, table }: Structure) {
  const { grid: part, values: seconds } = ofCombinations(grid, config, 'compute', ({ gpu }) => {
    const times = new Float64Array(table.entries);
    table.secondsAt(gpu.peakCompute, gpu.dramBandwidth, times);
    return times;
  });
  return { grid: part, seconds, oracle: Float64Array.from(seconds, oracleSeconds) };
}

/** Rates, each once, and which of them every combination has: of cDMA, and of vDNN, for which only DRAM counts. */
function ratesOf(grid: StructureGrid, config: ResolvedConfig) {
  const [cdmaNumbers, dramNumbers] = [new Numbering(), new Numbering()];
  const [cdma, dram]: DesignRates[][] = [[], []];
  const { grid: part, values } = ofCombinations(grid, config, 'rates', (design) => {
    const rates = designRates(design);
    const number = cdmaNumbers.of(rates.offload, rates.prefetch, rates.crossbar, rates.dram);
    const plain = dramNumbers.of(rates.dram);
    cdma[number] ??= rates;
    dram[plain] ??= rates;
    return [number, plain] as const;
  });
  const cdmaOf = Uint32Array.from(values, ([number]) => number);
  return { grid: part, cdma, dram, cdmaOf, dramOf: Uint32Array.from(values, ([, plain]) => plain) };
}

function linksOf(grid: StructureGrid, config: ResolvedConfig) {
  const numbering = new Numbering();
  const rates: LinkRates[] = [];
  const { grid: part, values } = ofCombinations(grid, config, 'link', (design) => {
    const link = linkRates(design);
    const number = numbering.of(link.offload, link.prefetch);
    rates[number] ??= link;
    return number;
  });
  return { grid: part, rates, numberOf: Uint32Array.from(values) };
}

/** What every combination of the keys of a role gives. */
function ofCombinations<T>(
  { designs, axes, scalar }: StructureGrid,
  config: ResolvedConfig,
  role: Role,
  give: (config: ResolvedConfig) => T,
): { grid: SubGrid; values: T[] } {
  const hasRole = (parameter: number): boolean => {
    const one = designs.space.parameters[parameter];
    return one !== undefined && (rolesOf(one)?.includes(role) ?? false);
  };
  const grid = subGrid(axes, (axis) => scalar.axes.includes(axes.indexOf(axis)) && axis.parameters.some(hasRole));
  const scalars = designs.scalars.flatMap((one) => {
    const axis = grid.axes.find((index) => axes[index]?.parameters.includes(one.parameter));
    return axis === undefined ? [] : [{ one, axis }];
  });
  const values = Array.from({ length: grid.size }, (_, number) => {
    for (const { one, axis } of scalars) setScalar(config, one, stepAt(grid, axes, number, axis));
    return give(config);
  });
  return { grid, values };
}
