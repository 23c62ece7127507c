/** Configs as strangers may write them: all that is wrong is said, at its place, and nothing else ever happens. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from '../../src/config/document.ts';
import { setValues } from '../../src/config/edits.ts';
import { CONFIG_FILE, type SchemaNode, schemaAt } from '../../src/config/schema.ts';
import { sweepableKeys } from '../../src/exploration/sweepable-keys.ts';
import { METRIC_IDS } from '../../src/metrics/metric.ts';
import { nodeHost } from '../../src/node/node-host.ts';
import { Runner } from '../../src/run.ts';
import { memoryFiles } from '../unit/memory-files.ts';
import { fuzz } from './fuzz.ts';
import { damaged, damages, HOSTILE_KEYS, HOSTILE_NUMBERS, HOSTILE_TEXTS, hostileKey, hostileText } from './hostile.ts';
import { anyHostileJson, changed, type JsonTree, jsonTree, printJson, treeChanges, treeOf } from './json-text.ts';
import { assertLocal, assertLocated, onlyLocal } from './located.ts';

const URI = 'file:///w/opened.cdma.json';
const EXAMPLES = new URL('../../examples/', import.meta.url);
/** Everything that the examples name, and a base that is broken. */
const FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    readdirSync(EXAMPLES)
      .filter((name) => name.endsWith('.json'))
      .map((name) => [`file:///w/${name}`, readFileSync(new URL(name, EXAMPLES), 'utf8')]),
  ),
  'file:///w/broken.cdma.json': '{ "dma": { "buffer": "70 ns", "__proto__": 1, } ]',
  'file:///w/itself.cdma.json': '{ "extends": "./itself.cdma.json" }',
};
const CONFIGS = Object.keys(FILES).filter((uri) => uri.endsWith('.cdma.json'));
const runner = new Runner({ ...nodeHost(), files: onlyLocal(memoryFiles(FILES)) });

/** Sections that no example has. */
const SWEPT = {
  workload: { network: 'alexnet', activations: { source: 'model', layers: { conv1: { averageDensity: 0.4 } } } },
  expect: { speedupOverVdnn: { atLeast: 1.3 }, peakMemory: { atMost: '8 GB' } },
  explore: {
    parameters: { 'dma.buffer': ['16 KB', '70 KB'], 'gpu.dramEfficiency': { from: 0.5, to: 1, count: 3 } },
    constraints: ['dma.buffer >= 16 KB', "dma.codec == 'zvc' || speedupOverVdnn > 1"],
    objectives: { speedupOverVdnn: 'maximise' },
  },
};
const UNIFORM = {
  gpu: { preset: 'titanx-maxwell', dramBandwidth: '336 GB/s' },
  link: { preset: 'pcie3-x16' },
  dma: { codec: 'zvc', buffer: '70 KB' },
  workload: { network: 'alexnet', batch: 256, activations: { source: 'uniform', ratio: 2 } },
  cost: { energy: 'on' },
};
const TREES = [...CONFIGS.map((uri) => parseDocument(FILES[uri] ?? '', uri).value), SWEPT, UNIFORM].map(treeOf);

/** Keys and values of the schema at all its places: in the wrong ones they are as hostile as any. */
const known = vocabularyOf(CONFIG_FILE.schema);
const key = fc.oneof(fc.constantFrom(...known.keys, ...sweepableKeys(), ...METRIC_IDS, 'conv1', 'conv0'), hostileKey);
const reference = fc.constantFrom(
  './titanxp.cdma.json',
  './broken.cdma.json',
  './itself.cdma.json',
  './own-network.cdma.json',
  './tiny.cdma-network.json',
  './none.json',
  './opened.cdma.json',
);
const leaf = fc
  .oneof(
    fc.oneof(fc.constantFrom(...known.values), reference, hostileText).map((value) => JSON.stringify(value)),
    fc.constantFrom(...HOSTILE_NUMBERS),
    fc
      .tuple(fc.integer({ min: 0, max: 2000 }), fc.constantFrom('B', 'KB', 'GB/s', 'ns', 'MHz', 'um2'))
      .map(([number, unit]) => `"${number} ${unit}"`),
  )
  .map((text): JsonTree => ({ kind: 'raw', text }));
const changedTree = fc
  .tuple(fc.constantFrom(...TREES), treeChanges(key, fc.oneof(leaf, jsonTree(key, leaf))))
  .map(([tree, changes]) => printJson(changed(tree, changes)));

async function assertSound(text: string, uri = URI): Promise<void> {
  const findings = await runner.validate(text, uri);
  assertLocated(findings, new Map([[uri, text], ...Object.entries(FILES)]));
}

test('any JSON is judged', (t) => fuzz(t, anyHostileJson.map(printJson), 600, (text) => assertSound(text)));

test('configs with sections and values exchanged are judged', (t) =>
  fuzz(t, changedTree, 600, (text) => assertSound(text)));

test('damaged text of a config is judged', async (t) => {
  const texts = [...CONFIGS.map((uri) => FILES[uri] ?? ''), JSON.stringify(SWEPT, null, 2)];
  const inputs = fc
    .constantFrom(...texts)
    .chain((text) =>
      damages(text.length).map((changes) => new TextDecoder().decode(damaged(new TextEncoder().encode(text), changes))),
    );
  await fuzz(t, inputs, 600, (text) => assertSound(text));
});

