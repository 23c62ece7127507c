import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { runInHost } from '../../test/vscode-host/in-host.ts';
import type { Profile } from '../../test/vscode-host/profile.ts';
import { copyFolder } from '../../test/vscode-host/session.ts';
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
    external: ['vscode', 'mocha'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

/** Runs the in-host suite in one VS Code, on a copy of the examples. */
export async function runInHostTests(profile: Profile): Promise<Outcome> {
  await bundleTests();
  const workspace = copyFolder(path.join(ROOT, 'examples'));
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
    rmSync(path.dirname(workspace), { recursive: true, force: true });
  }
}
