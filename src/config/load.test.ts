import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import schema from '../../schemas/cdma-config.schema.json' with { type: 'json' };
import { memoryFiles } from '../../test/unit/memory-files.ts';
import type { LocatedFinding } from '../findings/finding.ts';
import { NETWORK_TABLES } from '../network/catalogue.ts';
import { hashConfig, loadConfig } from './load.ts';
import { CODEC_IDS } from './resolved-config.ts';

const load = (text: string) => loadConfig(text, 'file:///w/a.cdma.json', memoryFiles({}), NETWORK_TABLES);

/** `"a", "b" or "c"` */
function inWords(choices: readonly string[]): string {
  return choices
    .map((choice) => `"${choice}"`)
    .join(', ')
    .replace(/, ([^,]*)$/, ' or $1');
}

/** One-based, as the command line prints it. */
function print({ range: { start, end }, severity, code, message }: LocatedFinding): string {
  const place = `${start.line + 1}:${start.character + 1}-${end.line + 1}:${end.character + 1}`;
  return `${place} ${severity}[${code}] ${message}`;
}

test('an empty config is the Titan Xp on PCIe 3 with ZVC, training AlexNet', async () => {
  const { resolved, findings } = await load('{}');
  assert.deepEqual(findings, []);
  assert.deepEqual(resolved, {
    name: 'a',
    fidelity: 'closed-form',
    gpu: {
      preset: 'titanxp',
      memoryControllers: 12,
      dramBandwidth: 547.7e9,
      dramEfficiency: 0.8,
      dramLatency: 350e-9,
      dramCapacity: 12e9,
      coreClock: 1.582e9,
      peakCompute: 12.15e12,
      computeLibrary: 'cudnn-5.1',
      interleaving: 256,
      interleavingOrder: 'modulo',
    },
    link: {
      preset: 'pcie3-x16',
      bandwidth: 12.8e9,
      gpusSharing: 1,
      rawBandwidth: 15.754e9,
      maxPayload: 128,
      packetHeader: 24,
      linkLayerShare: 0.035,
      readRequests: 256,
      readRequestSize: 512,
      hostLatency: 1e-6,
    },
    dma: {
      codec: 'zvc',
      placement: 'memory-controller',
      engineBytesPerCycle: 32,
      crossbarBytesPerCycle: 32,
      buffer: 70_000,
      window: 4096,
      runLengthFormat: 'word-aligned',
      zeroValueWindow: 32,
      partialWindow: 'short',
      zeroTest: 'bit-pattern',
      issueLinesPerCycle: 4,
      parsedLinesPerCycle: 1,
      reservation: 'shrink',
      packing: 'stream',
      dramPriority: 'dma',
      zlibEngine: 'ideal',
    },
    workload: {
      network: 'alexnet',
      batch: 256,
      policy: 'all',
      largeModelSupport: { tensorThreshold: 1e6, memoryFraction: 0.5 },
      sync: 'layer',
      staging: 'unlimited',
      concat: 'zero-copy',
      weightUpdate: true,
      refetchImage: false,
      layerTimes: 'model',
      activations: {
        source: 'model',
        trainingProgress: 0.5,
        layout: 'NCHW',
        seed: 1,
        zlibWindows: 'sampled',
        layerScatter: 0,
      },
    },
    cost: {
      energy: 'off',
      logicNode: 16e-9,
      sramCell: 0.074e-12,
      engineArea: 0.2e-6,
      controlArea: 0.06e-6,
      sramPorts: 2,
      sramEfficiency: 0.6,
      dieArea: 471e-6,
      dramEnergy: 11e-12,
      crossbarEnergy: 2e-12,
      engineEnergy: 0.05e-12,
      linkEnergy: 12e-12,
      hostEnergy: 20e-12,
      computeEnergy: 12e-12,
      staticPower: 85,
    },
  });
});

