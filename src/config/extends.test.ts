import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryFiles } from '../../test/unit/memory-files.ts';
import { NETWORK_TABLES } from '../network/catalogue.ts';
import { describeResolved } from './describe.ts';
import { loadConfig } from './load.ts';
import { locateFinding } from './locate.ts';
import { locateFile } from './uri.ts';

const OPENED = 'file:///w/designs/a.cdma.json';
const load = (text: string, files: Record<string, string> = {}) =>
  loadConfig(text, OPENED, memoryFiles(files), NETWORK_TABLES);
const place = (line: number, from: number, to: number) => ({
  start: { line, character: from },
  end: { line, character: to },
});

test('objects merge, other values replace, and the origin of each value is known', async () => {
  const { resolved, origins, baseUris } = await load('{ "extends": "../b.cdma.json", "dma": { "codec": "rle" } }', {
    'file:///w/b.cdma.json': '{ "extends": "c.cdma.json", "dma": { "codec": "zlib", "buffer": "1 KB" } }',
    'file:///w/c.cdma.json': '{ "dma": { "buffer": "2 KB", "engineBytesPerCycle": 64 }, "name": "base" }',
  });
  assert.equal(resolved?.name, 'base');
  assert.deepEqual([resolved?.dma.codec, resolved?.dma.buffer, resolved?.dma.engineBytesPerCycle], ['rle', 1000, 64]);
  assert.deepEqual(origins.get('dma.codec'), { kind: 'file', uri: OPENED });
  assert.deepEqual(origins.get('dma.buffer'), { kind: 'file', uri: 'file:///w/b.cdma.json' });
  assert.deepEqual(origins.get('dma.engineBytesPerCycle'), { kind: 'file', uri: 'file:///w/c.cdma.json' });
  assert.deepEqual(baseUris, ['file:///w/b.cdma.json', 'file:///w/c.cdma.json']);
});

const BROKEN: readonly [what: string, files: Record<string, string>, code: string, message: string, related: number][] =
  [
    ['a missing base', {}, 'extends-missing', "extends: './b.cdma.json' does not exist.", 0],
    [
      'a base that extends the opened file',
      { 'file:///w/designs/b.cdma.json': '{ "extends": "a.cdma.json" }' },
      'extends-cycle',
      'extends: the files extend one another in a circle: a.cdma.json -> b.cdma.json -> a.cdma.json.',
      1,
    ],
    [
      'a base that is not JSON',
      { 'file:///w/designs/b.cdma.json': '{ "gpu": ' },
      'extends-invalid',
      "extends: './b.cdma.json' is not a valid config. Expected a value.",
      1,
    ],
    [
      'a base with two faults',
      { 'file:///w/designs/b.cdma.json': '{ "gpu": 1, "dma": 2 }' },
      'extends-invalid',
      "extends: './b.cdma.json' is not a valid config. gpu: found 1. Expected an object, such as {}.",
      2,
    ],
  ];

for (const [what, files, code, message, related] of BROKEN) {
  test(`reports ${what} where it is extended`, async () => {
    const { findings, resolved, baseUris } = await load('{ "extends": "./b.cdma.json" }', files);
    assert.equal(resolved, undefined);
    assert.deepEqual(
      findings.map((finding) => [finding.code, finding.message, finding.range, finding.related.length]),
      [[code, message, place(0, 13, 28), related]],
    );
    assert.equal(baseUris[0], 'file:///w/designs/b.cdma.json');
  });
}

test('an endless chain of files ends', async () => {
  let count = 0;
  const files = { ...memoryFiles({}), readText: async () => `{ "extends": "b${count++}.cdma.json" }` };
  const { findings } = await loadConfig('{ "extends": "b.cdma.json" }', OPENED, files, NETWORK_TABLES);
  assert.deepEqual(
    findings.map(({ message }) => message),
    ['extends: more than 16 files extend one another.'],
  );
});

