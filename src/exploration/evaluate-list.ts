import { throwIfCancelled } from '../cancelled.ts';
import { type DesignRates, designRates, type LinkRates, linkRates } from '../closed-form/design-rates.ts';
import { cdmaSeconds, oracleSeconds, vdnnSeconds } from '../closed-form/iteration-seconds.ts';
import type { SimulationContext } from '../simulate.ts';
import type { Seconds } from '../units.ts';
import { evaluatePoint } from './evaluate-point.ts';
import { areaOf, energyOf, type FigureColumns } from './figure-columns.ts';
import type { Structure, Structures } from './structures.ts';

/** So often is there a pause, in which other questions are answered and a cancellation is seen. */
const PAUSE_EVERY = 4096;

/** The part of a design evaluation that a list of designs is made of. */
interface ListEvaluation {
  structures: Structures;
  context: SimulationContext;
  figures: FigureColumns;
  /** Called for a design that cannot be simulated. */
  onImpossible(row: number): void;
  onProgress(done: number): void;
}

/** Figures of designs one by one: row n of the columns is the design at `places[n]`. */
export async function evaluateList(places: ArrayLike<number>, evaluation: ListEvaluation): Promise<void> {
  const { structures, context, figures } = evaluation;
  const { designs } = structures;
  const wantsShape = figures.wantsShape;
  const wantsArea = figures.wants('cdmaArea');
  const wantsEnergy = figures.wants('energy');
  let computed: Computed | undefined;
  for (let row = 0; row < places.length; row++) {
    const place = places[row];
    const found = structures.of(place);
    // Waiting for what is there already would take longer than the rest.
    const structure = found instanceof Promise ? await found : found;
    if (structure === 'impossible') evaluation.onImpossible(row);
    else if (structure === undefined) {
      const values = await evaluatePoint(designs.configAt(place), context);
      if (values === undefined) evaluation.onImpossible(row);
      else figures.setAll(row, values);
    } else {
      const { config, shape } = structure;
      designs.setScalars(config, place);
      if (computed === undefined || !isComputedFor(computed, structure)) computed = compute(structure, computed);
      const rates = designRates(config);
      const link = linkRates(config);
      if (!isPlainFor(computed, rates, link)) {
        computed.plain = { rates, link, seconds: vdnnSeconds(shape, computed.seconds, rates, link) };
      }
      const cdma = cdmaSeconds(shape, computed.seconds, rates, link);
      figures.setTimes(row, computed.oracle, computed.plain?.seconds ?? Number.NaN, cdma);
      if (wantsShape) figures.setShape(row, shape);
      if (wantsArea) figures.setArea(row, areaOf(config));
      if (wantsEnergy) figures.setEnergy(row, energyOf(config, shape, cdma));
    }
    if (structure === undefined || (row + 1) % PAUSE_EVERY === 0) {
      evaluation.onProgress(row + 1);
      await context.host.pause();
      throwIfCancelled(context.signal);
    }
  }
  evaluation.onProgress(places.length);
}

/** What neighbours often share: compute times, and vDNN's iteration, which knows neither engines nor buffer. */
interface Computed {
  structure: Structure;
  peakCompute: number;
  dramBandwidth: number;
  seconds: Float64Array;
  oracle: Seconds;
  plain?: { rates: DesignRates; link: LinkRates; seconds: Seconds };
}

function isComputedFor(computed: Computed, structure: Structure): boolean {
  const { peakCompute, dramBandwidth } = structure.config.gpu;
  return (
    computed.structure === structure && computed.peakCompute === peakCompute && computed.dramBandwidth === dramBandwidth
  );
}

function compute(structure: Structure, before: Computed | undefined): Computed {
  const { config, table } = structure;
  const { peakCompute, dramBandwidth } = config.gpu;
  const seconds = before?.structure === structure ? before.seconds : new Float64Array(table.entries);
  table.secondsAt(peakCompute, dramBandwidth, seconds);
  return { structure, peakCompute, dramBandwidth, seconds, oracle: oracleSeconds(seconds) };
}

function isPlainFor({ plain }: Computed, rates: DesignRates, link: LinkRates): boolean {
  return (
    plain !== undefined &&
    plain.rates.dram === rates.dram &&
    plain.link.offload === link.offload &&
    plain.link.prefetch === link.prefetch
  );
}
