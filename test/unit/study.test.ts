/** The study of docs/study.md: its committed result is what its sweeps give, and it teaches what the page says. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { ROOT } from '../../scripts/project.ts';
import { STUDY, type StudiedLink, type StudyResult, studyResult } from '../../scripts/study-result.ts';
import { studyTable } from '../../scripts/study-table.ts';
import { parseQuantity } from '../../src/config/quantity.ts';

let study: StudyResult;
before(async () => {
  study = await studyResult();
});

test('the committed result is what the sweeps give', () => {
  assert.deepEqual(study, JSON.parse(readFileSync(path.join(STUDY, 'result.json'), 'utf8')));
});

test('docs/study.md shows its table', () => {
  const page = readFileSync(path.join(ROOT, 'docs', 'study.md'), 'utf8');
  assert.ok(page.includes(studyTable(study)), studyTable(study));
});

test('behind PCIe the link binds for every network: the design of the talk wastes none of it', () => {
  for (const config of ['pcie3-titan-x', 'pcie3-v100', 'pcie4-a100', 'pcie5-h100']) {
    assert.deepEqual(linkOf(config).talk.binds, { link: 6 }, config);
  }
});

test('data has to be compressed before it crosses the crossbar: behind it the gain shrinks, on fast links to a loss', () => {
  const gains = study.links.map(({ talk, talkBehindCrossbar }) => ({
    before: talk.speedupOverVdnn - 1,
    behind: talkBehindCrossbar.speedupOverVdnn - 1,
  }));
  for (const { before, behind } of gains) assert.ok(behind < before);
  const { talk, talkBehindCrossbar } = linkOf('pcie5-h100');
  assert.ok(talkBehindCrossbar.speedupOverVdnn - 1 < (talk.speedupOverVdnn - 1) / 5);
  for (const config of ['nvlink2-v100', 'c2c-gh200']) {
    assert.ok(linkOf(config).talkBehindCrossbar.speedupOverVdnn < 1, config);
  }
});

test('70 KB and six engines are sized for the worst case: behind PCIe 3 a third of the buffer and two engines are enough', () => {
  for (const config of ['pcie3-titan-x', 'pcie3-v100']) {
    const { enough, talk } = linkOf(config);
    assert.ok(bytesOf(enough.buffer) <= 70e3 / 3, config);
    assert.ok(enough.enginesOf32Bytes <= 2, config);
    assert.ok(enough.speedupOverVdnn >= 0.99 * talk.speedupOverVdnn, config);
  }
});

test('the buffer grows with bandwidth times latency: at PCIe 5 70 KB are too little', () => {
  const buffers = ['pcie3-titan-x', 'pcie4-a100', 'pcie5-h100', 'c2c-gh200'].map((config) =>
    bytesOf(linkOf(config).smallestBuffer),
  );
  assert.deepEqual(
    buffers,
    [...buffers].sort((a, b) => a - b),
  );
  assert.ok(bytesOf(linkOf('pcie5-h100').smallestBuffer) > 70e3);
});

test('on NVLink 2 what the crossbar delivers binds before buffer and engines do', () => {
  const { talk, narrowestCrossbar, bestSpeedup, bestBehindNarrowCrossbar } = linkOf('nvlink2-v100');
  assert.equal(talk.binds.crossbar, 4);
  assert.ok(narrowestCrossbar > talk.crossbarBytesPerCycle);
  assert.ok(bestBehindNarrowCrossbar - talk.speedupOverVdnn < 0.01);
  assert.ok(bestSpeedup - talk.speedupOverVdnn > 0.03);
});

test('at the speed of NVLink-C2C the design of the talk is slower than vDNN, until crossbar, engines and buffer all grow', () => {
  const { talk, enough, bestBehindNarrowCrossbar } = linkOf('c2c-gh200');
  assert.ok(talk.speedupOverVdnn < 1);
  assert.ok(bestBehindNarrowCrossbar < 1);
  assert.ok(enough.speedupOverVdnn > 1);
  assert.ok(enough.enginesOf32Bytes > talk.enginesOf32Bytes);
  assert.ok(bytesOf(enough.buffer) > 4 * 70e3);
  assert.ok(enough.crossbarBytesPerCycle >= 4 * talk.crossbarBytesPerCycle);
});

test('behind PCIe cDMA is worth more on newer GPUs, not less; on links made for GPUs it is worth little', () => {
  const titan = linkOf('pcie3-titan-x').bestSpeedup;
  for (const config of ['pcie3-v100', 'pcie4-a100', 'pcie5-h100'])
    assert.ok(linkOf(config).bestSpeedup > titan, config);
  for (const config of ['nvlink2-v100', 'c2c-gh200']) assert.ok(linkOf(config).bestSpeedup < 1.15, config);
});

/** Per cent, as docs/model.md has them of an independent implementation. */
const GAINS_OF_RATIOS = { 1.5: 14, 2: 23, 2.6: 29, 4: 36, 8: 42, 16: 43 };

test('the return of a better ratio diminishes', () => {
  assert.deepEqual(
    Object.fromEntries(
      study.ratios.map(({ ratio, speedupOverVdnn }) => [ratio, Math.round(100 * (speedupOverVdnn - 1))]),
    ),
    GAINS_OF_RATIOS,
  );
});

function linkOf(config: string): StudiedLink {
  const link = study.links.find((one) => one.config === config);
  assert.ok(link);
  return link;
}

function bytesOf(text: string): number {
  const parsed = parseQuantity(text);
  assert.ok(parsed.kind === 'quantity');
  return parsed.value;
}