const FAULTY: readonly [what: string, text: string, ...findings: string[]][] = [
  ['no text', '', '1:1-1:1 error[json-syntax] Expected a value.'],
  ['a list', '[]', '1:1-1:3 error[wrong-type] config: found a list. Expected an object, such as {}.'],
  ['null', 'null', '1:1-1:5 error[wrong-type] config: found null. Expected an object, such as {}.'],
  [
    'half a key',
    '{\n  "gpu": { "preset": "titanxp" },\n  "dm\n}',
    '3:3-3:6 error[json-syntax] This text is not closed; expected a double quote.',
  ],
  ['a key without a value', '{ "gpu": }', '1:10-1:11 error[json-syntax] Expected a value.'],
  ['a missing comma', '{ "gpu": {}\n  "dma": {} }', '2:3-2:8 error[json-syntax] Expected a comma before this.'],
  [
    'NaN',
    '{ "workload": { "batch": NaN } }',
    "1:26-1:29 error[json-syntax] 'NaN' is not JSON; text goes in double quotes.",
  ],
  [
    'thousands of brackets',
    '['.repeat(100_000),
    '1:1-1:2 error[json-syntax] This file is nested too deeply to be a config.',
  ],
  [
    'faults before a syntax error, but not behind it',
    '{ "dma": { "buffer": "70" },\n  "link": { "bandwidth": 5 "x": 1 } }',
    `1:22-1:26 error[quantity] buffer: '70' has no unit; expected a size such as "70 KB".`,
    '2:26-2:27 error[wrong-type] bandwidth: found 5. Expected a bandwidth with its unit, such as "12.8 GB/s".',
    '2:28-2:31 error[json-syntax] Expected a comma before this.',
  ],
  [
    'a key written twice',
    '{ "dma": {}, "dma": {} }',
    '1:14-1:19 error[duplicate-key] dma: this key is written twice; the first value would be lost.',
  ],
  [
    'an unknown key',
    '{\r\n  "gpu": { "dramBandwith": "1 GB/s" }\r\n}',
    '2:12-2:26 error[unknown-key] dramBandwith: this is not a key in "gpu".',
  ],
  [
    'a key that would change a prototype',
    '{ "__proto__": { "dma": 1 }, "constructor": {} }',
    '1:3-1:14 error[unknown-key] __proto__: this is not a key of a config.',
    '1:30-1:43 error[unknown-key] constructor: this is not a key of a config.',
  ],
  [
    'a number where text is expected',
    '{ "dma": { "buffer": 70 } }',
    '1:22-1:24 error[wrong-type] buffer: found 70. Expected a size with its unit, such as "70 KB".',
  ],
  [
    'a preset that is a number',
    '{ "gpu": { "preset": 5 } }',
    '1:22-1:23 error[wrong-type] preset: found 5. Expected the name of a GPU preset, such as "titanxp".',
  ],
  [
    'text where a section is expected',
    '{ "gpu": "titanxp" }',
    '1:10-1:19 error[wrong-type] gpu: found "titanxp". Expected an object, such as {}.',
  ],
  [
    'a wrong dimension',
    '{ "dma": { "buffer": "70 ns" } }',
    `1:22-1:29 error[quantity] buffer: '70 ns' is a time; expected a size such as "70 KB".`,
  ],
  [
    'counts out of range',
    '{ "workload": { "batch": -4 }, "gpu": { "memoryControllers": 1.5 }, "link": { "gpusSharing": 1e999 } }',
    '1:26-1:28 error[out-of-range] batch: found -4. Expected a whole number from 1 to 65536.',
    '1:62-1:65 error[wrong-type] memoryControllers: found 1.5. Expected a whole number from 1 to 1024.',
    '1:94-1:99 error[wrong-type] gpusSharing: found Infinity. Expected a whole number from 1 to 64.',
  ],
  [
    'a choice among numbers',
    '{ "dma": { "zeroValueWindow": "16" } }',
    '1:31-1:35 error[wrong-type] zeroValueWindow: found "16". Expected 8, 16 or 32.',
  ],
  [
    'unknown choices',
    '{ "dma": { "codec": "zcv" }, "gpu": { "preset": "titanx-max" }, "workload": { "network": "resnet" } }',
    `1:21-1:26 error[unknown-choice] codec: found "zcv". Expected ${inWords(CODEC_IDS)}.`,
    '1:49-1:61 error[unknown-preset] preset: "titanx-max" is not a known GPU preset.',
    '1:90-1:98 error[unknown-network] network: "resnet" is not a known network.',
  ],
  [
    'training progress of no kind',
    '{ "workload": { "activations": { "trainingProgress": "mean" } } }',
    '1:54-1:60 error[wrong-type] trainingProgress: found "mean". Expected a number from 0 (untrained) to 1 (trained), or "average".',
  ],
  [
    'tensors without a manifest',
    '{ "workload": { "activations": { "source": "tensors" } } }',
    '1:44-1:53 error[manifest-missing] source: "tensors" needs a manifest that lists them.',
  ],
  [
    'keys of another source',
    '{ "workload": { "activations": { "ratio": 2, "manifest": "m.json" } } }',
    '1:34-1:41 warning[unused-key] ratio: this has no effect with the source "model"; it belongs to "uniform".',
    '1:46-1:56 warning[unused-key] manifest: this has no effect with the source "model"; it belongs to "tensors".',
  ],
  [
    'an unknown source, whose keys are then not judged',
    '{ "workload": { "activations": { "source": "tensor", "manifest": "m.json" } } }',
    '1:44-1:52 error[unknown-choice] source: found "tensor". Expected "model", "tensors" or "uniform".',
  ],
];

