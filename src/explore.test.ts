import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { valuesAt } from './exploration/design-space.ts';
import { explorationResult } from './exploration/exploration-result.ts';
import { designsOf } from './exploration/prepared.ts';
import { wholeSpace } from './exploration/space.ts';
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
  const { planned, findings } = await explorer.plan(text({ parameters: { [key]: values } }), URI);
  assert.deepEqual(findings, []);
  return planned?.prepared.exploration.parameters[0]?.values ?? [];
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
  const { planned } = await explorer.plan(
    text({
      parameters: { 'dma.buffer': ['10 KB', '70 KB', '200 KB'], 'gpu.dramLatency': ['350 ns', '1 us'] },
      constraints: ['dma.buffer >= 100 GB/s * gpu.dramLatency', "dma.codec == 'zvc'", 'compressionRatio > 1'],
    }),
    URI,
  );
  // 35 KB and 100 KB are needed: (70, 350 ns), (200, 350 ns), (200, 1 us) stay.
  const plan = planned?.plan;
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

test('constraints leave out the designs that they leave out one by one, in a grid, zipped and in a sample', async () => {
  const parameters = {
    'dma.buffer': ['10 KB', '35 KB', '70 KB', '200 KB'],
    'gpu.preset': ['titanxp', 'titanx-maxwell'],
    'gpu.dramLatency': ['350 ns', '500 ns', '1 us', '2 us'],
    'dma.codec': ['zvc', 'rle'],
  };
  const constraints = [
    'dma.buffer >= 100 GB/s * gpu.dramLatency',
    "dma.codec == 'zvc' || gpu.memoryControllers > 6",
    'gpu.coreClock > 1 GHz && speedupOverVdnn > 0',
  ];
  for (const more of [
    {},
    { together: [['dma.buffer', 'gpu.dramLatency']] },
    { sample: { method: 'random', points: 50, seed: 3 } },
  ]) {
    const { planned, findings } = await explorer.plan(text({ parameters, constraints, ...more }), URI);
    assert.ok(planned, JSON.stringify(findings));
    const { plan, prepared } = planned;
    const designs = designsOf(prepared, null);
    const [kept, dropped]: [number[], number[]] = [[], [0, 0]];
    for (let place = 0; place < plan.total; place++) {
      const { dma, gpu } = designs.configAt(place);
      const holds = [dma.buffer >= 100e9 * gpu.dramLatency, dma.codec === 'zvc' || gpu.memoryControllers > 6];
      const failed = holds.indexOf(false);
      if (failed < 0) kept.push(place);
      else dropped[failed] = (dropped[failed] ?? 0) + 1;
    }
    assert.ok(kept.length > 0 && kept.length < plan.total);
    assert.deepEqual([...plan.kept], kept);
    assert.deepEqual(
      plan.dropped.map(({ points }) => points),
      dropped,
    );
  }
});

test('points are those of nested loops, the last axis fastest; parameters of a group step together', () => {
  const lists = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(lists, fc.boolean(), (sizes, isZipped) => {
      const parameters = [...sizes, ...(isZipped ? [sizes[0] ?? 1] : [])].map((size, index) => ({
        key: `p${index}`,
        path: [`p${index}`],
        values: Array.from({ length: size }, (_, value) => value),
        isOrdered: true,
      }));
      const together = isZipped ? [[0, sizes.length]] : [];
      const nested = sizes.reduce<number[][]>(
        (points, size) => points.flatMap((point) => Array.from({ length: size }, (_, value) => [...point, value])),
        [[]],
      );
      const expected = nested.map((point) => (isZipped ? [...point, point[0]] : point));
      const space = wholeSpace(parameters, together);
      assert.equal(space.size, expected.length);
      assert.deepEqual(
        expected.map((_, place) => valuesAt(space, place)),
        expected,
      );
    }),
    { seed: 7 },
  );
});

test('a sample draws from ranges without steps and from lists; the same seed gives the same points', async () => {
  const parameters = {
    'dma.buffer': { from: '8 KB', to: '512 KB', scale: 'logarithmic' },
    'gpu.memoryControllers': { from: 1, to: 12, step: 1 },
    'dma.codec': ['zvc', 'rle', 'zlib'],
  };
  const pointsOf = async (sample: object): Promise<unknown[][]> => {
    const { planned, findings } = await explorer.plan(text({ parameters, sample }), URI);
    assert.ok(planned, JSON.stringify(findings));
    return Array.from(planned.plan.kept, (place) => valuesAt(planned.prepared.space, place));
  };
  for (const method of ['random', 'latin-hypercube', 'sobol']) {
    const points = await pointsOf({ method, points: 96 });
    assert.equal(points.length, 96);
    assert.deepEqual(await pointsOf({ method, points: 96, seed: 1 }), points);
    assert.notDeepEqual(await pointsOf({ method, points: 96, seed: 2 }), points);
    assert.deepEqual([...new Set(points.map(([, , codec]) => codec))].sort(), ['rle', 'zlib', 'zvc']);
    assert.equal(new Set(points.map(([, controllers]) => controllers)).size, 12);
    const kilobytes = points.map(([buffer]) => Number.parseFloat(String(buffer)));
    assert.ok(Math.min(...kilobytes) >= 8 && Math.max(...kilobytes) <= 512 && new Set(kilobytes).size > 80);
    // On a logarithmic scale a half of the points lies below the geometric mean of the ends.
    const below = kilobytes.filter((value) => value < 64).length;
    assert.ok(below > 30 && below < 66, `${below}`);
  }
  const few = await pointsOf({ points: 32 });
  assert.deepEqual((await pointsOf({ points: 64 })).slice(0, 32), few, 'more points keep the earlier ones');
});

