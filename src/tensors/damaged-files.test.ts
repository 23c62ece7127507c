/**
 * Valid files with a few bytes changed, cut or put in: they are read or refused with a problem, and nothing else ever
 * happens.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { nodeHost } from '../node/node-host.ts';
import { openTensorFile } from './tensor-container.ts';
import { problemOf } from './tensor-problem.ts';

const FOLDER = fileURLToPath(new URL('../../test/fixtures/tensors/', import.meta.url));
const FILES = ['plain.npy', 'fortran.npy', 'bfloat16-records.npy', 'stored.npz', 'deflated.npz', 'several.safetensors'];
const RUNS = 400;
/** A file that takes so long would never end: all of them are a few kilobytes. */
const LONGEST_READ_MS = 10_000;
/** Kilobytes. */
const MOST_MEMORY = 150e3;

/** Where headers and directories lie: at the start, and in archives at the end. */
const place = (length: number) =>
  fc.oneof(
    fc.nat({ max: 300 }),
    fc.nat({ max: length - 1 }),
    fc.integer({ min: Math.max(0, length - 600), max: length - 1 }),
  );

const edit = (length: number) =>
  fc.record({
    kind: fc.constantFrom('set' as const, 'cut' as const, 'insert' as const, 'copy' as const),
    at: place(length),
    from: place(length),
    count: fc.nat({ max: 12 }),
    byte: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 0xff, 0x7f, 0x80)),
  });

type Edit = ReturnType<typeof edit> extends fc.Arbitrary<infer Value> ? Value : never;

function damaged(whole: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let bytes = Buffer.from(whole);
  for (const { kind, at, from, count, byte } of edits) {
    if (kind === 'set') bytes.fill(byte, Math.min(at, bytes.length), Math.min(at + count, bytes.length));
    else if (kind === 'cut') bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + count)]);
    else if (kind === 'insert')
      bytes = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(count, byte), bytes.subarray(at)]);
    else bytes.copyWithin(at, from, from + count);
  }
  return bytes;
}

async function readEverything(uri: string, bytes: Uint8Array): Promise<'read' | 'refused'> {
  const opened = await openTensorFile(uri, { ...nodeHost(), files: memoryFiles({ [uri]: bytes }) });
  if ('problem' in opened) return 'refused';
  const { file } = opened;
  let result: 'read' | 'refused' = 'read';
  for (const name of file.names ?? [undefined]) {
    try {
      const found = await file.tensor(name);
      if ('problem' in found) {
        result = 'refused';
        continue;
      }
      let elements = 0;
      for await (const words of found.source.blocks(4096)) elements += words.length;
      assert.equal(elements, found.source.elements);
    } catch (error) {
      problemOf(error, uri); // throws on what is no problem of the file
      result = 'refused';
    }
  }
  await file.close();
  return result;
}

test('every file that is damaged here exists', () => {
  for (const name of FILES) assert.ok(readdirSync(FOLDER).includes(name));
});

for (const name of FILES) {
  test(`damaged ${name}`, async () => {
    const whole = readFileSync(`${FOLDER}${name}`);
    const uri = `file:///${name}`;
    assert.equal(await readEverything(uri, whole), 'read');
    const before = process.resourceUsage().maxRSS;
    const counts = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(edit(whole.length), { minLength: 1, maxLength: 3 }), async (edits) => {
        const start = performance.now();
        counts[await readEverything(uri, damaged(whole, edits))]++;
        assert.ok(performance.now() - start < LONGEST_READ_MS, 'took too long');
      }),
      { seed: 20180224, numRuns: RUNS },
    );
    assert.ok(counts.refused > RUNS / 10, `${counts.refused} of ${RUNS} files were refused`);
    assert.ok(process.resourceUsage().maxRSS - before < MOST_MEMORY, 'took too much memory');
  });
}
