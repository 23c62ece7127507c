import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import schema from '../../schemas/network.schema.json' with { type: 'json' };
import type { LocatedFinding } from '../findings/finding.ts';
import { parseNetworkFile } from './network-file.ts';

const URI = 'file:///w/my.cdma-network.json';
const parse = (text: string) => parseNetworkFile(text, URI);

/** A file with one layer a line: the first layer is on line 2. */
function fileOf(layers: readonly string[], input = '[3, 32, 32]'): string {
  return `{ "title": "T", "input": ${input}, "layers": [\n${layers.join(',\n')}\n] }`;
}

/** One-based line, and the text that is marked. */
function print({ range: { start, end }, severity, code, message, help }: LocatedFinding, text: string): string {
  const marked = text.split('\n')[start.line]?.slice(start.character, end.character);
  return `${start.line + 1} ${marked} ${severity}[${code}] ${message}${help === undefined ? '' : ` (${help})`}`;
}

const CONV = '{ "name": "conv1", "kind": "conv", "channels": 8, "kernel": 3, "pad": 1 }';
const HALF = '{ "name": "half", "kind": "pool", "kernel": 2, "stride": 2 }';

const FAULTY: readonly [what: string, text: string, ...findings: string[]][] = [
  ['no text', '', '1  error[json-syntax] Expected a value.'],
  [
    'a syntax error, and nothing behind it',
    fileOf(['{ "name": "a" "kind": 5 }']),
    '2 "kind" error[json-syntax] Expected a comma before this.',
  ],
  [
    'something else',
    '[]',
    '1 [] error[wrong-type] network: found a list. Expected an object with "title", "input" and "layers".',
  ],
  [
    'an unknown key, at the key',
    fileOf(['{ "name": "c", "kind": "conv", "channels": 8, "kernal": 3, "kernel": 3 }']),
    '2 "kernal" error[unknown-key] kernal: this is not a key in "layers.0". (Known keys: name, kind, input, channels, kernel, stride, pad, groups, bias, relu.)',
  ],
  [
    'a key that another kind has',
    fileOf(['{ "name": "n", "kind": "lrn", "relu": true }']),
    '2 "relu" error[unknown-key] relu: this is not a key in "layers.0". (Known keys: name, kind, input.)',
  ],
  [
    'missing keys, at the layer',
    fileOf(['{ "kind": "conv", "channels": 8 }']),
    '2 { error[missing-key] name: this key is needed in "layers.0". (Expected a name, such as "conv1".)',
    '2 { error[missing-key] kernel: this key is needed in "layers.0". (Expected a whole number from 1 to 1024.)',
  ],
  [
    'an unknown kind',
    fileOf(['{ "name": "c", "kind": "cnov" }']),
    '2 "cnov" error[unknown-choice] kind: found "cnov". Expected "conv", "pool", "lrn", "concat", "fc", "batch-norm" or "add". (Did you mean "conv"?)',
  ],
  [
    'a layer without a kind',
    fileOf(['{ "name": "c" }']),
    '2 { error[missing-key] kind: this key is needed in "layers.0". (Expected "conv", "pool", "lrn", "concat", "fc", "batch-norm" or "add".)',
  ],
  [
    'no layers',
    '{ "title": "T", "input": [3, 8, 8], "layers": [] }',
    '1 [] error[out-of-range] layers: found a list. Expected a list of 1 to 10,000 layers.',
  ],
  [
    'an image without a height, and a size of 0',
    fileOf([CONV], '[3, 0]'),
    '1 [3, 0] error[out-of-range] input: found a list. Expected channels, height and width of an image, such as [3, 224, 224].',
    '1 0 error[out-of-range] input.1: found 0. Expected a whole number from 1 to 65536.',
  ],
  [
    'a fraction of a channel',
    fileOf(['{ "name": "f", "kind": "fc", "channels": 1.5 }']),
    '2 1.5 error[wrong-type] channels: found 1.5. Expected a whole number from 1 to 65536.',
  ],
  [
    'a misspelt input',
    fileOf([CONV, '{ "name": "fc1", "kind": "fc", "channels": 8, "input": "cnov1" }']),
    '3 "cnov1" error[network-input] fc1: no layer is called "cnov1". (Did you mean "conv1"?)',
  ],
  [
    'a misspelt input in a list',
    fileOf([CONV, '{ "name": "sum", "kind": "add", "input": ["data", "elsewhere"] }']),
    '3 "elsewhere" error[network-input] sum: no layer is called "elsewhere".',
  ],
  [
    'a forward reference',
    fileOf(['{ "name": "n", "kind": "lrn", "input": "conv1" }', CONV]),
    '2 "conv1" error[network-input] n: reads conv1, which comes later. (Layers are listed in forward order: move conv1 in front of n.)',
  ],
  [
    'a layer that reads itself',
    fileOf(['{ "name": "n", "kind": "lrn", "input": "n" }']),
    '2 "n" error[network-input] n: a layer cannot read itself.',
  ],
  [
    'a name twice',
    fileOf([CONV, HALF, CONV]),
    '4 "conv1" error[network-name] conv1: layer 1 of the list has this name already. (Give every layer a name of its own.)',
  ],
  [
    'the reserved name',
    fileOf(['{ "name": "data", "kind": "lrn" }']),
    '2 "data" error[network-name] data: this name stands for the input image. (Give the layer another name.)',
  ],
  [
    'a kernel larger than its input',
    fileOf(['{ "name": "c", "kind": "conv", "channels": 8, "kernel": 33 }']),
    '2 33 error[network-shape] c: the 33 x 33 kernel is larger than its input, which is 32 x 32. (Make the kernel smaller or the padding larger.)',
  ],
  [
    'a kernel larger than its padded input',
    fileOf(['{ "name": "p", "kind": "pool", "kernel": 12, "stride": 1, "pad": 1 }'], '[3, 40, 8]'),
    '2 12 error[network-shape] p: the 12 x 12 kernel is larger than its input of 40 x 8 padded by 1, which is 42 x 10. (Make the kernel smaller or the padding larger.)',
  ],
  [
    'pooling of padding alone',
    fileOf(['{ "name": "p", "kind": "pool", "kernel": 2, "stride": 2, "pad": 2 }']),
    '2 2 error[network-shape] p: with padding 2, whole windows of kernel 2 would lie outside the input. (Padding must be smaller than the kernel.)',
  ],
  [
    'groups that do not divide the input',
    fileOf(['{ "name": "c", "kind": "conv", "channels": 8, "kernel": 3, "groups": 2 }']),
    '2 2 error[network-shape] c: 2 groups do not divide the 3 channels of its input.',
  ],
  [
    'groups that do not divide the output',
    fileOf(['{ "name": "c", "kind": "conv", "channels": 8, "kernel": 3, "groups": 3 }']),
    '2 3 error[network-shape] c: 3 groups do not divide its 8 channels.',
  ],
  [
    'a sum of different shapes',
    fileOf([CONV, HALF, '{ "name": "sum", "kind": "add", "input": ["conv1", "half"] }']),
    '4 ["conv1", "half"] error[network-shape] sum: adds maps of different shapes: conv1 is 8 x 32 x 32, half is 8 x 16 x 16.',
  ],
  [
    'a concat of different heights',
    fileOf([CONV, HALF, '{ "name": "cat", "kind": "concat", "input": ["data", "conv1", "half"] }']),
    '4 ["data", "conv1", "half"] error[network-shape] cat: stacks maps of different height or width: data is 3 x 32 x 32, half is 8 x 16 x 16.',
  ],
  [
    'a convolution of two maps',
    fileOf([CONV, '{ "name": "n", "kind": "lrn", "input": ["data", "conv1"] }']),
    '3 ["data", "conv1"] error[network-shape] n: a layer of kind "lrn" reads one map, but 2 are listed. (Join maps with a layer of kind "concat" or "add".)',
  ],
  [
    'a sum of one map',
    fileOf(['{ "name": "sum", "kind": "add", "input": "data" }']),
    '2 "data" error[network-shape] sum: a layer of kind "add" reads two maps or more, but 1 is listed.',
  ],
  [
    'the same map twice',
    fileOf(['{ "name": "sum", "kind": "add", "input": ["data", "data"] }']),
    '2 ["data", "data"] error[out-of-range] input: found a list. Expected the names of the layers that are read, each once, such as ["left", "right"].',
  ],
  [
    // 65536 channels of 65536 x 65536 pixels.
    'a map beyond counting',
    fileOf(['{ "name": "c", "kind": "conv", "channels": 65536, "kernel": 1 }'], '[1, 65536, 65536]'),
    '2 "conv" error[network-size] c: its map has 281474976710656 elements; at most 2147483648 can be simulated.',
  ],
  [
    // 65536 x 2^31 = 2^47 weights.
    'weights beyond counting',
    fileOf(['{ "name": "f", "kind": "fc", "channels": 65536 }'], '[2, 32768, 32768]'),
    '2 "fc" error[network-size] f: all layers up to this one have 140737488355328 weights; at most 1099511627776 can be simulated.',
  ],
  [
    'a fault, and not what follows from it',
    fileOf([
      '{ "name": "c", "kind": "conv", "channels": 8, "kernel": 99 }',
      '{ "name": "p", "kind": "pool", "kernel": 99, "stride": 2 }',
    ]),
    '2 99 error[network-shape] c: the 99 x 99 kernel is larger than its input, which is 32 x 32. (Make the kernel smaller or the padding larger.)',
  ],
];

