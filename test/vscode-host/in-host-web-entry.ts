// Runs in the web worker host of a real VS Code, bundled with the tests: there are no files to load them from, nor to
// write a report to, which goes to the log instead.
import 'mocha/mocha.js';
import { type InHostReport, type InHostResult, REPORT_PREFIX, resultsOf } from './in-host-report.ts';

/** Room for a language feature that is asked again until it has warmed up, on a busy machine. */
const TEST_LIMIT_MS = 30_000;

/** Runs the tests that `load` registers. A rejected promise becomes a non-zero exit code. */
export async function runTests(load: () => Promise<unknown>): Promise<void> {
  mocha.setup({ ui: 'tdd', timeout: TEST_LIMIT_MS, reporter: undefined as never });
  await load();
  const results: InHostResult[] = [];
  const failures = await new Promise<number>((resolve) => {
    resultsOf(mocha.run(resolve), results);
  });
  const report: InHostReport = { results };
  console.log(`${REPORT_PREFIX}${JSON.stringify(report)}`);
  if (failures > 0) throw new Error(`${failures} test(s) failed`);
}
