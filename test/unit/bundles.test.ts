/** What ships stays small (docs/performance.md) and runs. It is as the build has left it, before any test is run. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const built = (name: string): string => readFileSync(new URL(`../../dist/${name}`, import.meta.url), 'utf8');

for (const [name, mostBytes, what] of [
  ['extension.cjs', 150e3, 'what the extension host loads'],
  ['panel.js', 520e3, 'the panel'],
  ['cdma.cjs', 850e3, 'the simulator, which is thread and command line and is loaded at the first run,'],
] as const) {
  test(`${what} is at most ${mostBytes / 1000} kB`, () => {
    const bytes = Buffer.byteLength(built(name));
    assert.ok(bytes <= mostBytes, `${bytes} bytes`);
  });
}

test('the extension host loads nothing of the simulator', () => {
  assert.doesNotMatch(built('extension.cjs'), /titanx-maxwell/);
});

test('the command line says what runs it, once', () => {
  const text = built('cdma.cjs');
  assert.ok(text.startsWith('#!/usr/bin/env node\n'));
  assert.equal(text.split('#!/usr/bin/env node').length, 2);
});
