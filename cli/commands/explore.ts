import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { pointAt } from '../../src/exploration/plan.ts';
import { type ExplorationResult, type ExploredPoint, Explorer } from '../../src/explore.ts';
import { formatMetric, METRIC_IDS, METRICS } from '../../src/metrics/metric.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';
import { formatFinding } from '../print-findings.ts';
import { type Column, formatCsv, formatTable } from '../table.ts';
import {
  EXIT_CANNOT_RUN,
  EXIT_FINDINGS,
  EXIT_FINE,
  onlyFile,
  readArguments,
  readInput,
  writeOutput,
} from '../usage.ts';

/** Rows of the table on the screen; a file has all. */
const MOST_ROWS = 20;

/** `cdma explore FILE`: runs the sweep that the config describes in `explore`, or says what it would run. */
export async function explore(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, {
    plan: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    csv: { type: 'string' },
  });
  const file = onlyFile(positionals, 'config');
  const text = readInput(file);
  const uri = pathToFileURL(path.resolve(file)).href;
  const explorer = new Explorer(new Runner(nodeHost()));
  if (values.plan) return printPlan(explorer, text, uri, values.json);
  const { result, findings } = await explorer.run(text, uri);
  if (result !== undefined) {
    if (values.csv !== undefined) writeOutput(values.csv, formatCsv(csvColumns(result), result.points));
    console.log(values.json ? JSON.stringify({ ...result, findings }, null, 2) : describe(result));
  }
  for (const finding of findings) console.error(formatFinding(finding));
  if (result === undefined) return cannotRun(findings.length);
  return result.points.every(({ metrics }) => metrics !== null) ? EXIT_FINE : EXIT_FINDINGS;
}

async function printPlan(explorer: Explorer, text: string, uri: string, asJson: boolean): Promise<number> {
  const { plan, findings } = await explorer.plan(text, uri);
  for (const finding of findings) console.error(formatFinding(finding));
  if (plan === undefined) return cannotRun(findings.length);
  const { parameters } = plan.exploration;
  const dropped = plan.dropped.map(({ constraint, points }) => ({ constraint: constraint.text, points }));
  if (asJson) {
    const points = Array.from(plan.kept, (id) => {
      const point = pointAt(plan.exploration, id);
      return { id, parameters: Object.fromEntries(parameters.map(({ key }, index) => [key, point[index]])) };
    });
    console.log(JSON.stringify({ plan: { total: plan.total, points, dropped } }, null, 2));
    return EXIT_FINE;
  }
  const lines = [
    ...parameters.map(({ key, values }) => `  ${key}: ${values.length} values, ${values[0]} to ${values.at(-1)}`),
    ...dropped.map(({ constraint, points }) => `  ${points} points dropped by ${constraint}`),
    ...plan.afterRun.map((constraint) => `  after each run: ${constraint.text}`),
  ];
  console.log(`${plan.kept.length} of ${plan.total} points\n${lines.join('\n')}`);
  return EXIT_FINE;
}

function cannotRun(findings: number): number {
  if (findings === 0) console.error('cdma: this config has no sweep: write "explore": { "parameters": { ... } }');
  return EXIT_CANNOT_RUN;
}

function describe(result: ExplorationResult): string {
  const { plan, points, best, objectives, config } = result;
  const [objective] = objectives;
  const sign = objective?.direction === 'minimise' ? 1 : -1;
  const value = ({ metrics }: ExploredPoint): number =>
    sign * ((objective && metrics?.[objective.metric]) ?? Number.POSITIVE_INFINITY * sign);
  const feasible = points.filter((point) => point.feasible);
  const ranked = [...feasible].sort((a, b) => value(a) - value(b) || a.id - b.id).slice(0, MOST_ROWS);
  return [
    `${config.name}: ${plan.points} of ${plan.total} points run, ${feasible.length} feasible; best by ${objective?.metric}: ${best ?? 'none'}`,
    formatTable(screenColumns(result), ranked),
    ...(feasible.length > ranked.length ? [`... and ${feasible.length - ranked.length} more: --json or --csv F`] : []),
    `config ${config.hash}`,
  ].join('\n\n');
}

function parameterColumns({ points }: ExplorationResult): Column<ExploredPoint>[] {
  return Object.keys(points[0]?.parameters ?? {}).map((key) => ({
    heading: key,
    align: 'right',
    cell: ({ parameters }) => String(parameters[key]),
  }));
}

function screenColumns(result: ExplorationResult): Column<ExploredPoint>[] {
  const metrics = METRIC_IDS.filter((id) => result.points.some(({ metrics }) => metrics?.[id] != null));
  return [
    { heading: 'point', align: 'right', cell: ({ id }) => String(id) },
    ...parameterColumns(result),
    ...metrics.map(
      (id): Column<ExploredPoint> => ({
        heading: id,
        align: 'right',
        cell: (point) => (point.metrics?.[id] == null ? '' : formatMetric(id, point.metrics[id])),
      }),
    ),
  ];
}

/** Every digit, in SI units, with the unit in the heading. */
function csvColumns(result: ExplorationResult): Column<ExploredPoint>[] {
  return [
    { heading: 'point', align: 'right', cell: ({ id }) => String(id) },
    ...parameterColumns(result),
    ...METRIC_IDS.map(
      (id): Column<ExploredPoint> => ({
        heading: `${id}${SI_UNITS[METRICS[id].dimension] ?? ''}`,
        align: 'right',
        cell: ({ metrics }) => (metrics?.[id] == null ? '' : String(metrics[id])),
      }),
    ),
    { heading: 'feasible', align: 'left', cell: ({ feasible }) => String(feasible) },
    { heading: 'reasons', align: 'left', cell: ({ reasons }) => reasons.join('; ') },
  ];
}

const SI_UNITS: Readonly<Record<string, string>> = { time: ' (s)', size: ' (B)', area: ' (m2)', energy: ' (J)' };
