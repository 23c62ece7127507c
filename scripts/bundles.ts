/** What esbuild makes of our sources, and how. */
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import { DIST, ROOT } from './project.ts';

/** `mainFields`: the ES modules of packages, as the UMD build of jsonc-parser cannot be bundled. */
const NODE: BuildOptions = { platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const PAGE: BuildOptions = { platform: 'browser', format: 'iife', target: 'chrome128' };

/** Targets are those of the oldest VS Code, Node 20 and Chromium 128; the command line's is older. */
const OPTIONS: Readonly<Record<string, BuildOptions>> = {
  // One file for every host of extensions: what only Node.js has is asked for where it is.
  'extension.cjs': {
    ...NODE,
    external: ['vscode'],
    stdin: {
      resolveDir: ROOT,
      contents: `
        const isNode = typeof process === 'object' && typeof process.versions?.node === 'string';
        exports.activate = (isNode ? require('./extension/main.ts') : require('./extension/web.ts')).activate;
      `,
    },
  },
  'panel.js': { ...PAGE, entryPoints: ['webview/main.ts'] },
  'panel.css': { ...PAGE, entryPoints: ['webview/panel.css'] },
  // The command line and the threads of the editor are one file, because they are one simulator: it ships once. In a browser
  // there is no `require`; what only Node.js has is asked for where it is used.
  'cdma.cjs': {
    ...NODE,
    target: 'node18',
    banner: { js: '#!/usr/bin/env node' },
    stdin: {
      resolveDir: ROOT,
      contents: `
        if (typeof require !== 'function') import('./extension/worker/web.ts');
        else if (require('node:worker_threads').workerData?.role === 'cdma-simulator') import('./extension/worker/main.ts');
        else import('./cli/main.ts');
      `,
    },
  },
};

/** Names of the bundles in `dist/`. */
export const BUNDLES: readonly string[] = Object.keys(OPTIONS);

/** How a bundle is made; `dev`: readable, with a source map. Its licences are told in `THIRD-PARTY-NOTICES.txt`. */
export function bundleOptions(name: string, dev: boolean) {
  return {
    ...OPTIONS[name],
    absWorkingDir: ROOT,
    outfile: path.join(DIST, name),
    bundle: true,
    minify: !dev,
    sourcemap: dev,
    define: { 'process.env.NODE_ENV': dev ? '"development"' : '"production"' },
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  } satisfies BuildOptions;
}
