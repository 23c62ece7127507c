/** Manifests and network files of strangers: judged at their places, and nothing is read but files of this machine. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from '../../src/config/document.ts';
import { parseNetworkFile } from '../../src/config/network-file.ts';
import { NETWORK_FILE } from '../../src/config/schema.ts';
import { locateFile, resolveReference } from '../../src/config/uri.ts';
import type { FileReader } from '../../src/host.ts';
import { LARGEST_MAP, LARGEST_SUM_OF_MAPS } from '../../src/network/check.ts';
import { elementsOf } from '../../src/network/shapes.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';
import { type ActivationManifest, parseManifest } from '../../src/tensors/manifest.ts';
import { writeNpyHeader } from '../../src/tensors/npy-write.ts';
import { filesOf, readManifest } from '../../src/tensors/read-manifest.ts';
import { openTensor } from '../../src/tensors/tensor-file.ts';
import { memoryFiles } from '../unit/memory-files.ts';
import { fuzz } from './fuzz.ts';
import { damaged, damages, HOSTILE_TEXTS, hostileKey, hostileText } from './hostile.ts';
import {
  anyHostileJson,
  changed,
  hostileLeaf,
  type JsonTree,
  jsonTree,
  printJson,
  treeChanges,
  treeOf,
} from './json-text.ts';
import { assertLocal, assertLocated, onlyLocal } from './located.ts';

const NETWORK_URI = 'file:///w/a.cdma-network.json';
const CONFIG_URI = 'file:///w/a.cdma.json';
const MANIFEST_URI = 'file:///w/traces/manifest.json';
const NETWORK_TEXT = readFileSync(new URL('../../examples/tiny.cdma-network.json', import.meta.url), 'utf8');
/** Every kind of layer, every key. */
const NETWORK = {
  title: 'all',
  source: 'here',
  input: [3, 32, 32],
  defaultBatch: 8,
  layers: [
    {
      name: 'c1',
      kind: 'conv',
      channels: 8,
      kernel: 3,
      pad: 1,
      stride: 1,
      groups: 1,
      bias: true,
      relu: true,
      input: 'data',
    },
    { name: 'b1', kind: 'batch-norm', relu: true },
    { name: 'n1', kind: 'lrn' },
    { name: 'p1', kind: 'pool', mode: 'max', kernel: 2, stride: 2, pad: 0, rounding: 'up' },
    { name: 'c2', kind: 'conv', channels: 8, kernel: 1, input: ['p1'] },
    { name: 'a1', kind: 'add', input: ['p1', 'c2'] },
    { name: 'j1', kind: 'concat', input: ['a1', 'c2'] },
    { name: 'f1', kind: 'fc', channels: 10, relu: false, dropout: true },
  ],
};
const MANIFEST = {
  network: 'alexnet',
  dataset: { name: 'none', licence: 'none' },
  layout: 'NCHW',
  timePoints: [{ trainingProgress: 0, testAccuracy: 0.1 }],
  layers: [
    { name: 'conv1', kind: 'conv' },
    { name: 'pool1', kind: 'pool', input: 'conv1', pool: { mode: 'max', kernel: 3, stride: 2 } },
  ],
  densities: { trainingProgress: [0, 0.5, 1], layers: { conv1: [0.5, 0.4, 0.3] } },
  tensors: [
    {
      layer: 'conv1',
      file: 'conv1.npy',
      shape: [1, 2, 3, 4],
      dtype: 'float32',
      trainingProgress: 0,
      sha256: '0'.repeat(64),
    },
  ],
};

const networkKeys = [
  'name',
  'kind',
  'channels',
  'kernel',
  'stride',
  'pad',
  'groups',
  'input',
  'mode',
  'rounding',
  'layers',
  'title',
];
const networkLeaf = fc.oneof(
  hostileLeaf,
  fc
    .constantFrom(
      '"conv"',
      '"pool"',
      '"add"',
      '"concat"',
      '"fc"',
      '"data"',
      '"c1"',
      '"c2"',
      '"f1"',
      '["c1", "c1"]',
      '65536',
      '1048576',
      '33',
      '3',
    )
    .map((text): JsonTree => ({ kind: 'raw', text })),
);
const networkKey = fc.oneof(fc.constantFrom(...networkKeys), hostileKey);
const networkText = fc.oneof(
  anyHostileJson.map(printJson),
  ...[NETWORK, parseDocument(NETWORK_TEXT, '').value].map((value) =>
    treeChanges(networkKey, fc.oneof(networkLeaf, jsonTree(networkKey, networkLeaf))).map((changes) =>
      printJson(changed(treeOf(value), changes)),
    ),
  ),
  damages(NETWORK_TEXT.length).map((changes) =>
    new TextDecoder().decode(damaged(new TextEncoder().encode(NETWORK_TEXT), changes)),
  ),
);

