import { isObject, quoteValue } from '../config/json.ts';
import { parseQuantity } from '../config/quantity.ts';
import type { ConfigReader } from '../config/reader.ts';
import { schemaAt } from '../config/schema.ts';
import { didYouMean } from '../config/suggest.ts';
import { METRIC_IDS, METRICS, type MetricId } from '../metrics/metric.ts';
import { SAMPLING_METHODS } from '../sampling/sampling.ts';
import { SOBOL_MOST_DIMENSIONS } from '../sampling/sobol.ts';
import { say } from '../words.ts';
import type { DesignSpace } from './design-space.ts';
import {
  type Constraint,
  EXPLORATION_FIDELITIES,
  type Exploration,
  type Objective,
  type Parameter,
  type ParameterValue,
  type Sample,
  type Search,
} from './exploration.ts';
import { namesOf, parseExpression } from './expression.ts';
import { isContinuous, valuesOf } from './parameter-values.ts';
import { axesOf, sampledSpace, sharesOf, sharesOfAxis, wholeSpace } from './space.ts';
import { sweepableKeys } from './sweepable-keys.ts';

const SECTION = 'explore';
/** More points than a plan holds. */
export const MOST_POINTS = 1_000_000;
const MOST_SUGGESTIONS = 20;
/** As the schema has them. */
const DEFAULT_POINTS = 1024;
const DEFAULT_BUDGET = 2000;
/** More designs than a search can number. */
const MOST_SEARCHED = 2 ** 32;

/** An exploration and the designs that it is about. */
export interface ReadExploration {
  exploration: Exploration;
  space: DesignSpace;
}

/**
 * Reads `explore`; undefined where a config has none, or nothing to vary. Faults are reported to the reader. `mostSamples`
 * are drawn at most: for those who only want to know whether there is a fault.
 */
export function readExploration(reader: ConfigReader, mostSamples = MOST_POINTS): ReadExploration | undefined {
  const written = reader.written([SECTION, 'parameters']);
  if (!isObject(written)) return undefined;
  const keys = sweepableKeys();
  const known = Object.keys(written).filter((key) => isKnownKey(reader, key, keys));
  const [sample, search] = [readSample(reader, mostSamples), readSearch(reader)];
  if (sample !== null && search !== null) {
    reader.report([SECTION, 'search'], 'explore-values', say`a sweep has either a "sample" or a "search".`);
  }
  const groups = readTogether(reader, known);
  const axes = axesOfKeys(known, groups);
  if (sample?.method === 'sobol' && axes.length > SOBOL_MOST_DIMENSIONS) {
    const problem = say`a Sobol sequence has at most ${SOBOL_MOST_DIMENSIONS} parameters; this sweep has ${axes.length}.`;
    reader.report([SECTION, 'sample'], 'explore-values', problem, undefined, say`Use "latin-hypercube" or "random".`);
    return undefined;
  }
  const shares = sample === null ? undefined : sharesOf(sample, axes.length);
  const parameters = known.flatMap((key) => {
    const axis = axes.findIndex((group) => group.includes(key));
    const drawn = shares && sharesOfAxis(shares, axes.length, axis);
    return readParameter(reader, key, written[key], drawn);
  });
  const constraints = readConstraints(reader, keys);
  if (parameters.length === 0 || parameters.length < known.length) return undefined;
  const together = groups.map((group) => group.map((key) => known.indexOf(key)).sort((a, b) => a - b));
  if (!areEquallyLong(reader, parameters, together, written)) return undefined;
  const exploration = {
    parameters,
    constraints,
    objectives: readObjectives(reader),
    together,
    sample,
    search,
    fidelity: EXPLORATION_FIDELITIES.find((one) => one === reader.written([SECTION, 'fidelity'])) ?? null,
  };
  if (shares === undefined) {
    const space = wholeSpace(parameters, together);
    return isOfSize(reader, space.size, search) ? { exploration, space } : undefined;
  }
  const axisOf = parameters.map(({ key }) => axes.findIndex((group) => group.includes(key)));
  const isDrawn = parameters.map(({ key }) => isContinuous(written[key]));
  const space = sampledSpace(
    parameters,
    (index) => axisOf[index] ?? 0,
    (index) => isDrawn[index] ?? false,
    shares,
    axes.length,
  );
  return { exploration, space };
}

function isKnownKey(reader: ConfigReader, key: string, keys: readonly string[]): boolean {
  if (keys.includes(key)) return true;
  // A name is compared with all others: for thousands of unknown ones that would take long.
  const meant = reader.findings.length < MOST_SUGGESTIONS ? didYouMean(key, keys) : undefined;
  const help = meant === undefined ? say`Name a key by its path, such as "dma.buffer".` : say`Did you mean "${meant}"?`;
  reader.findings.push({
    code: 'explore-key',
    severity: 'error',
    message: say`${key}: this is not a key of a config that can be varied.`,
    help,
    path: [SECTION, 'parameters', key],
    target: 'key',
  });
  return false;
}

function readParameter(
  reader: ConfigReader,
  key: string,
  value: unknown,
  shares: Float64Array | undefined,
): Parameter[] {
  const path = key.split('.');
  const { values, siValues, problem, at } = valuesOf(path, value, shares);
  if (problem !== undefined) reader.report([SECTION, 'parameters', key, ...at], 'explore-values', problem);
  const schema = schemaAt(path);
  const isOrdered = schema?.enum === undefined && values.some(isMeasured);
  return values.length === 0 ? [] : [{ key, path, values, isOrdered, ...(siValues && { siValues }) }];
}

/** Numbers and quantities; not the names of networks and presets. */
function isMeasured(value: ParameterValue): boolean {
  return typeof value === 'number' || (typeof value === 'string' && parseQuantity(value).kind === 'quantity');
}

