import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METRIC_IDS } from '../metrics/metric.ts';
import { nodeHost } from '../node/node-host.ts';
import { type RecordedResult, recordedPart } from '../report/recorded-result.ts';
import { Runner } from '../run.ts';
import { type Contestant, compare } from './comparison.ts';

const runner = new Runner(nodeHost());

async function resultOf({ workload = {}, ...config }: { workload?: object; [key: string]: unknown } = {}) {
  const text = JSON.stringify({ ...config, workload: { activations: { source: 'uniform', ratio: 2 }, ...workload } });
  const { report, findings } = await runner.run(text, 'file:///a.cdma.json');
  assert.ok(report, findings.map(({ message }) => message).join());
  return recordedPart(report);
}

const contestants = (...results: readonly RecordedResult[]): Contestant[] =>
  results.map((result, index) => ({ id: `id${index}`, name: `Result ${index}`, result }));

const BASE = await resultOf();

test('one to six results can be compared', () => {
  const many = (count: number) => contestants(...Array.from({ length: count }, () => BASE));
  for (const count of [0, 7]) assert.throws(() => compare(many(count)), RangeError);
  for (let count = 1; count <= 6; count++) {
    const comparison = compare(many(count));
    assert.deepEqual(
      comparison.contestants.map(({ id }) => id),
      many(count).map(({ id }) => id),
    );
    assert.deepEqual([comparison.differences, comparison.cautions], [[], []]);
    for (const { values, changes } of comparison.figures) {
      assert.deepEqual([values.length, changes.length], [count, count]);
      assert.ok(changes.every((change) => change === 0));
    }
    for (const { entries } of comparison.layers) assert.equal(entries.length, count);
  }
});

test('whose figures they are', () => {
  assert.deepEqual(compare(contestants(BASE)).contestants, [
    {
      id: 'id0',
      name: 'Result 0',
      hash: BASE.config.hash,
      network: BASE.network.title,
      modelVersion: BASE.tool.modelVersion,
    },
  ]);
});

test('twice the ratio is 100 % more of it and half the traffic; the other figures are those of the results', async () => {
  const double = await resultOf({ workload: { activations: { source: 'uniform', ratio: 4 } } });
  const { figures, differences } = compare(contestants(BASE, double));
  const figure = (id: string) => figures.find((one) => one.figure === id);
  const near = (actual: number | null | undefined, expected: number) =>
    assert.ok(Math.abs((actual ?? Number.NaN) - expected) < 1e-12, `${actual} ${expected}`);
  near(figure('compressionRatio')?.changes[1], 1);
  near(figure('trafficVsVdnn')?.changes[1], -0.5);
  near(figure('offloadedSize')?.changes[1], -0.5);
  near(figure('iterationTime')?.changes[1], (double.time.cdmaMs - BASE.time.cdmaMs) / BASE.time.cdmaMs);
  near(figure('cdmaArea')?.changes[1], 0);
  assert.deepEqual(figure('iterationTime')?.values, [BASE.time.cdmaMs / 1e3, double.time.cdmaMs / 1e3]);
  assert.deepEqual(figure('speedupOverVdnn')?.values, [BASE.speedupOverVdnn, double.speedupOverVdnn]);
  assert.equal(figure('speedupOverVdnn')?.better, 'higher');
  assert.equal(figure('iterationTime')?.better, 'lower');
  assert.deepEqual(differences, [{ path: ['workload', 'activations', 'ratio'], values: ['2', '4'] }]);
});

test('figures are in the order of the metrics; one that no result has is left out', async () => {
  const withEnergy = await resultOf({ cost: { energy: 'on' } });
  const ids = (...results: RecordedResult[]) => compare(contestants(...results)).figures.map(({ figure }) => figure);
  assert.deepEqual(
    ids(BASE, BASE),
    METRIC_IDS.filter((id) => id !== 'energy'),
  );
  assert.deepEqual(ids(BASE, withEnergy), [...METRIC_IDS]);
  const energy = compare(contestants(BASE, withEnergy)).figures.find(({ figure }) => figure === 'energy');
  assert.deepEqual(energy?.values, [null, withEnergy.cost.energyJ]);
  assert.deepEqual(energy?.changes, [null, null]);
});

