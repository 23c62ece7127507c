import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  AREA,
  designOf,
  exampleSweep,
  gridOf,
  parametersOf,
  randomSweep,
  SPEED,
} from '../../test/unit/example-sweep.ts';
import type { Finding } from '../findings/finding.ts';
import { randomFor } from '../synthesis/random.ts';
import type { ClosedForm } from './convergence-findings.ts';
import { decide } from './decide.ts';
import { gridSpace, listedSpace } from './design-space.ts';
import { healthFindings } from './health.ts';
import { CANNOT_RUN, type Sweep } from './sweep.ts';

const findingsOf = (sweep: Sweep, code: string, closedForm?: ClosedForm): Finding[] =>
  healthFindings(sweep, decide(sweep, []), closedForm).filter((finding) => finding.code === code);
const keysOf = (findings: readonly Finding[]) => findings.map(({ path }) => path[2]);

const randomSweeps = (count: number): Sweep[] => {
  const random = randomFor(1, 'health');
  return Array.from({ length: count }, () => randomSweep(random));
};

test('an edge is where the best has an end of a range and other values are notably worse, compared point by point', () => {
  let edges = 0;
  for (const sweep of randomSweeps(400)) {
    const { space, ids, failed, metrics, best } = sweep;
    const speeds = metrics.get('speedupOverVdnn') ?? new Float64Array();
    const indexAt = (row: number, parameter: number) => space.indexAt(ids[row], parameter);
    const expected = space.parameters.flatMap(({ key, values }, parameter) => {
      if (best === null || values.length < 2 || indexAt(best, parameter) % (values.length - 1) !== 0) return [];
      const others = [...ids.keys()].filter((row) => indexAt(row, parameter) !== indexAt(best, parameter));
      const apart = others.filter((row) =>
        space.parameters.every((_, one) => one === parameter || indexAt(row, one) === indexAt(best, one)),
      );
      const withFigure = (rows: number[]) => rows.map((row) => speeds[row]).filter((speed) => !Number.isNaN(speed));
      const alone = withFigure(apart);
      const rivals = alone.length > 0 ? alone : withFigure(others.filter((row) => failed[row] === 0));
      return rivals.every((speed) => speed <= 0.999 * speeds[best]) ? [key] : [];
    });
    edges += expected.length;
    assert.deepEqual(keysOf(findingsOf(sweep, 'explore-edge')), expected);
  }
  assert.ok(edges > 50);
});

test('an edge says which end it is; values a thousandth worse are as good, and choices have no ends', () => {
  const edgesOf = (figures: number[], isOrdered = true) => {
    const parameters = parametersOf(3).map((parameter) => ({ ...parameter, isOrdered }));
    const space = gridSpace(parameters, [{ parameters: [0], size: 3 }]);
    const sweep = exampleSweep({ space, objectives: [AREA], metrics: { cdmaArea: figures } });
    return findingsOf(sweep, 'explore-edge').map(({ message }) => message);
  };
  assert.deepEqual(edgesOf([3, 2, 1]), ['The best cdmaArea lies at a = 2, the highest value that was tried.']);
  assert.deepEqual(edgesOf([1, 2, 3]), ['The best cdmaArea lies at a = 0, the lowest value that was tried.']);
  assert.deepEqual(edgesOf([2, 1, 3]), []);
  assert.deepEqual(edgesOf([3, 1.0005, 1]), []);
  assert.deepEqual(edgesOf([3, 2, 1], false), []);
});

test('a range of a million values has its ends found', () => {
  const space = gridOf(1_000_000);
  const edgeOf = (best: number) => {
    const cdmaArea = Array.from({ length: space.size }, (_, place) => 1 + Math.abs(place - best));
    return keysOf(findingsOf(exampleSweep({ space, objectives: [AREA], metrics: { cdmaArea } }), 'explore-edge'));
  };
  assert.deepEqual(edgeOf(999_999), ['a']);
  assert.deepEqual(edgeOf(500_000), []);
});

test('quantities are ordered by what they are, and unlimited is the most', () => {
  const edgeOf = (...figures: number[]) => {
    const values = ['2 KB', '1 MB', '512 B', 'unlimited'];
    const space = gridSpace([{ key: 'a', path: ['a'], values, isOrdered: true }], [{ parameters: [0], size: 4 }]);
    const sweep = exampleSweep({ space, objectives: [SPEED], metrics: { speedupOverVdnn: figures } });
    return findingsOf(sweep, 'explore-edge').map(({ message }) => message);
  };
  assert.deepEqual(edgeOf(1, 2, 3, 1), [
    'The best speedupOverVdnn lies at a = 512 B, the lowest value that was tried.',
  ]);
  assert.deepEqual(edgeOf(1, 2, 1, 3), [
    'The best speedupOverVdnn lies at a = unlimited, the highest value that was tried.',
  ]);
  assert.deepEqual(edgeOf(1, 3, 1, 1), []);
});

