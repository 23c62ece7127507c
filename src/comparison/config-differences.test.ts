import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import schema from '../../schemas/cdma-config.schema.json' with { type: 'json' };
import { parseQuantity } from '../config/quantity.ts';
import type { ResolvedConfig } from '../config/resolved-config.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { configDifferences } from './config-differences.ts';

async function resolve(config: object): Promise<ResolvedConfig> {
  const { report, findings } = await new Runner(nodeHost()).run(JSON.stringify(config), 'file:///a.cdma.json');
  assert.ok(report, findings.map(({ message }) => message).join());
  return report.config.resolved;
}

const UNIFORM = await resolve({ workload: { activations: { source: 'uniform', ratio: 2 } } });
const MODEL: ResolvedConfig = {
  ...UNIFORM,
  workload: {
    ...UNIFORM.workload,
    activations: {
      source: 'model',
      trainingProgress: 0.5,
      layout: 'NCHW',
      seed: 1,
      zlibWindows: 'sampled',
      layerScatter: 0,
      layers: {
        conv1: { averageDensity: 0.5, deadChannels: 0.1 },
        'inception_3a/1x1': { points: [{ trainingProgress: 0, density: 0.5 }] },
      },
    },
  },
};

type Leaves = ReadonlyMap<string, unknown>;
const NUL = '\0';

/** By brute force, with the keys of a path joined: names of layers may hold dots. */
function leavesOf(value: unknown, prefix = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[prefix, value]];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, prefix === '' ? key : prefix + NUL + key));
}

function configOf(leaves: Leaves): ResolvedConfig {
  const config: Record<string, unknown> = {};
  for (const [path, value] of leaves) {
    const keys = path.split(NUL);
    let section = config;
    for (const key of keys.slice(0, -1)) {
      const inner = (section[key] ?? {}) as Record<string, unknown>;
      section[key] = inner;
      section = inner;
    }
    section[keys.at(-1) ?? ''] = value;
  }
  return config as unknown as ResolvedConfig;
}

interface Node {
  properties?: Record<string, Node>;
  cdmaQuantity?: object;
}

/** Every key of the schema's file, in its order. */
function schemaKeys(node: Node, prefix = ''): [path: string, node: Node][] {
  return Object.entries(node.properties ?? {}).flatMap(([key, inner]): [string, Node][] => {
    const path = prefix === '' ? key : prefix + NUL + key;
    return [[path, inner], ...schemaKeys(inner, path)];
  });
}
const SCHEMA = new Map(schemaKeys(schema as unknown as Node));

/** What is written must say the value to a reader who knows the schema. */
function assertWritten(text: string | undefined, path: string, value: unknown): void {
  assert.ok(text !== undefined);
  if (value === undefined) assert.equal(text, '–');
  else if (SCHEMA.get(path)?.cdmaQuantity && typeof value === 'number') {
    const parsed = parseQuantity(text);
    assert.ok(parsed.kind === 'quantity', text);
    assert.equal(parsed.value, value);
  } else if (typeof value === 'string') assert.equal(text, value);
  else assert.deepEqual(JSON.parse(text), value);
}

/** Another value of the same kind. */
function otherThan(value: unknown, choice: number): unknown {
  if (typeof value === 'number') return value + 1 + choice;
  if (typeof value === 'boolean') return !value;
  return typeof value === 'string' ? `${value}-${choice}` : [choice];
}

const base = fc.constantFrom(UNIFORM, MODEL);
const anyLeaf = (config: ResolvedConfig) => fc.constantFrom(...leavesOf(config).filter(([path]) => path !== 'name'));

test('a config does not differ from itself, nor from its copy, whatever it is named', () => {
  for (const config of [UNIFORM, MODEL]) {
    assert.deepEqual(configDifferences([config]), []);
    assert.deepEqual(configDifferences([config, { ...structuredClone(config), name: 'Another' }, config]), []);
  }
});

test('the order of keys is no difference', () => {
  const reversed = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map(reversed);
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, reversed(inner)]),
    );
  };
  assert.deepEqual(configDifferences([MODEL, reversed(MODEL) as ResolvedConfig]), []);
});

