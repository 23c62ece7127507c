import { NONE, type Tally } from './tally.ts';

/** How a step ended. */
export interface Outcome {
  /** The tests it ran; a check that has no tests gives `undefined` when it is content. */
  readonly tally: Tally | undefined;
  /** Shown in full when something failed. */
  readonly output: string;
}

/** One line of the test run. */
export interface Step {
  readonly name: string;
  /** Steps without which this one makes no sense. */
  readonly needs?: readonly string[];
  run(): Promise<Outcome>;
}

/** A step that has no tests to count: its failure counts as one. */
export function check(name: string, run: () => Promise<{ ok: boolean; output: string }>): Step {
  return {
    name,
    run: async () => {
      const { ok, output } = await run();
      return { tally: ok ? undefined : { ...NONE, failed: 1 }, output };
    },
  };
}

/** Steps in their order; those of an inner list side by side, as each of them waits a lot. */
export type Plan = readonly (Step | readonly Step[])[];

/** Runs all steps of a plan, and tells each one's end to `report`. Returns what each has counted. */
export async function runSteps(
  plan: Plan,
  report: (step: Step, tally: Tally | undefined, output: string, milliseconds: number) => void,
): Promise<Tally[]> {
  const broken = new Set<string>();
  const tallies: Tally[] = [];
  const run = async (step: Step): Promise<void> => {
    const started = Date.now();
    const { tally, output } = await outcomeOf(step, broken);
    if (tally && tally.failed > 0) broken.add(step.name);
    if (tally) tallies.push(tally);
    report(step, tally, output, Date.now() - started);
  };
  for (const steps of plan) await Promise.all([steps].flat().map(run));
  return tallies;
}

async function outcomeOf(step: Step, broken: ReadonlySet<string>): Promise<Outcome> {
  const failed = (output: string): Outcome => ({ tally: { ...NONE, failed: 1 }, output });
  const missing = step.needs?.find((name) => broken.has(name));
  if (missing) return failed(`not run, because "${missing}" failed`);
  try {
    const outcome = await step.run();
    const { tally } = outcome;
    // A suite that is not found must not look like one that is fine.
    if (tally && tally.passed + tally.failed === 0) return failed(`no test was run\n${outcome.output}`);
    return outcome;
  } catch (error) {
    return failed(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
