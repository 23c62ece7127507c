import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFor } from '../synthesis/random.ts';
import { type Member, survivors, tournament } from './selection.ts';

/** Rows 0, 2, 4 and 6 are the first front, 1 and 5 the second; 3 is not feasible. */
const COSTS = [Float64Array.of(0, 1, 1, Number.NaN, 6, 7, 10), Float64Array.of(10, 12, 6, Number.NaN, 5, 5, 0)];

test('the better front survives first, then who has more room, then the older; what is not feasible comes last', () => {
  // Room of row 2: 6 / 10 + 5 / 10; of row 4: 9 / 10 + 6 / 10.
  assert.deepEqual(
    survivors(COSTS, [3, 6, 5, 4, 2, 1, 0], 7).map(({ row, rank }) => [row, rank]),
    [
      [0, 0],
      [6, 0],
      [4, 0],
      [2, 0],
      [1, 1],
      [5, 1],
      [3, 0xffff],
    ],
  );
  assert.deepEqual(
    survivors(COSTS, [3, 6, 5, 4, 2, 1, 0], 3).map(({ row }) => row),
    [0, 6, 4],
  );
});

test('fronts are those of the rows that were named alone', () => {
  assert.deepEqual(
    survivors(COSTS, [5, 3, 1], 3).map(({ row, rank }) => [row, rank]),
    [
      [1, 0],
      [5, 0],
      [3, 0xffff],
    ],
  );
});

test('without any costs the older survive', () => {
  assert.deepEqual(
    survivors([], [4, 2, 9], 2).map(({ row }) => row),
    [2, 4],
  );
});

test('of four ranks a tournament picks the best with 7 / 16, the next with 5 / 16, 3 / 16 and 1 / 16', () => {
  const population = [2, 0, 3, 1].map((rank): Member => ({ row: rank, rank, crowding: rank }));
  const random = randomFor(1, 'test');
  const wins = [0, 0, 0, 0];
  for (let round = 0; round < 16_000; round++) wins[tournament(population, random).row]++;
  // 3 degrees of freedom: above 16.3 with a probability of 0.001.
  const expected = [7000, 5000, 3000, 1000];
  assert(wins.reduce((sum, count, rank) => sum + (count - expected[rank]) ** 2 / expected[rank], 0) < 16.3);
});

test('on the same front a tournament prefers room', () => {
  const population = [1, Number.POSITIVE_INFINITY].map((crowding, row): Member => ({ row, rank: 0, crowding }));
  const random = randomFor(2, 'test');
  let wins = 0;
  for (let round = 0; round < 4000; round++) wins += tournament(population, random).row;
  // Three quarters, within four standard deviations.
  assert(Math.abs(wins - 3000) < 4 * Math.sqrt(4000 * (3 / 16)));
});
