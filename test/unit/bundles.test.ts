/** What ships stays small (docs/performance.md) and runs. Bundles in memory, so that no earlier build matters. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function bundle(entryPoint: string, platform: 'node' | 'browser'): Promise<Uint8Array> {
  const { outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entryPoint],
    bundle: true,
    minify: true,
    legalComments: 'none',
    write: false,
    platform,
    mainFields: ['module', 'main'],
    external: ['vscode'],
    logLevel: 'error',
  });
  const [output] = outputFiles;
  assert.ok(output);
  return output.contents;
}

test('both host bundles together are at most 150 kB', async () => {
  const [main, worker] = [await bundle('extension/main.ts', 'node'), await bundle('extension/worker/main.ts', 'node')];
  const bytes = main.length + worker.length;
  assert.ok(bytes <= 150e3, `${bytes} bytes`);
});

test('the panel is at most 520 kB', async () => {
  const { length: bytes } = await bundle('webview/main.ts', 'browser');
  assert.ok(bytes <= 520e3, `${bytes} bytes`);
});

test('the command line says what runs it, once', async () => {
  const text = new TextDecoder().decode(await bundle('cli/main.ts', 'node'));
  assert.ok(text.startsWith('#!/usr/bin/env node\n'));
  assert.equal(text.split('#!/usr/bin/env node').length, 2);
});