for (const [what, text, ...expected] of FAULTY) {
  test(`reports ${what}`, async () => {
    const { findings, resolved } = await load(text);
    assert.deepEqual(findings.map(print), expected);
    assert.equal(
      resolved === undefined,
      expected.some((line) => line.includes('error[')),
    );
  });
}

const FIXABLE: readonly [before: string, help: string, after: string][] = [
  ['{ "gpu": { "presett": "gh200" } }', 'Did you mean "preset"?', '{ "gpu": { "preset": "gh200" } }'],
  ['{ "gpu": { "preset": "GH200" } }', 'Did you mean "gh200"?', '{ "gpu": { "preset": "gh200" } }'],
  ['{ "dma": { "codec": "ZLIB" } }', 'Did you mean "zlib"?', '{ "dma": { "codec": "zlib" } }'],
  ['{ "dma": { "buffer": "70kb" } }', 'Did you mean "70 KB"?', '{ "dma": { "buffer": "70 KB" } }'],
];

for (const [before, help, after] of FIXABLE) {
  test(`mends ${before}`, async () => {
    const [finding] = (await load(before)).findings;
    const [edit] = finding?.fixes[0]?.edits ?? [];
    assert.ok(edit);
    assert.equal(finding?.help, help);
    const { start, end } = edit.range;
    assert.equal(before.slice(0, start.character) + edit.text + before.slice(end.character), after);
    assert.ok((await load(after)).resolved);
  });
}

test('any text gives findings in the order of the file, never an exception, and never two at one place', async () => {
  const texts = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .array(fc.constantFrom('{', '}', '"dma"', '"buffer"', ':', ',', '"70"', '5', 'null', '[', ']', '/*', '\n'))
      .map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(texts, async (text) => {
      const { findings } = await load(text);
      const places = findings.map(({ range }) => JSON.stringify(range));
      assert.equal(new Set(places).size, places.length, findings.map(print).join('\n'));
    }),
    { numRuns: 500 },
  );
});

interface Documented {
  default?: unknown;
  cdmaSource?: string;
  markdownDescription?: string;
  errorMessage?: string;
  examples?: unknown[];
  defaultSnippets?: { body: unknown }[];
  properties?: Record<string, Documented>;
}

function* schemaKeys(node: Documented, path: string[]): Generator<{ path: string[]; node: Documented }> {
  yield { path, node };
  for (const [key, child] of Object.entries(node.properties ?? {})) yield* schemaKeys(child, [...path, key]);
}

/** A snippet as it is inserted when every placeholder keeps its text. */
function withoutPlaceholders(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body).replaceAll(/\$\{\d+:([^}]*)\}/g, '$1'));
}

const NEEDS_OTHERS = new Set(['workload.activations.manifest', 'workload.activations.ratio']);

for (const { path, node } of schemaKeys(schema as Documented, [])) {
  const name = path.join('.') || 'the config';
  test(`the schema documents ${name}, and what it suggests is valid`, async () => {
    const suggested = [
      ...(node.examples ?? []),
      ...(node.defaultSnippets ?? []).map(({ body }) => withoutPlaceholders(body)),
    ];
    const values = node.default === undefined ? suggested : [node.default, ...suggested];
    for (const value of values) {
      const config = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as { extends?: string };
      const files = memoryFiles({ 'file:///w/base.cdma.json': '{}' });
      const { findings } = await loadConfig(JSON.stringify(config), 'file:///w/a.cdma.json', files, NETWORK_TABLES);
      if (!NEEDS_OTHERS.has(name)) assert.deepEqual(findings.map(print), [], JSON.stringify(value));
    }
    assert.ok(node.markdownDescription);
    assert.equal(node.properties === undefined, node.errorMessage !== undefined, 'values say what is expected');
    if (node.default !== undefined) {
      assert.ok(node.markdownDescription.includes(`Default \`${node.default}\`: ${node.cdmaSource}.`));
    }
  });
}

test('the hash tells designs apart, not the way they are written', async () => {
  const hashOf = async (text: string) => {
    const { resolved } = await load(text);
    assert.ok(resolved);
    return hashConfig(resolved, (json) => json);
  };
  const empty = await hashOf('{}');
  assert.equal(await hashOf('{ "name": "b", "dma": { "codec": "zvc", "buffer": "70000 B" } } // same'), empty);
  assert.notEqual(await hashOf('{ "dma": { "buffer": "71 KB" } }'), empty);
});
