import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, test } from 'node:test';
import { ROOT, RUN_TYPESCRIPT } from './project.ts';

/** A project of one script, with a stand-in for npm. */
let project = '';

const LOCK = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/tsx': { version: '4.0.0' },
    'node_modules/for-another-system': { version: '1.0.0', optional: true },
  },
};

/** What a real `npm ci` would do, as far as it matters: put packages there (our own tsx) and write down which. */
const FAKE_NPM = `
  const fs = require('node:fs');
  fs.mkdirSync('node_modules/tsx/dist', { recursive: true });
  fs.writeFileSync('node_modules/tsx/dist/loader.mjs', ${JSON.stringify(`import '${RUN_TYPESCRIPT[1]}';`)});
  const { 'node_modules/tsx': tsx } = JSON.parse(fs.readFileSync('package-lock.json')).packages;
  fs.writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/tsx': tsx } }));
  console.log('npm', process.argv[2]);
`;

beforeEach(() => {
  project = path.join(mkdtempSync(path.join(os.tmpdir(), 'cdma-bootstrap-')), 'a folder with spaces');
  mkdirSync(path.join(project, 'scripts'), { recursive: true });
  cpSync(path.join(ROOT, 'scripts', 'bootstrap.mjs'), path.join(project, 'scripts', 'bootstrap.mjs'));
  write('package-lock.json', JSON.stringify(LOCK));
  write('npm-cli.js', FAKE_NPM);
  write('package.json', '{ "type": "commonjs" }');
  write('scripts/test.ts', "console.log('ran', process.argv.slice(2).join(' ')); process.exitCode = 3;");
});

afterEach(() => rmSync(path.dirname(project), { recursive: true, force: true }));

function write(name: string, text: string): void {
  writeFileSync(path.join(project, name), text);
}

function bootstrap(...args: string[]): { status: number | null; lines: string[] } {
  const env = { ...process.env, npm_execpath: path.join(project, 'npm-cli.js'), NODE_TEST_CONTEXT: undefined };
  const script = path.join(project, 'scripts', 'bootstrap.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], { env, encoding: 'utf8' });
  return { status, lines: (stdout + stderr).trim().split('\n') };
}

test('packages are installed once; arguments and the exit status go through', () => {
  const first = bootstrap('test', '--only', 'unit');
  assert.deepEqual(first.lines, [
    'Installing packages with npm ci: node_modules is missing or incomplete …',
    'npm ci',
    'ran --only unit',
  ]);
  assert.equal(first.status, 3);
  assert.deepEqual(bootstrap('test').lines, ['ran']);
});

test('another version in package-lock.json means another install', () => {
  bootstrap('test');
  const packages = { ...LOCK.packages, 'node_modules/tsx': { version: '4.1.0' } };
  write('package-lock.json', JSON.stringify({ packages }));
  const [reason] = bootstrap('test').lines;
  assert.match(reason ?? '', /node_modules\/tsx is 4\.0\.0, package-lock\.json wants 4\.1\.0/);
  assert.deepEqual(bootstrap('test').lines, ['ran']);
});

test('an unknown script is answered with the known ones', () => {
  const { status, lines } = bootstrap('publish');
  assert.equal(status, 1);
  assert.match(lines.join(), /usage: .*start\|test\|bench\|screenshots/);
});
