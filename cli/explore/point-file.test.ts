import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { UsageError } from '../usage.ts';
import { PointFile } from './point-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'cdma-points-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const PLACES = Uint32Array.of(3, 4, 8, 9);
const HEADER = '{"cdmaExploration":1,"config":{"name":"é","hash":"aa"},"points":4}';
const LINES = [...PLACES].map((place) => `{"id":${place},"parameters":{"가":"1 KB"}}\n`);
const WHOLE = `${HEADER}\n${LINES.join('')}`;
let files = 0;

function fileWith(content: string | Uint8Array): string {
  const name = path.join(folder, `points-${files++}.ndjson`);
  writeFileSync(name, content);
  return name;
}

/** Opens a file and writes what it lacks. Gives the rows that it had. */
async function complete(name: string): Promise<number> {
  const had: string[] = [];
  const file = await PointFile.open(name, HEADER, PLACES, (line) => had.push(`${line}\n`));
  assert.deepEqual(had, LINES.slice(0, file.had));
  await file.append(LINES.slice(file.had));
  await file.close();
  return file.had;
}

test('cut at any byte, a file is completed to the same bytes', async () => {
  const bytes = Buffer.from(WHOLE);
  for (let length = 0; length <= bytes.length; length++) {
    const name = fileWith(bytes.subarray(0, length));
    const linesThere = bytes.subarray(0, length).toString('latin1').split('\n').length - 2;
    assert.equal(await complete(name), Math.max(0, linesThere), `cut at ${length}`);
    assert.equal(readFileSync(name, 'utf8'), WHOLE, `cut at ${length}`);
  }
});

test('a file that is not there is begun', async () => {
  const name = path.join(folder, 'new.ndjson');
  assert.equal(await complete(name), 0);
  assert.equal(readFileSync(name, 'utf8'), WHOLE);
});

test('what is appended is in the file while it is open', async () => {
  const name = path.join(folder, 'open.ndjson');
  const file = await PointFile.open(name, HEADER, PLACES);
  assert.equal(readFileSync(name, 'utf8'), `${HEADER}\n`);
  await new Promise((done) => setTimeout(done, 250));
  await file.append(LINES.slice(0, 2));
  assert.equal(readFileSync(name, 'utf8'), `${HEADER}\n${LINES.slice(0, 2).join('')}`);
  await file.close();
});

test('two that write the same file leave it whole', async () => {
  const name = path.join(folder, 'twice.ndjson');
  const one = await PointFile.open(name, HEADER, PLACES);
  await one.append(LINES.slice(0, 3));
  const two = await PointFile.open(name, HEADER, PLACES);
  await two.append(LINES.slice(two.had));
  await one.append(LINES.slice(3));
  await two.close();
  await one.close();
  assert.equal(readFileSync(name, 'utf8'), WHOLE);
});

for (const [what, content, reason] of [
  ['another config', WHOLE.replace('"aa"', '"bb"'), /points of another sweep or version \(config\)/],
  ['another number of points', WHOLE.replace('"points":4', '"points":5'), /another sweep or version \(points\)/],
  ['something else in lines', 'a,b\n1,2\n', /is there and has no points of a sweep/],
  ['something else without a line', 'a,b', /is there and has no points of a sweep/],
  ['a point in the wrong place', `${HEADER}\n${LINES[1]}`, /line 2 is not that of point 3/],
  ['a line that was overwritten', `${HEADER}\n{"id":3,"par\n`, /line 2 is not that of point 3/],
  ['more points than there are', `${WHOLE}${LINES[0]}`, /line 6 is not that of point none/],
] as const) {
  test(`a file with ${what} is left as it is, and the message says how to mend it`, async () => {
    const name = fileWith(content);
    await assert.rejects(
      complete(name),
      (error) =>
        error instanceof UsageError &&
        error.message.startsWith(name) &&
        reason.test(error.message) &&
        /delete/.test(error.message),
    );
    assert.equal(readFileSync(name, 'utf8'), content);
  });
}

test('a line that cannot be read is named', async () => {
  const name = fileWith(WHOLE);
  const onLine = (_: string, row: number): void => {
    if (row === 2) throw new SyntaxError('no JSON');
  };
  await assert.rejects(PointFile.open(name, HEADER, PLACES, onLine), /line 4 is damaged/);
});

test('a folder, and a file in a folder that is not there, are refused with the reason', async () => {
  await assert.rejects(PointFile.open(folder, HEADER, PLACES), /cannot write .*: it is a folder/);
  await assert.rejects(PointFile.open(path.join(folder, 'no/points'), HEADER, PLACES), /it does not exist/);
});

test('a device is written to, and nothing is read from it', async () => {
  const file = await PointFile.open('/dev/null', HEADER, PLACES);
  await file.append(LINES);
  await file.close();
  assert.equal(file.had, 0);
});

test('a line that was cut and written on is told from a whole one', async () => {
  const name = fileWith(WHOLE);
  truncateSync(name, Buffer.byteLength(WHOLE) - 3);
  appendFileSync(name, LINES[0] ?? '');
  await assert.rejects(
    PointFile.open(name, HEADER, PLACES, (line) => JSON.parse(line)),
    /line 5 is damaged/,
  );
});
