import { paretoFront } from '../decisions/pareto.ts';
import { buffersOf as buffersOfColumns, type SweepColumns, sweepColumns } from './columns.ts';
import { costsOf } from './costs-of-sweep.ts';
import { inShownRows } from './decide.ts';
import type { Decisions } from './decisions.ts';
import { shownRows } from './shown-rows.ts';
import type { Sweep } from './sweep.ts';

/** A sweep as it is drawn: its columns, or an even selection of many rows, and what helps to decide. */
export interface ShownSweep {
  columns: SweepColumns;
  /** Rows are those of the columns. */
  decisions: Decisions;
}

/** More points than this cannot be told apart on a screen. */
const MOST_SHOWN = 100_000;

export function shownSweep(sweep: Sweep, decisions: Decisions): ShownSweep {
  const always = [...decisions.front, decisions.knee, decisions.cheapest?.row ?? null, sweep.best].filter(
    (row) => row !== null,
  );
  const rows = shownRows(sweep, MOST_SHOWN, always);
  return { columns: sweepColumns(sweep, rows), decisions: inShownRows(decisions, rows) };
}

/** The same while a sweep is running: only the front is known of what helps to decide. */
export function shownWhileRunning(sweep: Sweep): ShownSweep {
  return shownSweep(sweep, {
    front: paretoFront(costsOf(sweep)),
    knee: null,
    cheapest: null,
    hypervolume: null,
    responses: [],
    effects: [],
    tornado: [],
    convergence: null,
  });
}

/** Buffers to hand over with it. */
export function buffersOf({ columns, decisions }: ShownSweep): ArrayBuffer[] {
  return [...buffersOfColumns(columns), decisions.front.buffer as ArrayBuffer];
}