for (const [what, text, ...expected] of FAULTY) {
  test(`reports ${what}`, () => {
    const { network, findings } = parse(text);
    assert.deepEqual(
      findings.map((finding) => print(finding, text)),
      expected,
    );
    assert.equal(network, undefined);
  });
}

test('a map that nobody reads is worth a warning, unless it is the last', () => {
  const text = fileOf([CONV, '{ "name": "n", "kind": "lrn", "input": "data" }']);
  const { network, findings } = parse(text);
  assert.deepEqual(
    findings.map((finding) => print(finding, text)),
    [
      '2 "conv1" warning[network-unread] conv1: no layer reads this map. (Only the last layer, whose map is the output, goes unread in a usual network.)',
    ],
  );
  assert.ok(network);
});

test('what is not written has the defaults that the schema states', () => {
  const file = parse(fileOf([CONV, HALF, '{ "name": "f", "kind": "fc", "channels": 10, "input": ["conv1"] }']));
  assert.deepEqual([file.defaultBatch, file.network?.title, file.network?.id], [256, 'T', 'my.cdma-network.json']);
  assert.equal(file.network?.source, 'my.cdma-network.json');
  const specs = file.network?.layers.map(({ inputShapes: _, outputShape: __, ...spec }) => spec);
  const { conv, pool, fc } = schema.definitions;
  assert.deepEqual(specs, [
    {
      name: 'conv1',
      kind: 'conv',
      input: ['data'],
      channels: 8,
      kernel: 3,
      pad: 1,
      stride: conv.properties.stride.default,
      groups: conv.properties.groups.default,
      bias: conv.properties.bias.default,
      relu: schema.definitions.relu.default,
    },
    {
      name: 'half',
      kind: 'pool',
      input: ['conv1'],
      kernel: 2,
      stride: 2,
      mode: pool.properties.mode.default,
      pad: schema.definitions.pad.default,
      rounding: pool.properties.rounding.default,
    },
    {
      name: 'f',
      kind: 'fc',
      input: ['conv1'],
      channels: 10,
      relu: schema.definitions.relu.default,
      dropout: fc.properties.dropout.default,
    },
  ]);
  assert.equal(file.defaultBatch, schema.properties.defaultBatch.default);
});

