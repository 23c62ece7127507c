import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { along, axisOver, movedAxis, roundSteps, ticksOn, valueAt, zoomedAxis } from './axis.ts';

const RUNS = { seed: 20180224, numRuns: 300 };
const values = fc.array(fc.integer({ min: 1, max: 1e6 }), { minLength: 1, maxLength: 20 });

test('every value is in sight, and found again from where it lies', () => {
  fc.assert(
    fc.property(values, (all) => {
      const axis = axisOver(Float64Array.from(all), false);
      for (const value of all) {
        const share = along(axis, value);
        assert.ok(share >= 0 && share <= 1, `${value} at ${share}`);
        assert.ok(Math.abs(valueAt(axis, share) / value - 1) < 1e-6);
      }
    }),
    RUNS,
  );
});

test('a wide range is logarithmic, a narrow one is not', () => {
  assert.equal(axisOver([1, 49], false).scale, 'linear');
  assert.equal(axisOver([1, 50], false).scale, 'logarithmic');
  assert.equal(axisOver([-1, 1000], false).scale, 'linear');
  assert.deepEqual(axisOver([0, 1, 2], true), { scale: 'linear', from: -0.5, to: 2.5 });
  assert.deepEqual(axisOver([Number.NaN], false), { scale: 'linear', from: 0, to: 1 });
});

test('zooming keeps the place under the pointer', () => {
  fc.assert(
    fc.property(
      values,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.2, max: 5, noNaN: true }),
      (all, at, factor) => {
        const axis = axisOver(all, false);
        const before = valueAt(axis, at);
        assert.ok(Math.abs(valueAt(zoomedAxis(axis, at, factor), at) - before) <= 1e-6 * Math.max(1, Math.abs(before)));
        assert.ok(Math.abs(along(movedAxis(axis, 0.25), before) - (at - 0.25)) < 1e-6);
      },
    ),
    RUNS,
  );
});

test('ticks are round', () => {
  assert.deepEqual(roundSteps(0, 10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(roundSteps(-3, 3, 3), [-2, 0, 2]);
  assert.deepEqual(roundSteps(1, 1, 5), []);
  assert.deepEqual(ticksOn({ scale: 'logarithmic', from: 1.5, to: 5.2 }, 8), [4, 8, 16, 32]);
});
