import assert from 'node:assert/strict';
import { test } from 'node:test';
import schema from '../../schemas/cdma-config.schema.json' with { type: 'json' };
import { memoryFiles } from '../../test/unit/memory-files.ts';
import type { LocatedFinding } from '../findings/finding.ts';
import { NETWORK_TABLES } from '../network/catalogue.ts';
import { describeResolved } from './describe.ts';
import { hashConfig, loadConfig } from './load.ts';

const URI = 'file:///w/a.cdma.json';
const load = (text: string, files: Record<string, string> = {}) =>
  loadConfig(text, URI, memoryFiles(files), NETWORK_TABLES);

/** A config with these settings by layer on its second line. */
const withLayers = (layers: string, activations = '', workload = '') =>
  `{ "workload": { ${workload} "activations": { ${activations} "layers":\n${layers} } } }`;

async function resolvedLayers(text: string, files: Record<string, string> = {}) {
  const { resolved, findings } = await load(text, files);
  assert.deepEqual(findings.map(print), []);
  const activations = resolved?.workload.activations;
  assert.equal(activations?.source, 'model');
  return activations.layers;
}

function print({ range: { start, end }, severity, code, message, help }: LocatedFinding): string {
  const place = `${start.line + 1}:${start.character + 1}-${end.character + 1}`;
  return `${place} ${severity}[${code}] ${message}${help === undefined ? '' : ` | ${help}`}`;
}

test('settings of layers are resolved under the names of the network', async () => {
  const curve = { averageDensity: 0.2, initialDensity: 0.6, fallTime: 0.1, overshoot: 0, mapShare: 0.1 };
  const measured = {
    points: [
      { trainingProgress: 0, density: 0.5, channelShare: 0.6 },
      { trainingProgress: 1, density: 0.25, deadMaps: 0.1, verticalCorrelation: 0.5 },
    ],
    neighbourCorrelation: 0.4,
    deadChannels: 0.2,
  };
  const layers = { conv2: curve, fc6: measured };
  assert.deepEqual(await resolvedLayers(withLayers(JSON.stringify(layers))), layers);
});

test('a name of the slides makes all of them names of the slides', async () => {
  // AlexNet's conv1 is called conv0 there, and its conv2 conv1.
  const found = await resolvedLayers(
    withLayers('{ "conv0": { "averageDensity": 0.4 }, "conv1": { "mapShare": 0.1 } }'),
  );
  assert.deepEqual(found, { conv1: { averageDensity: 0.4 }, conv2: { mapShare: 0.1 } });
  const usual = await resolvedLayers(withLayers('{ "conv1": { "averageDensity": 0.4 } }'));
  assert.deepEqual(usual, { conv1: { averageDensity: 0.4 } });
});

test('without settings nothing is resolved, and the hash is that of a config without the key', async () => {
  const hashOf = async (text: string) => {
    const { resolved } = await load(text);
    assert.ok(resolved);
    return hashConfig(resolved, (json) => json);
  };
  assert.equal(await resolvedLayers(withLayers('{}')), undefined);
  assert.equal(await hashOf(withLayers('{}')), await hashOf('{}'));
  assert.notEqual(await hashOf(withLayers('{ "conv1": { "averageDensity": 0.4 } }')), await hashOf('{}'));
});

test('the description of a resolved config loads as the same config', async () => {
  const text = withLayers(
    '{ "conv0": { "averageDensity": 0.4 }, "fc1": { "points": [{ "trainingProgress": 0.5, "density": 0.3 }] } }',
  );
  const { resolved, origins } = await load(text);
  assert.ok(resolved);
  const description = describeResolved(resolved, origins);
  assert.match(description, /"averageDensity": 0.4 \/\/ a.cdma.json/);
  assert.deepEqual((await load(description)).resolved, resolved);
});

