import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWords, NONE, sum } from './tally.ts';

test('tests of all layers are summed up', () => {
  const total = sum([{ passed: 3, failed: 1, skipped: 0 }, NONE, { passed: 4, failed: 0, skipped: 2 }]);
  assert.equal(inWords(total), '7 passed, 1 failed, 2 skipped');
});

test('skipped tests are mentioned only when there are some', () => {
  assert.equal(inWords(sum([])), '0 passed, 0 failed');
});
