/** Records of benchmarks: when a budget is met, when nothing can be said, and what may pass for a record. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BudgetRecord, type Figure, isBudgetRecord, judged, unmeasured } from '../../bench/measurement.ts';

const figure: Figure = {
  name: 'size',
  value: 30,
  unit: 'GB/s',
  budget: { of: 'value', bound: 'at least', limit: 30 },
  rounds: 3,
};

const isMet = (record: BudgetRecord): boolean | undefined => ('isMet' in record ? record.isMet : undefined);

test('a budget is met on its very limit and on one side of it', () => {
  const limits = { 'at least': [true, true, false], 'at most': [false, true, true] } as const;
  for (const bound of ['at least', 'at most'] as const) {
    const verdicts = [29, 30, 31].map((limit) => isMet(judged({ ...figure, budget: { of: 'value', bound, limit } })));
    assert.deepEqual(verdicts, limits[bound], bound);
  }
});

test('a budget on a ratio goes by the ratio that was measured, else by that of the values', () => {
  const budget = { of: 'ratio', bound: 'at least', limit: 0.5 } as const;
  const rival = { name: 'C++', value: 75 };
  assert.deepEqual(judged({ ...figure, budget, rival }), { ...figure, budget, rival, ratio: 0.4, isMet: false });
  assert.equal(isMet(judged({ ...figure, budget, rival, ratio: 0.6 })), true);
});

test('nothing is said without a rival or with a figure that is no number', () => {
  const budget = { of: 'ratio', bound: 'at least', limit: 0.5 } as const;
  assert.deepEqual(judged({ ...figure, budget }), unmeasured('size', 'there is no rival to be compared with'));
  assert.deepEqual(judged({ ...figure, value: Number.NaN }), unmeasured('size', 'a figure is NaN'));
  const rival = { name: 'C++', value: 0 };
  assert.deepEqual(judged({ ...figure, budget, rival }), unmeasured('size', 'a figure is Infinity'));
});

test('records survive JSON; one without a part is none', () => {
  const record = judged({ ...figure, rival: { name: 'C++', value: 75 } });
  const back: unknown = JSON.parse(JSON.stringify(record));
  assert.deepEqual(back, record);
  assert.equal(isBudgetRecord(back), true);
  assert.equal(isBudgetRecord(unmeasured('all', 'the build failed')), true);
  for (const part of ['name', 'value', 'unit', 'budget', 'rounds', 'isMet']) {
    assert.equal(isBudgetRecord({ ...record, [part]: undefined }), false, part);
  }
  for (const broken of [{ ratio: null }, { rival: {} }, { budget: { of: 'ratio', bound: 'above', limit: 1 } }]) {
    assert.equal(isBudgetRecord({ ...record, ...broken }), false, JSON.stringify(broken));
  }
  for (const other of [null, 'size', [], { type: 'dependency' }])
    assert.equal(isBudgetRecord(other), false, `${other}`);
});