const FAULTY: readonly [what: string, layers: string, ...findings: string[]][] = [
  [
    'an unknown layer with the name that is near',
    '{ "conv11": { "averageDensity": 0.4 } }',
    '2:3-11 error[unknown-layer] conv11: this is not a layer of the network. | Did you mean "conv1"?',
  ],
  [
    'an unknown layer with those that there are',
    '{ "stem": {} }',
    '2:3-9 error[unknown-layer] stem: this is not a layer of the network. | Layers: conv1, conv2, conv3, conv4, conv5, fc6, fc7, fc8.',
  ],
  [
    'layers that are made from their inputs',
    '{ "norm1": {}, "pool1": { "averageDensity": 0.4 } }',
    '2:3-10 error[derived-layer] norm1: this layer (lrn) is made from its input and has no settings of its own. | It reads conv1.',
    '2:16-23 error[derived-layer] pool1: this layer (pool) is made from its input and has no settings of its own. | It reads norm1.',
  ],
  [
    'points beside constants of the curve, once',
    '{ "conv2": { "points": [{ "trainingProgress": 0, "density": 0.5 }], "averageDensity": 0.4, "overshoot": 0 } }',
    `2:14-22 error[points-and-curve] points: a measured curve and the law's "averageDensity" exclude each other. | Remove one of them.`,
  ],
  [
    'points that do not ascend',
    '{ "conv2": { "points": [{ "trainingProgress": 0.5, "density": 0.5 }, { "trainingProgress": 0.5, "density": 0.4 }] } }',
    '2:92-95 error[points-order] trainingProgress: points must ascend; 0.5 follows 0.5.',
  ],
  [
    'shares that leave nothing',
    '{ "conv2": { "channelShare": 0.5, "mapShare": 0.6 } }',
    '2:47-50 error[sum-of-shares] mapShare: channelShare + mapShare is 1.1; shares of one variance sum to 0.99 at most.',
  ],
  [
    'shares of a point that leave nothing',
    '{ "conv2": { "points": [{ "trainingProgress": 0, "density": 0.5, "channelShare": 0.9, "positionShare": 0.1 }] } }',
    '2:104-107 error[sum-of-shares] positionShare: channelShare + positionShare is 1; shares of one variance sum to 0.99 at most.',
  ],
  [
    'what the schema does not allow, at its place',
    '{ "conv2": { "averageDensity": 2, "overshot": 0 }, "conv3": { "points": [] }, "conv4": 5 }',
    '2:32-33 error[out-of-range] averageDensity: found 2. Expected a number from 0 to 1, such as 0.22.',
    '2:35-45 error[unknown-key] overshot: this is not a key in "workload.activations.layers.conv2". | Did you mean "overshoot"?',
    '2:73-75 error[out-of-range] points: found a list. Expected a list of 1 to 1000 points, such as [{ "trainingProgress": 0.5, "density": 0.25 }].',
    '2:88-89 error[wrong-type] conv4: found 5. Expected an object, such as { "averageDensity": 0.22 }.',
  ],
  [
    'points without density, or with the wrong one',
    '{ "conv2": { "points": [{ "trainingProgress": 0 }, { "trainingProgress": 1, "density": "x" }] } }',
    '2:25-26 error[missing-key] density: this key is needed in "workload.activations.layers.conv2.points.0". | Expected a number from 0 to 1, such as 0.25.',
    '2:88-91 error[wrong-type] density: found "x". Expected a number from 0 to 1, such as 0.25.',
  ],
];

for (const [what, layers, ...expected] of FAULTY) {
  test(`reports ${what}`, async () => {
    const { findings, resolved } = await load(withLayers(layers));
    assert.deepEqual(findings.map(print), expected);
    assert.equal(resolved, undefined);
  });
}

test('two names of one layer are reported', async () => {
  // AlexNet's fc6 is called fc1 on the slides.
  const { findings } = await load(withLayers('{ "fc1": {}, "fc6": {} }'));
  assert.deepEqual(findings.map(print), [
    '2:14-19 error[repeated-layer] fc6: "fc6" has settings under another name, too.',
  ]);
});

