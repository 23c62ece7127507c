/** A config that extends itself, however the file is named: one finding, and an end. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma-cycle-'));
after(() => rmSync(folder, { recursive: true, force: true }));
mkdirSync(path.join(folder, 'sub'));

function write(name: string, base: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, JSON.stringify({ extends: base }));
  return file;
}

/** Codes and messages of all that is found in a config. */
async function foundIn(file: string, base: string): Promise<[code: string, message: string][]> {
  const findings = await new Runner(nodeHost()).validate(JSON.stringify({ extends: base }), pathToFileURL(file).href);
  return findings.map(({ code, message }) => [code, message]);
}

const inACircle = (...names: string[]): [string, string][] => [
  ['extends-cycle', `extends: the files extend one another in a circle: ${names.join(' -> ')}.`],
];
const TOO_LONG = [['extends-cycle', 'extends: more than 16 files extend one another.']];

for (const base of ['./self.cdma.json', 'self.cdma.json', './sub/../self.cdma.json', './sub/./../self.cdma.json']) {
  test(`a config that extends itself as ${base}`, async () => {
    const file = write('self.cdma.json', base);
    assert.deepEqual(await foundIn(file, base), inACircle('self.cdma.json', 'self.cdma.json'));
  });
}

test('a config that extends itself by its full URI', async () => {
  const file = path.join(folder, 'self.cdma.json');
  const uri = pathToFileURL(file).href;
  write('self.cdma.json', uri);
  assert.deepEqual(await foundIn(file, uri), inACircle('self.cdma.json', 'self.cdma.json'));
});

test('a chain of three that closes, at its start and behind it', async () => {
  write('a.cdma.json', './b.cdma.json');
  write('b.cdma.json', './sub/c.cdma.json');
  write('sub/c.cdma.json', '../a.cdma.json');
  const names = ['a.cdma.json', 'b.cdma.json', 'c.cdma.json', 'a.cdma.json'];
  assert.deepEqual(await foundIn(path.join(folder, 'a.cdma.json'), './b.cdma.json'), inACircle(...names));
  const behind = path.join(folder, 'd.cdma.json');
  assert.deepEqual(await foundIn(behind, './a.cdma.json'), inACircle('d.cdma.json', ...names));
});

test('a config that extends a symbolic link to itself: the link is seen to name itself', async () => {
  const file = write('linked.cdma.json', './link.cdma.json');
  symlinkSync(file, path.join(folder, 'link.cdma.json'));
  assert.deepEqual(
    await foundIn(file, './link.cdma.json'),
    inACircle('linked.cdma.json', 'link.cdma.json', 'link.cdma.json'),
  );
});

test('a folder that is a link to itself makes ever new names: the chain ends at 16 files', async () => {
  symlinkSync('.', path.join(folder, 'again'));
  const file = write('deep.cdma.json', './again/deep.cdma.json');
  assert.deepEqual(await foundIn(file, './again/deep.cdma.json'), TOO_LONG);
});

test('a link that leads back to itself is told from a file that is missing', async () => {
  symlinkSync('loop.cdma.json', path.join(folder, 'loop.cdma.json'));
  assert.deepEqual(await foundIn(path.join(folder, 'x.cdma.json'), './loop.cdma.json'), [
    ['extends-missing', "extends: './loop.cdma.json' is a link that leads back to itself."],
  ]);
});

test('a config that extends itself in letters of another case', async (context) => {
  const file = write('case.cdma.json', './CASE.cdma.json');
  if (!existsSync(path.join(folder, 'CASE.cdma.json'))) {
    context.skip('this file system tells upper from lower case');
    return;
  }
  assert.deepEqual(
    await foundIn(file, './CASE.cdma.json'),
    inACircle('case.cdma.json', 'CASE.cdma.json', 'CASE.cdma.json'),
  );
});

test('sixteen bases are no circle; one more is too many', async () => {
  for (let depth = 1; depth < 17; depth++) write(`depth-${depth}.cdma.json`, `./depth-${depth + 1}.cdma.json`);
  writeFileSync(path.join(folder, 'depth-16.cdma.json'), '{ "dma": { "codec": "rle" } }');
  const file = path.join(folder, 'depth-0.cdma.json');
  assert.deepEqual(await foundIn(file, './depth-1.cdma.json'), []);
  write('depth-16.cdma.json', './depth-17.cdma.json');
  writeFileSync(path.join(folder, 'depth-17.cdma.json'), '{}');
  assert.deepEqual(await foundIn(file, './depth-1.cdma.json'), TOO_LONG);
});