test('one changed value is one difference, at its path and with both values', () => {
  const changed = base.chain((config) => fc.tuple(fc.constant(config), anyLeaf(config), fc.nat(1000)));
  fc.assert(
    fc.property(changed, ([config, [path, value], choice]) => {
      const other = otherThan(value, choice);
      const differences = configDifferences([config, configOf(new Map(leavesOf(config)).set(path, other))]);
      assert.deepEqual(
        differences.map((difference) => difference.path),
        [path.split(NUL)],
      );
      assertWritten(differences[0]?.values[0], path, value);
      assertWritten(differences[0]?.values[1], path, other);
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('of any three configs exactly the keys differ that are not the same in all', () => {
  /** Leaves of a config, some changed and some left out. */
  const variant = base.chain((config) => {
    const leaves = leavesOf(config);
    const fate = fc.oneof({ weight: 6, arbitrary: fc.constant('kept') }, fc.constantFrom('changed', 'left out'));
    return fc.array(fate, { minLength: leaves.length, maxLength: leaves.length }).map(
      (fates): Leaves =>
        new Map(
          leaves.flatMap(([path, value], index): [string, unknown][] => {
            if (fates[index] === 'left out') return [];
            return [[path, fates[index] === 'changed' ? otherThan(value, 1) : value]];
          }),
        ),
    );
  });
  fc.assert(
    fc.property(fc.tuple(variant, variant, variant), (variants) => {
      const paths = [...new Set(variants.flatMap((leaves) => [...leaves.keys()]))].filter((path) => path !== 'name');
      const expected = paths.filter(
        (path) => !variants.every((leaves) => isDeepStrictEqual(leaves.get(path), variants[0].get(path))),
      );
      const found = configDifferences(variants.map(configOf));
      assert.deepEqual(found.map(({ path }) => path.join(NUL)).sort(), [...expected].sort());
      for (const { path, values } of found) {
        const key = path.join(NUL);
        variants.forEach((leaves, index) => void assertWritten(values[index], key, leaves.get(key)));
      }
    }),
    { seed: 2, numRuns: 100 },
  );
});

test('the order of configs changes no path', () => {
  fc.assert(
    fc.property(fc.tuple(base, base), anyLeaf(UNIFORM), ([a, b], [path, value]) => {
      const changed = configOf(new Map(leavesOf(b)).set(path, otherThan(value, 1)));
      const forth = configDifferences([a, changed]);
      const back = configDifferences([changed, a]);
      const keys = (differences: typeof forth) => differences.map((one) => one.path.join(NUL)).sort();
      assert.deepEqual(keys(forth), keys(back));
      assert.equal(forth.length > 0, true);
      for (const { path: at, values } of forth) {
        const mirrored = back.find((one) => isDeepStrictEqual(one.path, at));
        assert.deepEqual(mirrored?.values, [...values].reverse());
      }
    }),
    { seed: 3, numRuns: 100 },
  );
});

test('keys come in the order of the schema, also those that only a later config has', () => {
  const everyLeafOther = configOf(
    new Map(leavesOf(MODEL).map(([path, value]): [string, unknown] => [path, otherThan(value, 1)])),
  );
  const places = configDifferences([UNIFORM, everyLeafOther])
    .map(({ path }) => [...SCHEMA.keys()].indexOf(path.join(NUL)))
    .filter((place) => place >= 0);
  assert.ok(places.length > 50);
  assert.deepEqual(
    places,
    [...places].sort((a, b) => a - b),
  );
});

test('quantities that differ never look alike, and words stand among them', () => {
  const staged = (staging: number | 'unlimited') => ({ ...UNIFORM, workload: { ...UNIFORM.workload, staging } });
  const [difference] = configDifferences([staged('unlimited'), staged(2_000_000_000), staged(2_000_000_001)]);
  assert.deepEqual(difference, {
    path: ['workload', 'staging'],
    values: ['unlimited', '2 GB', '2.000000001 GB'],
  });
});

test('a layer without settings differs from no such layer, and names of objects are no keys', () => {
  const withLayers = (layers: object) =>
    ({ ...MODEL, workload: { ...MODEL.workload, activations: { source: 'model', layers } } }) as ResolvedConfig;
  const at = ['workload', 'activations', 'layers'];
  assert.deepEqual(configDifferences([withLayers({ a: 1 }), withLayers({ a: 1, constructor: {} })]), [
    { path: [...at, 'constructor'], values: ['–', '{}'] },
  ]);
  assert.deepEqual(configDifferences([withLayers({ a: {} }), withLayers({ a: { fallTime: 0.1 } })]), [
    { path: [...at, 'a', 'fallTime'], values: ['–', '0.1'] },
  ]);
});
