/** docs/features.md: every feature names a test, and the test is there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const ROOT = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/features.md', ROOT), 'utf8');
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| feature'))
  .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));

test('there are features', () => {
  assert.ok(rows.length > 50, `${rows.length}`);
});

for (const [, feature = '', how = '', proof = ''] of rows) {
  test(`${feature || how || proof}: its test is there`, () => {
    const [, file, title] = /^`([^`]+)`: (.+)$/.exec(proof) ?? [];
    assert.ok(file !== undefined && title !== undefined, proof);
    assert.ok(readFileSync(new URL(file, ROOT), 'utf8').includes(title), `${file} has no test "${title}"`);
  });
}