/** Groups of known keys; a key is in the first group that names it. */
function readTogether(reader: ConfigReader, known: readonly string[]): string[][] {
  const written = reader.written([SECTION, 'together']);
  if (!Array.isArray(written)) return [];
  const taken = new Set<string>();
  return written.flatMap((group: unknown, at): string[][] => {
    if (!Array.isArray(group)) return [];
    const keys = group.flatMap((key: unknown, index): string[] => {
      const path = [SECTION, 'together', at, index];
      if (typeof key !== 'string') return [];
      if (!known.includes(key)) {
        const meant = didYouMean(key, known);
        const problem = say`${quoteValue(key)} is not one of this sweep's parameters.`;
        const help = meant === undefined ? undefined : say`Did you mean "${meant}"?`;
        reader.report(path, 'explore-values', problem, undefined, help);
        return [];
      }
      if (taken.has(key)) {
        reader.report(path, 'explore-values', say`${quoteValue(key)} already steps together with others.`);
        return [];
      }
      taken.add(key);
      return [key];
    });
    return keys.length > 1 ? [keys] : [];
  });
}

function axesOfKeys(known: readonly string[], groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const parameters = known.map((key) => ({ key, path: [], values: [], isOrdered: true }));
  const indices = groups.map((group) => group.map((key) => known.indexOf(key)).sort((a, b) => a - b));
  return axesOf(parameters, indices).map((axis) => axis.parameters.map((index) => known[index] ?? ''));
}

/** Of a sample, ranges without steps have a value for each point and go with any other. */
function areEquallyLong(
  reader: ConfigReader,
  parameters: readonly Parameter[],
  together: readonly (readonly number[])[],
  written: Readonly<Record<string, unknown>>,
): boolean {
  let areAll = true;
  for (const [at, group] of together.entries()) {
    const stepped = group.flatMap((index) => {
      const parameter = parameters[index];
      return parameter === undefined || isContinuous(written[parameter.key]) ? [] : [parameter];
    });
    const [first, ...others] = stepped;
    const other = others.find(({ values }) => values.length !== first?.values.length);
    if (first === undefined || other === undefined) continue;
    areAll = false;
    const problem = say`${first.key} has ${first.values.length} values and ${other.key} has ${other.values.length}: parameters that step together have equally many.`;
    reader.report([SECTION, 'together', at], 'explore-values', problem);
  }
  return areAll;
}

function isOfSize(reader: ConfigReader, size: number, search: Search | null): boolean {
  const most = search === null ? MOST_POINTS : MOST_SEARCHED;
  if (size <= most) return true;
  const problem = say`${size.toLocaleString('en')} points are more than the ${most.toLocaleString('en')} that a grid may have.`;
  const help = say`Take fewer values or wider steps, or a "sample" or a "search".`;
  reader.report([SECTION, 'parameters'], 'explore-size', problem, undefined, help);
  return false;
}

function readConstraints(reader: ConfigReader, keys: readonly string[]): Constraint[] {
  const written = reader.written([SECTION, 'constraints']);
  if (!Array.isArray(written)) return [];
  return written.flatMap((text: unknown, index): Constraint[] => {
    if (typeof text !== 'string') return [];
    const path = [SECTION, 'constraints', index];
    const parsed = parseExpression(text);
    const fail = (problem: string): Constraint[] => {
      reader.report(path, 'explore-constraint', problem);
      return [];
    };
    if ('fault' in parsed) return fail(say`${quoteValue(text)} at column ${parsed.column + 1}: ${parsed.fault}.`);
    const known = [...keys, ...METRIC_IDS];
    const unknown = namesOf(parsed.expression).find((name) => !known.includes(name));
    if (unknown === undefined) return [{ text, expression: parsed.expression, path }];
    const meant = reader.findings.length < MOST_SUGGESTIONS ? didYouMean(unknown, known) : undefined;
    return fail(
      meant === undefined
        ? say`"${unknown}" is neither a key nor a result.`
        : say`"${unknown}" is neither a key nor a result; did you mean "${meant}"?`,
    );
  });
}

function readObjectives(reader: ConfigReader): Objective[] {
  const written = reader.written([SECTION, 'objectives']);
  if (!isObject(written)) return [objectiveOf('speedupOverVdnn')];
  // In the order in which they are written: the first decides which point is the best.
  const objectives = Object.entries(written).flatMap(([key, direction]): Objective[] => {
    const metric = METRIC_IDS.find((id) => id === key);
    return metric !== undefined && (direction === 'maximise' || direction === 'minimise')
      ? [{ metric, direction }]
      : [];
  });
  return objectives.length > 0 ? objectives : [objectiveOf('speedupOverVdnn')];
}

/** A metric in the direction that is good. */
export function objectiveOf(metric: MetricId): Objective {
  return { metric, direction: METRICS[metric].better === 'higher' ? 'maximise' : 'minimise' };
}

function readSample(reader: ConfigReader, most: number): Sample | null {
  const written = reader.written([SECTION, 'sample']);
  if (!isObject(written)) return null;
  const { method, points, seed } = written;
  return {
    method: SAMPLING_METHODS.find((one) => one === method) ?? 'sobol',
    points: Math.min(isWhole(points) ? points : DEFAULT_POINTS, most),
    seed: isWhole(seed) ? seed : 1,
  };
}

function readSearch(reader: ConfigReader): Search | null {
  const written = reader.written([SECTION, 'search']);
  if (!isObject(written)) return null;
  const { budget, population, seed } = written;
  return {
    budget: Math.min(isWhole(budget) ? budget : DEFAULT_BUDGET, MOST_POINTS),
    population: isWhole(population) ? Math.max(4, population) : 64,
    seed: isWhole(seed) ? seed : 1,
  };
}

function isWhole(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