test('any text is a network that can be simulated, or what is wrong with it at its place', async (t) => {
  const config = '{"workload": {"network": "./a.cdma-network.json", "activations": {"source": "uniform", "ratio": 2}}}';
  let sound = 0;
  await fuzz(t, networkText, 400, async (text) => {
    const { network, findings } = parseNetworkFile(text, NETWORK_URI);
    assertLocated(findings, new Map([[NETWORK_URI, text]]));
    assert.equal(
      network === undefined,
      findings.some(({ severity }) => severity === 'error'),
    );
    const files = onlyLocal(memoryFiles({ [NETWORK_URI]: text }));
    const outcome = await new Runner({ ...nodeHost(), files }).run(config, CONFIG_URI);
    assertLocated(
      outcome.findings,
      new Map([
        [CONFIG_URI, config],
        [NETWORK_URI, text],
      ]),
    );
    if (network === undefined) {
      assert.equal(outcome.report, null);
      return;
    }
    sound++;
    const sizes = network.layers.map(({ outputShape }) => elementsOf(outputShape));
    for (const [index, { outputShape }] of network.layers.entries()) {
      assert.ok(
        outputShape.every((extent) => Number.isSafeInteger(extent) && extent >= 1),
        `${outputShape}`,
      );
      assert.ok((sizes[index] ?? 0) <= LARGEST_MAP);
    }
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= LARGEST_SUM_OF_MAPS);
    const { cdmaMs } = outcome.report?.time ?? { cdmaMs: Number.NaN };
    if (outcome.report !== null) assert.ok(cdmaMs > 0 && cdmaMs < Number.POSITIVE_INFINITY, `${cdmaMs} ms`);
  });
  assert.ok(sound > 5, `${sound} were sound`);
});

const LARGE: readonly (readonly [what: string, text: string])[] = [
  [
    'a hundred thousand layers that are none',
    `{"title": "a", "input": [1, 2, 3], "layers": [${'1,\n'.repeat(100_000)}1]}`,
  ],
  ['ten thousand layers with nothing in them', networkOf(10_000, () => ({ kind: 'conv' }))],
  [
    'ten thousand layers that read what is not there',
    networkOf(10_000, (i) => ({ name: `l${i}`, kind: 'lrn', input: 'x' })),
  ],
  ['ten thousand layers of one name', networkOf(10_000, () => ({ name: 'l', kind: 'lrn' }))],
  ['five million blanks', ' '.repeat(5_000_000)],
];
for (const [what, text] of LARGE) {
  test(`${what}: judged soon, and in few words`, () => {
    const start = performance.now();
    const { network, findings } = parseNetworkFile(text, NETWORK_URI);
    assert.ok(performance.now() - start < 10_000);
    assert.equal(network, undefined);
    assertLocated(findings, new Map([[NETWORK_URI, text]]));
    assert.ok(findings.length > 0 && findings.length <= 1001, `${findings.length} findings`);
  });
}

function networkOf(layers: number, layer: (index: number) => object): string {
  return JSON.stringify({ title: 'a', input: [1, 2, 3], layers: Array.from({ length: layers }, (_, i) => layer(i)) });
}

test('the schema of a network knows the keys that are put in here', () => {
  const text = JSON.stringify(NETWORK);
  assert.deepEqual(parseNetworkFile(text, NETWORK_URI).findings, []);
  assert.ok(NETWORK_FILE.validate(NETWORK));
  assert.ok('manifest' in parseManifest(MANIFEST));
});

const manifestKeys = [
  'layer',
  'file',
  'tensor',
  'shape',
  'dtype',
  'trainingProgress',
  'densities',
  'layers',
  'conv1',
  'pool',
  'tensors',
];
const manifestLeaf = fc.oneof(
  hostileLeaf,
  fc
    .constantFrom('"conv1"', '"float32"', '[1, 2, 3, 4]', '[2, 12]', '[0.1, 0.1, 0.2]', '"conv1.npy"', '0.5')
    .map((text): JsonTree => ({ kind: 'raw', text })),
);
const manifestKey = fc.oneof(fc.constantFrom(...manifestKeys), hostileKey);
const MANIFEST_TEXT = JSON.stringify(MANIFEST, null, 1);
const manifestText = fc.oneof(
  anyHostileJson.map(printJson),
  treeChanges(manifestKey, fc.oneof(manifestLeaf, jsonTree(manifestKey, manifestLeaf))).map((changes) =>
    printJson(changed(treeOf(MANIFEST), changes)),
  ),
  damages(MANIFEST_TEXT.length).map((changes) =>
    new TextDecoder().decode(damaged(new TextEncoder().encode(MANIFEST_TEXT), changes)),
  ),
);
const NPY = Buffer.concat([writeNpyHeader('float32', [1, 2, 3, 4]), new Uint8Array(96)]);

test('any text is a manifest whose tensors are looked for, or a problem of that file', async (t) => {
  let sound = 0;
  await fuzz(t, manifestText, 2000, async (text) => {
    const files = onlyLocal(memoryFiles({ [MANIFEST_URI]: text, 'file:///w/traces/conv1.npy': NPY }));
    const host = { ...nodeHost(), files };
    const read = await readManifest('./traces/manifest.json', CONFIG_URI, host);
    if ('problem' in read) {
      assert.equal(read.problem.uri, MANIFEST_URI);
      assert.ok(
        read.problem.message.length > 0 && read.problem.message.length < 5000,
        read.problem.message.slice(0, 200),
      );
      return;
    }
    sound++;
    for (const uri of filesOf(read.manifest, read.uri)) assertLocal(uri);
    for (const entry of read.manifest.tensors) {
      const opened = await openTensor(entry, read.manifest, read.uri, host);
      if ('close' in opened) await opened.close();
    }
  });
  assert.ok(sound > 5, `${sound} were sound`);
});

