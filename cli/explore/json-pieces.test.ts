import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { jsonPieces } from './json-pieces.ts';

test('the pieces are what JSON.stringify gives with two spaces', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), (object) => {
      assert.equal([...jsonPieces(object)].join(''), `${JSON.stringify(object, null, 2)}\n`);
    }),
    { seed: 3 },
  );
});

test('a list may be made while it is written; what is undefined is left out', () => {
  const list = (function* () {
    yield { a: 1 };
    yield { b: [2] };
  })();
  const pieces = [...jsonPieces({ none: undefined, list })].join('');
  assert.equal(pieces, `${JSON.stringify({ list: [{ a: 1 }, { b: [2] }] }, null, 2)}\n`);
});
