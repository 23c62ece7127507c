import { throwIfCancelled } from './cancelled.ts';
import type { ConfigDocument } from './config/document.ts';
import { isObject } from './config/json.ts';
import type { LoadedConfig } from './config/load.ts';
import { hashConfig } from './config/load.ts';
import { locateFinding } from './config/locate.ts';
import { ConfigReader } from './config/reader.ts';
import { resolveConfig } from './config/resolve.ts';
import type { ResolvedConfig } from './config/resolved-config.ts';
import { evaluatePoint, type MetricValues } from './exploration/evaluate-point.ts';
import type { Exploration, Objective, Parameter } from './exploration/exploration.ts';
import { evaluate, type Value } from './exploration/expression.ts';
import { type Plan, type Point, planExploration, pointAt } from './exploration/plan.ts';
import { rangeEdge } from './exploration/range-edge.ts';
import { readExploration } from './exploration/read-exploration.ts';
import type { Finding, LocatedFinding } from './findings/finding.ts';
import { METRIC_IDS } from './metrics/metric.ts';
import { NETWORK_TABLES } from './network/catalogue.ts';
import type { Runner } from './run.ts';
import { say } from './words.ts';

/** A point that was run. */
export interface ExploredPoint {
  /** Its place in the cross product: the same whatever else is run. */
  id: number;
  parameters: Readonly<Record<string, string | number | boolean>>;
  metrics: MetricValues | null;
  feasible: boolean;
  /** Why it is not feasible: the constraints that it fails, or that it cannot be simulated. */
  reasons: readonly string[];
}

export interface ExplorationResult {
  config: { name: string; hash: string };
  objectives: Exploration['objectives'];
  plan: { points: number; total: number; dropped: readonly { constraint: string; points: number }[] };
  points: readonly ExploredPoint[];
  /** Id of the best feasible point by the first objective; null without one. */
  best: number | null;
}

/** What can be said of an exploration before it is run. */
export interface ExplorationPreview {
  points: number;
  dropped: number;
  /** Whether `dropped` is known: constraints are not tried on very large grids. */
  isExact: boolean;
  millisecondsPerPoint: number;
}

/** More points than this are not tried for a preview. */
const MOST_PREVIEWED = 20_000;

/** Runs the sweep that a config describes in `explore`. */
export class Explorer {
  constructor(private readonly runner: Runner) {}

  /** How many points a sweep has, and how long one takes on this machine; undefined without one, or with errors. */
  async preview(text: string, uri: string, now: () => number): Promise<ExplorationPreview | undefined> {
    const prepared = await this.prepare(text, uri);
    if (prepared === undefined) return undefined;
    const { exploration, loaded } = prepared;
    const total = exploration.parameters.reduce((product, { values }) => product * values.length, 1);
    const isExact = total <= MOST_PREVIEWED || exploration.constraints.length === 0;
    const plan = isExact && exploration.constraints.length > 0 ? planOf(exploration, loaded) : undefined;
    const points = plan?.kept.length ?? total;
    const last = pointAt(exploration, plan?.kept.at(-1) ?? total - 1);
    const context = this.runner.contextFor(loaded, uri);
    await evaluatePoint(configAt(exploration, loaded, pointAt(exploration, plan?.kept[0] ?? 0)), context);
    const startedAt = now();
    await evaluatePoint(configAt(exploration, loaded, last), context);
    return { points, dropped: total - points, isExact, millisecondsPerPoint: now() - startedAt };
  }

  /** Which points are run and which are dropped, and why. */
  async plan(text: string, uri: string): Promise<{ plan: Plan | undefined; findings: readonly LocatedFinding[] }> {
    const prepared = await this.prepare(text, uri);
    const findings = await this.runner.validate(text, uri);
    return { plan: prepared && planOf(prepared.exploration, prepared.loaded), findings };
  }

  /**
   * Runs every point that the constraints on keys keep, in the order of their ids. Throws `Cancelled` once the signal is
   * aborted.
   */
  async run(
    text: string,
    uri: string,
    onProgress: (done: number, total: number) => void = () => {},
    signal?: AbortSignal,
  ): Promise<{ result: ExplorationResult | undefined; findings: readonly LocatedFinding[] }> {
    const findings = await this.runner.validate(text, uri);
    const prepared = await this.prepare(text, uri);
    if (prepared === undefined) return { result: undefined, findings };
    const { exploration, loaded, resolved } = prepared;
    const plan = planOf(exploration, loaded);
    const context = this.runner.contextFor(loaded, uri, signal);
    const points: ExploredPoint[] = [];
    for (const id of plan.kept) {
      const point = pointAt(exploration, id);
      const config = configAt(exploration, loaded, point);
      points.push(judge(id, point, config, await evaluatePoint(config, context), plan));
      onProgress(points.length, plan.kept.length);
      if (points.length % PAUSE_EVERY === 0) await context.host.pause();
      throwIfCancelled(signal);
    }
    const best = bestOf(points, exploration);
    const edges = best === undefined ? [] : findEdges(exploration, best, points);
    return {
      result: {
        config: {
          name: resolved.name,
          hash: hashConfig(resolved, context.host.sha256, loaded.ownNetwork?.file?.network),
        },
        objectives: exploration.objectives,
        plan: {
          points: plan.kept.length,
          total: plan.total,
          dropped: plan.dropped.map(({ constraint, points }) => ({ constraint: constraint.text, points })),
        },
        points,
        best: best?.id ?? null,
      },
      findings: [...findings, ...edges.map((finding) => locateFinding(finding, loaded))],
    };
  }

