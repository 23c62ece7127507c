import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cancelled } from '../cancelled.ts';
import { randomFor } from '../synthesis/random.ts';
import { type Design, type SearchProgress, type SearchResult, type SearchSpace, searchFront } from './search.ts';

type CostsOf = (design: readonly number[]) => readonly number[] | null;

interface Problem {
  name: string;
  space: SearchSpace;
  costsOf: CostsOf;
  /** Share of the grid that is evaluated. */
  budgetShare: number;
}

const SEEDS = [1, 2, 3, 4, 5, 6];
const LEVELS = [12, 10, 8, 6];
const ORDERED: SearchSpace = { levels: LEVELS, ordered: [true, true, true, true] };

/** Values from 0 to 1. */
function shares(design: readonly number[]): number[] {
  return design.map((value, parameter) => value / (LEVELS[parameter] - 1));
}

const PROBLEMS: readonly Problem[] = [
  {
    name: 'a convex front of two objectives (Zitzler, Deb and Thiele 2000, ZDT1)',
    space: ORDERED,
    costsOf: (design) => {
      const [x = 0, ...rest] = shares(design);
      const g = 1 + 3 * sum(rest);
      return [x, g * (1 - Math.sqrt(x / g))];
    },
    budgetShare: 0.25,
  },
  {
    name: 'a concave front (ZDT2)',
    space: ORDERED,
    costsOf: (design) => {
      const [x = 0, ...rest] = shares(design);
      const g = 1 + 3 * sum(rest);
      return [x, g * (1 - (x / g) ** 2)];
    },
    budgetShare: 0.25,
  },
  {
    name: 'a front in pieces (ZDT3)',
    space: ORDERED,
    costsOf: (design) => {
      const [x = 0, ...rest] = shares(design);
      const g = 1 + 3 * sum(rest);
      return [x, g * (1 - Math.sqrt(x / g) - (x / g) * Math.sin(10 * Math.PI * x))];
    },
    budgetShare: 0.25,
  },
  {
    name: 'a front of three objectives between three corners',
    space: ORDERED,
    costsOf: (design) => {
      const [x = 0, y = 0, z = 0, w = 0] = shares(design);
      return [x ** 2 + y ** 2 + w, (x - 1) ** 2 + y ** 2 + z, x ** 2 + (y - 1) ** 2 + z * w];
    },
    budgetShare: 0.3,
  },
  {
    name: 'a front along the edge of a region that is not feasible',
    space: ORDERED,
    costsOf: (design) => {
      const [x = 0, y = 0, z = 0, w = 0] = shares(design);
      const isFeasible = x + y >= 0.7 && (x - 0.5) ** 2 + (z - 0.5) ** 2 > 0.04;
      return isFeasible ? [x + z / 2 + w / 4, y + (1 - z) / 3 + w ** 2] : null;
    },
    budgetShare: 0.3,
  },
  {
    name: 'two parameters whose values have no order, one of them without influence',
    space: { levels: LEVELS, ordered: [true, false, true, false] },
    costsOf: (design) => {
      const [x = 0, , z = 0] = shares(design);
      const detour = [5, 2, 9, 0, 7, 1, 8, 3, 6, 4][design[1]] / 9 + Math.abs(z - x);
      return [x + detour, (1 - x) ** 2 + detour];
    },
    budgetShare: 0.25,
  },
];