test('a config whose manifest is sound, or is not, is simulated or refused', async (t) => {
  await fuzz(t, manifestText, 30, async (text) => {
    const files = onlyLocal(memoryFiles({ [MANIFEST_URI]: text, 'file:///w/traces/conv1.npy': NPY }));
    const host = { ...nodeHost(), files };
    const manifest = './traces/manifest.json';
    const config = JSON.stringify({ workload: { network: 'alexnet', activations: { source: 'tensors', manifest } } });
    const { findings, report, dependencies } = await new Runner(host).run(config, CONFIG_URI);
    assertLocated(findings, new Map([[CONFIG_URI, config]]));
    assert.ok(report !== null || findings.some(({ severity }) => severity === 'error'));
    for (const uri of dependencies) assertLocal(uri);
  });
});

test('any path leads to a file of this machine, or nowhere', async (t) => {
  const path = fc.oneof(
    hostileText,
    fc.webUrl({ validSchemes: ['http', 'https', 'file', 'ftp'] }),
    fc
      .array(
        fc.constantFrom(
          '..',
          '.',
          '/',
          '//',
          '\\',
          'a',
          ':',
          '%2e%2e',
          '%2f',
          '%5c',
          '%00',
          '\u0000',
          '@',
          '?',
          '#',
          'file:',
          'C:',
        ),
        { maxLength: 8 },
      )
      .map((parts) => parts.join('')),
  );
  await fuzz(
    t,
    fc.tuple(path, fc.constantFrom(CONFIG_URI, MANIFEST_URI, 'untitled:Untitled-1', '')),
    4000,
    ([path, from]) => {
      for (const uri of [locateFile(path, from), resolveReference(path, from)]) {
        if (uri === undefined) continue;
        assert.ok(from.startsWith('file:'), `${uri} from ${from}`);
        assertLocal(uri);
      }
    },
  );
});

/** What an opened file may make the simulator read: any path of this machine that the user may read, and nothing else. */
const ESCAPES: readonly (readonly [path: string, read: string | undefined])[] = [
  ['../../../etc/passwd', 'file:///etc/passwd'],
  ['/etc/passwd', 'file:///etc/passwd'],
  ['file:///etc/passwd', 'file:///etc/passwd'],
  ['FILE:///etc/passwd', 'file:///etc/passwd'],
  ['file://elsewhere/share/a.npy', undefined],
  ['//elsewhere/share/a.npy', undefined],
  ['file:////elsewhere/share/a.npy', undefined],
  ['http://elsewhere/a.npy', undefined],
  ['ftp://elsewhere/a.npy', undefined],
  ['data://,', undefined],
  ['vscode-remote://ssh-remote+elsewhere/a.npy', undefined],
  ['\ud800.npy', undefined],
];
for (const [path, read] of ESCAPES) {
  test(`a tensor at ${JSON.stringify(path)} is ${read === undefined ? 'refused' : `read as ${read}`}`, async () => {
    const asked: string[] = [];
    const host = { ...nodeHost(), files: recording(asked) };
    const manifest: ActivationManifest = {
      layout: 'NCHW',
      tensors: [{ layer: 'conv1', file: path, shape: [1, 2, 3, 4], dtype: 'float32', trainingProgress: 0 }],
    };
    for (const entry of manifest.tensors) {
      const opened = await openTensor(entry, manifest, MANIFEST_URI, host);
      assert.ok('problem' in opened);
    }
    assert.deepEqual(asked, read === undefined ? [] : [read]);
  });
}

test('a backslash, a NUL and a percent sign are letters of a name', () => {
  assert.equal(locateFile('..\\a.npy', MANIFEST_URI), 'file:///w/traces/..%5Ca.npy');
  assert.equal(locateFile('a\u0000.npy', MANIFEST_URI), 'file:///w/traces/a%00.npy');
  assert.equal(locateFile('%2e%2e/a.npy', MANIFEST_URI), 'file:///w/traces/%252e%252e/a.npy');
});

test('files that cannot be opened are a problem of the file on the real file system, too', async () => {
  for (const path of HOSTILE_TEXTS) {
    const read = await readManifest(path, 'file:///w/none/a.cdma.json', nodeHost());
    assert.ok('problem' in read, path);
  }
});

/** Files that are not there, with a list of those that were asked for. */
function recording(asked: string[]): FileReader {
  const none = memoryFiles({});
  const noted = (uri: string): string => {
    asked.push(uri);
    return uri;
  };
  return {
    readText: (uri) => none.readText(noted(uri)),
    readBytes: (uri, limitBytes) => none.readBytes(noted(uri), limitBytes),
    stat: (uri) => none.stat(noted(uri)),
    open: (uri) => none.open(noted(uri)),
  };
}
