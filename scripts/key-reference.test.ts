import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import configSchema from '../schemas/cdma-config.schema.json' with { type: 'json' };
import { keyReference } from './key-reference.ts';

const PAGE = readFileSync(new URL('../docs/keys.md', import.meta.url), 'utf8');

test('docs/keys.md is what the schema says today', () => {
  assert.equal(PAGE, keyReference(), 'run npx tsx scripts/write-key-reference.ts');
});

test('every key of every section has its heading', () => {
  const headings = new Set(PAGE.split('\n').flatMap((line) => /^#+ ([\w.*-]+)$/.exec(line)?.[1] ?? []));
  for (const [section, { properties = {} }] of Object.entries(
    configSchema.properties as Record<string, { properties?: object }>,
  )) {
    for (const key of Object.keys(properties)) assert.ok(headings.has(`${section}.${key}`), `${section}.${key}`);
  }
});
