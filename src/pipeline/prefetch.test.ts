/** Figures of docs/pipeline.md, "What it shows", from an independent prototype; lines are generated at the same ratios. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOfRatio, linkUtilisation, MAXWELL_PATH, PCIE5_PATH } from '../../test/golden/pipeline-reference.ts';
import type { PipelineDesign } from './design.ts';
import { prefetchFinishTimes, runPrefetch } from './prefetch.ts';

function utilisationOf(design: PipelineDesign, lines: Uint8Array): number {
  return linkUtilisation(lines, design.linkBandwidth, Math.max(...prefetchFinishTimes(design, lines)));
}

/** The prototype had no parser. */
const withoutParser = (path: PipelineDesign): PipelineDesign => ({
  ...path,
  buffer: 1e3,
  parsedLinesPerCycle: Number.POSITIVE_INFINITY,
});

test('1 KB of staging is enough: no round trip lies inside the loop', () => {
  for (const ratio of [2.06, 4.15, 7.3, 12.6]) {
    assert.ok(utilisationOf(withoutParser(MAXWELL_PATH), linesOfRatio(ratio)) > 0.998, `PCIe 3 at ${ratio}`);
  }
  for (const ratio of [2.06, 4.15, 7.3]) {
    assert.ok(utilisationOf(withoutParser(PCIE5_PATH), linesOfRatio(ratio)) > 0.995, `PCIe 5 at ${ratio}`);
  }
});

test('on PCIe 5 at ratio 12.6 the engines limit the link to 0.87', () => {
  assert.equal(utilisationOf(withoutParser(PCIE5_PATH), linesOfRatio(12.6)).toFixed(2), '0.87');
});

test('a parser of one mask a cycle limits Maxwell to 128 B x 1.075 GHz', () => {
  const lines = linesOfRatio(12.6);
  const { picoseconds, criticalPathPicoseconds } = runPrefetch({ ...MAXWELL_PATH, buffer: 1e3 }, lines);
  const rate = (128 * lines.length) / (picoseconds * 1e-12);
  assert.ok(Math.abs(rate / (128 * 1.075e9) - 1) < 0.02, `${rate}`);
  assert.ok(criticalPathPicoseconds.engine > 0.9 * picoseconds);
});
