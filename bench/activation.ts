/**
 * What a user waits for when the extension starts: `activate()` in the extension host of the real VS Code, once in every new host,
 * with VS Code's own context. Loading its code, before that, is printed beside it.
 *
 * Usage: npm run bench -- activation [rounds]
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { ARTIFACTS, ROOT } from '../scripts/project.ts';
import { runInHost } from '../test/vscode-host/in-host.ts';
import type { Timed } from './activation-in-host.ts';
import { handOver, judged } from './measurement.ts';

const BUDGET_MS = 50;
const rounds = Number(process.argv[2] ?? 5);

// Within the project, as VS Code gives the module `vscode` to files of the extension only.
const tests = path.join(ROOT, 'out', 'bench-activation', 'index.cjs');
const loading: number[] = [];
const activating: number[] = [];
await bundle();
for (let round = 0; round < rounds; round++) {
  const { loadingMs, activatingMs } = await startOnce();
  console.log(`  loading ${loadingMs.toFixed(1)} ms, activate() ${activatingMs.toFixed(1)} ms`);
  loading.push(loadingMs);
  activating.push(activatingMs);
}
const value = median(activating);
console.log(
  `medians: loading ${median(loading).toFixed(1)} ms, activate() ${value.toFixed(1)} ms (budget ${BUDGET_MS})`,
);
const budget = { of: 'value', bound: 'at most', limit: BUDGET_MS } as const;
handOver(judged({ name: 'activate()', value, unit: 'ms', budget, rounds }));

/** Starts a host in an empty folder, where nothing but the benchmark starts the extension. */
async function startOnce(): Promise<{ loadingMs: number; activatingMs: number }> {
  const workspace = mkdtempSync(path.join(tmpdir(), 'cdma-activation-'));
  const artifacts = path.join(ARTIFACTS, 'bench-activation');
  try {
    const { report, trouble } = await runInHost({
      kind: 'node',
      profile: 'current',
      extension: ROOT,
      tests,
      workspace,
      artifacts,
    });
    if (trouble !== undefined) throw new Error(`${trouble}; see ${path.relative(ROOT, artifacts)}`);
    const timeOf = (wanted: Timed): number => {
      const milliseconds = report?.results.find(({ title }) => title === wanted)?.milliseconds;
      if (milliseconds === undefined) throw new Error(`the extension host reports no time of ${wanted}`);
      return milliseconds;
    };
    return { loadingMs: timeOf('loading'), activatingMs: timeOf('activate()') };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

async function bundle(): Promise<void> {
  await build({
    entryPoints: [path.join(ROOT, 'bench', 'activation-in-host.ts')],
    outfile: tests,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    external: ['vscode'],
    logLevel: 'warning',
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