test('a search reaches the front of the grid with a part of its designs', async () => {
  const explore = {
    parameters: {
      'dma.buffer': { from: '4 KB', to: '512 KB', count: 24, scale: 'logarithmic' },
      'dma.engineBytesPerCycle': [1, 2, 4, 8, 16, 32, 64],
      'gpu.memoryControllers': { from: 1, to: 12, step: 1 },
    },
    objectives: { speedupOverVdnn: 'maximise', cdmaArea: 'minimise' },
  };
  const grid = await explorer.run(text(explore), URI);
  const search = await explorer.run(text({ ...explore, search: { budget: 800, population: 48 } }), URI);
  assert.ok(grid.explored && search.explored);
  assert.equal(search.explored.sweep.ids.length, 800);
  const convergence = search.explored.decisions.convergence ?? [];
  assert.equal(convergence.at(-1)?.evaluated, 800);
  const best = ({ explored }: typeof grid) =>
    explored?.sweep.metrics.get('speedupOverVdnn')?.[explored.sweep.best ?? -1] ?? 0;
  assert.ok(best(search) > 0.999 * best(grid), `${best(search)} of ${best(grid)}`);
  // Every row is what the grid has at the same place.
  for (const [row, place] of search.explored.sweep.ids.entries()) {
    for (const [id, column] of search.explored.sweep.metrics)
      assert.equal(column[row], grid.explored.sweep.metrics.get(id)?.[place]);
  }
});

test('closed form first: the front has only figures of the pipeline, and its designs say what they were before', async () => {
  const explore = {
    parameters: { 'dma.buffer': ['6 KB', '12 KB', '24 KB', '48 KB', '70 KB'], 'dma.engineBytesPerCycle': [4, 32] },
    objectives: { speedupOverVdnn: 'maximise', cdmaArea: 'minimise' },
    fidelity: 'closed-form-first',
  };
  const config = { workload: { activations: { source: 'uniform', ratio: 2.6 } } };
  const { explored } = await explorer.run(text(explore, config), URI);
  assert.ok(explored);
  const { sweep, decisions } = explored;
  assert.ok(decisions.front.every((row) => sweep.isPipeline[row] === 1));
  const { explored: whole } = await explorer.run(text({ ...explore, fidelity: 'pipeline' }, config), URI);
  const speeds = whole?.sweep.metrics.get('speedupOverVdnn');
  for (const row of decisions.front) assert.equal(sweep.metrics.get('speedupOverVdnn')?.[row], speeds?.[row]);
  // The closed form promises at least what the pipeline keeps, so the front is the pipeline's own.
  assert.deepEqual(decisions.front, whole?.decisions.front);
});

test('every point has the metrics that simulating it alone gives', async () => {
  const parameters = {
    'dma.codec': ['rle', 'zvc'],
    'link.bandwidth': ['12.8 GB/s', '51.2 GB/s'],
    'dma.buffer': ['8 KB', '70 KB'],
  };
  const { explored } = await explorer.run(text({ parameters }), URI);
  const result = explored && explorationResult(explored.sweep, explored.decisions);
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
  const { explored } = await explorer.run(
    text({ parameters, constraints: ['cdmaArea < 0.9 mm2'], objectives: { speedupOverVdnn: 'maximise' } }),
    URI,
  );
  assert.ok(explored);
  const result = explorationResult(explored.sweep, explored.decisions);
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
  assert.ok(first.explored && second.explored);
  const bytesOf = ({ sweep, decisions }: NonNullable<typeof first.explored>) =>
    JSON.stringify(explorationResult(sweep, decisions));
  assert.equal(bytesOf(first.explored), bytesOf(second.explored));
  const preview = await explorer.preview(text(explore), URI, () => performance.now());
  assert.deepEqual([preview?.points, preview?.dropped, preview?.isExact], [3, 1, true]);
});

test('a config without a sweep has no preview', async () => {
  assert.equal(await explorer.preview('{}', URI, () => 0), undefined);
  assert.equal(await explorer.preview('{ "explore": {} }', URI, () => 0), undefined);
});
