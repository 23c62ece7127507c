import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFor } from '../synthesis/random.ts';
import { denseRanks, rowsAscending, rowsLexicographic } from './sorted-rows.ts';

const AWKWARD = [0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, -5e-324, 1.7e308, -1.7e308, 1, -1];

/** Values of all magnitudes and signs with ties, for both ways to sort: few are compared, many go by their bits. */
function valuesOf(count: number, label: string): Float64Array {
  const random = randomFor(1, label);
  return Float64Array.from({ length: count }, (_, index) => {
    if (index % 7 === 0) return AWKWARD[Math.floor(random.uniform() * AWKWARD.length)];
    if (index % 3 === 0) return Math.floor(random.uniform() * 9) - 4;
    return random.gaussian() * 10 ** Math.floor(random.uniform() * 600 - 300);
  });
}

const compare = (a: number, b: number) => (a < b ? -1 : Number(a > b));

for (const count of [0, 1, 50, 599, 600, 5000]) {
  test(`${count} rows are sorted as by comparison, and equal ones keep their order`, () => {
    const values = valuesOf(count, 'values');
    const others = valuesOf(count, 'others').map((value) => Math.sign(value));
    const rows = Uint32Array.from(values.keys()).reverse();
    const given = rows.slice();
    assert.deepEqual(
      [...rowsAscending(values, rows)],
      [...rows].sort((a, b) => compare(values[a], values[b])),
    );
    assert.deepEqual(
      [...rowsLexicographic([others, values], rows)],
      [...rows].sort((a, b) => compare(others[a], others[b]) || compare(values[a], values[b])),
    );
    assert.deepEqual(rows, given, 'what was given is as it was');
  });

  test(`ranks of ${count} values are their places among the distinct ones`, () => {
    const values = valuesOf(count, 'values');
    // A set takes both zeros for one.
    const distinct = [...new Set(values)].sort(compare);
    assert.deepEqual(
      [...denseRanks(values)],
      Array.from(values, (value) => distinct.indexOf(value)),
    );
  });
}

test('rows of which all are alike, or a part of all, are sorted too', () => {
  const values = new Float64Array(2000).fill(-3);
  const rows = Uint32Array.from({ length: 1000 }, (_, place) => 1999 - 2 * place);
  assert.deepEqual(rowsAscending(values, rows), rows);
});
