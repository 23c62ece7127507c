import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HistoryEntry, MOST_UNSTARRED, RunHistory, readIndex, writeIndex } from './run-history.ts';

const A = 'file:///a.cdma.json';
const B = 'file:///folder/b.cdma.json';
const run = (uri: string, hash: string, ranAtMs: number) => ({ uri, hash: hash.repeat(16), headline: hash, ranAtMs });
const hashes = ({ entries }: RunHistory) => entries.map(({ headline }) => headline);

test('runs are remembered, newest first; the same design again is no other run', () => {
  const history = new RunHistory();
  assert.ok(history.add(run(A, 'a', 1)));
  assert.equal(history.add(run(A, 'a', 2)), undefined);
  assert.ok(history.add(run(B, 'a', 3)));
  assert.ok(history.add(run(A, 'b', 4)));
  // Back to an earlier design: a run of its own, with an id of its own.
  assert.ok(history.add(run(A, 'a', 5)));
  assert.deepEqual(hashes(history), ['a', 'b', 'a', 'a']);
  assert.equal(new Set(history.entries.map(({ id }) => id)).size, 4);
  assert.equal(history.latestOf(A)?.ranAtMs, 5);
});

test('the oldest are forgotten, starred ones never', () => {
  const history = new RunHistory();
  const first = history.add(run(A, 'f', 0))?.entry;
  assert.ok(first);
  history.change([first.id], { starred: true, name: 'baseline' });
  const forgotten: string[] = [];
  for (let i = 1; i <= MOST_UNSTARRED + 3; i++) forgotten.push(...(history.add(run(A, `${i}x`, i))?.forgotten ?? []));
  assert.equal(forgotten.length, 3);
  assert.equal(history.entries.length, MOST_UNSTARRED + 1);
  assert.equal(history.get(first.id)?.name, 'baseline');
  assert.deepEqual(
    history.entries.filter(({ id }) => forgotten.includes(id)),
    [],
  );
});

test('two windows: what either added stays, deleted files stay away, and the last change of an entry counts', () => {
  const here = new RunHistory();
  here.add(run(A, 'a', 1));
  here.add(run(A, 'b', 2));
  const other = new RunHistory(here.entries);
  const [b, a] = here.entries as [HistoryEntry, HistoryEntry];
  here.add(run(A, 'd', 4));
  other.add(run(B, 'c', 3));
  other.change([a.id], { starred: true, name: 'baseline' });
  const all = [...here.entries, ...other.entries].map(({ id }) => id);
  here.merge(other.entries, new Set(all.filter((id) => id !== b.id)));
  assert.deepEqual(hashes(here), ['d', 'c', 'a']);
  assert.deepEqual(here.get(a.id), { ...a, starred: true, name: 'baseline' });
});

test('an index that is gone does not take what is known with it', () => {
  const history = new RunHistory();
  history.add(run(A, 'a', 1));
  const { entries } = history;
  history.merge([], new Set(entries.map(({ id }) => id)));
  assert.deepEqual(history.entries, entries);
});

test('a renamed folder takes its runs along', () => {
  const history = new RunHistory();
  history.add(run(B, 'a', 1));
  history.add(run('file:///folder-2/b.cdma.json', 'a', 2));
  assert.equal(history.renamed('file:///folder', 'file:///other'), true);
  assert.deepEqual(
    history.entries.map(({ uri }) => uri),
    ['file:///folder-2/b.cdma.json', 'file:///other/b.cdma.json'],
  );
  assert.equal(history.renamed('file:///nowhere', 'file:///x'), false);
});

test('an index is read back; damaged entries are left out, another file is none', () => {
  const history = new RunHistory();
  history.add(run(A, 'a', 1));
  assert.deepEqual(readIndex(writeIndex(history.entries)), history.entries);
  const [entry] = history.entries as [HistoryEntry];
  const bad = [
    { ...entry, id: '../../etc-1' },
    { ...entry, id: 'history' },
    { ...entry, starred: 'yes' },
    null,
    7,
    entry,
  ];
  assert.deepEqual(readIndex(JSON.stringify({ version: 1, entries: bad })), [entry]);
  for (const text of ['', '{', '[]', 'null', '{"version": 2, "entries": []}']) assert.equal(readIndex(text), undefined);
});