for (const { name, space, costsOf, budgetShare } of PROBLEMS) {
  const grid = everyDesign(space.levels);
  const costs = grid.map(costsOf);
  const feasible = costs.filter((own) => own !== null);
  const trueFront = frontOf(feasible);
  const budget = Math.floor(grid.length * budgetShare);

  test(`${name}: 98 % of the grid's hypervolume with ${budgetShare * 100} % of its designs, for every seed`, async () => {
    // The worst on the front and a tenth more, which is far stricter than the worst of all.
    const reference = nadir(trueFront);
    for (const seed of SEEDS) {
      const result = await search(space, costsOf, { budget, population: 60, seed });
      assert.equal(result.evaluated.length, budget);
      const share = volume(frontCosts(result), reference) / volume(trueFront, reference);
      assert(share >= 0.98 && share <= 1 + 1e-12, `seed ${seed}: ${share}`);
    }
  });

  test(`${name}: more of the front than random designs find with a tenth of the grid`, async () => {
    const reference = nadir(trueFront);
    for (const seed of SEEDS) {
      const found = await search(space, costsOf, { budget: grid.length / 10, population: 40, seed });
      const random = randomFor(seed, 'test');
      const drawn = Array.from({ length: grid.length / 10 }, () => costs[Math.floor(random.uniform() * grid.length)]);
      const ofRandom = volume(frontOf(drawn.filter((own) => own !== null)), reference);
      assert(volume(frontCosts(found), reference) > ofRandom);
    }
  });

  test(`${name}: the whole front, and every design once, when the budget is the grid or more`, async () => {
    const result = await search(space, costsOf, { budget: grid.length + 1000, population: 100, seed: 9 });
    assert.equal(result.evaluated.length, grid.length);
    assert.equal(new Set(result.evaluated.map(({ design }) => design.join())).size, grid.length);
    assert.deepEqual(sorted(frontCosts(result)), trueFront);
  });

  test(`${name}: the front has all evaluated designs that no other beats, and no others`, async () => {
    const result = await search(space, costsOf, { budget: 500, population: 40, seed: 4 });
    for (const { design, costs } of result.evaluated) assert.deepEqual(costs, costsOf([...design]));
    const known = result.evaluated.flatMap(({ costs }) => (costs === null ? [] : [costs]));
    assert.deepEqual(sorted(frontCosts(result)), frontOf(known));
    assert(result.front.every((row, place) => place === 0 || row > result.front[place - 1]));
  });

  test(`${name}: hypervolumes of the curve are those of the designs so far, up to one reference for all`, async () => {
    const generations: SearchProgress[] = [];
    const result = await search(space, costsOf, { budget: 300, population: 50, seed: 2 }, (progress) => {
      generations.push(progress);
    });
    const known = (count: number) => result.evaluated.slice(0, count).flatMap(({ costs }) => (costs ? [costs] : []));
    const reference = nadir(known(300));
    for (const { evaluated, hypervolume } of result.convergence) {
      const expected = volume(frontOf(known(evaluated)), reference);
      assert(Math.abs(hypervolume - expected) <= 1e-9 * expected, `${hypervolume}, expected ${expected}`);
    }
    assert.equal(result.convergence.at(-1)?.evaluated, 300);
    assertRising(result.convergence.map(({ hypervolume }) => hypervolume));

    assert.deepEqual(
      generations.map(({ evaluated }) => evaluated),
      result.convergence.map(({ evaluated }) => evaluated),
    );
    assert.deepEqual(
      generations.map(({ generation }) => generation),
      generations.map((_, index) => index + 1),
    );
    assertRising(generations.map(({ hypervolume }) => hypervolume));
    assert.equal(generations.at(-1)?.hypervolume, result.convergence.at(-1)?.hypervolume);
  });
}

test('never evaluates more designs than the budget in all, nor more than a population at once, nor one twice', async () => {
  for (const budget of [0, 1, 7, 59, 60, 61, 500]) {
    for (const population of [1, 2, 60, 1000]) {
      const seen = new Set<string>();
      let most = 0;
      const evaluate = async (designs: readonly Design[]) => {
        most = Math.max(most, designs.length);
        for (const design of designs) {
          assert(!seen.has(design.join()));
          seen.add(design.join());
        }
        return designs.map((design) => [design[0], -design[0] - design[1]]);
      };
      const { evaluated } = await searchFront(ORDERED, evaluate, { budget, population, seed: 0 });
      assert.equal(evaluated.length, budget);
      assert.equal(seen.size, budget);
      assert(most <= population);
    }
  }
});

test('the same seed gives the same search, another one another', async () => {
  const [{ space, costsOf }] = PROBLEMS;
  const run = (seed: number) => search(space, costsOf, { budget: 400, population: 40, seed });
  const once = await run(5);
  assert.deepEqual(await run(5), once);
  assert.notDeepEqual((await run(6)).evaluated, once.evaluated);
});

test('finds the only feasible corner by chance and goes on from there', async () => {
  const costsOf: CostsOf = ([x, y, z, w]) => (x >= 9 && y >= 7 ? [12 - x + z, w + y] : null);
  const result = await search(ORDERED, costsOf, { budget: 1400, population: 40, seed: 1 });
  for (const index of result.front) assert.notEqual(result.evaluated[index].costs, null);
  // x at its most and z at 0, w at 0 and y at 7.
  assert.deepEqual(sorted(frontCosts(result)), [[1, 7]]);
});

test('without a feasible design there is no front, and no hypervolume', async () => {
  const result = await search(ORDERED, () => null, { budget: 100, population: 30, seed: 1 });
  assert.equal(result.evaluated.length, 100);
  assert.deepEqual(result.front, []);
  assert(result.convergence.every(({ hypervolume }) => hypervolume === 0));
});

