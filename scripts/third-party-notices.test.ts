import assert from 'node:assert/strict';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { build, type Metafile } from 'esbuild';
import { BUNDLES, bundleOptions } from './bundles.ts';
import { CODE_WITHIN_PACKAGES } from './code-within-packages.ts';
import { isAllowed, MAY_SHIP } from './licences.ts';
import { ROOT } from './project.ts';
import { bundledFiles, inWords, noticesOf, writeNotices } from './third-party-notices.ts';

const bundles = await Promise.all(BUNDLES.map((name) => build({ ...bundleOptions(name, false), write: false })));
const metafiles: Metafile[] = bundles.map(({ metafile }) => metafile);
const generated: Metafile = JSON.parse(readFileSync(path.join(ROOT, 'src/generated/validators.metafile.json'), 'utf8'));
const files = bundledFiles([...metafiles, generated]);
const notices = await noticesOf(metafiles);

const folder = await mkdtemp(path.join(tmpdir(), 'cdma-notices-'));
after(() => rm(folder, { recursive: true, force: true }));

/** Words that are in every text of a licence, and in that of no other in this list. */
const OWN_WORDS: Readonly<Record<string, RegExp>> = {
  '0BSD': /Permission to use, copy, modify, and\/or distribute this software for any purpose with or without fee/,
  'Apache-2.0': /Apache License Version 2\.0, January 2004/,
  'BSD-3-Clause': /Redistributions in binary form .* (Neither the name|The names? of|may not be used to endorse)/,
  MIT: /Permission is hereby granted, free of charge, to any person/,
  Zlib: /Altered source versions must be plainly marked/,
};

/** Where npm puts a file of a package. */
function inPackages(file: string): string {
  return path.join(realpathSync(path.join(ROOT, 'node_modules')), file);
}

/** Name and version of what the nearest complete package.json above a file describes. */
function packageOf(file: string): string {
  for (let at = path.dirname(file); at !== path.dirname(at); at = path.dirname(at)) {
    const manifest = path.join(at, 'package.json');
    const { name, version } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
    if (name !== undefined && version !== undefined) return `${name} ${version}`;
  }
  assert.fail(`${file} is in no package`);
}