test('settings of layers have no effect with another source, and are told so', async () => {
  const { findings } = await load(withLayers('{ "conv1": {} }', '"source": "uniform",'));
  assert.deepEqual(
    findings.map(({ severity, code, message }) => `${severity}[${code}] ${message}`),
    ['warning[unused-key] layers: this has no effect with the source "uniform"; it belongs to "model".'],
  );
});

test('names are not judged where the network is not known', async () => {
  const { findings } = await load(withLayers('{ "stem": {} }', '', '"network": "alexnett",'));
  assert.deepEqual(
    findings.map(({ code }) => code),
    ['unknown-network'],
  );
});

test('the layers of a network file are known', async () => {
  const network = JSON.stringify({
    title: 'One convolution',
    input: [3, 32, 32],
    layers: [
      { name: 'stem', kind: 'conv', channels: 8, kernel: 3, relu: true },
      { name: 'shrink', kind: 'pool', kernel: 2, stride: 2 },
    ],
  });
  const files = { 'file:///w/own.json': network };
  const config = (layers: string) => withLayers(layers, '', '"network": "own.json",');
  const settings = { stem: { averageDensity: 0.4 } };
  assert.deepEqual(await resolvedLayers(config(JSON.stringify(settings)), files), settings);
  const { findings } = await load(config('{ "stemm": {}, "shrink": {} }'), files);
  assert.deepEqual(
    findings.map(({ code, help }) => `${code}: ${help}`),
    ['unknown-layer: Did you mean "stem"?', 'derived-layer: It reads stem.'],
  );
});

test('settings of a base merge layer by layer; the nearer of curve and points counts', async () => {
  const points = [{ trainingProgress: 0.5, density: 0.3 }];
  const base = withLayers(JSON.stringify({ conv2: { points }, conv3: { averageDensity: 0.3, mapShare: 0.1 } }));
  const extending = (layers: object) => `{ "extends": "base.json", ${withLayers(JSON.stringify(layers)).slice(1)}`;
  const files = { 'file:///w/base.json': base };
  assert.deepEqual(await resolvedLayers(extending({ conv2: { averageDensity: 0.2 }, conv3: { points } }), files), {
    conv2: { averageDensity: 0.2 },
    conv3: { points, mapShare: 0.1 },
  });
});

test('settings of a base that fit no layer of the network that is chosen here are passed over', async () => {
  const base = withLayers('{ "conv2": { "averageDensity": 0.3 }, "fc6": { "averageDensity": 0.2 } }');
  const text = '{ "extends": "base.json", "workload": { "network": "vgg16" } }';
  assert.deepEqual(await resolvedLayers(text, { 'file:///w/base.json': base }), { fc6: { averageDensity: 0.2 } });
});

interface Documented {
  title?: string;
  markdownDescription?: string;
  errorMessage?: string;
  examples?: unknown[];
  defaultSnippets?: { body: unknown }[];
  properties?: Record<string, object>;
  default?: unknown;
  cdmaSource?: string;
}

for (const [name, node] of Object.entries(schema.definitions as Record<string, Documented>)) {
  if (name === 'parameterValues') continue; // of explore

  test(`the schema documents ${name}, and what it suggests is valid`, async () => {
    const keys = [node, ...Object.values(node.properties ?? {}).filter((key) => !('$ref' in key))] as Documented[];
    for (const key of keys) {
      assert.ok(key.title && key.markdownDescription && key.errorMessage && key.examples, JSON.stringify(key));
      if (key.default !== undefined) {
        assert.ok(key.markdownDescription.includes(`Default \`${key.default}\`: ${key.cdmaSource}.`));
      }
    }
    const values = [...(node.examples ?? []), ...(node.defaultSnippets ?? []).map(({ body }) => body)];
    for (const value of values) {
      const point = { trainingProgress: 0.5, density: 0.3 };
      const settings =
        name === 'layerActivations'
          ? value
          : name === 'activationPoint'
            ? { points: [value] }
            : { points: [{ ...point, [name]: value }] };
      await resolvedLayers(withLayers(JSON.stringify({ conv2: settings })));
    }
  });
}
