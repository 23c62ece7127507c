import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { runInHost } from '../../test/vscode-host/in-host.ts';
import { PROJECT_ROOT, type Profile } from '../../test/vscode-host/profile.ts';
import type { Counts } from './counts.ts';
import { testFilesIn } from './test-files.ts';

const OUTPUT = path.join(PROJECT_ROOT, 'out', 'in-host');

/** Runs `test/in-host` inside the extension host of a real VS Code, with the extension as it was built. */
export async function runInHostSuite(profile: Profile): Promise<Counts> {
  await bundleTests();
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'cdma-workspace-'));
  // One config makes the extension start with the workspace.
  writeFileSync(path.join(workspace, 'first.cdma.json'), '{}\n');
  const artifacts = path.join(PROJECT_ROOT, 'artifacts', `in-host-${profile}`);
  mkdirSync(artifacts, { recursive: true });
  try {
    const tests = path.join(OUTPUT, 'in-host-entry.cjs');
    const { report, trouble } = await runInHost({ profile, extension: PROJECT_ROOT, tests, workspace, artifacts });
    const results = report?.results ?? [];
    for (const { title, state, error } of results) {
      console.log(`  ${{ passed: '\u2714', failed: '\u2716', skipped: '-' }[state]} ${title}`);
      if (error !== undefined) console.log(error.replaceAll(/^/gm, '      '));
    }
    const count = (state: string): number => results.filter((result) => result.state === state).length;
    if (trouble !== undefined) console.error(`  ${trouble}; see ${artifacts}`);
    return {
      passed: count('passed'),
      failed: count('failed') + (trouble === undefined ? 0 : 1),
      skipped: count('skipped'),
    };
  } finally {
    rmSync(workspace, { recursive: true, force: true });
  }
}

async function bundleTests(): Promise<void> {
  rmSync(OUTPUT, { recursive: true, force: true });
  await build({
    absWorkingDir: PROJECT_ROOT,
    entryPoints: ['test/vscode-host/in-host-entry.ts', ...testFilesIn('test/in-host')],
    entryNames: '[name]',
    outdir: OUTPUT,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}