test('a file that is not saved has nothing to be relative to', async () => {
  const { findings } = await loadConfig(
    '{ "extends": "b.json" }',
    'untitled:Untitled-1',
    memoryFiles({}),
    NETWORK_TABLES,
  );
  assert.deepEqual(
    findings.map(({ message }) => message),
    ["extends: 'b.json' cannot be found from a file that is not saved."],
  );
});

test('a wrong quantity in a base is shown at extends, with the place in the base', async () => {
  const { findings } = await load('{ "extends": "../b.cdma.json" }', {
    'file:///w/b.cdma.json': '{\n  "dma": { "buffer": "70 ns" }\n}',
  });
  assert.deepEqual(
    findings.map(({ code, range, related }) => ({ code, range, related })),
    [
      {
        code: 'quantity',
        range: place(0, 13, 29),
        related: [{ uri: 'file:///w/b.cdma.json', range: place(1, 21, 28), message: 'The value is set in this file.' }],
      },
    ],
  );
});

test('a manifest named by a base is relative to the opened file', async () => {
  const activations = { source: 'tensors', manifest: './traces/m.json' };
  const { resolved } = await load('{ "extends": "../base/b.cdma.json" }', {
    'file:///w/base/b.cdma.json': JSON.stringify({ workload: { activations } }),
  });
  assert.ok(resolved?.workload.activations.source === 'tensors');
  assert.equal(resolved.workload.activations.manifest, '../base/traces/m.json');
});

test('a manifest named by a base is found whatever letters its path has', async () => {
  const manifest = './my traces/50% ü#1.json';
  const { resolved } = await load('{ "extends": "../base/b.cdma.json" }', {
    'file:///w/base/b.cdma.json': JSON.stringify({ workload: { activations: { source: 'tensors', manifest } } }),
  });
  assert.ok(resolved?.workload.activations.source === 'tensors');
  assert.equal(
    locateFile(resolved.workload.activations.manifest, OPENED),
    'file:///w/base/my%20traces/50%25%20%C3%BC%231.json',
  );
});

test('a source replaced by the opened file leaves no warning about keys of the base', async () => {
  const { findings, resolved } = await load(
    '{ "extends": "../b.json", "workload": { "activations": { "source": "model" } } }',
    {
      'file:///w/b.json': '{ "workload": { "activations": { "source": "uniform", "ratio": 4 } } }',
    },
  );
  assert.deepEqual(findings, []);
  assert.equal(resolved?.workload.activations.source, 'model');
});

test('a finding stands at the value, else the preset, else the section, else the first brace', async () => {
  const at = async (text: string) => {
    const finding = { code: 'x', severity: 'warning', message: 'x', path: ['gpu', 'dramBandwidth'] } as const;
    return locateFinding(finding, await load(text)).range;
  };
  assert.deepEqual(await at('{ "gpu": { "dramBandwidth": "9 GB/s" } }'), place(0, 28, 36));
  assert.deepEqual(await at('{ "gpu": { "preset": "gh200" } }'), place(0, 21, 28));
  assert.deepEqual(await at('{ "gpu": { "coreClock": "1 GHz" } }'), place(0, 2, 7));
  assert.deepEqual(await at('// c\n{ "dma": {} }'), place(1, 0, 1));
});

test('the described config is a config that resolves to the same', async () => {
  const text =
    '{ "name": "x", "link": { "preset": "nvlink2-x6" }, "workload": { "activations": { "source": "uniform" } } }';
  const { resolved, origins } = await load(text);
  assert.ok(resolved);
  const described = describeResolved(resolved, origins);
  assert.match(described, /"bandwidth": "136 GB\/s", \/\/ preset nvlink2-x6, low confidence: assumed: raw x 0\.907/);
  assert.match(described, /"ratio": 2\.6 \/\/ default: the average ratio of slide 61/);
  assert.deepEqual((await load(described)).resolved, resolved);
});
