import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Effects, effectsOf, type GridFactor } from './effects.ts';

/** A response of the levels, in the order that `effectsOf` wants. */
function responseOf(factors: readonly GridFactor[], of: (levels: readonly number[]) => number): Float64Array {
  let rows: number[][] = [[]];
  for (const { levels } of factors) {
    rows = rows.flatMap((row) => Array.from({ length: levels }, (_, level) => [...row, level]));
  }
  return Float64Array.from(rows, of);
}

const factorsOf = (...levels: number[]): GridFactor[] =>
  levels.map((count, index) => ({ key: 'abcdef'[index], levels: count }));
const effects = (factors: readonly GridFactor[], response: Float64Array): Effects => {
  const found = effectsOf(factors, response);
  assert.ok(found);
  return found;
};
const assertNear = (found: number, expected: number, tolerance: number, of: string) =>
  assert.ok(Math.abs(found - expected) <= tolerance, `${of}: ${found}, expected ${expected}`);

test('memory and cache size of a workstation: 76 %, 19 % and 5 %', () => {
  // Jain 1991, "The Art of Computer Systems Performance Analysis", chapter 17: MIPS at 4 and 16 MB, caches of 1 and 2 KB.
  const { mean, variance, main, interactions } = effects(factorsOf(2, 2), Float64Array.of(15, 25, 45, 75));
  assert.equal(mean, 40);
  assert.equal(variance, 2100 / 4);
  assert.deepEqual(
    main.map(({ share }) => Math.round(100 * share)),
    [76, 19],
  );
  assert.deepEqual(
    interactions.map(({ keys, share }) => [keys, Math.round(100 * share)]),
    [[['a', 'b'], 5]],
  );
  assert.deepEqual([...main[0].levelMeans], [20, 60]);
  assert.deepEqual([...main[1].levelMeans], [30, 50]);
});

test('with the number of processors: 18 %, 4 %, 71 %, and of interactions 4 %, 1 %, 2 %', () => {
  // Jain 1991, chapter 17, general designs: effects 10, 5, 20; 5, 2, 3; and 1 of all three. Each explains its square of 564.
  const signs = [-1, 1];
  const response = responseOf(factorsOf(2, 2, 2), (levels) => {
    const [a, b, c] = levels.map((level) => signs[level]);
    return 40 + 10 * a + 5 * b + 20 * c + 5 * a * b + 2 * a * c + 3 * b * c + a * b * c;
  });
  assert.deepEqual(
    [...response].sort((x, y) => x - y),
    [10, 14, 22, 34, 46, 50, 58, 86],
  );
  const { variance, main, interactions } = effects(factorsOf(2, 2, 2), response);
  assertNear(variance, 564, 1e-9, 'variance');
  assert.deepEqual(
    main.map(({ share }) => Math.round(share * variance)),
    [100, 25, 400],
  );
  assert.deepEqual(
    main.map(({ totalShare }) => Math.round(totalShare * variance)),
    [100 + 25 + 4 + 1, 25 + 25 + 9 + 1, 400 + 4 + 9 + 1],
  );
  assert.deepEqual(
    interactions.map(({ keys, share }) => [keys.join(''), Math.round(share * variance)]),
    [
      ['ab', 25],
      ['ac', 4],
      ['bc', 9],
    ],
  );
});

test('the Ishigami function has the shares that are known of it', () => {
  // Ishigami and Homma 1990, "An importance quantification technique in uncertainty analysis for computer models". With a = 7 and
  // b = 0.1 first-order shares are 0.3139, 0.4424 and 0 (Saltelli et al. 2008, "Global Sensitivity Analysis: The Primer"). In
  // closed form:
  const [a, b] = [7, 0.1];
  const total = a ** 2 / 8 + (b * Math.PI ** 4) / 5 + (b ** 2 * Math.PI ** 8) / 18 + 1 / 2;
  const first = (1 + (b * Math.PI ** 4) / 5) ** 2 / 2 / total;
  const joint = (8 * b ** 2 * Math.PI ** 8) / 225 / total;
  assertNear(first, 0.3139, 5e-5, 'published');
  assertNear(a ** 2 / 8 / total, 0.4424, 5e-5, 'published');

  // Sums over midpoints of even steps are exact for the sines, and close for the fourth power.
  const factors = factorsOf(16, 16, 400);
  const at = (level: number, levels: number) => ((2 * level + 1) / levels - 1) * Math.PI;
  const response = responseOf(factors, (levels) => {
    const [x, y, z] = levels.map((level, index) => at(level, factors[index].levels));
    return Math.sin(x) + a * Math.sin(y) ** 2 + b * z ** 4 * Math.sin(x);
  });
  const { mean, main, interactions } = effects(factors, response);
  assertNear(mean, a / 2, 1e-9, 'mean');
  const second = a ** 2 / 8 / total;
  for (const [index, share, totalShare] of [
    [0, first, first + joint],
    [1, second, second],
    [2, 0, joint],
  ]) {
    assertNear(main[index].share, share, 1e-4, `share of ${index}`);
    assertNear(main[index].totalShare, totalShare, 1e-4, `total share of ${index}`);
  }
  for (const [index, share] of [0, joint, 0].entries())
    assertNear(interactions[index].share, share, 1e-4, `pair ${index}`);
});

