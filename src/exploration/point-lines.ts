import { METRIC_IDS, type MetricId } from '../metrics/metric.ts';
import { MODEL_VERSION, TOOL } from '../version.ts';
import type { Evaluated } from './evaluation.ts';
import { pointAt } from './exploration-result.ts';
import { judge } from './judge.ts';
import { dividedConstraints } from './plan.ts';
import { designsOf, firstFidelity, type Prepared } from './prepared.ts';
import { CANNOT_RUN, type Sweep } from './sweep.ts';

/**
 * Points of an exploration as lines of JSON. The first line says what they are of; each of the others is a point, in the
 * order of the ids, so that any first part of the lines is sound. A line has nothing that depends on other points: whether
 * a point is on the front is known when all are there.
 */
export interface PointLinesHeader {
  /** Version of the format. */
  cdmaExploration: 1;
  tool: { name: string; version: string; model: string };
  config: { name: string; hash: string };
  /** Of all that decides points and lines but the config: parameters with their values, constraints, sample, fidelity. */
  sweep: string;
  /** Points in all; a part has fewer lines. */
  points: number;
  /** Points before constraints on keys dropped any. */
  total: number;
  parameters: readonly string[];
  metrics: readonly MetricId[];
}

export function pointLinesHeader(prepared: Prepared, points: number): PointLinesHeader {
  const { exploration, space, config } = prepared;
  return {
    cdmaExploration: 1,
    tool: { ...TOOL, model: MODEL_VERSION },
    config,
    sweep: hashSweep(prepared),
    points,
    total: space.size,
    parameters: exploration.parameters.map(({ key }) => key),
    metrics: METRIC_IDS,
  };
}

/** SHA-256 of what an exploration runs, in hexadecimal. Objectives are no part of it: they rank points. */
export function hashSweep({ exploration, context }: Pick<Prepared, 'exploration' | 'context'>): string {
  const { parameters, constraints, together, sample, search, fidelity } = exploration;
  const sweep = {
    parameters: parameters.map(({ key, values }) => ({ key, values })),
    constraints: constraints.map(({ text }) => text),
    together,
    sample,
    search,
    fidelity,
  };
  return context.host.sha256(JSON.stringify(sweep));
}

/** Makes the line of each design, with its line break. Row n of `evaluated` is the design at `places[n]`. */
export function pointLinesOf(prepared: Prepared): (places: Uint32Array, evaluated: Evaluated) => string[] {
  const { exploration, space, config, resolved } = prepared;
  const fidelity = firstFidelity(exploration);
  const designs = designsOf(prepared, fidelity);
  const { afterRun } = dividedConstraints(exploration);
  const isPipeline = (fidelity ?? resolved.fidelity) === 'pipeline' ? 1 : 0;
  return (places, { metrics, failed }) => {
    const sweep: Sweep = {
      config,
      exploration,
      space,
      dropped: [],
      ids: places,
      metrics,
      // Only what `evaluated` says is known of its rows elsewhere.
      failed: failed.slice(),
      isPipeline: new Uint8Array(places.length).fill(isPipeline),
      best: null,
      convergence: null,
    };
    judge(afterRun, exploration, designs, sweep);
    return pointLines(sweep);
  };
}

/** The lines of all rows of a sweep, each with its line break. */
export function pointLines(sweep: Sweep): string[] {
  return Array.from(sweep.ids, (_, row) => {
    const { pareto: _pareto, ...point } = pointAt(sweep, row, false);
    return `${JSON.stringify(point)}\n`;
  });
}

/** Whether a line, without its line break, is that of the design at a place. */
export function isPointLine(line: string, place: number): boolean {
  return line.startsWith(`{"id":${place},`) && line.endsWith('}');
}

/** Sets the figures of a row from its line. Throws a `SyntaxError` where the line is damaged. */
export function readPointLine(line: string, row: number, { metrics, failed }: Evaluated): void {
  const { metrics: figures } = JSON.parse(line) as { metrics: Readonly<Record<string, number | null>> | null };
  failed[row] = figures === null ? CANNOT_RUN : 0;
  for (const [id, column] of metrics) column[row] = figures?.[id] ?? Number.NaN;
}
