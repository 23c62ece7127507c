/**
 * `npm run bench`: all benchmarks of `bench/`, one after the other; then one table of the budgets of docs/performance.md, and the
 * same in `artifacts/bench.json`, which `npm run bench:check` compares with the baseline.
 * `npm run bench -- NAME [rounds]`: one of them; its figures go to `artifacts/bench-NAME.json`.
 * A missed budget is shown as such. Ends with code 1 where something could not be measured.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { thisMachine } from '../bench/machine.ts';
import { type BudgetRecord, isBudgetRecord, isMeasured, unmeasured } from '../bench/measurement.ts';
import { ensureBrowser } from '../test/vscode-host/ensure-browser.ts';
import { installHost } from '../test/vscode-host/install.ts';
import type { BenchResults } from './bench-results.ts';
import { benchTable } from './bench-table.ts';
import { BENCHMARKS, type Benchmark, type Ground } from './benchmarks.ts';
import { ARTIFACTS, ROOT, RUN_TYPESCRIPT, runScript } from './project.ts';

/** What is wrong with the ground, for those that stand on it; undefined when it is good. */
type Trouble = string | undefined;

const [wanted, ...rest] = process.argv.slice(2);
const chosen = BENCHMARKS.filter(({ name }) => wanted === undefined || name === wanted);
if (chosen.length === 0 || rest.some((rounds) => !/^[1-9]\d*$/.test(rounds))) {
  console.error(`usage: npm run bench [-- ${BENCHMARKS.map(({ name }) => name).join('|')} [rounds]]`);
  process.exit(2);
}

const machine = thisMachine(); // before our own load
const troubles = new Map<Ground, Trouble>();
const benchmarks: Record<string, BudgetRecord[]> = {};
for (const benchmark of chosen) benchmarks[benchmark.name] = await recordsOf(benchmark);
const results: BenchResults = { machine, benchmarks };
const file = path.join(ARTIFACTS, wanted === undefined ? 'bench.json' : `bench-${wanted}.json`);
mkdirSync(ARTIFACTS, { recursive: true });
writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
console.log(`\n${benchTable(results)}\n\nWritten to ${path.relative(ROOT, file)}.`);
process.exitCode = Object.values(benchmarks).flat().every(isMeasured) ? 0 : 1;

/** What a benchmark hands over, and what it failed to. */
async function recordsOf({ name, needs }: Benchmark): Promise<BudgetRecord[]> {
  for (const ground of needs) {
    const trouble = await troubleWith(ground);
    if (trouble !== undefined) return [unmeasured('all', trouble)];
  }
  console.log(`\n== ${name}`);
  const { records, trouble } = await run(path.join(ROOT, 'bench', `${name}.ts`));
  if (trouble !== undefined) return [...records, unmeasured('the rest', trouble)];
  return records.length > 0 ? records : [unmeasured('all', 'the benchmark handed nothing over')];
}

/** Runs a benchmark in a process of its own, which prints for itself and sends its records. */
function run(program: string): Promise<{ records: BudgetRecord[]; trouble: Trouble }> {
  const records: BudgetRecord[] = [];
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;
  const child = spawn(process.execPath, [...RUN_TYPESCRIPT, program, ...rest], { cwd: ROOT, stdio: [...stdio] });
  child.on('message', (message) => {
    if (isBudgetRecord(message)) records.push(message);
  });
  return new Promise((resolve, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      resolve({ records, trouble: code === 0 ? undefined : `it ended with code ${code}; see what it printed` });
    });
  });
}

/** Looks after a ground once, however many stand on it. */
async function troubleWith(ground: Ground): Promise<Trouble> {
  if (!troubles.has(ground)) troubles.set(ground, await prepare(ground));
  return troubles.get(ground);
}

async function prepare(ground: Ground): Promise<Trouble> {
  try {
    switch (ground) {
      case 'package':
        for (const script of ['build', 'package']) {
          if (!(await runScript(script, [], true)).ok) return `the ${script} failed`;
        }
        return undefined;
      case 'browser':
        ensureBrowser();
        return undefined;
      case 'host':
        installHost('current');
        return undefined;
    }
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
