/** Packs what `npm run build` made into `dist/cdma-explorer.vsix`, and looks at what is inside. */
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { objections, zipEntries } from './package-contents.ts';
import { deadLinks, packagedPage } from './packaged-pages.ts';
import { DIST, ROOT } from './project.ts';
import { reproducible } from './reproducible.ts';

const VSIX = path.join(DIST, 'cdma-explorer.vsix');

/** What is packed lies here; `.vscodeignore` says which of it. */
const PACKED = [
  ...['.vscodeignore', 'package.json', 'package.nls.json', 'package.nls.ko.json'],
  ...['README.md', 'CHANGELOG.md', 'SUPPORT.md', 'LICENSE'],
  ...['capture', 'dist', 'docs', 'examples', 'media', 'schemas'],
];
/** The packer matches all files of its folder against all patterns, and the project's has a VS Code or two in it. */
const STAGE = path.join(ROOT, 'out', 'package');

rmSync(STAGE, { recursive: true, force: true });
for (const name of PACKED) cpSync(path.join(ROOT, name), path.join(STAGE, name), { recursive: true });
await createVSIX({
  cwd: STAGE,
  packagePath: VSIX,
  dependencies: false, // everything is bundled
  allowMissingRepository: true, // a checkout need not have a remote
  rewriteRelativeLinks: false, // for the same reason
});

const dead: string[] = [];
const archive = Buffer.from(
  await reproducible(readFileSync(VSIX), (name, contents, names) => {
    if (!name.endsWith('.md')) return contents;
    const page = packagedPage(name, new TextDecoder().decode(contents), names);
    dead.push(...deadLinks(name, page, names).map((link) => `${name} links to ${link}, which is not in the package`));
    return new TextEncoder().encode(page);
  }),
);
writeFileSync(VSIX, archive);
const entries = zipEntries(archive);
for (const { name, compressedBytes } of entries) {
  console.log(`${name.padEnd(48)} ${(compressedBytes / 1000).toFixed(1).padStart(8)} kB`);
}
console.log(`${path.basename(VSIX).padEnd(48)} ${(archive.length / 1000).toFixed(1).padStart(8)} kB`);
const wrong = [...objections(entries.map(({ name }) => name)), ...dead];
for (const objection of wrong) console.error(objection);
process.exitCode = wrong.length > 0 ? 1 : 0;
