import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomFor } from '../synthesis/random.ts';
import { crossover, mutate } from './genetics.ts';
import type { SearchSpace } from './space.ts';

const SPACES = fc.array(fc.record({ levels: fc.integer({ min: 1, max: 50 }), ordered: fc.boolean() }), {
  minLength: 1,
});

function spaceOf(parameters: readonly { levels: number; ordered: boolean }[]): SearchSpace {
  return { levels: parameters.map(({ levels }) => levels), ordered: parameters.map(({ ordered }) => ordered) };
}

test('a child has each value from one of its parents, from either half of the time', () => {
  const one = Uint32Array.from({ length: 1000 }, () => 3);
  const other = Uint32Array.from({ length: 1000 }, () => 8);
  const child = crossover(one, other, randomFor(1, 'test'));
  assert(child.every((value) => value === 3 || value === 8));
  // Four standard deviations of a fair coin thrown a thousand times.
  assert(Math.abs(child.filter((value) => value === 3).length - 500) < 4 * Math.sqrt(1000 / 4));
});

test('a mutation stays in the space, leaves its parent alone and changes something where anything can change', () => {
  fc.assert(
    fc.property(SPACES, fc.nat(), (parameters, seed) => {
      const space = spaceOf(parameters);
      const random = randomFor(seed, 'test');
      const design = Uint32Array.from(space.levels, (values) => Math.floor(random.uniform() * values));
      const before = design.slice();
      const mutated = mutate(design, space, random);
      assert.deepEqual(design, before);
      assert(mutated.every((value, parameter) => value < space.levels[parameter]));
      assert.equal(
        mutated.join() === before.join(),
        space.levels.every((values) => values === 1),
      );
    }),
  );
});

test('a value with an order moves to near ones; one without goes anywhere, equally often', () => {
  const random = randomFor(7, 'test');
  const near: number[] = [];
  const any: number[] = Array<number>(21).fill(0);
  for (let draw = 0; draw < 4000; draw++) {
    near.push(mutate(Uint32Array.of(10), { levels: [21], ordered: [true] }, random)[0]);
    any[mutate(Uint32Array.of(10), { levels: [21], ordered: [false] }, random)[0]]++;
  }
  // The normal distribution within 3 / 2.625 and 6 / 2.625 standard deviations, which are 21 / 8 values.
  const within = (distance: number): number => near.filter((value) => Math.abs(value - 10) <= distance).length / 4000;
  assert(Math.abs(within(3) - 0.747) < 0.03);
  assert(Math.abs(within(6) - 0.978) < 0.01);
  assert.equal(any[10], 0);
  // 19 degrees of freedom: above 43.8 with a probability of 0.001.
  assert(any.reduce((sum, count, value) => sum + (value === 10 ? 0 : (count - 200) ** 2 / 200), 0) < 43.8);
});

test('from an end, and between two values, there is always another', () => {
  const random = randomFor(3, 'test');
  for (let draw = 0; draw < 200; draw++) {
    for (const ordered of [true, false]) {
      assert.equal(mutate(Uint32Array.of(0), { levels: [2], ordered: [ordered] }, random)[0], 1);
      assert.equal(mutate(Uint32Array.of(1), { levels: [2], ordered: [ordered] }, random)[0], 0);
      assert.notEqual(mutate(Uint32Array.of(9), { levels: [10], ordered: [ordered] }, random)[0], 9);
    }
  }
});

test('one parameter changes for sure, and each further one with a chance of one in as many as there are', () => {
  const random = randomFor(11, 'test');
  const space: SearchSpace = { levels: Array<number>(8).fill(4), ordered: Array<boolean>(8).fill(false) };
  let changed = 0;
  for (let draw = 0; draw < 2000; draw++)
    changed += mutate(new Uint32Array(8), space, random).filter((value) => value !== 0).length;
  // 1 + 7 / 8 of them, with a variance of 7 x 1/8 x 7/8.
  assert(Math.abs(changed / 2000 - 1.875) < 4 * Math.sqrt((7 * 7) / 64 / 2000));
});
