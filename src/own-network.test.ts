import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { memoryFiles } from '../test/unit/memory-files.ts';
import { alexnet } from './network/tables/alexnet.ts';
import { googlenet } from './network/tables/googlenet.ts';
import { nodeHost } from './node/node-host.ts';
import { Runner } from './run.ts';

const CONFIG = 'file:///w/designs/a.cdma.json';
const NETWORK = 'file:///w/designs/my.cdma-network.json';
const NAMED = '{ "workload": { "network": "./my.cdma-network.json" } }';

const runnerWith = (files: Record<string, string>) => new Runner({ ...nodeHost(), files: memoryFiles(files) });
const run = (network: string, text = NAMED) => runnerWith({ [NETWORK]: network }).run(text, CONFIG);

/** A built-in table as a user would write it. */
function written({ title, source, input, defaultBatch, layers }: typeof alexnet): string {
  const specs = layers.map(({ slideName: _, ...layer }) => layer);
  return JSON.stringify({ title, source, input, defaultBatch, layers: specs });
}

for (const table of [alexnet, googlenet]) {
  test(`${table.id} written as a file gives the figures of the built-in one`, async () => {
    const builtIn = (await runnerWith({}).run(`{ "workload": { "network": "${table.id}" } }`, CONFIG)).report;
    const { report, findings } = await run(written(table));
    assert.ok(builtIn && report);
    assert.ok(!findings.some(({ severity }) => severity === 'error'));
    const { id, title, source } = report.network;
    assert.deepEqual([id, title, source], ['my.cdma-network.json', table.title, table.source]);
    assert.deepEqual(report.totals, builtIn.totals);
    assert.deepEqual(report.time, builtIn.time);
    assert.deepEqual(report.codecs, builtIn.codecs);
    assert.deepEqual(report.layers, builtIn.layers);
    assert.equal(report.config.resolved.workload.batch, table.defaultBatch);
  });
}

const SMALL = `{ "title": "Small", "input": [3, 16, 16], "layers": [
  { "name": "conv1", "kind": "conv", "channels": 8, "kernel": 3, "relu": true },
  { "name": "conv2", "kind": "conv", "channels": 8, "kernel": 3, "relu": true }
] }`;

test('a network file is a dependency, also while it is broken or missing', async () => {
  assert.deepEqual((await run(SMALL)).dependencies, [NETWORK]);
  assert.deepEqual((await run('{')).dependencies, [NETWORK]);
  assert.deepEqual((await runnerWith({}).run(NAMED, CONFIG)).dependencies, [NETWORK]);
});

test('the hash and the results follow the content of the file, not its name or comments', async () => {
  const files: Record<string, string> = { [NETWORK]: SMALL };
  const runner = runnerWith(files);
  const first = (await runner.run(NAMED, CONFIG)).report;
  files[NETWORK] = SMALL.replace('"Small"', '"Other"').replace('{', '{ // a comment\n');
  assert.equal((await runner.run(NAMED, CONFIG)).report?.config.hash, first?.config.hash);
  files['file:///w/designs/other.json'] = SMALL;
  const renamed = (await runner.run('{ "workload": { "network": "other.json" } }', CONFIG)).report;
  assert.equal(renamed?.config.hash, first?.config.hash);
  // The same runner, which keeps what it has characterised: a ReLU less, and conv1 has no zeros.
  files[NETWORK] = SMALL.replace(', "relu": true', '');
  const changed = (await runner.run(NAMED, CONFIG)).report;
  assert.notEqual(changed?.config.hash, first?.config.hash);
  assert.deepEqual([first?.layers[0]?.density === 1, changed?.layers[0]?.density], [false, 1]);
});

test('faults of the file stand at the key that names it, with their place in the file', async () => {
  const { report, findings } = await run(SMALL.replace('"kernel": 3, "relu": true }\n]', '"kernel": 15 }\n]'));
  assert.equal(report, null);
  assert.equal(findings.length, 1);
  const [{ code, severity, message, help, uri, range, related }] = findings as [(typeof findings)[number]];
  assert.deepEqual([code, severity, uri], ['network-shape', 'error', CONFIG]);
  assert.equal(
    message,
    "network: in './my.cdma-network.json', conv2: the 15 x 15 kernel is larger than its input, which is 14 x 14.",
  );
  assert.equal(help, 'Make the kernel smaller or the padding larger.');
  assert.deepEqual([range.start.character, range.end.character], [NAMED.indexOf('"./my'), NAMED.indexOf(' } }')]);
  const place = { line: 2, character: '  { "name": "conv2", "kind": "conv", "channels": 8, "kernel": '.length };
  assert.deepEqual(related, [
    {
      uri: NETWORK,
      range: { start: place, end: { ...place, character: place.character + 2 } },
      message: 'The fault stands here.',
    },
  ]);
});

