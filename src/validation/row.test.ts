import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Comparison, judge } from './row.ts';

const CASE: Comparison = {
  id: 'case',
  quantity: 'a figure',
  unit: 'ms',
  published: 100,
  source: 'nowhere',
  simulated: 100,
  digits: 1,
  tolerance: 0.1,
  kind: 'published',
  status: 'predicted',
  reason: '',
};
const judged = (change: Partial<Comparison>) => judge('Performance', { ...CASE, ...change });
const verdictOf = (change: Partial<Comparison>) => judged(change).verdict;

test('agrees within the tolerance, is close within twice of it, misses beyond, both ways', () => {
  assert.deepEqual(
    [100, 110, 90].map((simulated) => verdictOf({ simulated })),
    ['agrees', 'agrees', 'agrees'],
  );
  assert.deepEqual(
    [111, 120, 80].map((simulated) => verdictOf({ simulated })),
    ['close', 'close', 'close'],
  );
  assert.deepEqual(
    [121, 79].map((simulated) => verdictOf({ simulated })),
    ['misses', 'misses'],
  );
  assert.equal(verdictOf({ simulated: 111, closeTolerance: 0.1 }), 'misses');
});

test('errors of percentages are points, of everything else relative', () => {
  assert.equal(judged({ simulated: 93 }).error, -0.07);
  assert.equal(judged({ unit: '%', published: 50, simulated: 43.44 }).error, -6.6);
});

test('a range is met anywhere inside, and missed by the distance to its nearer end', () => {
  assert.equal(verdictOf({ published: [40, 90], simulated: 41, tolerance: 0 }), 'agrees');
  assert.equal(verdictOf({ published: [40, 90], simulated: 90, tolerance: 0 }), 'agrees');
  const below = judged({ published: [40, 90], unit: '%', simulated: 12.5, tolerance: 5 });
  assert.deepEqual([below.error, below.verdict], [-27.5, 'misses']);
});

test('two readings on both sides of the figure are close, on one side they are not', () => {
  const other = (simulated: number) => ({ alternative: { name: 'other', simulated } });
  assert.equal(verdictOf({ simulated: 70, ...other(130) }), 'close');
  assert.equal(verdictOf({ simulated: 70, ...other(100) }), 'close');
  assert.equal(verdictOf({ simulated: 70, ...other(75) }), 'misses');
});

test('what is printed is what is judged', () => {
  const row = judged({ simulated: 110.04 });
  assert.deepEqual([row.simulated, row.error, row.verdict], [110, 0.1, 'agrees']);
});