test('hostile keys are unknown keys wherever a config has keys', async () => {
  const sections = [
    '',
    'gpu',
    'dma',
    'workload',
    'workload.activations',
    'workload.activations.layers',
    'expect',
    'explore.parameters',
    'explore.objectives',
  ];
  for (const section of sections) {
    for (const hostile of HOSTILE_KEYS) {
      const inner = `{${JSON.stringify(hostile)}: [1]}`;
      const text =
        section === '' ? inner : section.split('.').reduceRight((value, name) => `{"${name}": ${value}}`, inner);
      await assertSound(text);
      const findings = await runner.validate(text, URI);
      assert.ok(
        findings.some(({ severity }) => severity === 'error'),
        `${section} ${JSON.stringify(hostile)}`,
      );
    }
  }
});

test('hostile references are refused where they stand, and nothing outside is read', async () => {
  for (const hostile of HOSTILE_TEXTS) {
    const written = JSON.stringify(hostile);
    for (const text of [
      `{"extends": ${written}}`,
      `{"workload": {"network": ${written}}}`,
      `{"workload": {"activations": {"source": "tensors", "manifest": ${written}}}}`,
    ]) {
      await assertSound(text);
      const { dependencies } = await runner.run(text, URI);
      for (const uri of dependencies) assertLocal(uri);
    }
  }
});

test('a design of extreme values that are allowed is simulated, and its times are times', async (t) => {
  const extreme = fc.constantFrom(...sweepableKeys().filter(isOfDesign)).chain((path) => {
    const { cdmaQuantity, minimum, maximum, enum: choices, type } = schemaAt(path.split('.')) ?? {};
    const values = [cdmaQuantity?.minimum, cdmaQuantity?.maximum, minimum, maximum, ...(choices ?? [])];
    const allowed = [...values.filter((value) => value !== undefined), ...(type === 'boolean' ? [true, false] : [])];
    return fc.constantFrom(...(allowed.length > 0 ? allowed : [0])).map((value) => ({ path: path.split('.'), value }));
  });
  let simulated = 0;
  await fuzz(t, fc.array(extreme, { minLength: 1, maxLength: 3 }), 80, async (settings) => {
    const text = setValues(JSON.stringify(UNIFORM), settings);
    const { report, findings } = await runner.run(text, URI);
    assertLocated(findings, new Map([[URI, text]]));
    if (report === null) {
      assert.ok(findings.some(({ severity }) => severity === 'error'));
      return;
    }
    simulated++;
    const { oracleMs, vdnnMs, cdmaMs } = report.time;
    for (const time of [oracleMs, vdnnMs, cdmaMs]) assert.ok(time > 0 && time < Number.POSITIVE_INFINITY, `${time} ms`);
  });
  assert.ok(simulated > 20, `${simulated} were simulated`);
});

/** Presets are names; what activations there are and how closely the pipeline is looked at decide how long a run takes. */
function isOfDesign(path: string): boolean {
  const isSlow = path === 'fidelity' || path === 'workload.network' || path.startsWith('workload.activations');
  return !isSlow && !path.endsWith('.preset');
}

for (const [what, range] of [
  ['a step that never arrives', '"step": 1e-300'],
  ['more values than memory holds', '"count": 5000000000'],
] as const) {
  test(`a range with ${what} is a finding`, async () => {
    const text = `{"explore": {"parameters": {"gpu.dramEfficiency": {"from": 0.1, "to": 1, ${range}}}}}`;
    assert.ok((await runner.validate(text, URI)).length > 0);
  });
}

const LARGE: readonly (readonly [what: string, text: string, message: RegExp])[] = [
  ['seventeen million blanks', ' '.repeat(17_000_000), /more than the 16000000 characters/],
  ['a hundred thousand lists in lists', '['.repeat(100_000), /nested too deeply/],
  ['objects in objects', `${'{"gpu":'.repeat(5000)}1${'}'.repeat(5000)}`, /nested too deeply/],
  ['a key twenty thousand times', `{${'"a": 1,\n'.repeat(20_000)}}`, /written twice/],
  ['twenty thousand unknown keys', objectOf(20_000, (i) => `"k${i}": 1`), /not a key of a config/],
  ['an unknown key of a million characters', `{"${'k'.repeat(1e6)}": 1}`, /^k+\.\.\.: this is not a key/],
  [
    'settings of five thousand layers',
    `{"workload": {"activations": {"layers": ${objectOf(5000, (i) => `"c${i}": {"a": 1}`)}}}}`,
    /not a/,
  ],
  ['a number of a million digits', `{"workload": {"batch": ${'9'.repeat(1e6)}}}`, /batch: found Infinity/],
  ['a quantity of a million digits', `{"dma": {"buffer": "${'9'.repeat(1e6)} KB"}}`, /too large/],
];
for (const [what, text, message] of LARGE) {
  test(`${what}: judged soon, and in few words`, async () => {
    const start = performance.now();
    const findings = await runner.validate(text, URI);
    assert.ok(performance.now() - start < 10_000);
    assertLocated(findings, new Map([[URI, text]]));
    assert.ok(
      findings.some((finding) => message.test(finding.message)),
      findings[0]?.message,
    );
    assert.ok(findings.length <= 3000, `${findings.length} findings`);
  });
}

function objectOf(members: number, member: (index: number) => string): string {
  return `{${Array.from({ length: members }, (_, index) => member(index)).join(',\n')}}`;
}

interface Vocabulary {
  keys: string[];
  values: (string | number | boolean)[];
}

/** Every key of a schema, and every value that it names. */
function vocabularyOf(root: SchemaNode): Vocabulary {
  const keys = new Set<string>();
  const values = new Set<string | number | boolean>();
  const isValue = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value);
  const visit = (value: unknown, name: string): void => {
    if (isValue(value) && ['default', 'minimum', 'maximum', 'const', 'example', 'enum'].includes(name)) {
      values.add(value as string | number | boolean);
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (name === 'properties') keys.add(key);
      visit(inner, Array.isArray(value) ? name : key);
    }
  };
  visit(root, '');
  return { keys: [...keys], values: [...values] };
}
