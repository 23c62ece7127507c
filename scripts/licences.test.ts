import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { DEVELOPMENT_ONLY, isAllowed, isAllowedInDevelopment, MAY_SHIP } from './licences.ts';
import { ROOT } from './project.ts';

const { packages } = JSON.parse(readFileSync(path.join(ROOT, 'package-lock.json'), 'utf8'));

/** All packages that `npm ci` may install, with the licence that the lock file has of each. */
const INSTALLED = Object.entries<{ license?: string }>(packages)
  .filter(([place]) => place !== '')
  .map(([place, { license }]) => ({ name: place.replace(/^.*node_modules\//, ''), licence: license ?? '' }));

for (const [expression, expected] of [
  ['MIT', true],
  ['GPL-3.0-only', false],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT OR Apache-2.0', true],
  ['(MIT AND Zlib)', true],
  ['(MIT AND GPL-3.0-only)', false],
  ['GPL-3.0-only OR MIT AND Zlib', true],
  ['MIT AND GPL-3.0-only OR LGPL-2.1-only', false],
  ['MIT AND (GPL-3.0-only OR LGPL-2.1-only)', false],
  ['GPL-3.0-only AND (LGPL-2.1-only OR MIT OR Zlib)', false],
  ['(MIT OR Zlib) AND (GPL-3.0-only OR ISC)', false], // could be met, but is for people to read
  ['SEE LICENSE IN LICENSE.txt', false],
  ['UNLICENSED', false],
  ['', false],
] as const) {
  test(`${expression || 'nothing'} may ${expected ? '' : 'not '}ship`, () =>
    assert.equal(isAllowed(expression, MAY_SHIP), expected));
}

test('the licence of every package of package-lock.json is known and allowed', () => {
  assert.ok(INSTALLED.length > 300);
  const refused = INSTALLED.filter(({ name, licence }) => !isAllowedInDevelopment(name, licence));
  const told = refused.map(({ name, licence }) => `${name}: ${licence || 'no licence'}`);
  assert.deepEqual(
    told,
    [],
    'read the licence; allow it in scripts/licences.ts, by name and with the reason, or remove it',
  );
});

test('a package is allowed by name under the licence that was read, and under no other', () => {
  assert.ok(isAllowedInDevelopment('axe-core', 'MPL-2.0'));
  assert.ok(!isAllowedInDevelopment('axe-core', 'GPL-3.0-only'));
  assert.ok(!isAllowedInDevelopment('axe-core-of-another', 'MPL-2.0'));
});

for (const { licence, packages } of DEVELOPMENT_ONLY) {
  test(`${licence} is still needed in development, and does not ship`, () => {
    assert.ok(INSTALLED.some((each) => each.licence === licence && packages.test(each.name)));
    assert.ok(!isAllowed(licence, MAY_SHIP));
  });
}
