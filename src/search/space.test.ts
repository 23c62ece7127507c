import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomFor } from '../synthesis/random.ts';
import { keyOf, type SearchSpace, sizeOf, spreadDesigns, unseenDesigns } from './space.ts';

const SPACE: SearchSpace = { levels: [3, 4, 1, 5], ordered: [true, true, true, false] };

test('the first designs differ and show each value of a parameter equally often, but for designs that fell together', () => {
  const space: SearchSpace = { levels: [10, 20, 5, 4], ordered: [true, true, true, true] };
  for (const seed of [0, 1, 2]) {
    const designs = spreadDesigns(space, 60, seed);
    assert(designs.length >= 58 && designs.length <= 60);
    assert.equal(new Set(designs.map(keyOf)).size, designs.length);
    for (const [parameter, values] of space.levels.entries()) {
      for (let value = 0; value < values; value++) {
        const count = designs.filter((design) => design[parameter] === value).length;
        assert(count <= 60 / values && count >= 60 / values - 2, `${count} of value ${value} of ${parameter}`);
      }
    }
  }
});

test('unseen designs are unseen and all different, until none is left', () => {
  assert.equal(sizeOf(SPACE), 60);
  for (const seed of [0, 1, 2]) {
    const random = randomFor(seed, 'test');
    const seen = new Set<string>();
    for (const [count, expected] of [
      [2, 2],
      [10, 10],
      [40, 40],
      [40, 8],
      [5, 0],
    ]) {
      const designs = unseenDesigns(SPACE, count, seen, random);
      assert.equal(designs.length, expected);
      for (const design of designs) {
        assert(design.every((value, parameter) => value < SPACE.levels[parameter]));
        assert(!seen.has(keyOf(design)));
        seen.add(keyOf(design));
      }
    }
    assert.equal(seen.size, 60);
  }
});

test('of the designs that are left each is as likely as any, in a listed space and in one that is not', () => {
  // Six designs with one seen are listed for two more; 24 are not for one.
  for (const [levels, count, others] of [
    [[2, 3], 2, 5],
    [[2, 3, 4], 1, 23],
  ] as const) {
    const random = randomFor(5, 'test');
    const counts = new Map<string, number>();
    const rounds = (200 * others) / count;
    for (let round = 0; round < rounds; round++) {
      const seen = new Set([levels.map(() => 0).join()]);
      for (const design of unseenDesigns({ levels, ordered: [] }, count, seen, random))
        counts.set(keyOf(design), (counts.get(keyOf(design)) ?? 0) + 1);
    }
    assert.equal(counts.size, others);
    // Above 48.3 with a probability of 0.001 for 22 degrees of freedom; fewer have less.
    assert([...counts.values()].reduce((sum, found) => sum + (found - 200) ** 2 / 200, 0) < 48.3);
  }
});
