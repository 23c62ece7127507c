/** docs/exploration.md: its examples are valid, and have as many designs as it says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../scripts/project.ts';
import { Explorer } from '../../src/explore.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';

const URI = 'file:///page.cdma.json';
const runner = new Runner(nodeHost());
const explorer = new Explorer(runner);
const page = readFileSync(path.join(ROOT, 'docs', 'exploration.md'), 'utf8');
const examples = [...page.matchAll(/```jsonc\n([\s\S]*?)```/g)].map(([, text = '']) => text);

/** Of each example in its order: designs that are run, by hand. */
const DESIGNS = [20, 6, 6, 1024, 2000, 4];

test('every example is valid, without a finding', async () => {
  for (const text of examples) assert.deepEqual(await runner.validate(text, URI), [], text);
});

test('every example has the designs that its values make', async () => {
  const designs: number[] = [];
  for (const text of examples) {
    const prepared = await explorer.prepare(text, URI);
    assert.ok(prepared, text);
    designs.push(prepared.exploration.search?.budget ?? prepared.space.size);
  }
  assert.deepEqual(designs, DESIGNS);
});

test('every option that it names is one of cdma explore', () => {
  const usage = readFileSync(path.join(ROOT, 'cli', 'main.ts'), 'utf8');
  const options = new Set([...page.matchAll(/--([a-z]+)/g)].map(([option]) => option));
  for (const option of options) assert.ok(usage.includes(option), option);
});

test('every page and section that it leads to is there', () => {
  for (const [, target = ''] of page.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)) {
    assert.ok(readFileSync(path.join(ROOT, 'docs', target), 'utf8').length > 0, target);
  }
});
