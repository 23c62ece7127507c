/** Builds and packs the extension to `dist/cdma-explorer.vsix`, and checks what is inside. */
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles } from '@vscode/vsce';
import { buildAll } from './build.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VSIX = 'dist/cdma-explorer.vsix';

/** Everything the extension needs at run time, and what a marketplace page shows. Nothing else may be inside. */
const ALLOWED: readonly RegExp[] = [
  /^package\.json$/,
  /^(README|CHANGELOG)\.md$/,
  /^LICENSE$/,
  /^media\/icon\.png$/,
  /^schemas\/[\w-]+\.schema\.json$/,
  /^dist\/(extension|worker)\.cjs$/,
  /^dist\/panel\.(js|css)$/,
];

/** Files that must not be in the package. */
export function unwanted(files: readonly string[]): string[] {
  return files.filter((file) => !ALLOWED.some((pattern) => pattern.test(file)));
}

/** Builds and packs; throws when something unwanted is inside. */
export async function packageExtension(): Promise<string> {
  await buildAll();
  const files = (await listFiles({ cwd: ROOT, packageManager: 0 })).map((file) => file.replaceAll(path.sep, '/'));
  const surplus = unwanted(files);
  if (surplus.length > 0) throw new Error(`not needed at run time, but in the package: ${surplus.join(', ')}`);
  const vsce = path.join(ROOT, 'node_modules', '@vscode', 'vsce', 'vsce');
  const words = [vsce, 'package', '--no-dependencies', '--allow-missing-repository', '--no-rewrite-relative-links'];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...words, '--out', VSIX], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`vsce package failed:\n${stdout}${stderr}`);
  const kilobytes = statSync(path.join(ROOT, VSIX)).size / 1000;
  console.log(`  ${VSIX}: ${files.length} files, ${kilobytes.toFixed(1)} kB\n    ${files.join('\n    ')}`);
  return path.join(ROOT, VSIX);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await packageExtension();