test('a cost that is no number or infinite is as good as not feasible', async () => {
  const costsOf: CostsOf = ([x, y]) =>
    x === 0 ? [Number.NaN, 0] : x === 1 ? [Number.NEGATIVE_INFINITY, 0] : [x, 9 - y];
  const result = await search(ORDERED, costsOf, { budget: 2000, population: 40, seed: 1 });
  assert.deepEqual(new Set(frontCosts(result).map(String)), new Set(['2,0']));
  assert(Number.isFinite(result.convergence.at(-1)?.hypervolume));
});

test('works on a grid far too large to list', async () => {
  const space: SearchSpace = { levels: Array<number>(60).fill(50), ordered: Array<boolean>(60).fill(true) };
  const costsOf: CostsOf = (design) => [sum(design.slice(0, 30)), sum(design.slice(30))];
  const { convergence, front, evaluated } = await search(space, costsOf, { budget: 2000, population: 50, seed: 1 });
  assert.equal(evaluated.length, 2000);
  assert(front.length > 0);
  const [first, last] = [convergence[0], convergence[convergence.length - 1]];
  assert(last.hypervolume > 2 * first.hypervolume);
});

test('stops once it is asked to, before the next designs are evaluated', async () => {
  const controller = new AbortController();
  let evaluated = 0;
  const evaluate = async (designs: readonly Design[]) => {
    evaluated += designs.length;
    if (evaluated >= 100) controller.abort();
    return designs.map((design) => [...design]);
  };
  const options = { budget: 1000, population: 50, seed: 1, signal: controller.signal };
  await assert.rejects(searchFront(ORDERED, evaluate, options), Cancelled);
  assert.equal(evaluated, 100);
});

function search(
  space: SearchSpace,
  costsOf: CostsOf,
  options: { budget: number; population: number; seed: number },
  onGeneration?: (progress: SearchProgress) => void,
): Promise<SearchResult> {
  return searchFront(space, async (designs) => designs.map((design) => costsOf([...design])), options, onGeneration);
}

function everyDesign(levels: readonly number[]): number[][] {
  return levels.reduce<number[][]>(
    (designs, values) => designs.flatMap((design) => Array.from({ length: values }, (_, value) => [...design, value])),
    [[]],
  );
}

function frontCosts({ front, evaluated }: SearchResult): (readonly number[])[] {
  return front.map((index) => evaluated[index].costs ?? assert.fail('not feasible'));
}

/** All that no other is better than, equal ones too, in lexicographic order: whatever is better comes before. */
function frontOf(costs: readonly (readonly number[])[]): (readonly number[])[] {
  const front: (readonly number[])[] = [];
  for (const own of sorted(costs)) if (!front.some((other) => isBetter(other, own))) front.push(own);
  return front;
}

function isBetter(a: readonly number[], b: readonly number[]): boolean {
  return a.every((cost, objective) => cost <= b[objective]) && a.some((cost, objective) => cost < b[objective]);
}

/** The worst of each objective and a tenth of the range more. */
function nadir(costs: readonly (readonly number[])[]): number[] {
  return costs[0].map((_, objective) => {
    const column = costs.map((own) => own[objective]);
    return Math.max(...column) + 0.1 * (Math.max(...column) - Math.min(...column));
  });
}

/** Hypervolume by slices along the last objective, and no other cleverness. */
function volume(costs: readonly (readonly number[])[], reference: readonly number[]): number {
  const inside = costs.filter((own) => own.every((cost, objective) => cost < reference[objective]));
  if (inside.length === 0) return 0;
  const last = reference.length - 1;
  if (last === 0) return reference[0] - Math.min(...inside.map(([cost]) => cost));
  const heights = [...new Set(inside.map((own) => own[last]))].sort((a, b) => a - b);
  return sum(
    heights.map((height, index) => {
      const base = inside.filter((own) => own[last] <= height).map((own) => own.slice(0, last));
      return volume(base, reference.slice(0, last)) * ((heights[index + 1] ?? reference[last]) - height);
    }),
  );
}

function sorted(costs: readonly (readonly number[])[]): (readonly number[])[] {
  return [...costs].sort((a, b) => a.map((cost, index) => cost - b[index]).find((difference) => difference !== 0) ?? 0);
}

function assertRising(values: readonly number[]): void {
  for (const [index, value] of values.entries()) assert(index === 0 || value >= values[index - 1] * (1 - 1e-12));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
