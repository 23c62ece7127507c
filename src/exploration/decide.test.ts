import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AREA, ENERGY, exampleSweep, gridOf, parametersOf, randomSweep, SPEED } from '../../test/unit/example-sweep.ts';
import { randomFor } from '../synthesis/random.ts';
import { decide, inShownRows } from './decide.ts';
import { gridSpace, listedSpace } from './design-space.ts';
import type { Objective } from './exploration.ts';
import type { Sweep } from './sweep.ts';

/** What is better is smaller; undefined where a row is not feasible or lacks an objective. */
function costsAt({ exploration, metrics, failed }: Sweep, row: number): number[] | undefined {
  const costs = exploration.objectives.map(
    ({ metric, direction }) => (direction === 'minimise' ? 1 : -1) * (metrics.get(metric)?.[row] ?? Number.NaN),
  );
  return failed[row] !== 0 || costs.some(Number.isNaN) ? undefined : costs;
}

function isWorse(costs: readonly number[], other: readonly number[]): boolean {
  return costs.every((cost, index) => cost >= other[index]) && costs.some((cost, index) => cost > other[index]);
}

const rounded = (value: number): number => Number(value.toFixed(6)) + 0;

const randomSweeps = (count: number): Sweep[] => {
  const random = randomFor(1, 'decide');
  return Array.from({ length: count }, () => randomSweep(random));
};

test('the front are the feasible points that no other is better than, and the knee is one of them', () => {
  for (const sweep of randomSweeps(300)) {
    const all = [...sweep.ids.keys()].map((row) => costsAt(sweep, row));
    const free = all.flatMap((costs, row) =>
      costs === undefined || all.some((other) => other !== undefined && isWorse(costs, other)) ? [] : [row],
    );
    const { front, knee } = decide(sweep, []);
    assert.deepEqual([...front], free);
    assert.ok(knee === null || free.includes(knee));
  }
});

test('the cheapest has the least price of all points whose goal is within 2 % of the best', () => {
  for (const sweep of randomSweeps(300)) {
    const { cheapest } = decide(sweep, []);
    const { metrics, failed, exploration } = sweep;
    const speeds = metrics.get('speedupOverVdnn') ?? new Float64Array();
    const areas = metrics.get('cdmaArea') ?? new Float64Array();
    const best = Math.max(...speeds.filter((speed, row) => failed[row] === 0 && !Number.isNaN(speed)));
    const near = [...failed.keys()].filter((row) => failed[row] === 0 && speeds[row] >= 0.98 * best);
    const prices = near.map((row) => areas[row]).filter((area) => !Number.isNaN(area));
    if (exploration.objectives.length === 1 || prices.length === 0) {
      assert.equal(cheapest, null);
      continue;
    }
    assert.deepEqual([cheapest?.goal, cheapest?.price, cheapest?.tolerance], [SPEED, AREA, 0.02]);
    assert.ok(near.includes(cheapest?.row ?? -1));
    assert.equal(areas[cheapest?.row ?? -1], Math.min(...prices));
  }
});

test('the price is the first objective that is a cost, else the second', () => {
  const ratio: Objective = { metric: 'compressionRatio', direction: 'maximise' };
  const time: Objective = { metric: 'iterationTime', direction: 'minimise' };
  const figures = [1, 2];
  const metrics = { speedupOverVdnn: figures, compressionRatio: figures, iterationTime: figures, energy: figures };
  const priceOf = (...objectives: Objective[]) =>
    decide(exampleSweep({ space: gridOf(2), objectives, metrics }), []).cheapest?.price;
  assert.equal(priceOf(SPEED, ratio, ENERGY), ENERGY);
  assert.equal(priceOf(SPEED, ratio, time), ratio);
  assert.equal(priceOf(ENERGY, SPEED), SPEED);
  assert.equal(priceOf(SPEED), undefined);
});

