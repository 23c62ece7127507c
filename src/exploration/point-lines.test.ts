import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Explorer } from '../explore.ts';
import { METRIC_IDS } from '../metrics/metric.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import type { Evaluated } from './evaluation.ts';
import { isPointLine, pointLines, pointLinesHeader, pointLinesOf, readPointLine } from './point-lines.ts';
import type { Prepared } from './prepared.ts';
import { CANNOT_RUN } from './sweep.ts';

const explorer = new Explorer(new Runner(nodeHost()));
const URI = 'file:///nowhere/sweep.cdma.json';
const EXPLORE = {
  parameters: { 'dma.buffer': ['8 KB', '70 KB'], 'gpu.dramEfficiency': [0.5, 0.7] },
  constraints: ['gpu.dramEfficiency > 0', 'iterationTime < 1 s'],
};

async function prepare(config: object): Promise<Prepared> {
  const prepared = await explorer.prepare(JSON.stringify(config), URI);
  assert.ok(prepared);
  return prepared;
}

function empty(rows: number): Evaluated {
  return {
    metrics: new Map(METRIC_IDS.map((id) => [id, new Float64Array(rows).fill(Number.NaN)])),
    failed: new Uint32Array(rows),
  };
}

test('figures are the same bits after they were written and read', async () => {
  const linesFor = pointLinesOf(await prepare({ explore: EXPLORE }));
  const figure = fc
    .oneof(fc.double({ noDefaultInfinity: true }), fc.constant(Number.NaN))
    .filter((x) => !Object.is(x, -0));
  const row = fc.array(figure, { minLength: METRIC_IDS.length, maxLength: METRIC_IDS.length });
  fc.assert(
    fc.property(row, fc.nat(3), fc.boolean(), (figures, place, isImpossible) => {
      const evaluated = empty(1);
      for (const [index, column] of [...evaluated.metrics.values()].entries()) {
        column[0] = isImpossible ? Number.NaN : (figures[index] ?? Number.NaN);
      }
      evaluated.failed[0] = isImpossible ? CANNOT_RUN : 0;
      const [line = ''] = linesFor(Uint32Array.of(place), evaluated);
      assert.ok(line.endsWith('\n') && isPointLine(line.slice(0, -1), place));
      assert.ok(!isPointLine(line.slice(0, -1), place + 1) && !isPointLine(line.slice(0, -2), place));
      const read = empty(1);
      readPointLine(line.slice(0, -1), 0, read);
      assert.deepEqual(read, evaluated);
    }),
    { seed: 6 },
  );
});

test('lines of any part are those of the whole, and say which constraints a point fails', async () => {
  const prepared = await prepare({ explore: EXPLORE });
  const { explored } = await explorer.run(JSON.stringify({ explore: EXPLORE }), URI);
  assert.ok(explored);
  const { sweep } = explored;
  const linesFor = pointLinesOf(prepared);
  const whole = pointLines(sweep);
  for (const row of sweep.ids.keys()) {
    const evaluated = empty(1);
    for (const [id, column] of evaluated.metrics) column[0] = sweep.metrics.get(id)?.[row] ?? Number.NaN;
    assert.deepEqual(linesFor(sweep.ids.slice(row, row + 1), evaluated), [whole[row]]);
  }
  const slow = empty(1);
  slow.metrics.get('iterationTime')?.fill(2);
  const { feasible, reasons } = JSON.parse(linesFor(Uint32Array.of(0), slow)[0] ?? '');
  assert.deepEqual([feasible, reasons], [false, ['iterationTime < 1 s']]);
  assert.equal(slow.failed[0], 0, 'what was evaluated is left as it is');
});

test('the header differs with all that decides a line, and not with what ranks points', async () => {
  const headerOf = async (config: object): Promise<string> =>
    JSON.stringify(pointLinesHeader(await prepare(config), 4));
  const own = await headerOf({ explore: EXPLORE });
  assert.equal(own, await headerOf({ explore: { ...EXPLORE, objectives: { cdmaArea: 'minimise' } } }));
  const others = [
    { explore: { ...EXPLORE, parameters: { ...EXPLORE.parameters, 'gpu.dramEfficiency': [0.5, 0.8] } } },
    { explore: { ...EXPLORE, constraints: ['gpu.dramEfficiency > 0', 'iterationTime < 2 s'] } },
    { explore: { ...EXPLORE, fidelity: 'pipeline' } },
    { explore: { ...EXPLORE, together: [['dma.buffer', 'gpu.dramEfficiency']] } },
    { explore: { ...EXPLORE, sample: { method: 'random', points: 4, seed: 1 } } },
    { explore: { ...EXPLORE, sample: { method: 'random', points: 4, seed: 2 } } },
    { explore: EXPLORE, link: { bandwidth: '12 GB/s' } },
    { explore: EXPLORE, name: 'another' },
  ];
  const headers = [own, ...(await Promise.all(others.map(headerOf)))];
  assert.equal(new Set(headers).size, headers.length);
});
