import type { ConfigReader } from '../config/reader.ts';
import type { ConfigPath, Finding } from '../findings/finding.ts';
import { formatMetric, METRIC_IDS, METRICS, type MetricId } from '../metrics/metric.ts';
import type { Report } from '../report/report.ts';
import { say, translationOf } from '../words.ts';

/** One bound of a budget in a config's `expect`. */
export interface Expectation {
  metric: MetricId;
  bound: 'atLeast' | 'atMost';
  /** In SI units. */
  limit: number;
}

export interface ExpectationResult extends Expectation {
  path: ConfigPath;
  /** In SI units; null where the result does not have the figure, which fails the expectation. */
  value: number | null;
  met: boolean;
  /** The limit with its unit. */
  expected: string;
  /** "speedupOverVdnn is 1.32, at least 1.3 is expected." */
  message: string;
}

const BOUNDS = ['atLeast', 'atMost'] as const;

/** Reads the budgets of a config, in the order of {@link METRIC_IDS}. */
export function readExpectations(reader: ConfigReader): Expectation[] {
  return METRIC_IDS.flatMap((metric) =>
    BOUNDS.flatMap((bound): Expectation[] => {
      const path = pathOf({ metric, bound });
      const written = reader.written(path);
      const quantity = METRICS[metric].dimension !== 'number';
      // A value of the wrong type has been reported by the schema check.
      if (typeof written !== (quantity ? 'string' : 'number')) return [];
      const limit = quantity ? reader.quantity(path) : reader.number(path);
      return Number.isNaN(limit) ? [] : [{ metric, bound, limit }];
    }),
  );
}

/** Holds a result against the budgets. */
export function checkExpectations(expectations: readonly Expectation[], report: Report): ExpectationResult[] {
  return expectations.map((expectation) => {
    const { metric, bound, limit } = expectation;
    const value = METRICS[metric].read(report);
    const met = value !== null && (bound === 'atLeast' ? value >= limit : value <= limit);
    const expected = formatMetric(metric, limit);
    return { ...expectation, path: pathOf(expectation), value, met, expected, message: describe(expectation, value) };
  });
}

/** One finding for each budget that is not met, at the bound. */
export function findUnmet(results: readonly ExpectationResult[]): Finding[] {
  return results
    .filter(({ met }) => !met)
    .map(({ message, path }) => ({ code: 'expectation', severity: 'warning', message, path }));
}

function describe({ metric, bound, limit }: Expectation, value: number | null): string {
  const expected = formatMetric(metric, limit);
  if (value === null)
    return say`${metric}: this result has no such figure. ${translationOf(METRICS[metric].missing ?? '')}`;
  const found = formatMetric(metric, value);
  return bound === 'atLeast'
    ? say`${metric} is ${found}; at least ${expected} is expected.`
    : say`${metric} is ${found}; at most ${expected} is expected.`;
}

function pathOf({ metric, bound }: Pick<Expectation, 'metric' | 'bound'>): ConfigPath {
  return ['expect', metric, bound];
}
