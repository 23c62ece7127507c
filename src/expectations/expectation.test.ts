import assert from 'node:assert/strict';
import { test } from 'node:test';
import { METRIC_IDS, METRICS } from '../metrics/metric.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner, type RunOutcome } from '../run.ts';

const runner = new Runner(nodeHost());
const run = (config: unknown): Promise<RunOutcome> =>
  runner.run(JSON.stringify(config, null, 2), 'file:///designs/test.cdma.json');

/** Every map compresses by 4, so the ratio and the traffic are known without running anything. */
const uniform = { workload: { network: 'alexnet', activations: { source: 'uniform', ratio: 4 } } };

const bounds: { metric: string; bound: object; met: boolean }[] = [
  { metric: 'compressionRatio', bound: { atLeast: 4 }, met: true },
  { metric: 'compressionRatio', bound: { atLeast: 4.001 }, met: false },
  { metric: 'compressionRatio', bound: { atMost: 3.999 }, met: false },
  { metric: 'maximumLayerRatio', bound: { atMost: 4 }, met: true },
  { metric: 'trafficVsVdnn', bound: { atMost: 0.25 }, met: true },
  { metric: 'trafficVsVdnn', bound: { atMost: 0.249 }, met: false },
  { metric: 'speedupOverVdnn', bound: { atLeast: 1 }, met: true },
  { metric: 'performanceVsOracle', bound: { atMost: 1 }, met: true },
  { metric: 'iterationTime', bound: { atMost: '1 ps' }, met: false },
  { metric: 'iterationTime', bound: { atMost: '1000 s' }, met: true },
  { metric: 'cdmaArea', bound: { atLeast: '0 mm2' }, met: true },
];
for (const { metric, bound, met } of bounds) {
  test(`${metric} ${JSON.stringify(bound)} is ${met ? 'met' : 'not met'} at a ratio of 4`, async () => {
    const { expectations, findings } = await run({ ...uniform, expect: { [metric]: bound } });
    assert.deepEqual(
      expectations.map((result) => result.met),
      [met],
    );
    const unmet = findings.filter(({ code }) => code === 'expectation');
    assert.equal(unmet.length, met ? 0 : 1);
    if (!met) assert.match(unmet[0]?.message ?? '', new RegExp(`^${metric} is .*; at (least|most) .* is expected\\.$`));
  });
}

test('each bound of a budget is an expectation of its own, at its own place', async () => {
  const { expectations } = await run({ ...uniform, expect: { compressionRatio: { atMost: 5, atLeast: 3 } } });
  assert.deepEqual(
    expectations.map(({ bound, limit, met }) => [bound, limit, met]),
    [
      ['atLeast', 3, true],
      ['atMost', 5, true],
    ],
  );
  assert.notDeepEqual(expectations[0]?.range, expectations[1]?.range);
});

test('a figure that the result does not have fails, and the message says how to have it', async () => {
  const { expectations } = await run({ ...uniform, expect: { energy: { atMost: '1 MJ' } } });
  assert.equal(expectations[0]?.met, false);
  assert.match(expectations[0]?.message ?? '', /"energy": "on"/);
});

test('budgets do not change the design: its hash stays', async () => {
  const plain = await run(uniform);
  const checked = await run({ ...uniform, expect: { compressionRatio: { atLeast: 9 } } });
  assert.equal(plain.report?.config.hash, checked.report?.config.hash);
});

for (const [fault, bound, code] of [
  ['a time where an area belongs', { cdmaArea: { atMost: '1 ms' } }, 'quantity'],
  ['a bare number where a time belongs', { iterationTime: { atMost: 420 } }, 'wrong-type'],
  ['an unknown figure', { speedup: { atLeast: 1 } }, 'unknown-key'],
  ['an unknown bound', { speedupOverVdnn: { above: 1 } }, 'unknown-key'],
] as const) {
  test(`${fault}: one error`, async () => {
    const { findings } = await run({ ...uniform, expect: bound });
    const errors = findings.filter(({ severity }) => severity === 'error');
    assert.deepEqual(
      errors.map((finding) => finding.code),
      [code],
    );
  });
}

test('the schema has every metric, with bounds of its dimension', async () => {
  const { schemaAt } = await import('../config/schema.ts');
  assert.deepEqual(Object.keys(schemaAt(['expect'])?.properties ?? {}), [...METRIC_IDS]);
  for (const id of METRIC_IDS) {
    const { dimension } = METRICS[id];
    for (const bound of ['atLeast', 'atMost'])
      assert.equal(schemaAt(['expect', id, bound])?.cdmaQuantity?.dimension ?? 'number', dimension, id);
  }
});
