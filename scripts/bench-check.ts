/**
 * `npm run bench:check [-- FILE]`: holds what `npm run bench` has written (`artifacts/bench.json`) against `bench/baseline.json`.
 * Only ratios to rivals and sizes are compared, as times differ from machine to machine. Ends with code 1 where a figure is worse
 * than its baseline by more than the margin beside it, or a size is over its budget; with 2 where a file cannot be read.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compareWithBaseline } from './bench-comparison.ts';
import { readBaseline, readBenchmarks, UnreadableFile } from './bench-results.ts';
import { ROOT } from './project.ts';

/** Both relative to the project. */
const BASELINE = 'bench/baseline.json';
const [file = 'artifacts/bench.json'] = process.argv.slice(2);

try {
  const { failures, kept, notRun } = compareWithBaseline(
    readBenchmarks(textOf(file), file),
    readBaseline(textOf(BASELINE), BASELINE),
  );
  for (const line of kept) console.log(`✔ ${line}`);
  for (const line of failures) console.error(`✘ ${line}`);
  if (notRun.length > 0) console.log(`Not in ${file}: ${notRun.join(', ')}.`);
  if (kept.length + failures.length === 0) throw new UnreadableFile(`${file} has no figure of the baseline`);
  process.exitCode = failures.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof UnreadableFile)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

function textOf(name: string): string {
  try {
    return readFileSync(path.resolve(ROOT, name), 'utf8');
  } catch {
    throw new UnreadableFile(`${name} cannot be read: npm run bench writes artifacts/bench.json`);
  }
}
