import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { after, before, test } from 'node:test';
import { createVSIX } from '@vscode/vsce';
import { fromBufferPromise } from 'yauzl';
import { reproducible } from './reproducible.ts';

let folder = '';
/** The same small extension, packed by vsce in two checkouts that differ in all that must not count. */
let first: Uint8Array;
let second: Uint8Array;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cdma-reproducible-'));
  first = await pack('one', { zone: 'UTC', date: '2026-02-03T04:05:06Z', mode: 0o644 });
  second = await pack('another', { zone: 'Asia/Seoul', date: '2027-01-01T00:00:00Z', mode: 0o664 });
});

after(() => rm(folder, { recursive: true, force: true }));

interface Checkout {
  readonly zone: string;
  readonly date: string;
  /** Permissions of files, which follow the umask of whoever checks out. */
  readonly mode: number;
}

async function pack(name: string, { zone, date, mode }: Checkout): Promise<Uint8Array> {
  const place = path.join(folder, name);
  await mkdir(place);
  const manifest = {
    name: 'small',
    publisher: 'test',
    version: '1.0.0',
    engines: { vscode: '^1.100.0' },
    files: ['*'],
  };
  const files = {
    'package.json': JSON.stringify(manifest),
    'README.md': '# A small extension\n',
    LICENSE: 'Copyright of nobody\n',
    'main.cjs': `// ${'words '.repeat(1000)}\n`,
    'run.cjs': '#!/usr/bin/env node\n',
    'ümlaut.txt': 'ü\n',
  };
  for (const [file, text] of Object.entries(files)) {
    await writeFile(path.join(place, file), text);
    await chmod(path.join(place, file), file === 'run.cjs' ? mode | 0o111 : mode);
    await utimes(path.join(place, file), new Date(date), new Date(date));
  }
  process.env['TZ'] = zone;
  const packagePath = path.join(folder, `${name}.vsix`);
  await createVSIX({ cwd: place, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  return readFile(packagePath);
}

/** What yauzl finds in an archive: a reader with which neither vsce nor we write. */
async function contentsOf(archive: Uint8Array) {
  const zip = await fromBufferPromise(Buffer.from(archive));
  const found = [];
  for await (const entry of zip.eachEntry()) {
    const text = await buffer(await zip.openReadStreamPromise(entry));
    const mode = entry.externalFileAttributes >>> 16;
    found.push({ name: entry.fileName, text: text.toString('latin1'), mode, date: entry.getLastModDate() });
  }
  return found;
}

test('vsce makes two archives of the same files, and we make one', async () => {
  assert.notDeepEqual(first, second);
  assert.deepEqual(await reproducible(first), await reproducible(second));
});

test('one made over is the same', async () => {
  const once = await reproducible(first);
  assert.deepEqual(await reproducible(once), once);
});

test('no file is lost or changed, and they are in the order of their names', async () => {
  const [before, after] = await Promise.all([contentsOf(first), contentsOf(await reproducible(first))]);
  const names = after.map(({ name }) => name);
  assert.deepEqual(names, [...names].sort());
  const texts = (found: typeof before) => new Map(found.map(({ name, text }) => [name, text]));
  assert.deepEqual(texts(after), texts(before));
  assert.ok(names.includes('extension/ümlaut.txt'));
});

test('what may be run may be run, and no date of a machine is told', async () => {
  const found = await contentsOf(await reproducible(second));
  const runs = found.filter(({ mode }) => mode === 0o100755).map(({ name }) => name);
  assert.deepEqual(runs, ['extension/run.cjs']);
  assert.ok(found.every(({ name, mode }) => name === 'extension/run.cjs' || mode === 0o100644));
  assert.deepEqual(new Set(found.map(({ date }) => date.getFullYear())), new Set([1980]));
});
