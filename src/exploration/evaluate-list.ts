import { throwIfCancelled } from '../cancelled.ts';
import { MOST_TOGETHER, paceColumns, timeColumns } from '../closed-form/design-columns.ts';
import { KeyColumns } from '../closed-form/key-columns.ts';
import { type ComputeTimes, plainTimes } from '../closed-form/plain-times.ts';
import { webAssemblyTimes } from '../closed-form/web-assembly-times.ts';
import type { SimulationContext } from '../simulate.ts';
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
  const list = new ShapedDesigns(places, evaluation);
  const pause = async (done: number): Promise<void> => {
    list.finish();
    evaluation.onProgress(done);
    await context.host.pause();
    throwIfCancelled(context.signal);
  };
  let nextPause = PAUSE_EVERY;
  for (let row = 0; row < places.length; ) {
    row = list.addFrom(row, Math.min(nextPause, places.length));
    if (row === nextPause) {
      nextPause += PAUSE_EVERY;
      await pause(row);
      continue;
    }
    if (row === places.length) break;
    // From here on it is known, or there is none.
    if ((await list.stoppedBy) !== undefined) continue;
    const values = await evaluatePoint(structures.designs.configAt(places[row]), context);
    if (values === undefined) evaluation.onImpossible(row);
    else figures.setAll(row, values);
    row++;
    await pause(row);
  }
  list.finish();
  evaluation.onProgress(places.length);
}

/** Designs whose iterations have a shape: they are gathered and timed many at once, those of a structure together. */
class ShapedDesigns {
  /** The structure of the design that could not be added. */
  stoppedBy: ReturnType<Structures['of']> = undefined;
  private readonly computeTimes: ComputeTimes = webAssemblyTimes() ?? plainTimes;
  private readonly pace = paceColumns();
  private readonly times = timeColumns();
  private readonly gathered = new Map<Structure, Gathered>();
  private readonly wants: { shape: boolean; area: boolean; energy: boolean };

  constructor(
    private readonly places: ArrayLike<number>,
    private readonly evaluation: ListEvaluation,
  ) {
    const { figures } = evaluation;
    this.wants = { shape: figures.wantsShape, area: figures.wants('cdmaArea'), energy: figures.wants('energy') };
  }

  /**
   * Adds rows up to `end` or to the first whose structure is not known yet, or has no shape; says which that is. There is no waiting
   * for structures that are known: it would take longer than the rest.
   */
  addFrom(first: number, end: number): number {
    const { structures, onImpossible } = this.evaluation;
    let gathered: Gathered | undefined;
    let gatheredNumber = Number.NaN;
    for (let row = first; row < end; row++) {
      const place = this.places[row];
      const number = structures.designs.structureOf(place);
      if (gathered === undefined || number !== gatheredNumber) {
        const structure = structures.of(place);
        if (structure === undefined || structure instanceof Promise) {
          this.stoppedBy = structure;
          return row;
        }
        gathered = structure === 'impossible' ? undefined : this.gatheredOf(structure);
        gatheredNumber = number;
      }
      if (gathered === undefined) {
        onImpossible(row);
        continue;
      }
      gathered.rows[gathered.count++] = row;
      if (gathered.count === MOST_TOGETHER) this.finishOne(gathered);
    }
    return end;
  }

  /** Sets the figures of all rows that were added. */
  finish(): void {
    for (const gathered of this.gathered.values()) if (gathered.count > 0) this.finishOne(gathered);
  }

  private gatheredOf(structure: Structure): Gathered {
    const known = this.gathered.get(structure);
    if (known !== undefined) return known;
    const keys = new KeyColumns(structure.config);
    const swept = this.evaluation.structures.designs.scalars.flatMap(({ key }, scalar) => {
      const column = keys.column(key);
      return column === undefined ? [] : [{ scalar, column }];
    });
    const created = { structure, keys, swept, rows: new Uint32Array(MOST_TOGETHER), count: 0 };
    this.gathered.set(structure, created);
    return created;
  }

  private finishOne(gathered: Gathered): void {
    const { structure, keys, swept, rows, count } = gathered;
    const { places, pace, times, wants } = this;
    const { figures, structures } = this.evaluation;
    const { designs } = structures;
    for (const { scalar, column } of swept) designs.setColumn(column, designs.scalars[scalar], places, rows, count);
    keys.setPace(count, pace);
    const { config, shape, table } = structure;
    this.computeTimes({ shape, table, priority: config.dma.dramPriority }, pace, count, times);
    for (let index = 0; index < count; index++) {
      const row = rows[index];
      figures.setTimes(row, times.oracle[index], times.vdnn[index], times.cdma[index]);
      if (wants.shape) figures.setShape(row, shape);
    }
    if (wants.area) this.setAreas(gathered);
    if (wants.energy) {
      for (let index = 0; index < count; index++) {
        const row = rows[index];
        designs.setScalars(config, places[row]);
        figures.setEnergy(row, energyOf(config, shape, times.cdma[index]));
      }
    }
    gathered.count = 0;
  }

  private setAreas({ structure, keys, rows, count }: Gathered): void {
    const { figures, structures } = this.evaluation;
    const { config } = structure;
    const { gpu, dma } = config;
    const { memoryControllers, engineBytesPerCycle, buffer } = keys;
    const sweepsCost = structures.designs.scalars.some(({ key }) => key.startsWith('cost.'));
    for (let index = 0; index < count; index++) {
      const row = rows[index];
      if (sweepsCost) structures.designs.setScalars(config, this.places[row]);
      gpu.memoryControllers = memoryControllers[index];
      dma.engineBytesPerCycle = engineBytesPerCycle[index];
      dma.buffer = buffer[index];
      figures.setArea(row, areaOf(config));
    }
  }
}

/** Rows of a structure that are not timed yet. */
interface Gathered {
  structure: Structure;
  keys: KeyColumns;
  /** Indices of scalars, and where their values go. */
  swept: readonly { scalar: number; column: Float64Array }[];
  rows: Uint32Array;
  count: number;
}
