import { isObject, quoteValue } from '../config/json.ts';
import type { ConfigReader } from '../config/reader.ts';
import { schemaAt } from '../config/schema.ts';
import { didYouMean } from '../config/suggest.ts';
import { METRIC_IDS, METRICS, type MetricId } from '../metrics/metric.ts';
import { say } from '../words.ts';
import type { Constraint, Exploration, Objective, Parameter } from './exploration.ts';
import { namesOf, parseExpression } from './expression.ts';
import { valuesOf } from './parameter-values.ts';
import { sweepableKeys } from './sweepable-keys.ts';

const SECTION = 'explore';
/** More points than a plan holds. */
export const MOST_POINTS = 1_000_000;

/** Reads `explore`; undefined where a config has none, or nothing to vary. Faults are reported to the reader. */
export function readExploration(reader: ConfigReader): Exploration | undefined {
  const written = reader.written([SECTION, 'parameters']);
  if (!isObject(written)) return undefined;
  const keys = sweepableKeys();
  const parameters = Object.entries(written).flatMap(([key, value]) => readParameter(reader, key, value, keys));
  const points = parameters.reduce((product, { values }) => product * values.length, 1);
  if (points > MOST_POINTS) {
    const problem = say`${points.toLocaleString('en')} points are more than the ${MOST_POINTS.toLocaleString('en')} that a grid may have.`;
    reader.report([SECTION, 'parameters'], 'explore-size', problem, undefined, say`Take fewer values, or wider steps.`);
    return undefined;
  }
  const constraints = readConstraints(reader, keys);
  if (parameters.length === 0) return undefined;
  return { parameters, constraints, objectives: readObjectives(reader) };
}

function readParameter(reader: ConfigReader, key: string, value: unknown, keys: readonly string[]): Parameter[] {
  const place = [SECTION, 'parameters', key];
  if (!keys.includes(key)) {
    const meant = didYouMean(key, keys);
    const help =
      meant === undefined ? say`Name a key by its path, such as "dma.buffer".` : say`Did you mean "${meant}"?`;
    reader.findings.push({
      code: 'explore-key',
      severity: 'error',
      message: say`${key}: this is not a key of a config that can be varied.`,
      help,
      path: place,
      target: 'key',
    });
    return [];
  }
  const path = key.split('.');
  const { values, problem, at } = valuesOf(path, value);
  if (problem !== undefined) reader.report([...place, ...at], 'explore-values', problem);
  const schema = schemaAt(path);
  const isOrdered = schema?.enum === undefined && typeof values[0] !== 'boolean' && !path.includes('preset');
  return values.length === 0 ? [] : [{ key, path, values, isOrdered }];
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
    const meant = didYouMean(unknown, known);
    return fail(
      meant === undefined
        ? say`"${unknown}" is neither a key nor a result.`
        : say`"${unknown}" is neither a key nor a result; did you mean "${meant}"?`,
    );
  });
}

function readObjectives(reader: ConfigReader): Objective[] {
  const written = reader.written([SECTION, 'objectives']);
  const objectives = METRIC_IDS.flatMap((metric): Objective[] => {
    const direction = isObject(written) ? written[metric] : undefined;
    return direction === 'maximise' || direction === 'minimise' ? [{ metric, direction }] : [];
  });
  return objectives.length > 0 ? objectives : [objectiveOf('speedupOverVdnn')];
}

/** A metric in the direction that is good. */
export function objectiveOf(metric: MetricId): Objective {
  return { metric, direction: METRICS[metric].better === 'higher' ? 'maximise' : 'minimise' };
}
