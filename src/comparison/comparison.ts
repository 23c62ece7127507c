import { METRIC_IDS, METRICS, type MetricId } from '../metrics/metric.ts';
import type { RecordedResult } from '../report/recorded-result.ts';
import { cautionsOf } from './cautions.ts';
import { type ConfigDifference, configDifferences } from './config-differences.ts';
import { type ComparedLayer, compareLayers } from './layer-deltas.ts';
import { relativeChange } from './relative-change.ts';

/** A result that is compared. */
export interface Contestant {
  id: string;
  name: string;
  result: RecordedResult;
}

/** Results beside each other; the first is what the others are held against. */
export interface Comparison {
  contestants: readonly ComparedContestant[];
  differences: readonly ConfigDifference[];
  figures: readonly ComparedFigure[];
  layers: readonly ComparedLayer[];
  /** Reasons to take care, each a sentence. */
  cautions: readonly string[];
}

/** Whose figures stand in a column. */
export interface ComparedContestant {
  id: string;
  name: string;
  hash: string;
  network: string;
  modelVersion: string;
}

/** A figure of the whole run, in SI units. */
export interface ComparedFigure {
  figure: MetricId;
  better: 'higher' | 'lower';
  /** Null where a result does not have it. */
  values: readonly (number | null)[];
  /** Relative to the first, for which it is 0: 0.1 is a tenth more. */
  changes: readonly (number | null)[];
}

/** More cannot be told apart in a chart. */
export const MOST_CONTESTANTS = 6;

/** Throws `RangeError` unless there are one to six. */
export function compare(contestants: readonly Contestant[]): Comparison {
  if (contestants.length < 1 || contestants.length > MOST_CONTESTANTS) {
    throw new RangeError(`${contestants.length} results cannot be compared`);
  }
  const results = contestants.map(({ result }) => result);
  return {
    contestants: contestants.map(({ id, name, result: { config, network, tool } }) => ({
      id,
      name,
      hash: config.hash,
      network: network.title,
      modelVersion: tool.modelVersion,
    })),
    differences: configDifferences(results.map(({ config }) => config.resolved)),
    figures: METRIC_IDS.map((figure) => compareFigure(figure, results)).filter(({ values }) =>
      values.some((value) => value !== null),
    ),
    layers: compareLayers(results),
    cautions: cautionsOf(results),
  };
}

function compareFigure(figure: MetricId, results: readonly RecordedResult[]): ComparedFigure {
  const { better, read } = METRICS[figure];
  const values = results.map((result) => finite(read(result)));
  const [first = null] = values;
  return { figure, better, values, changes: values.map((value) => relativeChange(first, value)) };
}

/** Where no map moves there is no traffic to relate to vDNN's. */
function finite(value: number | null): number | null {
  return Number.isFinite(value) ? value : null;
}