test('a misspelt name is mended by the edit', () => {
  const text = fileOf([CONV, '{ "name": "fc1", "kind": "fc", "channels": 8, "input": "cnov1" }']);
  const edit = parse(text).findings[0]?.fixes[0]?.edits[0];
  assert.equal(edit?.text, '"conv1"');
  assert.ok(parse(text.replace('"cnov1"', edit.text)).network);
});

test('comments, trailing commas and the schema key are allowed', () => {
  const text = `// mine\n{ "$schema": "x", "title": "T", "source": "S", "defaultBatch": 7, "input": [1, 8, 8], "layers": [${CONV},] }`;
  const { network, findings, defaultBatch, defaultBatchSource } = parse(text);
  assert.deepEqual(findings, []);
  assert.deepEqual([network?.source, defaultBatch], ['S', 7]);
  assert.equal(defaultBatchSource, 'defaultBatch of my.cdma-network.json');
});

test('10,000 layers are read and 10,001 are not', () => {
  const chain = (length: number) =>
    fileOf(Array.from({ length }, (_, i) => `{ "name": "b${i}", "kind": "batch-norm", "relu": true }`));
  assert.equal(parse(chain(10_000)).network?.layers.length, 10_000);
  assert.match(parse(chain(10_001)).findings[0]?.message ?? '', /Expected a list of 1 to 10,000 layers/);
});

