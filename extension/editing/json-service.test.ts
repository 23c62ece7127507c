import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type JsonServiceFacts, jsonServiceOwnership } from './json-service.ts';

const USUAL: JsonServiceFacts = {
  present: true,
  languageId: 'jsonc',
  validates: true,
  nameMatches: true,
  declaresSchema: false,
};

const CASES: [title: string, facts: Partial<JsonServiceFacts>, syntax: boolean, schema: boolean][] = [
  ['a config as it is usually open', {}, true, true],
  ['plain JSON', { languageId: 'json' }, true, true],
  ['the built-in extension is disabled', { present: false }, false, false],
  ['validation is off', { validates: false }, false, false],
  ['another language', { languageId: 'plaintext' }, false, false],
  ['another file name', { nameMatches: false }, true, false],
  ['a $schema of its own', { declaresSchema: true }, true, false],
  ['validation is off, with a $schema of its own', { validates: false, declaresSchema: true }, false, false],
];

for (const [title, facts, syntax, schema] of CASES) {
  test(`${title}: the JSON service ${schema ? 'reports' : 'does not report'} schema faults`, () => {
    assert.deepEqual(jsonServiceOwnership({ ...USUAL, ...facts }), { syntax, schema });
  });
}
