import os from 'node:os';
import type { Parameter } from '../../src/exploration/exploration.ts';
import type { Prepared } from '../../src/exploration/prepared.ts';
import type { ExplorationPreview } from '../../src/explore.ts';
import { formatFinding } from '../print-findings.ts';
import { EXIT_CANNOT_RUN, EXIT_FINE } from '../usage.ts';
import type { SweepName } from './explore-call.ts';
import { jsonPieces } from './json-pieces.ts';
import { openSweep, prepareSweep } from './open-sweep.ts';
import { planOf, type WrittenPlan, writtenPlan } from './plan-file.ts';
import { printPieces } from './print-pieces.ts';
import { inWords } from './progress.ts';

/** Says what a sweep would run, without running it: as text, or as a plan for `--run`. */
export async function printPlan(of: SweepName, asJson: boolean): Promise<number> {
  const sweep = openSweep(of);
  const { runner, explorer, config, text, uri } = sweep;
  const prepared = await prepareSweep(sweep);
  if (prepared === undefined) return EXIT_CANNOT_RUN;
  for (const finding of await runner.validate(text, uri)) console.error(formatFinding(finding));
  const plan = prepared.exploration.search === null ? planOf(prepared) : undefined;
  const written = writtenPlan(config, prepared, plan);
  if (asJson) await printPieces(jsonPieces({ ...written }));
  else {
    const preview = await explorer.preview(text, uri, () => performance.now());
    console.log(describe(prepared, written, plan?.kept.length, preview));
  }
  return EXIT_FINE;
}

function describe(
  { exploration, space }: Prepared,
  { total, budget, dropped }: WrittenPlan,
  points: number | undefined,
  preview: ExplorationPreview | undefined,
): string {
  const { parameters, constraints } = exploration;
  const decided = dropped.map(({ constraint }) => constraint);
  return [
    points === undefined
      ? `a search of ${total} points, of which it runs ${budget} at most`
      : `${points} of ${total} points`,
    ...parameters.map((parameter) => `  ${parameter.key}: ${parameter.values.length} values, ${ends(parameter)}`),
    ...(space.axes === undefined ? ['  each point is drawn'] : []),
    ...dropped.map(({ constraint, points: count }) => `  ${count} points dropped by ${constraint}`),
    ...constraints.flatMap(({ text }) => (decided.includes(text) ? [] : [`  after each run: ${text}`])),
    ...(preview === undefined ? [] : [`  about ${timeOf(preview)}`]),
  ].join('\n');
}

/** First and last value; of drawn ones, which come in no order, the least and the largest. */
function ends({ values, siValues }: Parameter): string {
  if (siValues === undefined) return `${values[0]} to ${values.at(-1)}`;
  let [least, largest] = [0, 0];
  for (const [index, value] of siValues.entries()) {
    if (value < (siValues[least] ?? value)) least = index;
    if (value > (siValues[largest] ?? value)) largest = index;
  }
  return `${values[least]} to ${values[largest]}`;
}

function timeOf({ points, millisecondsPerPoint }: ExplorationPreview): string {
  const alone = points * millisecondsPerPoint;
  const threads = os.availableParallelism();
  const each = `${Number(millisecondsPerPoint.toPrecision(2))} ms a point`;
  return `${inWords(alone)} on one thread (${each})${threads > 1 ? `, ${inWords(alone / threads)} on ${threads}` : ''}`;
}
