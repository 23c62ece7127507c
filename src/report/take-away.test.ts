import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { layersCsv } from './layers-csv.ts';
import { markdownReport } from './markdown-report.ts';
import type { Report } from './report.ts';

async function reportOf(config: object): Promise<Report> {
  const { report } = await new Runner(nodeHost()).run(JSON.stringify(config), 'file:///a.cdma.json');
  assert.ok(report);
  return report;
}

const HOSTILE = 'a|b, "c"\n<img src=x onerror=alert(1)> [x](y)';

test('the table of layers gives every number back, and says whose it is', async () => {
  const report = await reportOf({ workload: { network: 'nin' } });
  const [heading, ...rows] = layersCsv(report)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  assert.ok(heading);
  assert.equal(rows.length, report.layers.length);
  for (const [index, layer] of report.layers.entries()) {
    const cell = (name: string): string => rows[index]?.[heading.indexOf(name)] ?? '';
    assert.equal(cell('layer'), layer.name);
    assert.equal(Number(cell('forward_ms')), layer.forwardMs);
    assert.equal(Number(cell('compressed_bytes')), layer.compressedBytes);
    if (layer.offloaded) assert.equal(Number(cell('ratio')), layer.ratio);
    assert.equal(cell('config_hash'), report.config.hash);
    assert.equal(cell('model_version'), report.tool.modelVersion);
  }
});

test('names that hold commas, quotes and line ends are one cell', async () => {
  const report = await reportOf({});
  const [first] = report.layers;
  assert.ok(first);
  const csv = layersCsv({ ...report, layers: [{ ...first, name: 'a,"b"\nc' }] });
  assert.ok(csv.split('\r\n')[1]?.startsWith('"a,""b""\nc",'));
});

test('the report in Markdown has the figures, their worth and the hash; every table is even', async () => {
  const report = await reportOf({ name: 'Design' });
  const text = markdownReport(report);
  assert.match(text, /^# Design\n/);
  assert.ok(text.includes(`${report.speedupOverVdnn.toFixed(3)}x`));
  assert.ok(text.includes(report.config.hash));
  for (const { kind } of report.provenance) assert.ok(text.includes(`*${kind}*`));
  for (const block of text.split('\n\n').filter((part) => part.startsWith('|'))) {
    const widths = block.split('\n').map((line) => line.split(/(?<!\\)\|/).length);
    assert.equal(new Set(widths).size, 1, block);
  }
});

test('a name from a file is text in Markdown, never a link, a tag or another cell', async () => {
  const text = markdownReport(await reportOf({ name: HOSTILE }));
  const [title = ''] = text.split('\n');
  assert.match(title, /^# a\\\|b, "c" \\<img/);
  assert.doesNotMatch(text, /(?<!\\)<img|(?<!\\)\[x\]/);
});
