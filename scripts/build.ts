/**
 * Bundles what ships into `dist/`: the extension, the panel, and the simulator as command line and thread.
 *   npm run build [-- --dev]     --dev: readable, with source maps
 */
import { chmodSync, copyFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { BUNDLES, bundleOptions } from './bundles.ts';
import { writeDictionaries } from './dictionaries.ts';
import { writeLocalisedSchemas } from './localised-schemas.ts';
import { DIST, ROOT, runScript } from './project.ts';
import { writeNotices } from './third-party-notices.ts';

const dev = process.argv.includes('--dev');

rmSync(DIST, { recursive: true, force: true });
const generated = await runScript('generate');
if (!generated.ok) fail(generated.output);
const bundles = await Promise.all(BUNDLES.map((name) => build(bundleOptions(name, dev)))).catch(() => {
  process.exit(1); // esbuild has said why
});
await writeNotices(bundles.map(({ metafile }) => metafile));
// What the validation view shows: computing it takes half a minute.
copyFileSync(path.join(ROOT, 'docs/validation.json'), path.join(DIST, 'validation.json'));
await writeLocalisedSchemas();
await writeDictionaries();
chmodSync(path.join(DIST, 'cdma.cjs'), 0o755);
// The name under which older versions of VS Code look for it in a browser.
copyFileSync(path.join(DIST, 'extension.cjs'), path.join(DIST, 'extension.cjs.js'));
for (const name of BUNDLES) {
  console.log(`${name.padEnd(16)} ${kilobytes(path.join(DIST, name)).padStart(10)}`);
}

function kilobytes(file: string): string {
  return `${(statSync(file).size / 1000).toFixed(1)} kB`;
}

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}
