import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METRICS } from '../metrics/metric.ts';
import { nodeHost } from '../node/node-host.ts';
import { type RecordedResult, recordedPart } from '../report/recorded-result.ts';
import { Runner } from '../run.ts';
import { compare } from './comparison.ts';
import { comparisonCsv } from './comparison-csv.ts';
import { comparisonMarkdown } from './comparison-markdown.ts';

const runner = new Runner(nodeHost());

async function resultOf(config: object): Promise<RecordedResult> {
  const { report, findings } = await runner.run(JSON.stringify(config), 'file:///a.cdma.json');
  assert.ok(report, findings.map(({ message }) => message).join());
  return recordedPart(report);
}

const uniform = (ratio: number, network: string) => ({ network, activations: { source: 'uniform', ratio } });
const RESULTS = [
  await resultOf({ workload: uniform(2, 'alexnet') }),
  await resultOf({ workload: uniform(4, 'alexnet'), dma: { buffer: '10 KB' } }),
  await resultOf({ workload: { ...uniform(2, 'overfeat'), policy: 'conv' }, cost: { energy: 'on' } }),
];
const named = (...names: readonly string[]) =>
  names.map((name, index) => {
    const result = RESULTS[index % RESULTS.length];
    assert.ok(result);
    return { id: String(index), name, result };
  });

const COMPARISON = compare(named('Narrow', 'Wide', 'Other network'));
const HOSTILE = 'a|b, "c"\n<img src=x> [x](y) `z`';

/** Cells of a table's rows, heading first, by the rules of Markdown. */
function tablesOf(markdown: string): string[][][] {
  const blocks = markdown
    .trimEnd()
    .split('\n\n')
    .filter((part) => part.startsWith('|'));
  return blocks.map((block) =>
    block.split('\n').map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    ),
  );
}

test('notes hold every result with its hash, every key that differs, every figure and every caution', () => {
  const markdown = comparisonMarkdown(COMPARISON);
  const [results, differences, figures] = tablesOf(markdown);
  assert.deepEqual(
    results?.slice(2).map((cells) => cells.slice(0, 4)),
    COMPARISON.contestants.map(({ name, network, hash }, index) => ['ABC'[index], name, network, `\`${hash}\``]),
  );
  assert.deepEqual(
    differences?.slice(2).map(([path]) => path),
    COMPARISON.differences.map(({ path }) => `\`${path.join('.')}\``),
  );
  assert.deepEqual(
    figures?.slice(2).map(([figure]) => figure),
    COMPARISON.figures.map(({ figure }) => `\`${figure}\``),
  );
  assert.ok(COMPARISON.cautions.length > 0);
  for (const caution of COMPARISON.cautions) assert.ok(markdown.includes(`\n> ${caution}\n`));
  assert.match(markdown, /\| `dma\.buffer` \| 70 KB \| 10 KB \| 70 KB \|/);
});

test('every table is even', () => {
  for (const count of [1, 2, 6]) {
    const names = Array.from({ length: count }, () => HOSTILE);
    for (const table of tablesOf(comparisonMarkdown(compare(named(...names)))))
      assert.equal(new Set(table.map((cells) => cells.length)).size, 1);
  }
});

test('figures have units, and all but the first their change', () => {
  const [, , figures, layers] = tablesOf(comparisonMarkdown(COMPARISON));
  const row = figures?.find(([figure]) => figure === '`compressionRatio`');
  assert.deepEqual(row, ['`compressionRatio`', '2', '4 (+100.0 %)', '2 (±0.0 %)']);
  for (const [figure = '', ...cells] of figures?.slice(2) ?? []) {
    const id = figure.replaceAll('`', '') as keyof typeof METRICS;
    if (METRICS[id].dimension === 'number') continue;
    for (const cell of cells) assert.match(cell, /^(–|[\d.]+ (ms|[KMG]i?B|mm2|k?J)( \([-+±][\d.]+ %\))?)$/);
  }
  const conv1 = layers?.find(([layer]) => layer === 'conv1');
  assert.equal(conv1?.[1], '2.000x');
  assert.equal(conv1?.[3], '4.000x (+100.0 %)');
  assert.match(conv1?.[2] ?? '', /^[\d.]+ ms$/);
});

