import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ExpectationResult } from '../../src/expectations/expectation.ts';
import type { LocatedFinding } from '../../src/findings/finding.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';
import { formatFinding } from '../print-findings.ts';
import { EXIT_CANNOT_RUN, EXIT_FINDINGS, EXIT_FINE, readArguments, readInput, UsageError } from '../usage.ts';

interface CheckedFile {
  file: string;
  /** Of the resolved config; null where it has errors. */
  hash: string | null;
  expectations: readonly ExpectationResult[];
  /** Budgets that are not met, and what keeps the config from being simulated. */
  findings: readonly LocatedFinding[];
}

/** `cdma check FILE...`: simulates configs and holds the results against their budgets in `expect`. */
export async function check(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean', default: false } });
  if (positionals.length === 0) throw new UsageError('no config given');
  const texts = positionals.map((file) => ({ file, text: readInput(file) }));
  const runner = new Runner(nodeHost());
  const checked: CheckedFile[] = [];
  for (const { file, text } of texts) {
    const { report, expectations, findings } = await runner.run(text, pathToFileURL(path.resolve(file)).href);
    const stopping = findings.filter(({ code, severity }) => code === 'expectation' || severity === 'error');
    checked.push({ file, hash: report?.config.hash ?? null, expectations, findings: stopping });
  }
  if (values.json) console.log(JSON.stringify(checked, null, 2));
  else for (const file of checked) console.log(describe(file));
  for (const { findings } of checked) for (const finding of findings) console.error(formatFinding(finding));
  if (checked.some(({ hash }) => hash === null)) return EXIT_CANNOT_RUN;
  return checked.some(({ expectations }) => expectations.some(({ met }) => !met)) ? EXIT_FINDINGS : EXIT_FINE;
}

function describe({ file, hash, expectations }: CheckedFile): string {
  const lines = expectations.map(({ met, message }) => `  ${met ? 'met   ' : 'FAILED'}  ${message}`);
  const met = expectations.filter((expectation) => expectation.met).length;
  const summary =
    hash === null
      ? 'cannot be simulated'
      : expectations.length === 0
        ? 'no budgets: write them as "expect"'
        : `${met} of ${expectations.length} budgets met`;
  return [`${file}: ${summary}`, ...lines].join('\n');
}
