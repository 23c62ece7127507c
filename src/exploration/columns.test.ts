import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleSweep, SPEED } from '../../test/unit/example-sweep.ts';
import { Explorer } from '../explore.ts';
import { nodeHost } from '../node/node-host.ts';
import { Runner } from '../run.ts';
import { buffersOf, type ParameterColumn, sweepColumns } from './columns.ts';
import { gridSpace } from './design-space.ts';
import { explorationResult } from './exploration-result.ts';
import type { Sweep } from './sweep.ts';

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
  const { explored } = await new Explorer(new Runner(nodeHost())).run(CONFIG, 'file:///sweep.cdma.json');
  assert.ok(explored);
  const result = explorationResult(explored.sweep, explored.decisions);
  const sweep = sweepColumns(explored.sweep, allRows(explored.sweep));
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
  const { explored } = await new Explorer(new Runner(nodeHost())).run(CONFIG, 'file:///sweep.cdma.json');
  assert.ok(explored);
  const sweep = sweepColumns(explored.sweep, allRows(explored.sweep));
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
  const values = Array.from({ length: 100_000 }, (_, id) => `${id + 1} KB`);
  const sweep = columnsOf(values);
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
  const [column] = columnsOf(['16 KB', 'unlimited']).columns;
  assert.equal(column?.dimension, 'choice');
  assert.deepEqual([...(column?.values ?? [])], [0, 1]);
});

test('of a long list only the values of the rows that are shown are named', () => {
  const values = Array.from({ length: 20_000 }, (_, id) => `${id + 1} KB`);
  const [column] = columnsOf(values, [3, 500, 999]).columns;
  assert.ok(column?.kind === 'parameter');
  assert.deepEqual(column.written, ['4 KB', '501 KB', '1000 KB']);
  assert.deepEqual([...column.values], [4e3, 501e3, 1e6]);
});

function allRows({ ids }: Sweep): Uint32Array {
  return Uint32Array.from(ids.keys());
}

/** Columns of a sweep of one parameter without any figure. */
function columnsOf(values: readonly string[], rows?: readonly number[]) {
  const parameter = { key: 'dma.buffer', path: ['dma', 'buffer'], values, isOrdered: true };
  const sweep = exampleSweep({
    space: gridSpace([parameter], [{ parameters: [0], size: values.length }]),
    objectives: [SPEED],
    metrics: {},
  });
  return sweepColumns(sweep, Uint32Array.from(rows ?? sweep.ids));
}
