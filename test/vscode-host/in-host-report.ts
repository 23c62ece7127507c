import type { Runner, Test } from 'mocha';

/** Variable that tells mocha inside the extension host where to write its report. */
export const REPORT_VARIABLE = 'CDMA_IN_HOST_REPORT';
/** What the report begins with where it can only be logged. */
export const REPORT_PREFIX = 'CDMA_IN_HOST_REPORT ';

/** One mocha test as it ended. */
export interface InHostResult {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly milliseconds?: number;
  /** Message and stack of a failed one. */
  readonly error?: string;
}

/** What mocha leaves behind. A suite that dies half way leaves none. */
export interface InHostReport {
  readonly results: readonly InHostResult[];
}

/** Writes down how each test of a run ends. */
export function resultsOf(runner: Runner, into: InHostResult[]): void {
  runner
    .on('pass', (test) => into.push(passed(test)))
    .on('fail', (test, error: Error) => into.push(failed(test, error)))
    .on('pending', (test) => into.push({ title: test.fullTitle(), state: 'skipped' }));
}

function passed(test: Test): InHostResult {
  return { title: test.fullTitle(), state: 'passed', milliseconds: test.duration ?? 0 };
}

function failed(test: Test, error: Error): InHostResult {
  return { title: test.fullTitle(), state: 'failed', error: error.stack ?? error.message };
}
