import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exampleSweep, gridOf, randomSweep, SPEED } from '../../test/unit/example-sweep.ts';
import { randomFor } from '../synthesis/random.ts';
import { heatMapOf } from './heat-map-of.ts';

test('a cell has the best figure of the feasible points in it', () => {
  const random = randomFor(1, 'heat map');
  for (let sample = 0; sample < 200; sample++) {
    const sweep = randomSweep(random);
    const { space, ids, failed, metrics } = sweep;
    const [x, y] = [space.parameters[0], space.parameters[space.parameters.length - 1]];
    for (const [metric, best] of [
      ['speedupOverVdnn', Math.max],
      ['cdmaArea', Math.min],
    ] as const) {
      const map = heatMapOf(sweep, x.key, y.key, metric);
      assert.deepEqual([map?.x, map?.y, map?.metric], [x.key, y.key, metric]);
      assert.equal(map?.values.length, x.values.length * y.values.length);
      map?.values.forEach((value, cell) => {
        const figures = [...ids.keys()]
          .filter((row) => failed[row] === 0)
          .filter((row) => space.indexAt(ids[row], 0) === cell % x.values.length)
          .filter((row) => space.indexAt(ids[row], space.parameters.length - 1) === Math.floor(cell / x.values.length))
          .map((row) => metrics.get(metric)?.[row] ?? Number.NaN)
          .filter((figure) => !Number.isNaN(figure));
        assert.equal(value, figures.length === 0 ? Number.NaN : best(...figures));
      });
    }
  }
});

test('there is no map of a key that is not varied, of a figure that no point has, or of too many cells', () => {
  const sweep = exampleSweep({ space: gridOf(2, 2), objectives: [SPEED], metrics: { speedupOverVdnn: [1, 2, 3, 4] } });
  assert.equal(heatMapOf(sweep, 'a', 'z', 'speedupOverVdnn'), undefined);
  assert.equal(heatMapOf(sweep, 'z', 'a', 'speedupOverVdnn'), undefined);
  assert.equal(heatMapOf(sweep, 'a', 'b', 'energy'), undefined);
  const figures = new Array<number>(3000).fill(1);
  const long = exampleSweep({ space: gridOf(3000), objectives: [SPEED], metrics: { speedupOverVdnn: figures } });
  assert.equal(heatMapOf(long, 'a', 'a', 'speedupOverVdnn'), undefined);
});
