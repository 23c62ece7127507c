/** Bundles everything that ships into `dist/`. Usage: tsx scripts/build.ts [--dev] */
import { chmodSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

const NODE: BuildOptions = { platform: 'node', format: 'cjs', target: 'node18' };
const BUNDLES: readonly (BuildOptions & { outfile: string })[] = [
  { ...NODE, entryPoints: ['extension/main.ts'], outfile: 'dist/extension.cjs', external: ['vscode'] },
  { ...NODE, entryPoints: ['extension/worker/main.ts'], outfile: 'dist/worker.cjs' },
  { ...NODE, entryPoints: ['cli/main.ts'], outfile: 'dist/cdma.cjs' },
  {
    platform: 'browser',
    format: 'iife',
    target: 'chrome128',
    entryPoints: ['webview/main.ts'],
    outfile: 'dist/panel.js',
  },
  { entryPoints: ['webview/panel.css'], outfile: 'dist/panel.css' },
];

/** Builds all bundles; with `dev` they are readable and have source maps. */
export async function buildAll({ dev = false } = {}): Promise<void> {
  await import('./generate.ts');
  rmSync(path.join(ROOT, 'dist'), { recursive: true, force: true });
  for (const bundle of BUNDLES) {
    await build({
      absWorkingDir: ROOT,
      bundle: true,
      minify: !dev,
      sourcemap: dev ? 'inline' : false,
      legalComments: 'none',
      logLevel: 'warning',
      // The packages' ES modules: the UMD builds of jsonc-parser cannot be bundled.
      mainFields: bundle.platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
      ...bundle,
    });
    const kilobytes = statSync(path.join(ROOT, bundle.outfile)).size / 1000;
    console.log(`  ${bundle.outfile.padEnd(20)} ${kilobytes.toFixed(1).padStart(7)} kB`);
  }
  chmodSync(path.join(ROOT, 'dist', 'cdma.cjs'), 0o755);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll({ dev: process.argv.includes('--dev') });