test('the hypervolume is the share of the cells between figures that a point of the front is no worse than', () => {
  for (const sweep of randomSweeps(200)) {
    const { objectives } = sweep.exploration;
    const all = [...sweep.ids.keys()].map((row) => costsAt(sweep, row));
    // Of each objective all feasible points that have it, whatever else they lack.
    const columns = objectives.map(({ metric, direction }) =>
      [...sweep.ids.keys()]
        .filter((row) => sweep.failed[row] === 0)
        .map((row) => (direction === 'minimise' ? 1 : -1) * (sweep.metrics.get(metric)?.[row] ?? Number.NaN))
        .filter((cost) => !Number.isNaN(cost)),
    );
    const used = [...objectives.keys()].filter((index) => new Set(columns[index]).size > 1);
    const { hypervolume } = decide(sweep, []);
    if (used.length === 0) {
      assert.equal(hypervolume, null);
      continue;
    }
    // Figures are whole numbers, so that unit cells are either dominated or not.
    let cells: number[][] = [[]];
    for (const index of used) {
      const [least, most] = [Math.min(...columns[index]), Math.max(...columns[index])];
      const starts = Array.from({ length: most - least }, (_, step) => least + step);
      cells = cells.flatMap((cell) => starts.map((start) => [...cell, start]));
    }
    const dominated = cells.filter((cell) =>
      all.some((costs) => costs !== undefined && used.every((index, place) => costs[index] <= cell[place])),
    );
    assert.ok(Math.abs((hypervolume ?? Number.NaN) - dominated.length / cells.length) < 1e-9);
  }
});

test('responses are those of the feasible points at each value', () => {
  for (const sweep of randomSweeps(100)) {
    const { space, exploration, ids, failed, metrics } = sweep;
    const { responses } = decide(sweep, []);
    assert.deepEqual(
      responses.map(({ key, metric }) => [key, metric]),
      space.parameters.flatMap(({ key }) => exploration.objectives.map(({ metric }) => [key, metric])),
    );
    for (const { key, metric, best, mean, worst } of responses) {
      const parameter = space.parameters.findIndex((one) => one.key === key);
      const [better, worse] = metric === 'speedupOverVdnn' ? [Math.max, Math.min] : [Math.min, Math.max];
      space.parameters[parameter].values.forEach((_, level) => {
        const figures = [...ids.keys()]
          .filter((row) => failed[row] === 0 && space.indexAt(ids[row], parameter) === level)
          .map((row) => metrics.get(metric)?.[row] ?? Number.NaN)
          .filter((figure) => !Number.isNaN(figure));
        assert.equal(best[level], figures.length === 0 ? Number.NaN : better(...figures));
        assert.equal(worst[level], figures.length === 0 ? Number.NaN : worse(...figures));
        assert.equal(mean[level], figures.reduce((sum, figure) => sum + figure, 0) / figures.length);
      });
    }
  }
});

test('a sampled range with a value for every point has no response', () => {
  const space = gridOf(20_000);
  const metrics = { speedupOverVdnn: Array.from({ length: space.size }, (_, place) => place) };
  const { responses, effects } = decide(exampleSweep({ space, objectives: [SPEED], metrics }), []);
  assert.deepEqual(responses, []);
  assert.equal(effects.length, 1);
});

test('effects are those of a full grid, by the keys of its axes whatever their order', () => {
  const parameters = parametersOf(2, 1, 3);
  const axes = [2, 1, 0].map((index) => ({ parameters: [index], size: parameters[index].values.length }));
  const space = gridSpace(parameters, axes);
  // The speed depends on `c` alone; the area on both, and one point fails, which does not unbalance anything.
  const places = Array.from({ length: 6 }, (_, place) => ({ a: space.indexAt(place, 0), c: space.indexAt(place, 2) }));
  const sweep = exampleSweep({
    space,
    objectives: [SPEED, AREA],
    failed: [1, 0, 0, 0, 0, 0],
    metrics: { speedupOverVdnn: places.map(({ c }) => c ** 2), cdmaArea: places.map(({ a, c }) => 3 * a + 10 * c) },
  });
  const [speed, area] = decide(sweep, []).effects;
  assert.deepEqual(
    speed.main.map(({ key, totalShare, levelMeans }) => [key, rounded(totalShare), [...levelMeans].map(rounded)]),
    [
      ['c', 1, [0, 1, 4]],
      ['a', 0, [1.666667, 1.666667]],
    ],
  );
  // Variances of independent parts add: 9 / 4 of `a` and 100 * 2 / 3 of `c`.
  assert.ok(Math.abs(area.variance - (9 / 4 + 200 / 3)) < 1e-9);
  assert.ok(Math.abs(area.main[1].share - 9 / 4 / (9 / 4 + 200 / 3)) < 1e-9);
});

