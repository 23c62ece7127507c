// Runs in the extension host of a real VS Code, bundled beside the tests: VS Code loads the file that
// `extensionTestsPath` names and calls its `run`.
import { readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { type InHostReport, type InHostResult, REPORT_VARIABLE, resultsOf } from './in-host-report.ts';

/** Room for a language feature that is asked again until it has warmed up, on a busy machine. */
const TEST_LIMIT_MS = 30_000;

/** Runs all bundled tests of this folder. A rejected promise becomes a non-zero exit code. */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'tdd', timeout: TEST_LIMIT_MS, color: false });
  for (const name of readdirSync(__dirname).sort()) {
    if (name.endsWith('.test.cjs')) mocha.addFile(path.join(__dirname, name));
  }
  const results: InHostResult[] = [];
  const failures = await new Promise<number>((resolve) => {
    resultsOf(mocha.run(resolve), results);
  });
  const report: InHostReport = { results };
  const file = process.env[REPORT_VARIABLE];
  if (file) writeFileSync(file, JSON.stringify(report, null, 2));
  if (failures > 0) throw new Error(`${failures} test(s) failed`);
}
