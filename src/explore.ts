import { locateFinding } from './config/locate.ts';
import { decide } from './exploration/decide.ts';
import type { Decisions } from './exploration/decisions.ts';
import type { Designs } from './exploration/designs.ts';
import { type EvaluateDesigns, evaluateHere } from './exploration/evaluation.ts';
import { healthFindings } from './exploration/health.ts';
import { type Plan, planExploration } from './exploration/plan.ts';
import { designsOf, firstFidelity, type Prepared, prepareExploration } from './exploration/prepared.ts';
import { runSearch } from './exploration/run-search.ts';
import { type OnSweepProgress, runSweep } from './exploration/run-sweep.ts';
import type { Sweep } from './exploration/sweep.ts';
import { tornadoOf } from './exploration/tornado.ts';
import type { LocatedFinding } from './findings/finding.ts';
import type { MetricId } from './metrics/metric.ts';
import type { Runner } from './run.ts';

/** What can be said of an exploration before it is run. */
export interface ExplorationPreview {
  /** Designs that are run; of a search its budget. */
  points: number;
  dropped: number;
  /** Whether `dropped` is known: constraints are not tried on very large grids. */
  isExact: boolean;
  millisecondsPerPoint: number;
}

/** An exploration that has run. Rows are those of the sweep. */
export interface Explored {
  sweep: Sweep;
  decisions: Decisions;
}

export interface ExploreOptions {
  onProgress?: OnSweepProgress;
  signal?: AbortSignal | undefined;
  /** On this thread unless told otherwise. */
  evaluateWith?: (prepared: Prepared) => EvaluateDesigns;
}

/** More points than this are not tried for a preview. */
const MOST_PREVIEWED = 1_000_000;
/** Points that are run to tell how long one takes: the first makes what others share, and does not count. */
const TIMED_POINTS = 4096;
/** A slow point is timed alone. */
const SLOW_MILLISECONDS = 5;

/** Runs the exploration that a config describes in `explore`. */
export class Explorer {
  constructor(private readonly runner: Runner) {}

  /** How many points an exploration has, and how long one takes on this machine; undefined without one, or with errors. */
  async preview(text: string, uri: string, now: () => number): Promise<ExplorationPreview | undefined> {
    const prepared = await this.prepare(text, uri);
    if (prepared === undefined) return undefined;
    const { exploration, space } = prepared;
    const fidelity = firstFidelity(exploration);
    const isPlanned = exploration.search === null && space.size <= MOST_PREVIEWED;
    const plan = isPlanned ? planExploration(exploration, designsOf(prepared, fidelity)) : undefined;
    const total = exploration.search === null ? space.size : Math.min(exploration.search.budget, space.size);
    const points = plan?.kept.length ?? total;
    const evaluate = evaluateHere(prepared);
    const timed = async (count: number): Promise<number> => {
      const places = Uint32Array.from({ length: count }, (_, index) => {
        const row = Math.floor(((index + 0.5) * points) / count);
        return plan === undefined ? row : (plan.kept[row] ?? 0);
      });
      const startedAt = now();
      await evaluate({ places, fidelity, wanted: NO_METRICS, onProgress: () => undefined });
      return (now() - startedAt) / count;
    };
    if (points === 0) return { points, dropped: total, isExact: true, millisecondsPerPoint: 0 };
    await timed(1);
    // The least of some: one alone may fall into a pause of the memory's clean-up.
    const alone = Math.min(await timed(1), await timed(1), await timed(1));
    const millisecondsPerPoint = alone > SLOW_MILLISECONDS ? alone : await timed(Math.min(TIMED_POINTS, points));
    return { points, dropped: total - points, isExact: plan !== undefined, millisecondsPerPoint };
  }

  /** Which points are run and which are dropped, and why. */
  async plan(
    text: string,
    uri: string,
  ): Promise<{ planned: { prepared: Prepared; plan: Plan } | undefined; findings: readonly LocatedFinding[] }> {
    const prepared = await this.prepare(text, uri);
    const findings = await this.runner.validate(text, uri);
    if (prepared === undefined) return { planned: undefined, findings };
    const plan = planExploration(prepared.exploration, this.designsFor(prepared));
    return { planned: { prepared, plan }, findings };
  }

  /** Runs the exploration. Throws `Cancelled` once the signal is aborted. */
  async run(
    text: string,
    uri: string,
    { onProgress = () => {}, signal, evaluateWith = evaluateHere }: ExploreOptions = {},
  ): Promise<{ explored: Explored | undefined; findings: readonly LocatedFinding[] }> {
    const findings = await this.runner.validate(text, uri);
    const prepared = await this.prepare(text, uri, signal);
    if (prepared === undefined) return { explored: undefined, findings };
    const { exploration, loaded } = prepared;
    const evaluate = evaluateWith(prepared);
    const { sweep, closedForm } =
      exploration.search === null
        ? await runSweep(prepared, evaluate, onProgress)
        : { sweep: await runSearch(prepared, exploration.search, evaluate, onProgress), closedForm: new Map() };
    const decisions = decide(sweep, await tornadoOf(prepared));
    const health = healthFindings(sweep, decisions, closedForm).map((finding) => locateFinding(finding, loaded));
    return { explored: { sweep, decisions }, findings: [...findings, ...health] };
  }

  /** Undefined without an exploration, or with errors. */
  async prepare(text: string, uri: string, signal?: AbortSignal): Promise<Prepared | undefined> {
    const loaded = await this.runner.load(text, uri);
    return prepareExploration(loaded, this.runner.contextFor(loaded, uri, signal));
  }

  private designsFor(prepared: Prepared): Designs {
    return designsOf(prepared, firstFidelity(prepared.exploration));
  }
}

const NO_METRICS: readonly MetricId[] = ['speedupOverVdnn'];
