import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { runInHost } from '../../test/vscode-host/in-host.ts';
import type { Profile } from '../../test/vscode-host/profile.ts';
import { ARTIFACTS, ROOT } from '../project.ts';
import { findTests } from './find-tests.ts';
import type { Outcome } from './step.ts';
import { NONE } from './tally.ts';

const OUT = path.join(ROOT, 'out', 'in-host');

/** The file VS Code loads. `.cjs`, because the project's own files are ES modules and hosts load tests by `require`. */
const ENTRY = path.join(OUT, 'index.cjs');

/** Bundles `test/in-host` for the extension host; mocha stays outside, as there must be only one of it. */
async function bundleTests(): Promise<void> {
  rmSync(OUT, { recursive: true, force: true });
  const tests = findTests('test/in-host');
  const named = tests.map((file) => ({ in: file, out: path.basename(file, '.ts') }));
  await build({
    absWorkingDir: ROOT,
    entryPoints: [{ in: 'test/vscode-host/in-host-entry.ts', out: 'index' }, ...named],
    outdir: OUT,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    mainFields: ['module', 'main'],
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** Runs the in-host suite in one VS Code, on a folder with one config; tests write the files they need. */
export async function runInHostTests(profile: Profile): Promise<Outcome> {
  await bundleTests();
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'cdma-workspace-'));
  writeFileSync(path.join(workspace, 'first.cdma.json'), '{}\n'); // a config makes the extension start
  try {
    const artifacts = path.join(ARTIFACTS, `in-host-${profile}`);
    const { report, trouble } = await runInHost({ profile, extension: ROOT, tests: ENTRY, workspace, artifacts });
    const tally = { ...NONE };
    for (const { state } of report?.results ?? []) tally[state]++;
    const failures = (report?.results ?? []).filter(({ state }) => state === 'failed');
    const output = failures.map(({ title, error }) => `✘ ${title}\n    ${error?.replaceAll('\n', '\n    ')}`);
    if (trouble) {
      tally.failed++;
      output.push(`${trouble}; see ${path.relative(ROOT, artifacts)}`);
    }
    return { tally, output: output.join('\n') };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}
