import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check, type Plan, runSteps, type Step } from './step.ts';
import { inWords, NONE, sum, type Tally } from './tally.ts';

async function run(...plan: Plan): Promise<{ total: string; lines: string[] }> {
  const lines: string[] = [];
  const tallies = await runSteps(plan, (step, tally, output) => {
    lines.push(`${step.name}: ${tally ? inWords(tally) : 'content'}${output ? `; ${output.split('\n')[0]}` : ''}`);
  });
  return { total: inWords(sum(tallies)), lines };
}

const tests = (name: string, tally: Partial<Tally>, needs: string[] = []): Step => ({
  name,
  needs,
  run: async () => ({ tally: { ...NONE, ...tally }, output: '' }),
});

test('checks that are content add nothing, failing ones count as one', async () => {
  const fine = check('types', async () => ({ ok: true, output: '' }));
  const broken = check('style', async () => ({ ok: false, output: 'semicolon' }));
  const { total, lines } = await run(fine, broken, tests('unit', { passed: 2 }));
  assert.equal(total, '2 passed, 1 failed');
  assert.deepEqual(lines, ['types: content', 'style: 0 passed, 1 failed; semicolon', 'unit: 2 passed, 0 failed']);
});

test('a step without tests is a failure, also if all of them were skipped', async () => {
  const { total } = await run(tests('empty', {}), tests('skipped', { skipped: 3 }));
  assert.equal(total, '0 passed, 2 failed');
});

test('a step whose ground is broken is not run and fails', async () => {
  const build = check('build', async () => ({ ok: false, output: 'no entry point' }));
  const { lines } = await run(build, tests('in host', { passed: 1 }, ['build']));
  assert.deepEqual(lines.at(-1), 'in host: 0 passed, 1 failed; not run, because "build" failed');
});

test('a step that throws is a failure, and the next one is run', async () => {
  const thrower: Step = { name: 'thrower', run: () => Promise.reject(new Error('boom')) };
  const { total } = await run(thrower, tests('unit', { passed: 1 }));
  assert.equal(total, '1 passed, 1 failed');
});

test('steps of an inner list run side by side, before those that follow', async () => {
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  const waiting: Step = { ...tests('waiting', { passed: 1 }), run: () => released.then(tests('', { passed: 1 }).run) };
  const releasing = tests('releasing', { passed: 1 });
  const { total, lines } = await run(
    [waiting, { ...releasing, run: () => releasing.run().finally(release) }],
    tests('last', { passed: 1 }),
  );
  assert.equal(total, '3 passed, 0 failed');
  assert.deepEqual(
    lines.map((line) => line.split(':')[0]),
    ['releasing', 'waiting', 'last'],
  );
});
