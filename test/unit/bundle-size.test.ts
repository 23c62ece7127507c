/** What ships stays small (docs/performance.md). Bundles in memory, so that it does not depend on an earlier build. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function minifiedBytes(entryPoint: string, platform: 'node' | 'browser'): Promise<number> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entryPoint],
    bundle: true,
    minify: true,
    write: false,
    platform,
    mainFields: ['module', 'main'],
    external: ['vscode'],
    logLevel: 'error',
  });
  return outputFiles.reduce((sum, { contents }) => sum + contents.length, 0);
}

test('both host bundles together are at most 150 kB', async () => {
  const bytes =
    (await minifiedBytes('extension/main.ts', 'node')) + (await minifiedBytes('extension/worker/main.ts', 'node'));
  assert.ok(bytes <= 150e3, `${bytes} bytes`);
});

test('the panel is at most 520 kB', async () => {
  const bytes = await minifiedBytes('webview/main.ts', 'browser');
  assert.ok(bytes <= 520e3, `${bytes} bytes`);
});
