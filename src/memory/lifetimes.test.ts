import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAXWELL_TITAN_X, referenceConfig } from '../../test/golden/reference-configs.ts';
import { inferShapes } from '../network/shapes.ts';
import { add, batchNorm, conv } from '../network/tables/layers.ts';
import { trainingTimes } from '../timing/training-times.ts';
import { allocationsOf } from './lifetimes.ts';

const BLOCK = inferShapes({
  id: 'block',
  title: 'Residual block',
  source: 'this test',
  input: [64, 56, 56],
  defaultBatch: 16,
  defaultBatchSource: 'this test',
  layers: [
    conv('conv', 'data', 64, 1, { relu: false, bias: false }),
    batchNorm('bn1', 'conv'),
    batchNorm('bn2', 'bn1', false),
    add('sum', ['bn2', 'bn1']),
    batchNorm('bn3', 'sum'),
  ],
});

test('a map that is only added is in memory up to the sum, and its gradient in the backward pass', () => {
  const config = referenceConfig(MAXWELL_TITAN_X, 'resnet-50');
  const workload = { ...config.workload, batch: 16 };
  const bytes = 4 * 16 * 64 * 56 * 56;
  const { cdma } = trainingTimes({ ...config, workload }, BLOCK, () => 2.6);
  const stepOf = (direction: string, layer: string) => {
    const found = cdma.steps.find(
      (step) => step.direction === direction && step.work.kind === 'layer' && step.work.layer === layer,
    );
    assert.ok(found);
    return { start: found.start, end: found.start + found.duration };
  };
  const allocations = allocationsOf({ network: BLOCK, workload }, cdma);
  const start = stepOf('forward', 'bn2').start;
  assert.deepEqual(
    allocations.filter((allocation) => allocation.start === start),
    [{ start, end: stepOf('forward', 'sum').end, bytes }],
  );
  const gradient = { start: stepOf('backward', 'sum').start, end: stepOf('backward', 'bn2').end, bytes };
  assert.ok(allocations.some((allocation) => JSON.stringify(allocation) === JSON.stringify(gradient)));
});
