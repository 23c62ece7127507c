import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ExplorationResult, Explorer } from '../explore.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { buffersOf, type ParameterColumn, sweepColumns } from './columns.ts';

const CONFIG = JSON.stringify({
  workload: { activations: { source: 'uniform', ratio: 2.5 } },
  explore: {
    parameters: {
      'dma.buffer': ['16 KB', '70 KB'],
      'gpu.memoryControllers': [4, 6, 8],
      'dma.placement': ['memory-controller', 'dma-engine'],
    },
    constraints: ['cdmaArea < 0.5 mm2', 'gpu.memoryControllers != 8 || dma.buffer > 20 KB'],
  },
});

test('columns say of every point what the sweep says', async () => {
  const { result } = await new Explorer(new Runner(nodeHost())).run(CONFIG, 'file:///sweep.cdma.json');
  assert.ok(result);
  const sweep = sweepColumns(result);
  assert.equal(sweep.points, result.points.length);
  assert.equal(sweep.dropped, 2);
  assert.ok(result.points.some(({ feasible }) => !feasible) && result.points.some(({ feasible }) => feasible));
  result.points.forEach((point, row) => {
    assert.equal(sweep.ids[row], point.id);
    assert.equal(sweep.feasible[row] === 1, point.feasible);
    for (const column of sweep.columns) {
      if (column.kind === 'metric') assert.equal(column.values[row], point.metrics?.[column.key] ?? Number.NaN);
      else assert.equal(column.written[column.indices[row] ?? -1], point.parameters[column.key]);
    }
  });
  assert.equal(sweep.ids[sweep.best ?? -1], result.best);
});

test('quantities are in SI units, words are choices', async () => {
  const { result } = await new Explorer(new Runner(nodeHost())).run(CONFIG, 'file:///sweep.cdma.json');
  assert.ok(result);
  const sweep = sweepColumns(result);
  const parameters = sweep.columns.filter((column): column is ParameterColumn => column.kind === 'parameter');
  assert.deepEqual(
    parameters.map(({ key, dimension, values }) => [key, dimension, [...new Set(values)]]),
    [
      ['dma.buffer', 'size', [16e3, 70e3]],
      ['gpu.memoryControllers', 'number', [4, 6, 8]],
      ['dma.placement', 'choice', [0, 1]],
    ],
  );
  const buffers = buffersOf(sweep);
  assert.equal(new Set(buffers).size, buffers.length);
});

test('every point of a long range keeps its own value, and the columns are handed over whole', () => {
  const points = 100_000;
  const result: ExplorationResult = {
    config: { name: 'long', hash: 'f00' },
    objectives: [{ metric: 'speedupOverVdnn', direction: 'maximise' }],
    plan: { points, total: points, dropped: [] },
    points: Array.from({ length: points }, (_, id) => ({
      id,
      parameters: { 'dma.buffer': `${id + 1} KB` },
      metrics: null,
      feasible: false,
      reasons: [],
    })),
    best: null,
  };
  const sweep = sweepColumns(result);
  const handedOver = structuredClone(sweep, { transfer: buffersOf(sweep) });
  assert.equal(sweep.ids.length, 0, 'a buffer that was copied is still here');
  const [buffer, ...others] = handedOver.columns;
  assert.ok(buffer?.kind === 'parameter');
  assert.equal(others.length, 0, 'a metric that no point has is no column');
  for (const row of [0, 65_535, 65_536, 99_999]) {
    assert.equal(buffer.values[row], (row + 1) * 1000);
    assert.equal(buffer.written[buffer.indices[row] ?? -1], `${row + 1} KB`);
  }
  assert.equal(handedOver.best, null);
});

test('a quantity that is a word at some points is a choice', () => {
  const parameters = [{ 'dma.buffer': '16 KB' }, { 'dma.buffer': 'unlimited' }, { 'dma.buffer': '16 KB' }];
  const sweep = sweepColumns({
    config: { name: 'words', hash: 'f00' },
    objectives: [],
    plan: { points: 3, total: 3, dropped: [] },
    points: parameters.map((one, id) => ({ id, parameters: one, metrics: null, feasible: true, reasons: [] })),
    best: null,
  });
  const [column] = sweep.columns;
  assert.equal(column?.dimension, 'choice');
  assert.deepEqual([...(column?.values ?? [])], [0, 1, 0]);
});
