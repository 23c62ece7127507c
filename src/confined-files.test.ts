import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { ConfinedFiles, isBelow } from './confined-files.ts';
import { FileProblem } from './host.ts';
import { nodeHost } from './node/node-host.ts';

const temporary = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'cdma confined (é) ')));
after(() => rmSync(temporary, { recursive: true, force: true }));

const at = (...names: string[]): string => path.join(temporary, ...names);
const uriOf = (...names: string[]): string => pathToFileURL(at(...names)).href;
mkdirSync(at('open', 'below'), { recursive: true });
mkdirSync(at('open-not'));
for (const name of ['open/a.json', 'open/below/b.json', 'open-not/secret.json', 'secret.json'])
  writeFileSync(at(name), name);
symlinkSync(at('secret.json'), at('open', 'link.json'));
symlinkSync(at('open-not'), at('open', 'folder'));
symlinkSync(at('open', 'a.json'), at('open', 'inside.json'));
symlinkSync(at('open'), at('another-name'));

const OUTSIDE = /lies outside of this workspace, which is not trusted/;

test('files of the folders are read, by any spelling and through links that stay inside', async () => {
  const files = new ConfinedFiles(nodeHost().files, [uriOf('nowhere'), uriOf('open')]);
  assert.equal(await files.readText(uriOf('open', 'a.json')), 'open/a.json');
  assert.equal(await files.readText(uriOf('open', 'below', 'b.json')), 'open/below/b.json');
  assert.equal(await files.readText(uriOf('open', 'a.json').replaceAll('(', '%28')), 'open/a.json');
  assert.equal(await files.readText(`${uriOf('open')}/below/../a.json`), 'open/a.json');
  assert.equal(await files.readText(uriOf('open', 'inside.json')), 'open/a.json');
  const linked = new ConfinedFiles(nodeHost().files, [uriOf('another-name')]);
  assert.equal(await linked.readText(uriOf('another-name', 'a.json')), 'open/a.json');
});

test('nothing else is, by no way of reading: neither by its path nor through a link', async () => {
  const files = new ConfinedFiles(nodeHost().files, [uriOf('open')]);
  const outside = [
    uriOf('secret.json'),
    uriOf('open-not', 'secret.json'),
    uriOf('open', 'link.json'),
    uriOf('open', 'folder', 'secret.json'),
    `${uriOf('open')}/../secret.json`,
    `${uriOf('open')}/%2e%2e/secret.json`,
    `${uriOf('open')}/..%2fsecret.json`,
    `${uriOf('open')}/..%5csecret.json`,
    uriOf('open', 'a.json').replace('file:///', 'file://elsewhere/'),
    uriOf('open', 'a.json').replace('file:', 'http:'),
    uriOf('nowhere.json'),
  ];
  for (const uri of outside) {
    const ways = [files.readText(uri), files.readBytes(uri, 100), files.stat(uri), files.open(uri)];
    for (const result of await Promise.allSettled(ways)) {
      assert.equal(result.status, 'rejected', uri);
      assert.ok(result.reason instanceof FileProblem, uri);
      assert.match(result.reason.reason, OUTSIDE, uri);
    }
  }
});

test('what lies outside is not asked for at all; a file that is not there is said to be missing', async () => {
  const asked: string[] = [];
  const { files } = nodeHost();
  const leadsOutOf = (folder: string, uri: string): Promise<boolean> => {
    asked.push(uri);
    return files.leadsOutOf(folder, uri);
  };
  const confined = new ConfinedFiles({ ...files, leadsOutOf }, [uriOf('open')]);
  await assert.rejects(confined.stat('file://server/share/a.json'), OUTSIDE);
  assert.deepEqual(asked, []);
  await assert.rejects(confined.stat(uriOf('open', 'nowhere.json')), /does not exist/);
});

test('without folders nothing is read; without confinement everything is', async () => {
  const files = new ConfinedFiles(nodeHost().files, []);
  await assert.rejects(files.readText(uriOf('open', 'a.json')), OUTSIDE);
  files.folders = undefined;
  assert.equal(await files.readText(uriOf('secret.json')), 'secret.json');
});

test('names tell what is below a folder, on every system', () => {
  const below: [uri: string, folder: string][] = [
    ['file:///c%3A/a/b.json', 'file:///C:/a'],
    ['file:///c:/a/b.json', 'file:///c%3A/a/'],
    ['memory:/a/b/c.json', 'memory:/a'],
    ['vscode-remote://host/a/b.json', 'vscode-remote://host/'],
  ];
  for (const [uri, folder] of below) assert.ok(isBelow(uri, folder), `${uri} is below ${folder}`);
  const beside: [uri: string, folder: string][] = [
    ['file:///d%3A/a/b.json', 'file:///c:/a'],
    ['memory:/ab/c.json', 'memory:/a'],
    ['memory:/a', 'memory:/a'],
    ['vscode-remote://other/a/b.json', 'vscode-remote://host/a'],
    ['file:///a/%zz', 'file:///a'],
    ['no uri', 'file:///a'],
  ];
  for (const [uri, folder] of beside) assert.ok(!isBelow(uri, folder), `${uri} is not below ${folder}`);
});
