import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { type HostKind, runInHost } from '../../test/vscode-host/in-host.ts';
import type { Profile } from '../../test/vscode-host/profile.ts';
import { ARTIFACTS, ROOT } from '../project.ts';
import { findTests } from './find-tests.ts';
import type { Outcome } from './step.ts';
import { NONE } from './tally.ts';

const OUT = path.join(ROOT, 'out');
const TESTS = 'test/in-host';
/** Tests that a browser has no part in: of processes, and of extensions that run beside the server anyhow. */
const NODE_ONLY = path.join(ROOT, TESTS, 'node');
/** Tests of what the version does not change. */
const NEWEST_ONLY = path.join(ROOT, TESTS, 'newest');
/** Tests of our own code under load, which neither changes. */
const ONCE = path.join(ROOT, TESTS, 'once');

const BUNDLED: BuildOptions = {
  absWorkingDir: ROOT,
  bundle: true,
  format: 'cjs',
  mainFields: ['module', 'main'],
  sourcemap: 'inline',
  logLevel: 'warning',
};

/** Bundles the tests for a host of Node.js; mocha stays outside, as there must be only one of it. Gives the file VS Code loads. */
async function bundleForNode(tests: readonly string[]): Promise<string> {
  const folder = path.join(OUT, 'in-host-node');
  rmSync(folder, { recursive: true, force: true });
  const named = tests.map((file) => ({ in: file, out: path.basename(file, '.ts') }));
  await build({
    ...BUNDLED,
    entryPoints: [{ in: 'test/vscode-host/in-host-node-entry.ts', out: 'index' }, ...named],
    outdir: folder,
    // The project's own files are ES modules, and hosts load tests by `require`.
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node20',
    external: ['vscode', 'mocha'],
  });
  return path.join(folder, 'index.cjs');
}

/** Bundles the tests for a web worker, with mocha, into the one file that VS Code loads there. */
async function bundleForWeb(tests: readonly string[]): Promise<string> {
  const file = path.join(OUT, 'in-host-web', 'index.cjs');
  const contents = [
    `import { runTests } from './test/vscode-host/in-host-web-entry.ts';`,
    `export const run = () => runTests(async () => {`,
    ...tests.map((name) => `  await import(${JSON.stringify(name)});`),
    `});`,
  ];
  await build({
    ...BUNDLED,
    stdin: { contents: contents.join('\n'), resolveDir: ROOT, loader: 'ts' },
    outfile: file,
    platform: 'browser',
    target: 'chrome128',
    external: ['vscode'],
    alias: {
      'node:assert/strict': './test/vscode-host/web-assert.ts',
      mocha: './test/vscode-host/web-mocha.ts',
      'mocha/mocha.js': './node_modules/mocha/mocha.js',
    },
    define: { global: 'globalThis', 'process.env.NODE_DEBUG': 'undefined' },
    inject: ['test/vscode-host/web-process.ts'],
  });
  return file;
}

function testsFor(profile: Profile, kind: HostKind): string[] {
  const left = [...(kind === 'web' ? [NODE_ONLY, ONCE] : []), ...(profile === 'oldest' ? [NEWEST_ONLY, ONCE] : [])];
  return findTests(TESTS).filter((file) => !left.includes(path.dirname(file)));
}

/**
 * Runs the in-host suite in one VS Code, on a folder with one config; tests write the files they need.
 *
 * @param named a part of the names of the test files that are wanted.
 */
export async function runInHostTests(profile: Profile, kind: HostKind, named = ''): Promise<Outcome> {
  const files = testsFor(profile, kind).filter((file) => path.basename(file).includes(named));
  const tests = kind === 'web' ? await bundleForWeb(files) : await bundleForNode(files);
  const workspace = mkdtempSync(path.join(os.tmpdir(), 'cdma-workspace-'));
  writeFileSync(path.join(workspace, 'first.cdma.json'), '{}\n'); // a config makes the extension start
  try {
    const artifacts = path.join(ARTIFACTS, `in-host-${profile}-${kind}`);
    const { report, trouble } = await runInHost({ profile, kind, extension: ROOT, tests, workspace, artifacts });
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
