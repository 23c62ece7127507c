import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Exploration } from './exploration/exploration.ts';
import { planExploration, pointAt } from './exploration/plan.ts';
import { Explorer } from './explore.ts';
import { METRIC_IDS, METRICS } from './metrics/metric.ts';
import { nodeHost } from './node/node-host.ts';
import { overrideText, Runner } from './run.ts';

const runner = new Runner(nodeHost());
const explorer = new Explorer(runner);
const URI = 'file:///designs/test.cdma.json';
const text = (explore: object, config: object = {}): string => JSON.stringify({ ...config, explore }, null, 2);

/** Values of one parameter, as the plan has them. */
async function valuesOf(key: string, values: unknown): Promise<readonly unknown[]> {
  const { plan, findings } = await explorer.plan(text({ parameters: { [key]: values } }), URI);
  assert.deepEqual(findings, []);
  return plan?.exploration.parameters[0]?.values ?? [];
}

for (const [what, key, written, expected] of [
  ['a list as it is', 'dma.codec', ['zvc', 'rle'], ['zvc', 'rle']],
  ['a value once', 'dma.buffer', ['1 KB', '2 KB', '1 KB'], ['1 KB', '2 KB']],
  ['both ends', 'dma.engineBytesPerCycle', { from: 8, to: 32, count: 4 }, [8, 16, 24, 32]],
  ['steps, up to the end', 'gpu.dramEfficiency', { from: 0.1, to: 0.4, step: 0.1 }, [0.1, 0.2, 0.3, 0.4]],
  ['steps, not beyond the end', 'dma.engineBytesPerCycle', { from: 8, to: 30, step: 8 }, [8, 16, 24]],
  [
    'equal factors',
    'dma.buffer',
    { from: '16 KB', to: '256 KB', count: 5, scale: 'logarithmic' },
    ['16 KB', '32 KB', '64 KB', '128 KB', '256 KB'],
  ],
  [
    'units of the beginning',
    'link.bandwidth',
    { from: '500 GB/s', to: '1500 GB/s', count: 3 },
    ['500 GB/s', '1000 GB/s', '1500 GB/s'],
  ],
  [
    'steps in units',
    'gpu.dramLatency',
    { from: '300 ns', to: '400 ns', step: '50 ns' },
    ['300 ns', '350 ns', '400 ns'],
  ],
  ['whole numbers once', 'gpu.memoryControllers', { from: 1, to: 3, count: 5 }, [1, 2, 3]],
  ['text that is no quantity', 'workload.staging', ['unlimited', '1 GB'], ['unlimited', '1 GB']],
  ['presets', 'gpu.preset', ['titanxp', 'v100-sxm2'], ['titanxp', 'v100-sxm2']],
] as const) {
  test(`a parameter takes ${what}`, async () => assert.deepEqual(await valuesOf(key, written), expected));
}

for (const [what, explore, code, message] of [
  ['an unknown key', { parameters: { 'dma.bufer': ['1 KB'] } }, 'explore-key', /not a key/],
  ['a section', { parameters: { dma: [1] } }, 'explore-key', /not a key/],
  ['a key of its own', { parameters: { 'explore.objectives': [1] } }, 'explore-key', /not a key/],
  ['another dimension', { parameters: { 'dma.buffer': ['1 ns'] } }, 'explore-values', /is a time/],
  ['a value out of range', { parameters: { 'gpu.memoryControllers': [0] } }, 'explore-values', /from 1 to 1024/],
  ['an unknown choice', { parameters: { 'dma.codec': ['lz4'] } }, 'explore-values', /"lz4"/],
  ['an unknown preset', { parameters: { 'gpu.preset': ['titan'] } }, 'explore-values', /not built in/],
  [
    'a range that ends before it begins',
    { parameters: { 'dma.buffer': { from: '2 KB', to: '1 KB', count: 2 } } },
    'explore-values',
    /ends before/,
  ],
  [
    'count and step',
    { parameters: { 'dma.buffer': { from: '1 KB', to: '2 KB', count: 2, step: '1 KB' } } },
    'explore-values',
    /either/,
  ],
  [
    'a range of choices',
    { parameters: { 'dma.codec': { from: 'rle', to: 'zvc', count: 2 } } },
    'explore-values',
    /list the values/,
  ],
  [
    'too many points',
    {
      parameters: {
        'gpu.dramEfficiency': { from: 0.1, to: 1, count: 100_000 },
        'dma.engineBytesPerCycle': { from: 1, to: 100, count: 100 },
      },
    },
    'explore-size',
    /more than the 1,000,000/,
  ],
  ['a constraint that is no expression', { parameters: {}, constraints: ['1 +'] }, 'explore-constraint', /column 4/],
  [
    'a constraint over an unknown name',
    { parameters: {}, constraints: ['dma.bufer > 1'] },
    'explore-constraint',
    /did you mean "dma.buffer"/,
  ],
  ['an unknown objective', { parameters: {}, objectives: { speed: 'maximise' } }, 'unknown-key', /speed/],
  ['an unknown part of a range', { parameters: { 'dma.buffer': { form: '1 KB' } } }, 'unknown-key', /form/],
] as const) {
  test(`${what} is one error`, async () => {
    const { findings } = await explorer.plan(text(explore), URI);
    const errors = findings.filter(({ severity }) => severity === 'error');
    assert.ok(
      errors.some((finding) => finding.code === code && message.test(finding.message)),
      JSON.stringify(errors),
    );
    assert.equal(new Set(errors.map(({ range }) => JSON.stringify(range))).size, errors.length, 'one message a place');
  });
}