test('parameters that are zipped lie on their edges together', () => {
  const space = gridSpace(parametersOf(3, 3, 2), [
    { parameters: [0, 1], size: 3 },
    { parameters: [2], size: 2 },
  ]);
  const metrics = { speedupOverVdnn: [1, 1, 2, 2, 3, 3] };
  assert.deepEqual(keysOf(findingsOf(exampleSweep({ space, objectives: [SPEED], metrics }), 'explore-edge')), [
    'a',
    'b',
  ]);
});

test('a parameter of a grid has no effect if no two points that differ in it alone have different figures', () => {
  const random = randomFor(2, 'effects');
  const below = (end: number) => Math.floor(random.uniform() * end);
  let effectless = 0;
  for (let sample = 0; sample < 300; sample++) {
    const space = gridOf(1 + below(3), 1 + below(3), 1 + below(3));
    const keptShare = random.uniform() < 0.3 ? 1 : random.uniform();
    const ids = [...Array(space.size).keys()].filter(() => random.uniform() < keptShare);
    const [first, second, third] = [below(3), below(3), below(3)];
    const sweep = exampleSweep({
      space,
      ids,
      objectives: [SPEED, AREA],
      failed: ids.map(() => below(2)),
      metrics: {
        speedupOverVdnn: ids.map((id) => (sample % 2 === 0 && space.indexAt(id, third) === 1 ? Number.NaN : 1)),
        cdmaArea: ids.map((id) => 0.1 * space.indexAt(id, first) + 0.2 * space.indexAt(id, second)),
      },
    });
    const expected = space.parameters.flatMap(({ key }, parameter) => {
      const isAlone = (a: number, b: number) =>
        space.parameters.every((_, one) => (space.indexAt(a, one) !== space.indexAt(b, one)) === (one === parameter));
      const pairs = ids.flatMap((a, row) => ids.flatMap((b, other) => (isAlone(a, b) ? [[row, other]] : [])));
      const isSame = pairs.every(([a, b]) =>
        [...sweep.metrics.values()].every((figures) => Object.is(figures[a], figures[b])),
      );
      return pairs.length > 0 && isSame ? [key] : [];
    });
    effectless += expected.length;
    assert.deepEqual(keysOf(findingsOf(sweep, 'explore-no-effect')), expected);
  }
  assert.ok(effectless > 50);
});

test('a parameter of a sample has no effect if its response is flat and no two points say otherwise', () => {
  const effectlessOf = (speedupOverVdnn: number[], ...designs: number[][]) => {
    const space = listedSpace(parametersOf(2, 2), Uint32Array.from(designs.flat()));
    const sweep = exampleSweep({ space, objectives: [SPEED], metrics: { speedupOverVdnn } });
    return keysOf(findingsOf(sweep, 'explore-no-effect'));
  };
  const all = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ];
  assert.deepEqual(effectlessOf([1, 2, 1, 2], ...all), ['a']);
  assert.deepEqual(effectlessOf([1, 1, 1, 1], ...all), ['a', 'b']);
  // Both values of each give the same best, mean and worst figure, and yet both matter.
  assert.deepEqual(effectlessOf([1, 2, 2, 1], ...all), []);
  assert.deepEqual(effectlessOf([3, 3], [0, 0], [1, 1]), ['a', 'b']);
  assert.deepEqual(effectlessOf([3, 4], [0, 0], [1, 1]), []);
  assert.deepEqual(effectlessOf([3, 3], [0, 0], [1, 0]), ['a']);
  assert.deepEqual(effectlessOf([]), []);
});

test('what a search has not varied enough is not said to have no effect', () => {
  const effectlessOf = (search: Sweep['exploration']['search']) => {
    // `a` differs alone once, where it changes nothing; other points with other figures say that it may.
    const metrics = { speedupOverVdnn: [1, 1, 2] };
    const sweep = exampleSweep({ space: gridOf(3, 2), ids: [0, 2, 5], objectives: [SPEED], metrics });
    return keysOf(findingsOf({ ...sweep, exploration: { ...sweep.exploration, search } }, 'explore-no-effect'));
  };
  assert.deepEqual(effectlessOf(null), ['a']);
  assert.deepEqual(effectlessOf({ budget: 3, population: 3, seed: 1 }), []);
});

