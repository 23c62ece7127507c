/**
 * Bundles what ships into `dist/`: the extension, the panel, and the simulator as command line and thread.
 *   npm run build [-- --dev]     --dev: readable, with source maps
 */
import { chmodSync, copyFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { writeDictionaries } from './dictionaries.ts';
import { writeLocalisedSchemas } from './localised-schemas.ts';
import { DIST, ROOT, runScript } from './project.ts';

const dev = process.argv.includes('--dev');

/** `mainFields`: the ES modules of packages, as the UMD build of jsonc-parser cannot be bundled. */
const NODE: BuildOptions = { platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const PAGE: BuildOptions = { platform: 'browser', format: 'iife', target: 'chrome128' };

/** What `dist/` holds. Targets are those of the oldest VS Code, Node 20 and Chromium 128; the command line's is older. */
const BUNDLES: Readonly<Record<string, BuildOptions>> = {
  'extension.cjs': { ...NODE, entryPoints: ['extension/main.ts'], external: ['vscode'] },
  'panel.js': { ...PAGE, entryPoints: ['webview/main.ts'] },
  'panel.css': { ...PAGE, entryPoints: ['webview/panel.css'] },
  // The command line and the thread of the editor are one file, because they are one simulator: it ships once.
  'cdma.cjs': {
    ...NODE,
    target: 'node18',
    banner: { js: '#!/usr/bin/env node' },
    stdin: {
      resolveDir: ROOT,
      contents: `
        import { workerData } from 'node:worker_threads';
        if (workerData?.role === 'cdma-simulator') import('./extension/worker/main.ts');
        else import('./cli/main.ts');
      `,
    },
  },
};

rmSync(DIST, { recursive: true, force: true });
const generated = await runScript('generate');
if (!generated.ok) fail(generated.output);
try {
  await Promise.all(Object.entries(BUNDLES).map(([name, options]) => bundle(name, options)));
} catch {
  process.exit(1); // esbuild has said why
}
// What the validation view shows: computing it takes half a minute.
copyFileSync(path.join(ROOT, 'docs/validation.json'), path.join(DIST, 'validation.json'));
await writeLocalisedSchemas();
await writeDictionaries();
chmodSync(path.join(DIST, 'cdma.cjs'), 0o755);
for (const name of Object.keys(BUNDLES)) {
  console.log(`${name.padEnd(16)} ${kilobytes(path.join(DIST, name)).padStart(10)}`);
}

async function bundle(name: string, options: BuildOptions): Promise<void> {
  await build({
    ...options,
    absWorkingDir: ROOT,
    outfile: path.join(DIST, name),
    bundle: true,
    minify: !dev,
    sourcemap: dev,
    define: { 'process.env.NODE_ENV': dev ? '"development"' : '"production"' },
    legalComments: 'none',
    logLevel: 'warning',
  });
}

function kilobytes(file: string): string {
  return `${(statSync(file).size / 1000).toFixed(1)} kB`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
