import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../test/unit/memory-files.ts';
import { CODEC_IDS } from './config/resolved-config.ts';
import { Hints } from './hints.ts';
import { nodeHost } from './node/node-host.ts';
import { Runner } from './run.ts';

const runner = new Runner(nodeHost());
const hints = new Hints(runner);
const URI = 'file:///designs/test.cdma.json';
const never = new AbortController().signal;

/** The text without its caret `|`, and where it stood. */
function caret(marked: string): [text: string, offset: number] {
  const offset = marked.indexOf('|');
  return [marked.slice(0, offset) + marked.slice(offset + 1), offset];
}

async function labels(marked: string): Promise<string[]> {
  const [text, offset] = caret(marked);
  const completions = await hints.completions(text, URI, offset);
  return completions.kind === 'items' ? completions.items.map(({ label }) => label) : [completions.of];
}

const COMPLETIONS: readonly [what: string, marked: string, expected: readonly string[]][] = [
  [
    'units of a size behind its number',
    '{ "dma": { "buffer": "70|" } }',
    ['70 B', '70 KB', '70 MB', '70 GB', '70 TB', '70 KiB', '70 MiB', '70 GiB', '70 TiB'],
  ],
  [
    'units behind a number with a blank',
    '{ "gpu": { "dramLatency": "350 |" } }',
    ['350 ps', '350 ns', '350 us', '350 ms', '350 s'],
  ],
  [
    'units behind a number without quotes',
    '{ "gpu": { "dramLatency": 350| } }',
    ['350 ps', '350 ns', '350 us', '350 ms', '350 s'],
  ],
  ['units of a budget', '{ "expect": { "cdmaArea": { "atMost": "1|" } } }', ['1 um2', '1 mm2', '1 m2']],
  ['files to extend', '{ "extends": "|" }', ['config']],
  ['manifests', '{ "workload": { "activations": { "manifest": "|" } } }', ['manifest']],
  ['network files', '{ "workload": { "network": "./|" } }', ['network']],
  ['nothing at a key that the schema knows', '{ "|" }', []],
  ['nothing for text', '{ "name": "70|" }', []],
];
for (const [what, marked, expected] of COMPLETIONS) {
  test(`completes ${what}`, async () => assert.deepEqual(await labels(marked), expected));
}

test('an empty quantity of a preset is completed with the values of the presets', async () => {
  const values = await labels('{ "gpu": { "dramBandwidth": "|" } }');
  for (const value of ['336.5 GB/s', '547.7 GB/s', '900 GB/s', '3.35 TB/s']) assert.ok(values.includes(value), value);
  assert.equal(new Set(values).size, values.length, 'each value once');
});

test('layer names are those of the network, without those that are written or derived', async () => {
  const config = '{ "workload": { "network": "alexnet", "activations": { "layers": { "conv2": {}, "|" } } } }';
  const names = await labels(config);
  assert.ok(names.includes('conv1') && names.includes('fc6'), names.join());
  assert.ok(!names.includes('conv2'));
  assert.ok((await labels(config.replace('alexnet', 'vgg16'))).includes('conv5_3'));
});

test('a completion takes the place of the whole value', async () => {
  const [text, offset] = caret('{\n  "dma": { "buffer": "70 K|" }\n}');
  const completions = await hints.completions(text, URI, offset);
  assert.ok(completions.kind === 'items');
  const [item] = completions.items;
  assert.deepEqual(item?.range, { start: { line: 1, character: 21 }, end: { line: 1, character: 27 } });
  assert.equal(item.text, '"70 B"');
});

test('broken text is completed as far as it can be read', async () => {
  assert.ok((await labels('{ "dma": { "buffer": "70|')).includes('70 KB'));
  assert.deepEqual(await labels('|'), []);
});

test('derived values follow from the text: Little, engines, critical ratios', async () => {
  const text = JSON.stringify({
    gpu: {
      memoryControllers: 6,
      dramBandwidth: '336 GB/s',
      dramEfficiency: 0.5,
      dramLatency: '350 ns',
      coreClock: '1 GHz',
    },
    link: { bandwidth: '16 GB/s' },
    dma: { buffer: '70 KB', engineBytesPerCycle: 32 },
  });
  const values = await hints.derivedValues(text, URI);
  const textOf = (key: string): string | undefined => values.find(({ path }) => path.join('.') === key)?.text;
  // 70 KB / 350 ns = 200 GB/s; 6 x 32 B x 1 GHz = 192 GB/s; 336 / 2 = 168 GB/s; each divided by 16 GB/s.
  assert.equal(textOf('dma.buffer'), '= 200 GB/s x 350 ns, r* 12.5');
  assert.equal(textOf('dma.engineBytesPerCycle'), '= 192 GB/s in 6 engines, r* 12.0');
  assert.equal(textOf('gpu.dramBandwidth'), '= 168 GB/s read, r* 10.5');
  assert.equal(textOf('link.bandwidth'), 'binds up to r* 10.5 (dram)');
});