test('any small change of a network gives findings or a network, never an exception', () => {
  const whole = fileOf([CONV, HALF, '{ "name": "cat", "kind": "concat", "input": ["data", "conv1"] }']);
  const change = fc.tuple(
    fc.nat(whole.length),
    fc.nat(12),
    fc.oneof(fc.string({ maxLength: 3 }), fc.constantFrom('0', '[]', '{}', '"data"', '-1', '1e999', ',', 'null')),
  );
  fc.assert(
    fc.property(change, ([at, length, text]) => {
      const { network, findings } = parse(whole.slice(0, at) + text + whole.slice(at + length));
      assert.equal(
        network === undefined,
        findings.some(({ severity }) => severity === 'error'),
      );
    }),
    { numRuns: 500, seed: 1 },
  );
});

interface Documented {
  title?: string;
  type?: unknown;
  enum?: unknown;
  markdownDescription?: string;
  errorMessage?: string;
  default?: unknown;
  examples?: unknown[];
  defaultSnippets?: { label: string; body: unknown }[];
}

const values: [string, Documented][] = [
  ...Object.entries<Documented>(schema.properties),
  ...['name', 'kind', 'oneInput', 'manyInputs', 'channels', 'kernel', 'pad', 'relu'].map(
    (name): [string, Documented] => [name, schema.definitions[name as keyof typeof schema.definitions]],
  ),
  ...Object.entries<Documented>({
    stride: schema.definitions.conv.properties.stride,
    groups: schema.definitions.conv.properties.groups,
    bias: schema.definitions.conv.properties.bias,
    mode: schema.definitions.pool.properties.mode,
    rounding: schema.definitions.pool.properties.rounding,
    dropout: schema.definitions.fc.properties.dropout,
  }),
];

for (const [name, node] of values) {
  test(`the schema documents ${name}`, () => {
    assert.ok(node.title);
    assert.ok(node.markdownDescription);
    assert.ok(node.errorMessage);
    if (node.default !== undefined) assert.match(node.markdownDescription, new RegExp(`Default .?${node.default}`));
  });
}

test('what the schema suggests is a valid network', () => {
  const plain = (body: unknown) => JSON.stringify(body).replaceAll(/\$\{\d+:([^}]*)\}/g, '$1');
  for (const { body } of schema.defaultSnippets) assert.deepEqual(parse(plain(body)).findings, []);
  for (const example of schema.examples) assert.deepEqual(parse(JSON.stringify(example)).findings, []);
  // Each layer's snippet behind maps of the names that it may read.
  const sources = ['left', 'right', 'branch', 'shortcut'].map(
    (name) => `{ "name": "${name}", "kind": "lrn", "input": "data" }`,
  );
  for (const { label, body } of schema.definitions.layer.defaultSnippets) {
    const errors = parse(fileOf([...sources, plain(body)])).findings.filter(({ severity }) => severity === 'error');
    assert.deepEqual(errors, [], label);
  }
});
