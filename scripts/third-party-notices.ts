/**
 * Licences of the code of others that is in `dist/`, with their texts: most ask to be handed on with the code. Which code
 * that is comes from what esbuild bundled. `npm run build` writes them.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Metafile } from 'esbuild';
import { CODE_WITHIN_PACKAGES, type CodeWithin } from './code-within-packages.ts';
import { standardText } from './licences.ts';
import { DIST, ROOT } from './project.ts';

/** Code of one author under one licence. */
export interface Notice {
  /** Name and version of a package; for code within packages, its name and theirs. */
  readonly name: string;
  /** An SPDX expression. */
  readonly licence: string;
  readonly address: string | undefined;
  readonly text: string;
}

/** What we read of a package.json. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: unknown;
  readonly author?: string | { readonly name: string };
  readonly homepage?: string;
  readonly repository?: string | { readonly url: string };
}

/** A bundle within the bundles, written by `npm run generate`: the validators, with what they take from ajv. */
const GENERATED_BUNDLE = 'src/generated/validators.metafile.json';

/** They leave code of their own in what they make, which no metafile tells: a standard library, helpers of modules. */
const TOOLS = ['assemblyscript', 'esbuild'];

/** Of the licence itself, and what the Apache licence calls so; not of lists of what a package was developed with. */
const LICENCE_FILE = /^((licen[cs]e|copying)\b.*|notice(\.\w+)?)$/i;

const PACKAGES = 'node_modules/';
const LINE_LENGTH = 78;

/** Writes the notices of these bundles, made in the project's folder, to `THIRD-PARTY-NOTICES.txt`. */
export async function writeNotices(metafiles: readonly Metafile[], folder = DIST): Promise<void> {
  await writeFile(path.join(folder, 'THIRD-PARTY-NOTICES.txt'), inWords(await noticesOf(metafiles)));
}

/** The code of others in these bundles and in the generated modules, by name. */
export async function noticesOf(metafiles: readonly Metafile[]): Promise<Notice[]> {
  const files = bundledFiles([...metafiles, await generatedBundle()]);
  const tools = TOOLS.map((name) => path.join(ROOT, PACKAGES, name));
  const folders = new Set([...files.map(packageFolder), ...tools]);
  const within = CODE_WITHIN_PACKAGES.map((code) => noticeOfCode(code, files)).filter((notice) => notice !== undefined);
  return [...(await Promise.all([...folders].map(noticeOfPackage))), ...within].sort(byName);
}

/** Files of packages of which something is in a bundle, as absolute paths. One of which nothing was used is not. */
export function bundledFiles(metafiles: readonly Metafile[]): string[] {
  const inputs = metafiles
    .flatMap(({ outputs }) => Object.values(outputs))
    .flatMap(({ inputs }) => Object.entries(inputs));
  const used = inputs.filter(([file, { bytesInOutput }]) => file.includes(PACKAGES) && bytesInOutput > 0);
  return [...new Set(used.map(([file]) => path.resolve(ROOT, file)))].sort();
}

async function generatedBundle(): Promise<Metafile> {
  try {
    return JSON.parse(await readFile(path.join(ROOT, GENERATED_BUNDLE), 'utf8'));
  } catch (cause) {
    throw new Error(`${GENERATED_BUNDLE} cannot be read. \`npm run generate\` writes it.`, { cause });
  }
}

/** The innermost package that a file is in; a name may have a scope before it. */
function packageFolder(file: string): string {
  const start = file.replaceAll('\\', '/').lastIndexOf(PACKAGES) + PACKAGES.length;
  const [first = '', second = ''] = file.slice(start).split(/[\\/]/);
  return path.join(file.slice(0, start), first, first.startsWith('@') ? second : '');
}

async function noticeOfPackage(folder: string): Promise<Notice> {
  const manifest: Manifest = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const name = `${manifest.name} ${manifest.version}`;
  const licence = manifest.license;
  if (typeof licence !== 'string') {
    throw new Error(
      `${name}: its package.json has the license ${JSON.stringify(licence)}, expected an SPDX expression.`,
    );
  }
  const text = (await licenceFiles(folder)) ?? textWithoutFile(name, licence, manifest.author);
  return { name, licence, address: addressOf(manifest), text };
}

function addressOf({ homepage, repository }: Manifest): string | undefined {
  const address = homepage ?? (typeof repository === 'object' ? repository.url : repository);
  return address?.replace(/^git\+|\.git$/g, '');
}

/** What the licence files of a package say, in the order of their names; undefined where it has none. */
async function licenceFiles(folder: string): Promise<string | undefined> {
  const files = (await readdir(folder)).filter((name) => LICENCE_FILE.test(name)).sort();
  const texts = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  return texts.length === 0 ? undefined : texts.map(withPlainLines).join('\n\n');
}

/** Without ends of lines of other systems and blanks at ends of lines, so that equal texts are equal. */
function withPlainLines(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  return lines
    .map((line) => line.trimEnd())
    .join('\n')
    .replace(/^\n+|\n+$/g, '');
}

function textWithoutFile(name: string, licence: string, author: Manifest['author']): string {
  const holder = typeof author === 'object' ? author.name : author;
  const text = holder === undefined ? undefined : standardText(licence, holder);
  if (text === undefined) {
    throw new Error(
      `${name} has no licence file, and its package.json names ${holder ?? 'no author'} and ${licence}: expected an ` +
        'author and a licence whose text is in scripts/licences.ts. Add the text there.',
    );
  }
  return `(The package comes without a file of its licence. Its package.json names the
author and the licence, of which this is the standard text.)\n\n${text}`;
}

/** Undefined where no file that holds the code is in a bundle. */
function noticeOfCode(code: CodeWithin, bundled: readonly string[]): Notice | undefined {
  const { name, licence, address, copyright, files } = code;
  const found = files.filter((file) => bundled.some((each) => each.replaceAll('\\', '/').endsWith(PACKAGES + file)));
  if (found.length === 0) return undefined;
  const text = standardText(licence, copyright);
  if (text === undefined) throw new Error(`${name}: scripts/licences.ts has no text of ${licence}. Add it there.`);
  return { name: `${name} (in ${found.join(' and ')})`, licence, address, text };
}

/** The file of notices: a list of all names, then the texts. Code under the very same text shares it. */
export function inWords(notices: readonly Notice[]): string {
  const width = Math.max(...notices.map(({ name }) => name.length));
  const list = notices.map(({ name, licence }) => `  ${name.padEnd(width)}  ${licence}`);
  const sections = [...byText(notices)].map(([text, sharing]) => {
    const headings = sharing.flatMap(({ name, address }) => (address === undefined ? [name] : [name, address]));
    return ['-'.repeat(LINE_LENGTH), ...headings, '', text, ''].join('\n');
  });
  return [
    'Third-party notices of cDMA Explorer\n',
    'This extension holds code of others, under their own licences:\n',
    ...list,
    '',
    ...sections,
  ].join('\n');
}

function byText(notices: readonly Notice[]): Map<string, Notice[]> {
  const groups = new Map<string, Notice[]>();
  for (const notice of notices) groups.set(notice.text, [...(groups.get(notice.text) ?? []), notice]);
  return groups;
}

/** Without regard to language and case: the order is the same on every machine. */
function byName(a: Notice, b: Notice): number {
  const [first, second] = [a.name.toLowerCase(), b.name.toLowerCase()];
  if (first === second) return 0;
  return first < second ? -1 : 1;
}
