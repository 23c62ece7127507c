import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AREA, ENERGY, exampleSweep, gridOf, SPEED } from '../../test/unit/example-sweep.ts';
import { costsOf } from './costs-of-sweep.ts';

test('costs are smaller for what is better, and there are none for points that fail', () => {
  const sweep = exampleSweep({
    space: gridOf(4),
    objectives: [SPEED, AREA, ENERGY],
    failed: [0, 2, 0, 0],
    metrics: { speedupOverVdnn: [1, 2, 3, Number.NaN], cdmaArea: [5, 6, 7, 8], iterationTime: [9, 9, 9, 9] },
  });
  const { NaN: none } = Number;
  assert.deepEqual(
    costsOf(sweep).map((column) => [...column]),
    [
      [-1, none, -3, none],
      [5, none, 7, 8],
      [none, none, none, none],
    ],
  );
});
