/**
 * The validation page cannot drift: a verdict that changes, for better or worse, fails here. When the change is meant,
 * run `npx tsx scripts/write-validation.ts`, read the difference, and commit it with the reason.
 */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { before, test } from 'node:test';
import { Memo } from '../memo.ts';
import { nodeHost } from '../node/node-host.ts';
import { validationJson, validationPage } from './markdown.ts';
import { ROW_GROUPS, type ValidationRow } from './row.ts';
import { validate } from './validate.ts';

const UPDATE = 'If this is meant: npx tsx scripts/write-validation.ts, read the difference, commit it.';
const file = (path: string) => new URL(`../../${path}`, import.meta.url);

// Half a minute of compression, shared by all tests.
let rows: ValidationRow[] = [];
before(async () => {
  const manifestUri = file('examples/traces/manifest.json').href;
  rows = await validate({ host: nodeHost(), memo: new Memo(), manifestUri });
});

test('no known gap has closed and no new one has opened', async () => {
  const expected: Record<string, string> = JSON.parse(
    await readFile(file('test/golden/validation-verdicts.json'), 'utf8'),
  );
  const found = new Map(rows.map(({ id, verdict }) => [id, verdict]));
  const changes = [...new Set([...Object.keys(expected), ...found.keys()])].flatMap((id) => {
    const [was, is] = [expected[id] ?? 'no row', found.get(id) ?? 'no row'];
    return was === is ? [] : [`${id}: was "${was}", is "${is}"`];
  });
  assert.deepEqual(changes, [], UPDATE);
});

test('docs/validation.md is what the command prints', async () => {
  const page = await readFile(file('docs/validation.md'), 'utf8');
  assert.ok(page === validationPage(rows), `docs/validation.md is out of date. ${UPDATE}`);
});

test('docs/validation.json, which the panel shows, has the same rows', async () => {
  const table = await readFile(file('docs/validation.json'), 'utf8');
  assert.ok(table === validationJson(rows), `docs/validation.json is out of date. ${UPDATE}`);
});

test('every row has an id of its own, a source, a reason and finite numbers', () => {
  assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
  for (const { id, source, reason, simulated, error, published } of rows) {
    assert.ok(source !== '' && reason !== '', id);
    assert.ok([simulated, error, published].flat().every(Number.isFinite), id);
  }
  assert.deepEqual([...new Set(rows.map(({ group }) => group))], [...ROW_GROUPS]);
});

test('the misses that must be seen are among the misses', () => {
  const missed = rows.filter(({ verdict }) => verdict === 'misses').map(({ id }) => id);
  for (const id of [
    'compression-maximum',
    'half-precision-alexnet',
    'half-precision-squeezenet',
    'titanxp-loss-average',
  ]) {
    assert.ok(missed.includes(id), id);
  }
});
