import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Prepared } from '../../src/exploration/prepared.ts';
import { Explorer } from '../../src/explore.ts';
import type { LocatedFinding } from '../../src/findings/finding.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';
import { formatFinding } from '../print-findings.ts';
import { readInput, UsageError } from '../usage.ts';
import type { SweepName } from './explore-call.ts';
import { checkPlan, readPlan, type WrittenPlan } from './plan-file.ts';

/** A config with a sweep, read. */
export interface OpenSweep {
  runner: Runner;
  explorer: Explorer;
  /** Path of the config as it was given. */
  config: string;
  text: string;
  uri: string;
  /** The plan by which the config was named. */
  plan: WrittenPlan | undefined;
}

/** Throws {@link UsageError} when the files cannot be read. */
export function openSweep({ file, isPlan }: SweepName): OpenSweep {
  const plan = isPlan ? readPlan(file) : undefined;
  const config = plan?.config ?? file;
  const text = readInput(config);
  const uri = pathToFileURL(path.resolve(config)).href;
  const runner = new Runner(nodeHost());
  return { runner, explorer: new Explorer(runner), config, text, uri, plan };
}

/** The exploration, ready to be run; prints what stands against it, and gives undefined, where something does. */
export async function prepareSweep(
  { runner, explorer, text, uri, plan }: OpenSweep,
  signal?: AbortSignal,
): Promise<Prepared | undefined> {
  const prepared = await explorer.prepare(text, uri, signal);
  if (prepared === undefined) cannotRun(await runner.validate(text, uri));
  else if (plan !== undefined) checkPlan(plan, prepared);
  return prepared;
}

/** Says why a config's sweep cannot be run. */
export function cannotRun(findings: readonly LocatedFinding[]): void {
  for (const finding of findings) console.error(formatFinding(finding));
  if (findings.length === 0) {
    console.error('cdma: this config has no sweep: write "explore": { "parameters": { ... } }');
  }
}

/** Whether a sweep's points are known before it is run, so that it can be run in parts and resumed. */
export function isDivisible({ exploration }: Prepared): boolean {
  return exploration.search === null && exploration.fidelity !== 'closed-form-first';
}

/** Throws {@link UsageError} where {@link isDivisible} is false. */
export function refuseUnlessDivisible(prepared: Prepared, option: string): void {
  if (isDivisible(prepared)) return;
  throw new UsageError(
    prepared.exploration.search === null
      ? `--${option}: "closed-form-first" cannot be divided, as all results decide what is run again; ` +
          'divide with "fidelity": "closed-form" or "pipeline"'
      : `--${option}: a search cannot be divided, as its results decide what is run next`,
  );
}