test('where no map moves there is no traffic relative to that of vDNN', async () => {
  const threshold = { tensorThreshold: '1 TB', memoryFraction: 1 };
  const nothingMoves = await resultOf({
    workload: { policy: 'large-model-support', largeModelSupport: threshold },
  });
  assert.equal(nothingMoves.totals.rawBytes, 0);
  const { figures } = compare(contestants(nothingMoves, BASE));
  assert.deepEqual(figures.find(({ figure }) => figure === 'trafficVsVdnn')?.changes, [null, null]);
  const offloaded = figures.find(({ figure }) => figure === 'offloadedSize');
  assert.deepEqual(offloaded?.values, [0, BASE.totals.compressedBytes]);
  assert.deepEqual(offloaded?.changes, [0, null]);
});

test('layers are matched by name; those of later results come last', async () => {
  const other = await resultOf({ workload: { network: 'overfeat' } });
  const { layers } = compare(contestants(BASE, other));
  const names = BASE.layers.map(({ name }) => name);
  const onlyOther = other.layers.map(({ name }) => name).filter((name) => !names.includes(name));
  const onlyFirst = names.filter((name) => other.layers.every((layer) => layer.name !== name));
  assert.ok(onlyFirst.length > 0 && names.length > onlyFirst.length);
  assert.deepEqual(
    layers.map(({ layer }) => layer),
    [...names, ...onlyOther],
  );
  for (const { layer, entries } of layers) {
    for (const [index, result] of [BASE, other].entries()) {
      const entry = entries[index];
      const reported = result.layers.find(({ name }) => name === layer);
      if (reported === undefined) assert.equal(entry, null);
      else assert.deepEqual({ ...reported, ...entry }, reported);
    }
  }
  assert.ok(compare(contestants(other, BASE)).layers.some(({ entries }) => entries[0] === null));
});

const NETWORK = /networks differ/;
const BATCH = /batches differ/;
const SOURCE = /different sources/;
const FIDELITY = /closed forms/;

const CAUTIONS: readonly [what: string, other: () => Promise<RecordedResult>, expected: readonly RegExp[]][] = [
  ['buffers', () => resultOf({ dma: { buffer: '1 MB' } }), []],
  ['batches', () => resultOf({ workload: { batch: 64 } }), [BATCH]],
  ['networks', () => resultOf({ workload: { network: 'nin', batch: 256 } }), [NETWORK]],
  ['sources', () => resultOf({ workload: { activations: { source: 'model' } } }), [SOURCE]],
  ['fidelities', () => resultOf({ fidelity: BASE.fidelity === 'pipeline' ? 'closed-form' : 'pipeline' }), [FIDELITY]],
  [
    'versions of the model',
    async () => ({ ...BASE, tool: { ...BASE.tool, modelVersion: 'older' } }),
    [/versions of the model/],
  ],
  ['network files', async () => ({ ...BASE, config: { ...BASE.config, hash: 'other' } }), [/file of the network/]],
  [
    'all of these',
    () => resultOf({ fidelity: 'pipeline', workload: { network: 'nin', batch: 8, activations: { source: 'model' } } }),
    [NETWORK, BATCH, SOURCE, FIDELITY],
  ],
];

for (const [what, other, expected] of CAUTIONS) {
  test(`different ${what}: ${expected.length === 0 ? 'no caution' : 'a caution that says so'}`, async () => {
    const different = await other();
    for (const results of [
      [BASE, different],
      [different, BASE],
      [BASE, BASE, different],
    ]) {
      const { cautions } = compare(contestants(...results));
      assert.equal(cautions.length, expected.length, cautions.join('\n'));
      for (const [index, pattern] of expected.entries()) assert.match(cautions[index] ?? '', pattern);
      for (const caution of cautions) assert.match(caution, /^[A-Z].*\.$/);
    }
  });
}

test('the same results give the same comparison, and results are left as they were', () => {
  const before = JSON.stringify(BASE);
  const pair = contestants(BASE, BASE);
  assert.equal(JSON.stringify(compare(pair)), JSON.stringify(compare(pair)));
  assert.equal(JSON.stringify(BASE), before);
});