  private async prepare(text: string, uri: string): Promise<Prepared | undefined> {
    const loaded = await this.runner.load(text, uri);
    const exploration = readExploration(new ConfigReader(loaded.layers));
    const isValid = loaded.findings.every(({ severity }) => severity !== 'error');
    if (loaded.resolved === undefined || exploration === undefined || !isValid) return undefined;
    return { exploration, loaded, resolved: loaded.resolved };
  }
}

interface Prepared {
  exploration: Exploration;
  loaded: LoadedConfig;
  resolved: ResolvedConfig;
}

/** So often are other questions answered between two points. */
const PAUSE_EVERY = 16;

function planOf(exploration: Exploration, loaded: LoadedConfig): Plan {
  const isResult = (name: string): boolean => METRIC_IDS.some((id) => id === name);
  return planExploration(exploration, (point) => lookUpKeys(configAt(exploration, loaded, point)), isResult);
}

/** The config with the values of a point, as if they were written in a file that extends it. */
function configAt({ parameters }: Exploration, { layers, ownNetwork }: LoadedConfig, point: Point): ResolvedConfig {
  let value = {};
  for (const [index, { path }] of parameters.entries()) value = withValue(value, path, point[index]);
  const written: ConfigDocument = { ...layers[0], text: '', root: undefined, value, findings: [] };
  return resolveConfig([written, ...layers], NETWORK_TABLES, ownNetwork?.known).config;
}

function withValue(object: Readonly<Record<string, unknown>>, path: Parameter['path'], value: unknown): object {
  const [key = '', ...rest] = path.map(String);
  const inner = object[key];
  return { ...object, [key]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest, value) };
}

function lookUpKeys(config: ResolvedConfig): (key: string) => Value {
  return (key) => {
    let value: unknown = config;
    for (const step of key.split('.')) value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    return typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean' ? value : Number.NaN;
  };
}

function judge(
  id: number,
  point: Point,
  config: ResolvedConfig,
  metrics: MetricValues | undefined,
  { exploration, afterRun }: Plan,
): ExploredPoint {
  const entries = exploration.parameters.map(({ key }, index) => [key, point[index]]);
  const parameters = Object.fromEntries(entries) as ExploredPoint['parameters'];
  if (metrics === undefined)
    return { id, parameters, metrics: null, feasible: false, reasons: [say`cannot be simulated`] };
  const ofKeys = lookUpKeys(config);
  const lookUp = (name: string): Value => {
    const metric = METRIC_IDS.find((known) => known === name);
    return metric === undefined ? ofKeys(name) : (metrics[metric] ?? Number.NaN);
  };
  const failed = afterRun.filter(({ expression }) => evaluate(expression, lookUp) !== true);
  return { id, parameters, metrics, feasible: failed.length === 0, reasons: failed.map(({ text }) => text) };
}

/** By the first objective; of equal ones the first. */
function bestOf(points: readonly ExploredPoint[], { objectives: [objective] }: Exploration): ExploredPoint | undefined {
  if (objective === undefined) return undefined;
  return points
    .filter(({ feasible, metrics }) => feasible && metrics?.[objective.metric] !== null)
    .reduce<ExploredPoint | undefined>(
      (best, point) => (best === undefined || score(point, objective) > score(best, objective) ? point : best),
      undefined,
    );
}

/** The larger the better. */
function score({ metrics }: ExploredPoint, { metric, direction }: Objective): number {
  return (direction === 'maximise' ? 1 : -1) * (metrics?.[metric] ?? Number.NaN);
}

/** A parameter that changes the objective by less than this at the edge has no say there. */
const NOTABLE_SHARE = 0.001;

/** An optimum on the edge of a range says that the range ends too early, unless the next value is as good. */
function findEdges(
  { parameters, objectives: [objective] }: Exploration,
  best: ExploredPoint,
  points: readonly ExploredPoint[],
): Finding[] {
  if (objective === undefined) return [];
  return parameters.flatMap((parameter): Finding[] => {
    const { key } = parameter;
    const value = best.parameters[key];
    const edge = value === undefined ? null : rangeEdge(parameter, value);
    if (edge === null) return [];
    const others = points.filter((point) => point !== best && differOnlyIn(key, point, best));
    const next = Math.max(...others.map((point) => score(point, objective)).filter((number) => !Number.isNaN(number)));
    if (score(best, objective) - next < NOTABLE_SHARE * Math.abs(score(best, objective))) return [];
    const { metric } = objective;
    return [
      {
        code: 'explore-edge',
        severity: 'information',
        message:
          edge === 'lowest'
            ? say`The best ${metric} lies at ${key} = ${String(value)}, the lowest value that was tried.`
            : say`The best ${metric} lies at ${key} = ${String(value)}, the highest value that was tried.`,
        help: say`Widen the range: a better design may lie beyond.`,
        path: ['explore', 'parameters', key],
        target: 'key',
      },
    ];
  });
}

function differOnlyIn(key: string, a: ExploredPoint, b: ExploredPoint): boolean {
  return Object.entries(a.parameters).every(([name, value]) => name === key || value === b.parameters[name]);
}
