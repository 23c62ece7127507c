import { csvOf } from '../csv.ts';
import { METRIC_IDS, METRICS } from '../metrics/metric.ts';
import type { Decisions } from './decisions.ts';
import { pointAt } from './exploration-result.ts';
import type { Sweep } from './sweep.ts';

/** What a figure is in: the SI unit of its dimension. */
export const SI_UNITS: Readonly<Record<string, string>> = { time: 's', size: 'B', area: 'm2', energy: 'J' };

/**
 * The points of a sweep as comma-separated values (RFC 4180), a row for each in the order of their ids: parameters as they
 * are written, figures in SI units with every digit, the unit in the heading.
 */
export function sweepCsv(sweep: Sweep, { front }: Decisions): string {
  const keys = sweep.space.parameters.map(({ key }) => key);
  const metrics = METRIC_IDS.filter((id) => sweep.metrics.has(id));
  const headings = metrics.map((id) => {
    const unit = SI_UNITS[METRICS[id].dimension];
    return unit === undefined ? id : `${id} (${unit})`;
  });
  const lines = [['point', ...keys, ...headings, 'feasible', 'pareto', 'pipeline', 'reasons', 'config_hash']];
  const onFront = new Set(front);
  for (let row = 0; row < sweep.ids.length; row++) {
    const {
      id,
      parameters,
      metrics: figures,
      feasible,
      pareto,
      pipeline,
      reasons,
    } = pointAt(sweep, row, onFront.has(row));
    lines.push([
      String(id),
      ...keys.map((key) => String(parameters[key] ?? '')),
      ...metrics.map((metric) => String(figures?.[metric] ?? '')),
      String(feasible),
      String(pareto),
      String(pipeline),
      reasons.join('; '),
      sweep.config.hash,
    ]);
  }
  return csvOf(lines);
}
