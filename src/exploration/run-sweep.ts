import type { Fidelity } from '../config/resolved-config.ts';
import { paretoFront } from '../decisions/pareto.ts';
import type { MetricId } from '../metrics/metric.ts';
import { costsOf } from './costs-of-sweep.ts';
import type { Designs } from './designs.ts';
import { type EvaluateDesigns, type Evaluated, wantedMetrics } from './evaluation.ts';
import { bestOf, decisiveMetrics, judge } from './judge.ts';
import { dividedConstraints, type Plan, planExploration } from './plan.ts';
import { designsOf, firstFidelity, type Prepared } from './prepared.ts';
import type { Sweep } from './sweep.ts';

/** A sweep that has run, and what its front's designs were in closed form where they were run again line by line. */
export interface RunSweep {
  sweep: Sweep;
  closedForm: ReadonlyMap<number, ReadonlyMap<MetricId, number>>;
}

/** Told while a sweep is running; `soFar` makes a sweep of the points that are done, where they can be told. */
export type OnSweepProgress = (done: number, total: number, soFar?: () => Sweep) => void;

/** Runs every design that the constraints on keys keep, in the order of the space. */
export async function runSweep(
  prepared: Prepared,
  evaluate: EvaluateDesigns,
  onProgress: OnSweepProgress,
): Promise<RunSweep> {
  const { exploration, space, config, resolved } = prepared;
  const fidelity = firstFidelity(exploration);
  const designs = designsOf(prepared, fidelity);
  const plan = planExploration(exploration, designs);
  const { kept: places } = plan;
  const sweepOf = ({ metrics, failed }: Evaluated): Sweep => {
    const sweep: Sweep = {
      config,
      exploration,
      space,
      dropped: droppedOf(plan),
      ids: places.subarray(0, failed.length),
      metrics: withFigures(metrics),
      failed,
      isPipeline: new Uint8Array(failed.length).fill((fidelity ?? resolved.fidelity) === 'pipeline' ? 1 : 0),
      best: null,
      convergence: null,
    };
    judge(plan.afterRun, exploration, designs, sweep);
    sweep.best = bestOf(exploration.objectives, sweep);
    return sweep;
  };
  const evaluated = await evaluate({
    places,
    fidelity,
    wanted: wantedMetrics(places.length, decisiveMetrics(exploration)),
    onProgress: (done, soFar) =>
      onProgress(Math.min(done, places.length), places.length, soFar && (() => sweepOf(firstRowsOf(soFar, done)))),
  });
  const sweep = sweepOf(evaluated);
  const closedForm =
    exploration.fidelity === 'closed-form-first'
      ? await refineFront(prepared, sweep, designs, evaluate, onProgress)
      : new Map<number, ReadonlyMap<MetricId, number>>();
  sweep.best = bestOf(exploration.objectives, sweep);
  return { sweep, closedForm };
}

/** A copy, as the rest is still being written. */
function firstRowsOf({ metrics, failed }: Evaluated, done: number): Evaluated {
  return {
    metrics: new Map([...metrics].map(([id, column]) => [id, column.slice(0, done)])),
    failed: failed.slice(0, done),
  };
}

export function droppedOf({ dropped }: Plan): Sweep['dropped'] {
  return dropped.map(({ constraint, points }) => ({ constraint: constraint.text, points }));
}

/** Without those that no design has. */
export function withFigures(metrics: Sweep['metrics']): Sweep['metrics'] {
  return new Map([...metrics].filter(([, column]) => column.some((value) => !Number.isNaN(value))));
}

const REFINED: Fidelity = 'pipeline';
/** The closed form promises more than the pipeline keeps, so that other designs may come to the front when its own fall. */
const MOST_ROUNDS = 25;

/** Runs the front's designs line by line until the front has no others; figures of those rows are replaced. */
async function refineFront(
  { exploration }: Prepared,
  sweep: Sweep,
  designs: Designs,
  evaluate: EvaluateDesigns,
  onProgress: OnSweepProgress,
): Promise<RunSweep['closedForm']> {
  const closedForm = new Map<number, ReadonlyMap<MetricId, number>>();
  const { afterRun } = dividedConstraints(exploration);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rows = paretoFront(costsOf(sweep)).filter((row) => sweep.isPipeline[row] === 0);
    if (rows.length === 0) break;
    const refined = await evaluate({
      places: rows.map((row) => sweep.ids[row] ?? 0),
      fidelity: REFINED,
      wanted: [...sweep.metrics.keys()],
      onProgress: (done) => onProgress(closedForm.size + done, closedForm.size + rows.length),
    });
    for (const [at, row] of rows.entries()) {
      closedForm.set(row, new Map([...sweep.metrics].map(([id, column]) => [id, column[row] ?? Number.NaN])));
      for (const [id, column] of sweep.metrics) column[row] = refined.metrics.get(id)?.[at] ?? Number.NaN;
      sweep.failed[row] = refined.failed[at] ?? 0;
      sweep.isPipeline[row] = 1;
    }
    judge(afterRun, exploration, designs, sweep);
  }
  return closedForm;
}
