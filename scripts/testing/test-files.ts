import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { PROJECT_ROOT } from '../../test/vscode-host/profile.ts';
import type { Counts } from './counts.ts';

/** Files of node's test runner below a folder of the project. */
export function testFilesIn(folder: string): string[] {
  const root = path.join(PROJECT_ROOT, folder);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .sort()
    .map((name) => path.join(root, name));
}

/** Runs test files, each in a process of its own, and prints what fails. */
export async function runTestFiles(files: readonly string[]): Promise<Counts> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  // The processes inherit this one's `--import tsx`.
  const stream = run({ files: [...files], concurrency: 2 });
  stream.on('test:pass', (event) => {
    if (isSuite(event, files)) return;
    if (event.skip !== undefined || event.todo !== undefined) counts.skipped++;
    else counts.passed++;
  });
  stream.on('test:fail', (event) => {
    // A file that cannot be loaded fails as a whole; otherwise its tests are counted one by one.
    if (!isSuite(event, files) || !onlySubtestsFailed(event.details.error)) counts.failed++;
  });
  const printed = stream.compose(new spec());
  for await (const chunk of printed) process.stdout.write(chunk);
  return counts;
}

/** Whether an event is of a suite, or of a whole file, which the runner reports as a test. */
function isSuite(event: { name: string; details: { type?: string | undefined } }, files: readonly string[]): boolean {
  return (
    event.details.type === 'suite' ||
    files.some((file) => event.name === file || event.name === path.relative(process.cwd(), file))
  );
}

/** The runner's own mark of a test that failed because tests within it did; its type is not declared. */
function onlySubtestsFailed(error: Error): boolean {
  return 'failureType' in error && error.failureType === 'subtestsFailed';
}
