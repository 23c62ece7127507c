import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { along, axisOver } from '../canvas/axis.ts';
import { movedSight, revealingSight, type Sight, zoomedSight } from './sight.ts';

const RUNS = { seed: 20180224, numRuns: 300 };
const WHOLE: Sight = { x: axisOver([1, 1000], false), y: axisOver([0, 3], false) };
const share = fc.double({ min: 0, max: 1, noNaN: true });
const shares = fc.record({ x: share, y: share });
/** Any way to handle a sight. */
const hands = fc.array(
  fc.oneof(
    fc.record({ at: shares, factor: fc.double({ min: 0.05, max: 20, noNaN: true }) }),
    fc.record({ by: fc.record({ x: fc.integer({ min: -9, max: 9 }), y: fc.integer({ min: -9, max: 9 }) }) }),
  ),
  { maxLength: 30 },
);

function handled(steps: typeof hands extends fc.Arbitrary<infer Steps> ? Steps : never): Sight {
  return steps.reduce<Sight>(
    (sight, step) =>
      'by' in step ? movedSight(sight, WHOLE, step.by) : zoomedSight(sight, WHOLE, step.at, step.factor),
    WHOLE,
  );
}

test('whatever the hand does, a part of the whole stays in sight at a size that can be read', () => {
  fc.assert(
    fc.property(hands, (steps) => {
      const sight = handled(steps);
      for (const name of ['x', 'y'] as const) {
        const { from, to } = sight[name];
        const width = (to - from) / (WHOLE[name].to - WHOLE[name].from);
        assert.ok(width > 1 / 4100 && width < 2.001, `${width}`);
        assert.ok(from <= WHOLE[name].to && to >= WHOLE[name].from);
        assert.equal(sight[name].scale, WHOLE[name].scale);
      }
    }),
    RUNS,
  );
});

test('zooming in keeps the value under the pointer', () => {
  fc.assert(
    fc.property(shares, fc.double({ min: 1, max: 100, noNaN: true }), (at, factor) => {
      // From the whole, a zoom around a place near the edge moves nothing beyond the edge.
      const sight = zoomedSight(WHOLE, WHOLE, at, factor);
      for (const name of ['x', 'y'] as const) {
        const before = WHOLE[name].from + at[name] * (WHOLE[name].to - WHOLE[name].from);
        const after = sight[name].from + at[name] * (sight[name].to - sight[name].from);
        assert.ok(Math.abs(before - after) < 1e-9);
      }
    }),
    RUNS,
  );
});

test('a point comes into sight, and what is in sight does not move', () => {
  const point = fc.record({ x: fc.integer({ min: 1, max: 1000 }), y: fc.double({ min: 0, max: 3, noNaN: true }) });
  fc.assert(
    fc.property(hands, point, (steps, place) => {
      const before = handled(steps);
      const after = revealingSight(before, place);
      for (const name of ['x', 'y'] as const) {
        const [was, is] = [along(before[name], place[name]), along(after[name], place[name])];
        if (was >= 0 && was <= 1) assert.deepEqual(after[name], before[name]);
        else assert.ok(Math.abs(is - (was < 0 ? 0.1 : 0.9)) < 1e-6, `${is}`);
      }
    }),
    RUNS,
  );
  assert.deepEqual(revealingSight(WHOLE, { x: Number.NaN, y: 1 }), WHOLE);
});
