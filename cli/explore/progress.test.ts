import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inWords } from './progress.ts';

test('lengths of time are rounded to what people say', () => {
  const second = 1000;
  for (const [milliseconds, words] of [
    [20, 'less than 1 s'],
    [59.6 * second, '60 s'],
    [100 * second, '2 min'],
    [89 * 60 * second, '89 min'],
    [3 * 3600 * second, '3 h'],
    [72 * 3600 * second, '3 days'],
  ] as const) {
    assert.equal(inWords(milliseconds), words);
  }
});