const BROKEN: readonly [what: string, file: string, code: string, message: string][] = [
  ['a syntax error', '{ "title" }', 'network-syntax', 'Expected a colon after the key.'],
  [
    'a wrong value',
    SMALL.replace('8', '"8"'),
    'network-schema',
    'channels: found "8". Expected a whole number from 1 to 65536.',
  ],
  [
    'a misspelt input',
    SMALL.replace('"conv2",', '"conv2", "input": "conv",'),
    'network-input',
    'conv2: no layer is called "conv".',
  ],
];
for (const [what, file, code, message] of BROKEN) {
  test(`${what} in the file`, async () => {
    const { report, findings } = await run(file);
    assert.equal(report, null);
    assert.deepEqual(
      findings.map((finding) => [finding.code, finding.message]),
      [[code, `network: in './my.cdma-network.json', ${message}`]],
    );
  });
}

test('a file that is missing, or that no saved file can name', async () => {
  const missing = (await runnerWith({}).run(NAMED, CONFIG)).findings;
  assert.deepEqual(
    missing.map(({ code, message }) => [code, message]),
    [['network-file', "network: './my.cdma-network.json' does not exist."]],
  );
  const unsaved = (await runnerWith({}).run(NAMED, 'untitled:1')).findings;
  assert.deepEqual(
    unsaved.map(({ code, message }) => [code, message]),
    [['network-file', "network: './my.cdma-network.json' cannot be found from a file that is not saved."]],
  );
});

test('a base in another folder names the file relative to itself', async () => {
  const files = {
    'file:///w/base.cdma.json': '{ "workload": { "network": "nets/n.json" } }',
    'file:///w/nets/n.json': SMALL,
  };
  const { report, dependencies } = await runnerWith(files).run('{ "extends": "../base.cdma.json" }', CONFIG);
  assert.equal(report?.network.title, 'Small');
  assert.equal(report?.config.resolved.workload.network, '../nets/n.json');
  assert.deepEqual(dependencies, ['file:///w/base.cdma.json', 'file:///w/nets/n.json']);
});

test('a config repeats the first twenty faults of thousands', async () => {
  const layers = Array.from({ length: 1000 }, (_, i) => `{ "name": "l${i}", "kind": "lrn", "input": "nowhere${i}" }`);
  const { findings } = await run(`{ "title": "T", "input": [1, 1, 1], "layers": [${layers.join(',\n')}] }`);
  assert.equal(findings.length, 20);
});

test('validate takes a network file by its name', async () => {
  const runner = runnerWith({});
  assert.deepEqual(await runner.validate(SMALL, NETWORK), []);
  const [finding] = await runner.validate(SMALL.replace('"channels": 8', '"channels": 0'), NETWORK);
  assert.deepEqual([finding?.uri, finding?.range.start.line], [NETWORK, 1]);
});

const LAYER = fc.record({
  kind: fc.constantFrom('conv', 'pool', 'lrn', 'batch-norm', 'add', 'concat', 'fc'),
  reads: fc.tuple(fc.nat(20), fc.nat(20)),
  channels: fc.integer({ min: 1, max: 12 }),
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 2 }),
  relu: fc.boolean(),
});

/** Layers that read any maps before them, the image among them; some do not fit. */
function anyNetwork(layers: readonly (typeof LAYER extends fc.Arbitrary<infer T> ? T : never)[]): string {
  const specs = layers.map(({ kind, reads, channels, kernel, stride, relu }, index) => {
    const nameOf = (read: number) => (read % (index + 1) === 0 ? 'data' : `l${(read % (index + 1)) - 1}`);
    const one = { name: `l${index}`, kind, input: nameOf(reads[0]) };
    switch (kind) {
      case 'conv':
        return { ...one, channels, kernel, stride, relu, pad: kernel - 1 };
      case 'pool':
        return { ...one, kernel, stride };
      case 'fc':
        return { ...one, channels, relu };
      case 'batch-norm':
        return { ...one, relu };
      case 'add':
      case 'concat':
        return { ...one, input: reads.map(nameOf) };
      default:
        return one;
    }
  });
  return JSON.stringify({ title: 'Any', input: [3, 6, 6], layers: specs });
}

test('every network without an error is simulated, and its figures are finite', async () => {
  let simulated = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(LAYER, { minLength: 1, maxLength: 7 }), async (layers) => {
      const { report, findings } = await run(anyNetwork(layers));
      assert.equal(
        report === null,
        findings.some(({ severity }) => severity === 'error'),
      );
      if (report === null) return;
      simulated++;
      const { oracleMs, vdnnMs, cdmaMs } = report.time;
      const { compressionRatio, maxLayerRatio } = report.totals;
      const figures = [oracleMs, vdnnMs, cdmaMs, compressionRatio, maxLayerRatio, report.memory.resident.peakBytes];
      assert.ok(
        figures.every((figure) => Number.isFinite(figure) && figure > 0),
        JSON.stringify(figures),
      );
      assert.ok(oracleMs <= vdnnMs * (1 + 1e-12) && oracleMs <= cdmaMs * (1 + 1e-12));
    }),
    { numRuns: 60, seed: 7 },
  );
  assert.ok(simulated > 10, `only ${simulated} of them fit together`);
});
