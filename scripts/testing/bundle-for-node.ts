import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

/** Spelled so that it does not find itself, where this file is bundled. */
const OWN_PLACE = /import\.meta\.url/g;

/** Sources know where they lie, and find files from there: in a bundle they still do. */
const PLACES: Plugin = {
  name: 'places of sources',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const place = JSON.stringify(pathToFileURL(file).href);
      return { loader: 'ts', contents: text.replace(OWN_PLACE, () => place) };
    });
  },
};

/**
 * Bundles programs and tests for Node, what they share in files of its own. To load the sources one by one takes each program a
 * second of processor time, and there are hundreds.
 *
 * @param root the project's folder, or that of a copy; bundles have the places of their sources below `folder`.
 * @returns the source of each bundle.
 */
export async function bundleForNode(
  root: string,
  folder: string,
  files: readonly string[],
): Promise<Map<string, string>> {
  rmSync(folder, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: [...files],
    outdir: folder,
    outbase: root,
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
  return new Map(files.map((file) => [path.join(folder, path.relative(root, file).replace(/\.ts$/, '.mjs')), file]));
}