test('constraints on keys drop points before they are run; each point counts once', async () => {
  const { plan } = await explorer.plan(
    text({
      parameters: { 'dma.buffer': ['10 KB', '70 KB', '200 KB'], 'gpu.dramLatency': ['350 ns', '1 us'] },
      constraints: ['dma.buffer >= 100 GB/s * gpu.dramLatency', "dma.codec == 'zvc'", 'compressionRatio > 1'],
    }),
    URI,
  );
  // 35 KB and 100 KB are needed: (70, 350 ns), (200, 350 ns), (200, 1 us) stay.
  assert.deepEqual([...(plan?.kept ?? [])], [2, 4, 5]);
  assert.deepEqual(
    plan?.dropped.map(({ points }) => points),
    [3, 0],
  );
  assert.deepEqual(
    plan?.afterRun.map((constraint) => constraint.text),
    ['compressionRatio > 1'],
  );
});

test('points are those of nested loops, the last parameter fastest, and kept ones those that pass', () => {
  const parameter = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(parameter, { minLength: 1, maxLength: 4 }), (lists) => {
      const exploration: Exploration = {
        parameters: lists.map((values, index) => ({ key: `p${index}`, path: [`p${index}`], values, isOrdered: true })),
        constraints: [],
        objectives: [],
      };
      const nested = lists.reduce<number[][]>(
        (points, values) => points.flatMap((point) => values.map((value) => [...point, value])),
        [[]],
      );
      const plan = planExploration(
        exploration,
        () => () => 0,
        () => false,
      );
      assert.equal(plan.total, nested.length);
      assert.deepEqual(
        nested.map((_, index) => pointAt(exploration, index)),
        nested,
      );
    }),
    { seed: 7 },
  );
});

test('every point has the metrics that simulating it alone gives', async () => {
  const parameters = {
    'dma.codec': ['rle', 'zvc'],
    'link.bandwidth': ['12.8 GB/s', '51.2 GB/s'],
    'dma.buffer': ['8 KB', '70 KB'],
  };
  const { result } = await explorer.run(text({ parameters }), URI);
  assert.equal(result?.points.length, 8);
  for (const point of result?.points ?? []) {
    let alone = '{}';
    for (const [key, value] of Object.entries(point.parameters)) alone = overrideText(alone, key.split('.'), value);
    const { report } = await runner.run(alone, URI);
    assert.ok(report);
    for (const id of METRIC_IDS) assert.equal(point.metrics?.[id], METRICS[id].read(report), `${id} at ${point.id}`);
  }
});

test('constraints on results decide what is feasible, and the best is the best of those', async () => {
  const parameters = { 'dma.buffer': ['8 KB', '30 KB', '70 KB', '200 KB'] };
  const { result } = await explorer.run(
    text({ parameters, constraints: ['cdmaArea < 0.9 mm2'], objectives: { speedupOverVdnn: 'maximise' } }),
    URI,
  );
  assert.ok(result);
  const feasible = result.points.filter(({ metrics }) => (metrics?.cdmaArea ?? 1) < 0.9e-6);
  assert.ok(feasible.length > 0 && feasible.length < result.points.length);
  assert.deepEqual(
    result.points.filter((point) => point.feasible),
    feasible,
  );
  const speeds = feasible.map(({ metrics }) => metrics?.speedupOverVdnn ?? 0);
  assert.equal(result.best, feasible[speeds.indexOf(Math.max(...speeds))]?.id);
  for (const point of result.points.filter(({ feasible: isFeasible }) => !isFeasible))
    assert.deepEqual(point.reasons, ['cdmaArea < 0.9 mm2']);
});

test('an optimum on the edge of its range is told, one inside is not', async () => {
  const edges = async (values: unknown, direction: string): Promise<string[]> => {
    const objectives = { iterationTime: direction };
    const { findings } = await explorer.run(text({ parameters: { 'link.bandwidth': values }, objectives }), URI);
    return findings.filter(({ code }) => code === 'explore-edge').map(({ message }) => message);
  };
  assert.match((await edges(['8 GB/s', '12.8 GB/s'], 'minimise'))[0] ?? '', /12\.8 GB\/s, the highest/);
  assert.match((await edges(['8 GB/s', '12.8 GB/s'], 'maximise'))[0] ?? '', /8 GB\/s, the lowest/);
  assert.deepEqual(await edges(['8 GB/s'], 'minimise'), []);
});

test('the same sweep gives the same bytes; a preview counts the same points', async () => {
  const explore = {
    parameters: { 'dma.buffer': { from: '8 KB', to: '64 KB', count: 4 } },
    constraints: ['dma.buffer > 8 KB'],
  };
  const [first, second] = await Promise.all([explorer.run(text(explore), URI), explorer.run(text(explore), URI)]);
  assert.equal(JSON.stringify(first), JSON.stringify(second));
  const preview = await explorer.preview(text(explore), URI, () => performance.now());
  assert.deepEqual([preview?.points, preview?.dropped, preview?.isExact], [3, 1, true]);
});

test('a config without a sweep has no preview', async () => {
  assert.equal(await explorer.preview('{}', URI, () => 0), undefined);
  assert.equal(await explorer.preview('{ "explore": {} }', URI, () => 0), undefined);
});