test('every package of which something is in a bundle has a notice, and so have the makers of the bundles', () => {
  const packages = new Set(files.map(packageOf));
  assert.ok(packages.size > 10, `only ${packages.size} packages are in the bundles`);
  const names = new Set(notices.map(({ name }) => name));
  for (const name of packages) assert.ok(names.has(name), `${name} has no notice`);
  const more = [...names].filter((name) => !packages.has(name)).map((name) => name.replace(/ (\d|\(in ).*/, ''));
  const within = CODE_WITHIN_PACKAGES.filter((code) => code.files.some((file) => files.includes(inPackages(file))));
  const expected = ['assemblyscript', 'esbuild', ...within.map(({ name }) => name)];
  assert.deepEqual(more.sort(), expected.sort());
});

test('a package of which nothing is left in a bundle has none; one inside a generated module has one', () => {
  assert.ok(
    Object.keys(metafiles[BUNDLES.indexOf('panel.js')]?.inputs ?? {}).some((file) => /\/tabbable\//.test(file)),
  );
  assert.ok(!notices.some(({ name }) => name.startsWith('tabbable ')));
  assert.ok(!metafiles.some(({ inputs }) => Object.keys(inputs).some((file) => /node_modules\/ajv\//.test(file))));
  assert.ok(notices.some(({ name }) => name.startsWith('ajv ')));
});

test('of the files that esbuild read, those of packages count of which bytes are in an output', () => {
  const inputs = {
    'src/own.ts': { bytesInOutput: 9 },
    'node_modules/b/used.js': { bytesInOutput: 1 },
    '../elsewhere/node_modules/@a/a/used.js': { bytesInOutput: 2 },
    'node_modules/b/unused.js': { bytesInOutput: 0 },
  };
  const made = { inputs: {}, outputs: { 'bundle.js': { bytes: 12, imports: [], exports: [], inputs } } };
  const expected = ['../elsewhere/node_modules/@a/a/used.js', 'node_modules/b/used.js'];
  assert.deepEqual(new Set(bundledFiles([made, made])), new Set(expected.map((file) => path.resolve(ROOT, file))));
});

for (const { name, licence, text } of notices) {
  test(`${name}: the licence may ship, and its text is that of the licence`, () => {
    assert.ok(isAllowed(licence, MAY_SHIP), `${licence} is not in MAY_SHIP of scripts/licences.ts`);
    assert.match(text, /copyright/i);
    // A part of a package may be under another licence than the rest, with a notice of its own.
    const within = notices.filter((each) => each.name.includes(`(in ${name.replace(/ [^ ]*$/, '')}/`));
    const words = [text, ...within.map((part) => part.text)].join(' ').replaceAll(/\s+/g, ' ');
    for (const each of licence.replaceAll(/[()]/g, '').split(/ AND | OR /)) {
      assert.match(words, OWN_WORDS[each] ?? assert.fail(`this test does not know the words of ${each}`));
    }
  });
}

/** Where comments of a file say that code is from, and who claims it. */
function claimsIn(file: string): string[] {
  const comments = readFileSync(file, 'utf8').match(/\/\*[\s\S]*?\*\/|\/\/.*/g) ?? [];
  return comments.flatMap((comment) => {
    const origin =
      /(?:adapted|based|borrowed|copied|derived|ported|stolen|taken) (?:from|on)\b[\s\S]*?(https?:\/\/[^\s*]+)/i;
    const holder = /(?:copyright|\(c\))[\s\d(c),–-]*(?:present)?\s*([A-Z](?:[^\n*<.]|\.(?=\w))*)/i;
    return [origin.exec(comment)?.[1], holder.exec(comment)?.[1]].filter((found) => found !== undefined);
  });
}

/** Of no author's own: comparing two sets element by element, in six lines of Chart.js. */
const TOO_SMALL = 'https://stackoverflow.com/questions/31128855/';

test('whom comments in bundled files name is named in the notices', () => {
  const words = inWords(notices);
  const addresses = notices.flatMap(({ address }) => address ?? []);
  const claims = new Set(files.flatMap(claimsIn));
  assert.ok(claims.size >= 8, `only ${[...claims].join(', ')} were found`);
  const unknown = [...claims].filter((claim) =>
    claim.startsWith('http')
      ? ![TOO_SMALL, ...addresses].some((address) => claim.startsWith(address))
      : !words.includes(claim.trim()),
  );
  assert.deepEqual(unknown, [], 'expected in scripts/code-within-packages.ts');
});

test('the code within packages that is listed is where the list says', () => {
  const listed = CODE_WITHIN_PACKAGES.flatMap((code) => code.files);
  for (const file of listed) assert.ok(existsSync(inPackages(file)), `there is no ${file}`);
});

test('the file is the same, byte for byte, in whatever order the bundles were made', async () => {
  const written = [];
  for (const order of [metafiles, [...metafiles].reverse()]) {
    await writeNotices(order, folder);
    written.push(await readFile(path.join(folder, 'THIRD-PARTY-NOTICES.txt')));
  }
  assert.deepEqual(written[1], written[0]);
});

test('the list is alphabetical, and a text that is shared is there once, under all who share it', () => {
  const words = inWords(notices);
  const list = words.split(`\n${'-'.repeat(78)}\n`)[0]?.match(/^ {2}\S.*$/gm) ?? [];
  assert.equal(list.length, notices.length);
  const plain = new Intl.Collator('en', { ignorePunctuation: false });
  assert.deepEqual(list, [...list].sort(plain.compare));
  for (const { text } of notices) assert.equal(words.split(`\n\n${text}\n`).length, 2);
});

/** The notice of a package with these files, of which something is in a bundle. */
async function noticeOf(name: string, contents: Readonly<Record<string, string>>) {
  const place = path.join(folder, 'node_modules', name);
  await mkdir(place, { recursive: true });
  for (const [file, text] of Object.entries(contents)) await writeFile(path.join(place, file), text);
  const output = {
    bytes: 9,
    imports: [],
    exports: [],
    inputs: { [path.join(place, 'index.js')]: { bytesInOutput: 9 } },
  };
  const found = await noticesOf([{ inputs: {}, outputs: { 'bundle.js': output } }]);
  return found.find((notice) => notice.name === `${name} 1.0.0`);
}

test('texts are taken from LICENCE, COPYING and NOTICE, whatever their ending and their ends of lines', async () => {
  const notice = await noticeOf('@scope/with-files', {
    'package.json': JSON.stringify({ name: '@scope/with-files', version: '1.0.0', license: 'ISC' }),
    'copying.md': '\r\nCopyright of one  \r\n\r\nMay be used\r\n',
    NOTICE: 'Please tell of one',
    'NOTICES.txt': 'What it was developed with',
    'licensing.js': 'export {};',
  });
  assert.equal(notice?.text, 'Please tell of one\n\nCopyright of one\n\nMay be used');
});

test('a package without such a file has the standard text, with its author, and that is told', async () => {
  const manifest = { name: 'without-file', version: '1.0.0', license: 'MIT', author: { name: 'Ada Lovelace' } };
  const notice = await noticeOf('without-file', { 'package.json': JSON.stringify(manifest) });
  assert.match(
    notice?.text ?? '',
    /^\(The package comes without a file of its licence[\s\S]*Copyright \(c\) Ada Lovelace\n/,
  );
});

for (const [what, manifest, told] of [
  ['no licence', { license: undefined }, /nameless 1\.0\.0: its package\.json has the license undefined/],
  ['no author', { license: 'MIT' }, /nameless 1\.0\.0 has no licence file, .* names no author and MIT/],
  ['a licence that we hold no text of', { license: 'EPL-2.0', author: 'Ada' }, /names Ada and EPL-2\.0.*Add the text/],
] as const) {
  test(`a package with no text and ${what} stops the build`, async () => {
    const text = JSON.stringify({ name: 'nameless', version: '1.0.0', ...manifest });
    await assert.rejects(noticeOf('nameless', { 'package.json': text }), told);
  });
}