test('no derived values behind what is not written, nor while there are errors', async () => {
  assert.deepEqual(await hints.derivedValues('{}', URI), []);
  assert.deepEqual(await hints.derivedValues('{ "dma": { "buffer": "70 ns" } }', URI), []);
});

test('references are the files that the text names', () => {
  const text =
    '{ "extends": "./base.cdma.json", "workload": { "network": "alexnet", "activations": { "manifest": "../t/manifest.json" } } }';
  assert.deepEqual(
    hints.references(text, URI).map(({ uri, range }) => [uri, range.end.character - range.start.character]),
    [
      ['file:///designs/base.cdma.json', '"./base.cdma.json"'.length - 2],
      ['file:///t/manifest.json', '../t/manifest.json'.length],
    ],
  );
});

test('an explanation says what holds, whence, and what half and twice would give', async () => {
  const [text, offset] = caret('{ "link": { "band|width": "12.8 GB/s" } }');
  const explanation = await hints.explanation(text, URI, offset, never);
  assert.ok(explanation);
  assert.equal(explanation.value, '12.8 GB/s');
  assert.equal(explanation.origin, 'written here');
  assert.deepEqual(
    explanation.alternatives.map(({ value, isPresent }) => [value, isPresent]),
    [
      ['6.4 GB/s', false],
      ['12.8 GB/s', true],
      ['25.6 GB/s', false],
    ],
  );
  for (const { value, iterationMs } of explanation.alternatives) {
    const { report } = await runner.run(JSON.stringify({ link: { bandwidth: value } }), URI);
    assert.equal(iterationMs, report?.time.cdmaMs);
  }
});

test('an explanation of a choice has every choice', async () => {
  const [text, offset] = caret('{ "dma": { "codec": "zv|c" } }');
  const explanation = await hints.explanation(text, URI, offset, never);
  assert.deepEqual(
    explanation?.alternatives.map(({ value }) => value),
    CODEC_IDS,
  );
});

test('there is no explanation of a section, nor where there is no key', async () => {
  for (const marked of ['{ "g|pu": {} }', '{ | }', '{ "unknown|": 1 }', '|'])
    assert.equal(await hints.explanation(...withUri(caret(marked))), undefined, marked);
});

function withUri([text, offset]: [string, number]): [string, string, number, AbortSignal] {
  return [text, URI, offset, never];
}

test('a place is where the value is written, or its section; of a layer where its activations are set', async () => {
  const text =
    '{\n  "dma": { "codec": "zvc" },\n  "workload": { "network": "alexnet",\n "activations": { "layers": {\n "conv2": {} } } } }';
  const at = async (...path: string[]) => (await hints.place(text, URI, path)).range.start;
  assert.deepEqual(await at('dma', 'codec'), { line: 1, character: 20 });
  assert.deepEqual(await at('dma', 'buffer'), { line: 1, character: 9 });
  assert.deepEqual(await at('gpu', 'preset'), { line: 0, character: 0 });
  assert.deepEqual(await at('workload', 'network', 'conv2'), { line: 4, character: 10 });
  assert.deepEqual(await at('workload', 'network', 'conv3'), { line: 2, character: 27 });
});

test('a layer of a network file stands in that file; a value of a base in the base', async () => {
  const network =
    '{ "title": "Two", "input": [3, 8, 8], "layers": [\n' +
    '{ "kind": "conv", "name": "first", "channels": 4, "kernel": 3, "pad": 1 },\n' +
    '{ "kind": "conv", "name": "second", "channels": 4, "kernel": 3, "pad": 1 } ] }';
  const files = {
    'file:///designs/two.cdma-network.json': network,
    'file:///designs/base.cdma.json': '{ "dma": {\n "buffer": "20 KB" } }',
  };
  const own = new Hints(new Runner({ ...nodeHost(), files: memoryFiles(files) }));
  const text = '{ "extends": "./base.cdma.json", "workload": { "network": "./two.cdma-network.json" } }';
  const layer = await own.place(text, URI, ['workload', 'network', 'second']);
  assert.equal(layer.uri, 'file:///designs/two.cdma-network.json');
  assert.deepEqual(layer.range.start, { line: 2, character: 26 });
  const buffer = await own.place(text, URI, ['dma', 'buffer']);
  assert.equal(buffer.uri, 'file:///designs/base.cdma.json');
  assert.deepEqual(buffer.range.start, { line: 1, character: 11 });
});
