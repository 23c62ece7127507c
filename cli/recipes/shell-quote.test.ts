import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { shellQuote, shellWords } from './shell-quote.ts';

/** Any text that an argument can hold. */
const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }).map((text) => text.replaceAll('\0', '')),
  // What shells find most remarkable, more often than chance would have it.
  fc.string({ unit: fc.constantFrom(...'\'"\\$`!*?[]{}()<>|&;~#=%^ \t\n\r-aé가'), maxLength: 12 }),
);

/** The words that a shell reads, each followed by NUL. */
function wordsReadBy(shell: string, line: string): string[] {
  const { status, stdout, stderr } = spawnSync(shell, ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout.split('\0').slice(0, -1);
}

for (const shell of ['bash', 'sh']) {
  test(`${shell} reads every word back as it was`, () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 100 }), (words) => {
        assert.deepEqual(wordsReadBy(shell, shellWords(words)), words);
      }),
      { numRuns: 60, seed: 1 },
    );
  });
}

test('a plain word stays as it is, an empty one is still a word', () => {
  assert.equal(shellQuote('/opt/cdma.cjs'), '/opt/cdma.cjs');
  assert.equal(shellQuote(''), "''");
  assert.equal(shellQuote("it's"), `'it'\\''s'`);
});

test('a word that would assign, expand or comment is quoted', () => {
  for (const text of ['A=b', '~/x', '#x', '{a,b}', '$x']) assert.equal(shellQuote(text), `'${text}'`);
});

test('NUL is refused', () => {
  assert.throws(() => shellQuote('a\0b'), /NUL/);
});
