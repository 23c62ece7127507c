import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { ROOT } from '../project.ts';

const OUT = path.join(ROOT, 'out', 'node-tests');

/** Sources know where they lie, and find files from there: in a bundle they still do. */
const PLACES: Plugin = {
  name: 'places of sources',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href)) };
    });
  },
};

/**
 * Bundles test files, what they share in files of its own. To load the sources one by one takes every test file a second of
 * processor time, and there are hundreds.
 *
 * @param name of a folder for the bundles.
 * @returns the source of each bundle.
 */
export async function bundleTests(name: string, files: readonly string[]): Promise<Map<string, string>> {
  const folder = path.join(OUT, name);
  rmSync(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: ROOT,
    entryPoints: [...files],
    outdir: folder,
    outbase: ROOT,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'inline',
    plugins: [PLACES],
    logLevel: 'warning',
  });
  return new Map(files.map((file) => [path.join(folder, path.relative(ROOT, file).replace(/\.ts$/, '.mjs')), file]));
}