test('an additive response has no interactions, and its shares are the variances of its terms', () => {
  const factors = factorsOf(3, 4, 5);
  const terms = [
    [1e6, 1e6 + 3, 1e6 + 6],
    [0, 1, 1, 2],
    [5, 5, 5, 5, 5],
  ];
  const response = responseOf(factors, (levels) => levels.reduce((sum, level, index) => sum + terms[index][level], 0));
  const { variance, main, interactions } = effects(factors, response);
  // Variances by hand: (9 + 0 + 9) / 3, (1 + 0 + 0 + 1) / 4, 0.
  assertNear(variance, 6.5, 1e-9, 'variance');
  for (const [index, part] of [6, 0.5, 0].entries()) {
    assertNear(main[index].share, part / 6.5, 1e-12, `share of ${index}`);
    assertNear(main[index].totalShare, part / 6.5, 1e-12, `total share of ${index}`);
  }
  for (const { share } of interactions) assertNear(share, 0, 1e-15, 'interaction');
});

/** The definitions on a list of points, without an order of theirs. */
function byDefinition(levelsOf: readonly (readonly number[])[], response: Float64Array) {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));
  const groups = (factors: readonly number[]) => {
    const found = new Map<string, number[]>();
    levelsOf.forEach((levels, row) => {
      const group = factors.map((factor) => levels[factor]).join();
      found.set(group, [...(found.get(group) ?? []), response[row]]);
    });
    return [...found.values()];
  };
  const all = levelsOf[0].map((_, factor) => factor);
  const ofMeans = (factors: readonly number[]) => variance(groups(factors).map(mean));
  return {
    variance: variance([...response]),
    main: all.map((factor) => ofMeans([factor])),
    total: all.map((factor) => mean(groups(all.filter((other) => other !== factor)).map(variance))),
    pairs: all.flatMap((a) => all.slice(a + 1).map((b) => ofMeans([a, b]) - ofMeans([a]) - ofMeans([b]))),
  };
}

test('effects are what the definitions say of any response, and sum to no more than the variance', () => {
  const grid = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }).chain((levels) => {
    const points = levels.reduce((product, count) => product * count, 1);
    const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: points, maxLength: points });
    return values.map((response) => ({ levels, response: Float64Array.from(response) }));
  });
  fc.assert(
    fc.property(grid, ({ levels, response }) => {
      const factors = factorsOf(...levels);
      const found = effects(factors, response);
      const levelsOf: number[][] = [];
      responseOf(factors, (row) => {
        levelsOf.push([...row]);
        return 0;
      });
      const expected = byDefinition(levelsOf, response);
      assertNear(found.variance, expected.variance, 1e-9, 'variance');
      if (found.variance === 0) {
        assert.ok(found.main.every(({ share, totalShare }) => share === 0 && totalShare === 0));
        assert.ok(found.interactions.every(({ share }) => share === 0));
        return;
      }
      found.main.forEach(({ share, totalShare }, index) => {
        assertNear(share * found.variance, expected.main[index], 1e-9, 'share');
        assertNear(totalShare * found.variance, expected.total[index], 1e-9, 'total share');
        assert.ok(share <= totalShare + 1e-12);
      });
      found.interactions.forEach(({ share }, index) => {
        assertNear(share * found.variance, expected.pairs[index], 1e-9, 'interaction');
        assert.ok(share >= 0);
      });
      const sum = [...found.main, ...found.interactions].reduce((total, { share }) => total + share, 0);
      assert.ok(sum <= 1 + 1e-9, `${sum}`);
      if (levels.length < 3) assertNear(sum, 1, 1e-9, 'all there is');
    }),
    { seed: 1, numRuns: 200 },
  );
});

test('a constant response has no effects, even one whose sum is rounded', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 300 }), (value, levels) => {
      const found = effects(factorsOf(3, levels), new Float64Array(3 * levels).fill(value));
      assert.ok(found.mean === value && found.variance === 0, `${found.mean}, ${found.variance}`);
      assert.ok(found.main.every(({ share, totalShare }) => share === 0 && totalShare === 0));
      assert.deepEqual(found.interactions, [{ keys: ['a', 'b'], share: 0 }]);
    }),
    { seed: 2, numRuns: 500 },
  );
});

test('a grid with holes has no exact effects, and one of another size is a mistake', () => {
  for (const hole of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.equal(effectsOf(factorsOf(2, 2), Float64Array.of(1, 2, hole, 4)), undefined);
  }
  assert.equal(effectsOf(factorsOf(2, 0), new Float64Array(0)), undefined);
  assert.throws(() => effectsOf(factorsOf(2, 2), new Float64Array(5)), RangeError);
});

test('a million points of six factors take a moment', (t) => {
  const factors = factorsOf(10, 10, 10, 10, 10, 10);
  const response = new Float64Array(1e6).map((_, row) => Math.sqrt(row % 10) + (Math.floor(row / 1e5) % 3));
  const start = performance.now();
  const { main } = effects(factors, response);
  t.diagnostic(`${Math.round(performance.now() - start)} ms`);
  assertNear(main[0].share + main[5].share, 1, 1e-9, 'two factors explain all');
});
