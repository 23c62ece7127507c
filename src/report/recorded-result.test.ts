import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compare } from '../comparison/comparison.ts';
import { comparisonMarkdown } from '../comparison/comparison-markdown.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { isRecordedResult, recordedPart } from './recorded-result.ts';
import type { Report } from './report.ts';

/** Configs whose reports lack what others have: no schedule of memory, nothing compressed, energy. */
const CONFIGS = [
  { workload: { network: 'alexnet' } },
  { workload: { network: 'nin', batch: 1 }, cost: { energy: 'on' } },
  { workload: { network: 'alexnet', sync: 'async' } },
];

async function reportOf(config: object): Promise<Report> {
  const { report, findings } = await new Runner(nodeHost()).run(JSON.stringify(config), 'file:///a.cdma.json');
  assert.ok(report, findings.map(({ message }) => message).join());
  return report;
}

const throughFile = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('what is recorded comes back from a file as it was', async () => {
  for (const config of CONFIGS) {
    const recorded = recordedPart(await reportOf(config));
    const read = throughFile(recorded);
    assert.ok(isRecordedResult(read));
    assert.deepEqual(read, recorded);
  }
});

test('it is a part of the report, and small for the largest network too', async () => {
  const report = await reportOf({ workload: { network: 'googlenet' } });
  const recorded = recordedPart(report);
  assert.ok(JSON.stringify(recorded).length < 64 * 1024);
  assert.deepEqual({ ...report, ...recorded, memory: { ...report.memory, ...recorded.memory } }, report);
});

test('what passes for a recorded result can be compared, however it is damaged', async () => {
  const recorded = recordedPart(await reportOf({ workload: { network: 'alexnet' } }));
  let refused = 0;
  for (const damaged of damagedCopies(throughFile(recorded))) {
    if (!isRecordedResult(damaged)) {
      refused++;
      continue;
    }
    const contestant = { id: '', name: '', result: damaged };
    const other = { id: '', name: '', result: recorded };
    for (const pair of [
      [contestant, other],
      [other, contestant],
    ]) {
      const comparison = compare(pair);
      assert.equal(typeof comparisonMarkdown(comparison), 'string');
      for (const { values } of comparison.figures)
        for (const value of values) assert.ok(value === null || typeof value === 'number');
    }
  }
  assert.ok(refused > 0);
});

test('anything else is none', () => {
  for (const value of [null, 1, 'text', [], {}, { version: 2 }]) assert.equal(isRecordedResult(value), false);
});

/** A copy for every key above the depth of a layer's and a config's own, without it, and with a word in its place. */
function damagedCopies(value: unknown, depth = 4): unknown[] {
  if (typeof value !== 'object' || value === null || depth === 0) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const { [key]: _, ...without } = value as Record<string, unknown>;
    const replaced = [null, 'damaged', ...damagedCopies(inner, depth - 1)].map((one) => ({ ...without, [key]: one }));
    const copies = [without, ...replaced];
    return Array.isArray(value) ? copies.map((copy) => Object.values(copy)) : copies;
  });
}