test('every layer whose map moves in any result has a row, with dashes where it does not', () => {
  const [, , , [, , ...rows] = []] = tablesOf(comparisonMarkdown(COMPARISON));
  const moved = COMPARISON.layers.filter(({ entries }) => entries.some((entry) => entry?.offloaded));
  assert.deepEqual(
    rows.map(([name = '']) => name.replaceAll('\\', '')),
    moved.map(({ layer }) => layer),
  );
  assert.ok(moved.length < COMPARISON.layers.length);
  for (const [row, { entries }] of moved.entries()) {
    for (const [index, entry] of entries.entries()) {
      const [ratio, offload] = rows[row]?.slice(1 + 2 * index) ?? [];
      assert.deepEqual([ratio === '–', offload === '–'], Array(2).fill(!entry?.offloaded));
    }
  }
});

test('the same config twice differs in nothing', () => {
  const [one] = named('One');
  assert.ok(one);
  const markdown = comparisonMarkdown(compare([one, { ...one, name: 'Two' }]));
  assert.match(markdown, /Nothing: the resolved configs are the same\./);
  assert.doesNotMatch(markdown, /^>/m);
});

test('a name from a file is text in Markdown, never a link, a tag or another cell', () => {
  const markdown = comparisonMarkdown(compare(named(HOSTILE, 'b')));
  assert.ok(markdown.includes('| A | a\\|b, "c" \\<img src=x\\> \\[x\\](y) \\`z\\` |'));
});

/** RFC 4180, character by character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index] ?? '';
    if (isQuoted && character === '"' && text[index + 1] === '"') {
      cell += '"';
      index++;
    } else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (character === ',' || character === '\n')) {
      rows.at(-1)?.push(cell);
      cell = '';
      if (character === '\n') rows.push([]);
    } else if (isQuoted || character !== '\r') cell += character;
  }
  return rows.slice(0, -1);
}

test('the table gives every number of every layer back, and says whose it is', () => {
  const contestants = named('Narrow', HOSTILE, 'Other network');
  const [heading = [], ...rows] = parseCsv(comparisonCsv(compare(contestants)));
  const records = rows.map((row) => Object.fromEntries(heading.map((name, index) => [name, row[index]])));
  assert.equal(
    records.length,
    RESULTS.reduce((sum, { layers }) => sum + layers.length, 0),
  );
  for (const [index, { name, result }] of contestants.entries()) {
    for (const layer of result.layers) {
      const found = records.filter((record) => record['result'] === 'ABC'[index] && record['layer'] === layer.name);
      assert.equal(found.length, 1);
      const number = (column: string) => (found[0]?.[column] === '' ? null : Number(found[0]?.[column]));
      const { name: _, ...expected } = layer;
      const moved = (value: number) => (layer.offloaded ? value : null);
      assert.deepEqual(
        [found[0]?.['name'], found[0]?.['network'], found[0]?.['config_hash'], found[0]?.['model_version']],
        [name, result.network.title, result.config.hash, result.tool.modelVersion],
      );
      assert.deepEqual([number('raw_bytes'), number('compressed_bytes')], [layer.rawBytes, layer.compressedBytes]);
      assert.deepEqual([number('forward_ms'), number('backward_ms')], [layer.forwardMs, layer.backwardMs]);
      assert.deepEqual(
        [number('ratio'), number('offload_ms'), number('prefetch_ms')],
        [moved(expected.ratio), moved(expected.offloadMs), moved(expected.prefetchMs)],
      );
      assert.equal(found[0]?.['offloaded'], String(layer.offloaded));
      assert.equal(found[0]?.['bottleneck'], layer.bottleneck ?? '');
    }
  }
});
