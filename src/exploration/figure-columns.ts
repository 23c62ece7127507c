import type { IterationShape } from '../closed-form/iteration-shape.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { cdmaArea, totalArea } from '../cost/area.ts';
import { iterationEnergy, totalEnergy } from '../cost/energy.ts';
import { METRIC_IDS, type MetricId } from '../metrics/metric.ts';
import type { Seconds } from '../units.ts';
import type { MetricValues } from './evaluate-point.ts';

const OF_SHAPE = ['compressionRatio', 'maximumLayerRatio', 'trafficVsVdnn', 'offloadedSize', 'peakMemory'] as const;

/** Figures of many points, a column for each that is wanted, in SI units; `NaN` where a point does not have one. */
export class FigureColumns {
  readonly columns: ReadonlyMap<MetricId, Float64Array>;
  /** The same by name: a look-up for every point would take longer than its figures. */
  private readonly of: Readonly<Partial<Record<MetricId, Float64Array>>>;
  private kept = new Float64Array(0);

  constructor(
    readonly rows: number,
    wanted: readonly MetricId[] = METRIC_IDS,
  ) {
    this.columns = new Map(wanted.map((id) => [id, new Float64Array(rows).fill(Number.NaN)]));
    this.of = Object.fromEntries(this.columns);
  }

  wants(id: MetricId): boolean {
    return this.columns.has(id);
  }

  /** Whether any figure that does not depend on rates is wanted. */
  get wantsShape(): boolean {
    return OF_SHAPE.some((id) => this.wants(id));
  }

  private scratch(length: number): Float64Array {
    if (this.kept.length < length) this.kept = new Float64Array(length);
    return this.kept;
  }

  /** What follows from the times. */
  setTimes(row: number, oracle: Seconds, vdnn: Seconds, cdma: Seconds): void {
    const { speedupOverVdnn, performanceVsOracle, iterationTime } = this.of;
    if (speedupOverVdnn !== undefined) speedupOverVdnn[row] = vdnn / cdma;
    if (performanceVsOracle !== undefined) performanceVsOracle[row] = oracle / cdma;
    // As a report has it, which says milliseconds: not a bit differs.
    if (iterationTime !== undefined) iterationTime[row] = (cdma * 1e3) / 1e3;
  }

  /** The same of rows that share few times: those that `different` names, and `numbers` row by row. */
  setTimesOf(
    rows: RowSteps,
    { oracle, vdnn, cdma }: { oracle: Seconds; vdnn: Float64Array; cdma: Float64Array },
    numbers: Int32Array,
    different: Int32Array,
  ): void {
    const { speedupOverVdnn, performanceVsOracle, iterationTime } = this.of;
    const figures = this.scratch(vdnn.length);
    if (speedupOverVdnn !== undefined) {
      for (const number of different) figures[number] = vdnn[number] / cdma[number];
      spread(figures, numbers, speedupOverVdnn, rows);
    }
    if (performanceVsOracle !== undefined) {
      for (const number of different) figures[number] = oracle / cdma[number];
      spread(figures, numbers, performanceVsOracle, rows);
    }
    if (iterationTime !== undefined) {
      for (const number of different) figures[number] = (cdma[number] * 1e3) / 1e3;
      spread(figures, numbers, iterationTime, rows);
    }
  }

  /** Areas of rows: those that `numbers` names, row by row. */
  setAreasOf(rows: RowSteps, squareMetres: Float64Array, numbers: Int32Array): void {
    if (this.of.cdmaArea !== undefined) spread(squareMetres, numbers, this.of.cdmaArea, rows);
  }

  setArea(row: number, squareMetres: number): void {
    if (this.of.cdmaArea !== undefined) this.of.cdmaArea[row] = squareMetres;
  }

  setEnergy(row: number, joules: number): void {
    if (this.of.energy !== undefined) this.of.energy[row] = joules;
  }

  /** What does not depend on rates. */
  setShape(row: number, { totals, peakBytes }: IterationShape): void {
    const { compressionRatio, maximumLayerRatio, trafficVsVdnn, offloadedSize, peakMemory } = this.of;
    if (compressionRatio !== undefined) compressionRatio[row] = totals.compressionRatio;
    if (maximumLayerRatio !== undefined) maximumLayerRatio[row] = totals.maxLayerRatio;
    if (trafficVsVdnn !== undefined) trafficVsVdnn[row] = totals.compressedBytes / totals.rawBytes;
    if (offloadedSize !== undefined) offloadedSize[row] = totals.compressedBytes;
    if (peakMemory !== undefined) peakMemory[row] = peakBytes ?? Number.NaN;
  }

  setAll(row: number, figures: MetricValues): void {
    for (const [id, column] of this.columns) column[row] = figures[id] ?? Number.NaN;
  }
}

/** Rows of a column: `steps[n]` behind the first. */
export interface RowSteps {
  first: number;
  steps: Int32Array;
}

function spread(values: Float64Array, numbers: Int32Array, column: Float64Array, { first, steps }: RowSteps): void {
  for (let index = 0; index < steps.length; index++) column[first + steps[index]] = values[numbers[index]];
}

/** In m², as `METRICS.cdmaArea` reads it from a report. */
export function areaOf(config: Pick<ResolvedConfig, 'gpu' | 'dma' | 'cost'>): number {
  return totalArea(cdmaArea(config)) / 1e6;
}

/** `NaN` while the config does not ask for energy. */
export function energyOf(config: ResolvedConfig, { traffic }: IterationShape, cdma: Seconds): number {
  if (config.cost.energy === 'off') return Number.NaN;
  return totalEnergy(iterationEnergy(config, traffic, cdma, true));
}
