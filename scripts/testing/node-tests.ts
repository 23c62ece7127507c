import path from 'node:path';
import type { EventData } from 'node:test';
import { run } from 'node:test';
import { ROOT } from '../project.ts';
import { bundleForNode } from './bundle-for-node.ts';
import type { Outcome } from './step.ts';

const OUT = path.join(ROOT, 'out', 'node-tests');

/** How a set of test files is run. */
export interface NodeTestOptions {
  readonly files: readonly string[];
  /** How many files at the same time. */
  readonly concurrency: number;
  /** For one file. */
  readonly limitMs: number;
}

/** Runs test files of TypeScript: bundled, without the loader that this process was started with and that Node would hand on. */
export async function runTests(name: string, options: NodeTestOptions): Promise<Outcome> {
  const sources = await bundleForNode(ROOT, path.join(OUT, name), options.files);
  process.execArgv = [];
  return runNodeTests({ ...options, files: [...sources.keys()] }, (file) => sources.get(file) ?? file);
}

/**
 * Runs test files of JavaScript with Node's own runner, each in a process of its own, and counts from its events, not from what
 * it prints.
 *
 * @param sourceOf what a test file was made from, by which failures name it.
 */
export async function runNodeTests(
  { files, concurrency, limitMs }: NodeTestOptions,
  sourceOf = (file: string): string => file,
): Promise<Outcome> {
  const nameOf = (file: string): string => path.relative(ROOT, sourceOf(path.resolve(ROOT, file)));
  const count = { passed: 0, failed: 0, skipped: 0 };
  const failures: string[] = [];
  const printed: string[] = [];
  const fail = (title: string, why: string) => {
    count.failed++;
    failures.push(`✘ ${title}\n${indent(why)}`);
  };

  const events = run({ files: [...files], concurrency, timeout: limitMs });
  events.on('test:pass', (test) => {
    if (isFile(test, files)) fail(nameOf(test.name), 'This file has no test in it.');
    else if (isSuite(test)) return;
    else if (isPut(test.skip) || isPut(test.todo)) count.skipped++;
    else count.passed++;
  });
  events.on('test:fail', (test) => {
    const cause: unknown = test.details.error.cause ?? test.details.error;
    // A suite whose tests fail says nothing new; one whose hooks fail does.
    if (isSuite(test) && failureType(test.details.error) === 'subtestsFailed') return;
    if (isPut(test.todo)) count.skipped++;
    else fail(`${nameOf(test.file ?? '')}: ${test.name}`, describe(cause));
  });
  events.on('test:stdout', ({ message }) => printed.push(message));
  events.on('test:stderr', ({ message }) => printed.push(message));
  events.resume();
  await new Promise((resolve) => events.once('end', resolve));
  const output = failures.length > 0 ? [...failures, 'Printed meanwhile:', indent(printed.join(''))].join('\n') : '';
  return { tally: count, output };
}

type Ended = EventData.TestPass | EventData.TestFail;

/** The runner reports a file as a test of its own when nothing in it was one. */
function isFile(test: Ended, files: readonly string[]): boolean {
  return test.nesting === 0 && files.includes(path.resolve(ROOT, test.name));
}

function isSuite(test: Ended): boolean {
  return test.details.type === 'suite';
}

/** `skip` and `todo` are true or a reason; an empty reason counts too. */
function isPut(mark: string | boolean | undefined): boolean {
  return mark !== undefined && mark !== false;
}

function failureType(error: Error): unknown {
  return 'failureType' in error ? error.failureType : undefined;
}

function describe(cause: unknown): string {
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '    ');
}
