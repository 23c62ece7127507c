import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';
import { countFindings, formatFinding, needsAttention } from '../print-findings.ts';
import { EXIT_FINDINGS, EXIT_FINE, readArguments, readInput, UsageError } from '../usage.ts';

/** `cdma validate FILE...`: what is wrong with configs and network files, without simulating them. */
export async function validate(args: string[]): Promise<number> {
  const { values, positionals } = readArguments(args, { json: { type: 'boolean', default: false } });
  if (positionals.length === 0) throw new UsageError('no config given');
  const runner = new Runner(nodeHost());
  const texts = positionals.map((file) => ({ uri: pathToFileURL(path.resolve(file)).href, text: readInput(file) }));
  const findings = (await Promise.all(texts.map(({ uri, text }) => runner.validate(text, uri)))).flat();
  if (values.json) console.log(JSON.stringify(findings, null, 2));
  else {
    for (const finding of findings) console.log(formatFinding(finding));
    console.log(countFindings(findings) || `${positionals.length} valid`);
  }
  return needsAttention(findings) ? EXIT_FINDINGS : EXIT_FINE;
}
