import { linkRates } from '../closed-form/design-rates.ts';
import { plainTimes } from '../closed-form/plain-times.ts';
import { webAssemblyTimes } from '../closed-form/web-assembly-times.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { iterationEnergy, totalEnergy } from '../cost/energy.ts';
import type { Axis } from './design-space.ts';
import { type Designs, setScalar } from './designs.ts';
import { DifferentRates, TimesOfRates } from './different-rates.ts';
import { areaOf, type FigureColumns } from './figure-columns.ts';
import { type Role, rolesOf } from './scalar-keys.ts';
import type { Structure } from './structures.ts';
import { type SubGrid, subGrid, visitCombinations } from './sub-grid.ts';

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
 * Figures of all designs of a structure, each part only as often as what it depends on differs: an iteration once for every
 * combination of compute, link and rates that is really another one. The same figures as of each design alone, bit for bit.
 */
export function evaluateStructure(grid: StructureGrid, structure: Structure, figures: FigureColumns): void {
  const { axes, whole, origin } = grid;
  const { config, shape, table } = structure;
  const rates = ratesOf(grid, config);
  const areas = figures.wants('cdmaArea') ? areasOf(grid, config) : undefined;
  const costs =
    figures.wants('energy') && config.cost.energy === 'on'
      ? ofCombinations(grid, config, 'cost', ({ link, cost }) => ({
          parts: iterationEnergy({ link, cost }, shape.traffic, 0, true),
          staticPower: cost.staticPower,
        }))
      : undefined;
  const wantsShape = figures.wantsShape;
  const iteration = { shape, table, priority: config.dma.dramPriority };
  const times = new TimesOfRates(rates.different, iteration, webAssemblyTimes() ?? plainTimes);
  const timing = partOf(grid, (axis) => hasRole(grid, axis, 'compute') || hasRole(grid, axis, 'link'));
  const rest = partOf(grid, (axis) => !timing.axes.includes(axes.indexOf(axis)));
  const parts = [whole, rates.grid, areas?.grid ?? NOTHING, costs?.grid ?? NOTHING];
  const [placeSteps, rateSteps, areaSteps, costSteps] = numbersIn(rest, parts, axes);
  const ratesFrom = remembered((start) => {
    const numbers = rateSteps.map((step) => rates.numbers[start + step]);
    return { numbers, different: Int32Array.from(new Set(numbers)) };
  });
  const areasFrom = remembered((start) => areaSteps.map((step) => start + step));
  const starts = new Float64Array(parts.length);
  const evaluateRest = (): void => {
    const [place, rateStart, areaStart, costStart] = starts;
    const rows = { first: origin + place, steps: placeSteps };
    const { numbers, different } = ratesFrom(rateStart);
    times.compute(different, config.gpu, linkRates(config));
    figures.setTimesOf(rows, times, numbers, different);
    if (areas !== undefined) figures.setAreasOf(rows, areas.values, areasFrom(areaStart));
    if (wantsShape) for (const step of placeSteps) figures.setShape(rows.first + step, shape);
    if (costs !== undefined) {
      for (const [index, step] of placeSteps.entries()) {
        const { parts, staticPower } = costs.values[costStart + costSteps[index]];
        const ofStatic = staticPower * times.cdma[numbers[index]];
        figures.setEnergy(rows.first + step, totalEnergy({ ...parts, static: ofStatic }));
      }
    }
  };
  visitCombinations(timing, parts, axes, starts, evaluateRest, setterOf(grid, config));
}

const NOTHING: SubGrid = { axes: [], size: 1, strides: new Float64Array(0) };

/** The number of the rates of every combination of their keys. */
function ratesOf(grid: StructureGrid, config: ResolvedConfig) {
  const part = partOf(grid, (axis) => hasRole(grid, axis, 'rates'));
  const different = new DifferentRates();
  const numbers = new Int32Array(part.size);
  eachCombination(grid, part, config, (number) => {
    numbers[number] = different.numberOf(config);
  });
  return { grid: part, different, numbers };
}

/** The area of every combination of the keys that it depends on. */
function areasOf(grid: StructureGrid, config: ResolvedConfig): { grid: SubGrid; values: Float64Array } {
  const areas = ofCombinations(grid, config, 'area', areaOf);
  return { grid: areas.grid, values: Float64Array.from(areas.values) };
}

/** A function that makes the same thing of the same number only once. */
function remembered<T>(make: (number: number) => T): (number: number) => T {
  const known = new Map<number, T>();
  return (number) => {
    const made = known.get(number) ?? make(number);
    known.set(number, made);
    return made;
  };
}

/** What every combination of the keys of a role gives. */
function ofCombinations<T>(
  grid: StructureGrid,
  config: ResolvedConfig,
  role: Role,
  give: (config: ResolvedConfig) => T,
): { grid: SubGrid; values: T[] } {
  const part = partOf(grid, (axis) => hasRole(grid, axis, role));
  const values: T[] = [];
  eachCombination(grid, part, config, () => values.push(give(config)));
  return { grid: part, values };
}

/** Calls with the number of every combination; the config then has its scalars. */
function eachCombination(
  grid: StructureGrid,
  part: SubGrid,
  config: ResolvedConfig,
  visit: (number: number) => void,
): void {
  visitCombinations(part, [], grid.axes, new Float64Array(0), visit, setterOf(grid, config));
}

/** Sets the scalars of an axis. */
function setterOf({ designs, axes }: StructureGrid, config: ResolvedConfig): (axis: number, step: number) => void {
  const scalars = axes.map(({ parameters }) =>
    designs.scalars.filter(({ parameter }) => parameters.includes(parameter)),
  );
  return (axis, step) => {
    for (const scalar of scalars[axis]) setScalar(config, scalar, step);
  };
}

/** Numbers of every combination in other sub-grids. */
function numbersIn(part: SubGrid, others: readonly SubGrid[], axes: readonly Axis[]): Int32Array[] {
  const numbers = new Float64Array(others.length);
  const all = others.map(() => new Int32Array(part.size));
  visitCombinations(part, others, axes, numbers, (index) => {
    for (const [at, column] of all.entries()) column[index] = numbers[at];
  });
  return all;
}

function partOf({ axes, scalar }: StructureGrid, isWanted: (axis: Axis) => boolean): SubGrid {
  return subGrid(axes, (axis) => scalar.axes.includes(axes.indexOf(axis)) && isWanted(axis));
}

function hasRole({ designs }: StructureGrid, { parameters }: Axis, role: Role): boolean {
  return parameters.some((parameter) => {
    const one = designs.space.parameters[parameter];
    return one !== undefined && (rolesOf(one)?.includes(role) ?? false);
  });
}
