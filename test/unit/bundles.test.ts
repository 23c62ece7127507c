/** What ships stays small (docs/performance.md) and runs. Bundles in memory, so that no earlier build matters. */
import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
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

test('what the extension host loads is at most 150 kB, and nothing of the simulator', async () => {
  const code = await bundle('extension/main.ts', 'node');
  assert.ok(code.length <= 150e3, `${code.length} bytes`);
  assert.doesNotMatch(new TextDecoder().decode(code), /titanx-maxwell/);
});

test('the simulator, which is thread and command line and is loaded at the first run, is at most 720 kB', () => {
  const { size } = statSync(new URL('../../dist/cdma.cjs', import.meta.url));
  assert.ok(size <= 720e3, `${size} bytes`);
});

test('the panel is at most 520 kB', async () => {
  const { length: bytes } = await bundle('webview/main.ts', 'browser');
  assert.ok(bytes <= 520e3, `${bytes} bytes`);
});

test('the command line says what runs it, once', () => {
  // As it is built before any test is run.
  const text = readFileSync(new URL('../../dist/cdma.cjs', import.meta.url), 'utf8');
  assert.ok(text.startsWith('#!/usr/bin/env node\n'));
  assert.equal(text.split('#!/usr/bin/env node').length, 2);
});