test('there are no effects of what is no full grid, has zipped parameters, lacks a figure or has too many parameters', () => {
  const objectives = [SPEED];
  const effectsOf = (space: Sweep['space'], speedupOverVdnn: number[], ids?: number[]) =>
    decide(exampleSweep({ space, objectives, metrics: { speedupOverVdnn }, ...(ids && { ids }) }), []).effects.length;
  assert.equal(effectsOf(gridOf(2, 2), [1, 2, 3, 5]), 1);
  assert.equal(effectsOf(gridOf(2, 2), [1, 2, 3], [0, 1, 3]), 0);
  assert.equal(effectsOf(gridOf(2, 2), [1, 2, 3, Number.NaN]), 0);
  assert.equal(effectsOf(gridSpace(parametersOf(2, 2), [{ parameters: [0, 1], size: 2 }]), [1, 2]), 0);
  assert.equal(effectsOf(listedSpace(parametersOf(2), Uint32Array.of(0, 1)), [1, 2]), 0);
  const figures = Array.from({ length: 2 ** 9 }, (_, place) => place);
  assert.equal(effectsOf(gridOf(...new Array(9).fill(2)), figures), 0);
  assert.equal(effectsOf(gridOf(...new Array(8).fill(2), 1), figures.slice(0, 2 ** 8)), 1);
});

test('rows among those shown name the same points', () => {
  const random = randomFor(2, 'shown');
  for (const sweep of randomSweeps(100)) {
    const decisions = decide(sweep, []);
    const { front, knee, cheapest } = decisions;
    const always = [...front, ...(knee === null ? [] : [knee]), ...(cheapest === null ? [] : [cheapest.row])];
    const shown = sweep.ids.map((_, row) => row).filter((row) => always.includes(row) || random.uniform() < 0.3);
    const mapped = inShownRows(decisions, shown);
    assert.deepEqual(
      mapped.front.map((place) => shown[place]),
      front,
    );
    assert.equal(mapped.knee === null ? null : shown[mapped.knee], knee);
    assert.deepEqual(mapped.cheapest && { ...mapped.cheapest, row: shown[mapped.cheapest.row] }, cheapest);
    assert.equal(mapped.responses, decisions.responses);
    const without = inShownRows(
      decisions,
      shown.filter((row) => !always.includes(row)),
    );
    assert.deepEqual([[...without.front], without.knee, without.cheapest], [[], null, null]);
  }
});

test('a front of four objectives that takes too long to measure has no hypervolume, a short one has', () => {
  const random = randomFor(3, 'sphere');
  const objectives: Objective[] = [
    AREA,
    ENERGY,
    { ...AREA, metric: 'peakMemory' },
    { ...AREA, metric: 'offloadedSize' },
  ];
  const sphere = (points: number) => {
    const columns = objectives.map(() => new Array<number>(points).fill(0));
    for (let point = 0; point < points; point++) {
      const direction = columns.map(() => Math.abs(random.gaussian()));
      columns.forEach((column, index) => {
        column[point] = 1 - direction[index] / Math.hypot(...direction);
      });
    }
    const [cdmaArea, energy, peakMemory, offloadedSize] = columns;
    const metrics = { cdmaArea, energy, peakMemory, offloadedSize };
    return decide(exampleSweep({ space: gridOf(points), objectives, metrics }), []);
  };
  const short = sphere(50).hypervolume ?? 0;
  assert.ok(short > 0 && short < 1);
  const long = sphere(2500);
  assert.equal(long.front.length, 2500);
  assert.equal(long.hypervolume, null);
});
