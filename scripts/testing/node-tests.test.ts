import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { RUN_TYPESCRIPT } from '../project.ts';
import type { Outcome } from './step.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma node tests-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs one test file with this text, in a process of its own: the runner does not run inside a test. */
function outcomeOf(text: string): Outcome {
  const file = path.join(folder, 'sample.test.mjs');
  writeFileSync(file, `import { after, describe, test } from 'node:test';\n${text}`);
  const module = new URL('node-tests.ts', import.meta.url).href;
  const program = path.join(folder, 'program.mjs'); // a file, as the runner hands options such as --eval on
  writeFileSync(
    program,
    `import { runNodeTests } from ${JSON.stringify(module)};
    const options = { files: [${JSON.stringify(file)}], concurrency: 1, limitMs: 20000 };
    console.log(JSON.stringify(await runNodeTests(options)));`,
  );
  const { stdout, stderr } = spawnSync(process.execPath, [...RUN_TYPESCRIPT, program], {
    env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    encoding: 'utf8',
  });
  assert.ok(stdout, stderr);
  return JSON.parse(stdout) as Outcome;
}

test('tests are counted, suites are not', () => {
  const { tally, output } = outcomeOf(`
    describe('suite', () => { test('a', () => {}); test('b', () => {}); });
    test('skipped', { skip: true }, () => {});
    test('to do', { todo: 'one day' }, () => { throw new Error('not yet'); });`);
  assert.deepEqual(tally, { passed: 2, failed: 0, skipped: 2 });
  assert.equal(output, '');
});

test('a failure counts once and is shown with its cause and what was printed', () => {
  const { tally, output } = outcomeOf(`
    describe('suite', () => { test('bad', () => { console.log('on the way'); throw new Error('because'); }); });`);
  assert.deepEqual(tally, { passed: 0, failed: 1, skipped: 0 });
  assert.match(output, /sample\.test\.mjs: bad\n.*because.*on the way/s);
});

test('a hook that fails after its tests is a failure', () => {
  const { tally } = outcomeOf(`
    describe('suite', () => { test('a', () => {}); after(() => { throw new Error('left a mess'); }); });`);
  assert.deepEqual(tally, { passed: 1, failed: 1, skipped: 0 });
});

test('a file without tests is a failure, and so is one that cannot be loaded', () => {
  const empty = outcomeOf('');
  assert.deepEqual(empty.tally, { passed: 0, failed: 1, skipped: 0 });
  assert.match(empty.output, /no test in it/);
  assert.deepEqual(outcomeOf("import './nowhere.mjs';").tally, { passed: 0, failed: 1, skipped: 0 });
});