test('what a pair of points of a random sample contradicts is not said to have no effect', () => {
  for (const sweep of randomSweeps(300).filter(({ space }) => space.axes === undefined)) {
    const figuresAt = (row: number) =>
      sweep.exploration.objectives.map(({ metric }) => sweep.metrics.get(metric)?.[row]).join();
    for (const key of keysOf(findingsOf(sweep, 'explore-no-effect'))) {
      const without = (row: number) =>
        designOf(sweep, row)
          .split(',')
          .filter((_, parameter) => sweep.space.parameters[parameter].key !== key)
          .join();
      const seen = new Map<string, string>();
      for (const row of sweep.ids.keys()) {
        assert.equal(seen.get(without(row)) ?? figuresAt(row), figuresAt(row));
        seen.set(without(row), figuresAt(row));
      }
    }
  }
});

test('few feasible points are told with what fails most often, of the points that were left out too', () => {
  const feasibilityOf = (failed: number[], dropped: Sweep['dropped'] = []) => {
    const ids = failed.map((_, place) => place);
    const constraints = ['x < 1', 'y < 2'];
    const sweep = exampleSweep({
      space: gridOf(8),
      ids,
      objectives: [SPEED],
      constraints,
      failed,
      dropped,
      metrics: {},
    });
    return findingsOf(sweep, 'explore-few-feasible').map(({ severity, message }) => `${severity}: ${message}`);
  };
  assert.deepEqual(feasibilityOf([0, 1, 3, 2, 2, 0]), [
    'information: Feasible points: 2 of 6. Most often "y < 2" fails (3).',
  ]);
  assert.deepEqual(feasibilityOf([2, 2, 1], [{ constraint: 'x < 1', points: 1000 }]), [
    'warning: None of 1,003 points is feasible: "x < 1" fails at 1,001.',
  ]);
  assert.deepEqual(feasibilityOf([CANNOT_RUN, CANNOT_RUN, 1]), [
    'warning: None of 3 points is feasible: 2 cannot be simulated.',
  ]);
  assert.deepEqual(feasibilityOf([CANNOT_RUN, CANNOT_RUN, 1, 0]), [
    'information: Feasible points: 1 of 4. Most often a point cannot be simulated (2).',
  ]);
  assert.deepEqual(feasibilityOf([], [{ constraint: 'x < 1', points: 8 }]), [
    'warning: None of 8 points is feasible: "x < 1" fails at 8.',
  ]);
  assert.deepEqual(feasibilityOf([0, 0, 0, 1, 1, 1, 1]), [], 'three are enough');
  assert.deepEqual(feasibilityOf([0, 0, 1, 1]), [], 'half of a small sweep is enough');
  assert.deepEqual(feasibilityOf([0]), []);
  assert.deepEqual(feasibilityOf([]), []);
});

test('a front whose first objective moves by more than 2 % in the pipeline is told, with the point that moves most', () => {
  const convergenceOf = (closed: number[], isPipeline = [1, 1, 1, 1]) => {
    // The last point is dominated: what it says does not matter.
    const metrics = { speedupOverVdnn: [1, 2, 4, 3], cdmaArea: [1, 2, 3, 4] };
    const sweep = exampleSweep({ space: gridOf(2, 2), objectives: [SPEED, AREA], isPipeline, metrics });
    const closedForm = new Map(closed.map((speed, row) => [row, new Map([['speedupOverVdnn', speed] as const])]));
    return findingsOf(sweep, 'explore-not-converged', closedForm).map(({ message }) => message);
  };
  assert.deepEqual(convergenceOf([1.01, 2.03, 3.95, 9]), []);
  assert.deepEqual(convergenceOf([1.03, 2.2, 3.8, 9]), [
    'Closed form and pipeline differ by 10.0 % in speedupOverVdnn on the front, most at a = 0, b = 1.',
  ]);
  assert.deepEqual(convergenceOf([1.03, 2.2, 3.8, 9], [1, 0, 1, 1]), [
    'Closed form and pipeline differ by 5.0 % in speedupOverVdnn on the front, most at a = 1, b = 0.',
  ]);
  assert.deepEqual(convergenceOf([]), []);
});
